"""HTTP and websockets in one server-neutral ASGI application."""

import os
from typing import Any
from urllib.parse import urlparse

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
# Before anything that has models is imported.
http = get_asgi_application()

from projects.routing import websocket_urlpatterns  # noqa: E402
from projects.socket_entry import secret_of  # noqa: E402


class SameOrigin:
    """Sockets only for pages of this very host and port: cookies do not tell ports apart, so we do.

    Origins in CSRF_TRUSTED_ORIGINS are welcome too, for proxies that change the host. A program that sends a key needs
    no origin: no page of somebody else's can make a browser send one, and the socket then goes by the key alone.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        origin, host = headers.get(b"origin", ""), headers.get(b"host", "")
        is_ours = bool(host) and urlparse(origin).netloc == host
        if is_ours or origin in settings.CSRF_TRUSTED_ORIGINS or secret_of(scope) is not None:
            return await self.application(scope, receive, send)
        return await WebsocketDenier()(scope, receive, send)


application = ProtocolTypeRouter(
    {"http": http, "websocket": SameOrigin(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))}
)
