"""The lyrics editor."""

from django.urls import path

from projects.views import lyrics

SONG = "songs/<uuid:project_id>/lyrics/"
urlpatterns = [
    path(SONG, lyrics.page, name="lyrics"),
    path(SONG, lyrics.page, name="save-lyrics"),
    path(SONG + "versions/", lyrics.versions, name="lyrics-versions"),
    path(SONG + "versions/<int:version>/", lyrics.changed, name="lyrics-changed"),
    path(SONG + "versions/<int:version>/restore/", lyrics.restore, name="lyrics-restore"),
    path(SONG + "versions/<int:version>/name/", lyrics.name, name="lyrics-name"),
    path(SONG + "mine/", lyrics.mine, name="lyrics-mine"),
    path(SONG + "whose/", lyrics.whose, name="lyrics-whose"),
    path(SONG + "accept/", lyrics.accept, name="lyrics-accept"),
]
