"""The admins' pages, and the door for people who were invited."""

from django.urls import path

from projects.views import audit, house, join

urlpatterns = [
    path("people/", house.people_page, name="people"),
    path("people/invite/", house.invite, name="invite"),
    path("people/<int:user_id>/role/", house.change_role, name="change-role"),
    path("people/<int:user_id>/active/", house.change_active, name="change-active"),
    path("people/<int:user_id>/artist/", house.change_membership, name="change-membership"),
    path("invitations/<int:invitation_id>/withdraw/", house.withdraw_invitation, name="withdraw-invitation"),
    path("artists/new/", house.add_artist, name="add-artist"),
    path("artists/<int:artist_id>/", house.change_artist, name="change-artist"),
    path("label/", house.label_page, name="label"),
    path("label/save/", house.save_label, name="save-label"),
    path("record/", audit.audit_page, name="audit"),
    path("record.csv", audit.audit_csv, name="audit-csv"),
    path("join/<str:secret>/", join.join, name="join"),
]
