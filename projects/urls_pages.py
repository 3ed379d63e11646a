"""Pages about songs and people."""

from django.urls import path

from projects.views import home, inbox, new_song, room

urlpatterns = [
    path("", home.home, name="home"),
    path("songs/", home.songs, name="songs"),
    path("songs/new/", new_song.new_song, name="new-song"),
    path("songs/<uuid:project_id>/", room.room, name="room"),
    path("songs/<uuid:project_id>/draft/", new_song.draft, name="draft"),
    path("songs/<uuid:project_id>/draft/files/", new_song.draft_files, name="draft-files"),
    path("songs/<uuid:project_id>/brief/", new_song.save_brief, name="save-brief"),
    path("songs/<uuid:project_id>/lyrics/", new_song.save_lyrics, name="save-lyrics"),
    path("songs/<uuid:project_id>/submit/", new_song.submit, name="submit"),
    path("songs/<uuid:project_id>/head/", room.head, name="room-head"),
    path("songs/<uuid:project_id>/talk/", room.talk, name="room-talk"),
    path("songs/<uuid:project_id>/history/", room.history, name="room-history"),
    path("songs/<uuid:project_id>/comment/", room.comment_on_version, name="comment-on-version"),
    path("versions/<uuid:asset_id>/pick/", room.pick, name="pick"),
    path("versions/<uuid:asset_id>/review/", room.request_review, name="request-review"),
    path("reviews/<int:review_id>/decide/", room.decide, name="decide"),
    path("reviews/<int:review_id>/withdraw/", room.withdraw, name="withdraw"),
    path("inbox/", inbox.inbox, name="inbox"),
]
