"""The admins' pages, and the door for people who were invited."""

from django.urls import path

from projects.views import audit, house, join, webhooks

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
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/new/", webhooks.make_webhook, name="make-webhook"),
    path("webhooks/<uuid:hook_id>/", webhooks.webhook, name="webhook"),
    path("webhooks/<uuid:hook_id>/deliveries/", webhooks.webhook_deliveries, name="webhook-deliveries"),
    path("webhooks/<uuid:hook_id>/save/", webhooks.change_webhook, name="change-webhook"),
    path("webhooks/<uuid:hook_id>/secret/", webhooks.rotate_webhook, name="rotate-webhook"),
    path("webhooks/<uuid:hook_id>/ping/", webhooks.ping_webhook, name="ping-webhook"),
    path("webhooks/<uuid:hook_id>/remove/", webhooks.remove_webhook, name="remove-webhook"),
    path("deliveries/<uuid:delivery_id>/again/", webhooks.delivery_again, name="delivery-again"),
    path("join/<str:secret>/", join.join, name="join"),
]
