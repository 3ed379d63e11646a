"""Albums."""

from django.urls import path

from processing import views_album as views
from processing import views_album_file as one_file

urlpatterns = [
    path("albums/", views.album_list, name="albums"),
    path("albums/new/", views.new_album, name="new-album"),
    path("albums/<uuid:album_id>/", views.album_page, name="album"),
    path("albums/<uuid:album_id>/part/", views.album_part, name="album-part"),
    path("albums/<uuid:album_id>/work/", views.album_work, name="album-work"),
    path("albums/<uuid:album_id>/title/", views.rename_album, name="rename-album"),
    path("albums/<uuid:album_id>/songs/", views.put_on_album, name="put-on-album"),
    path("albums/<uuid:album_id>/order/", views.drop_album_song, name="order-album"),
    path("albums/<uuid:album_id>/together/", views.bring_together, name="bring-together"),
    path("albums/<uuid:album_id>/take/", views.take_brought, name="take-brought"),
    path("albums/<uuid:album_id>/file/", one_file.write_album, name="write-album"),
    path("albums/<uuid:album_id>/cue/", one_file.album_cue, name="album-cue"),
    path("albums/songs/<int:place_id>/off/", views.take_off_album, name="take-off-album"),
    path("albums/songs/<int:place_id>/move/", views.move_album_song, name="move-album-song"),
    path("albums/songs/<int:place_id>/gap/", views.gap_behind, name="album-gap"),
    path("albums/songs/<int:place_id>/master/", views.album_master, name="album-master"),
    path("albums/<uuid:album_id>/drop/", views.drop_album, name="drop-album"),
]
