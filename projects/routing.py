"""The sockets' addresses."""

from django.urls import URLPattern, path, re_path

from projects.album_door import AlbumDoor
from projects.consumers import LabelSocket, NoSuchSocket, ProjectSocket
from projects.doorbell import Doorbell

websocket_urlpatterns: list[URLPattern] = [
    path("ws/projects/<uuid:project_id>/", ProjectSocket.as_asgi(), name="ws-project"),
    path("ws/albums/<uuid:album_id>/", AlbumDoor.as_asgi(), name="ws-album"),
    path("ws/label/", LabelSocket.as_asgi(), name="ws-label"),
    path("ws/me/", Doorbell.as_asgi(), name="ws-me"),
    re_path(r"", NoSuchSocket.as_asgi(), name="ws-none"),
]
