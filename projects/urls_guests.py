"""Links for people without an account: managing them, and what they open."""

from django.urls import path

from projects.views import guest_media, guests

urlpatterns = [
    path("versions/<uuid:asset_id>/links/", guests.links, name="guest-links"),
    path("versions/<uuid:asset_id>/share/", guests.share, name="share"),
    path("links/<uuid:link_id>/close/", guests.close, name="close-guest-link"),
    path("listen/<str:secret>/", guests.listen, name="listen"),
    path("listen/<str:secret>/talk/", guests.talk, name="listen-talk"),
    path("listen/<str:secret>/marks/", guests.marks, name="listen-marks"),
    path("listen/<str:secret>/say/", guests.say, name="listen-say"),
    path("listen/<str:secret>/sound", guest_media.sound, name="listen-sound"),
    path("listen/<str:secret>/peaks", guest_media.peaks, name="listen-peaks"),
    path("listen/<str:secret>/poster", guest_media.poster, name="listen-poster"),
    path("listen/<str:secret>/film", guest_media.film, name="listen-film"),
]
