"""From a worker to the open sockets, over one kept connection.

The channel layer's own way out opens an event loop and a Redis connection for every message; a worker tells its
progress several times a second. What is written here is what the layer itself would write.
"""

import logging
from collections.abc import Iterable
from functools import cache
from typing import Any

import redis
from channels.layers import get_channel_layer
from django.conf import settings
from django.utils import timezone

log = logging.getLogger(__name__)


@cache
def _client(url: str) -> redis.Redis:
    # A pub/sub message is worth little after a second: better lost, and repaired by the client's ping, than late.
    return redis.Redis.from_url(url, socket_timeout=2.0, socket_connect_timeout=2.0)


def send(groups: Iterable[str], message: dict[str, Any]) -> None:
    """Publish one message to several groups. Raises redis.RedisError when nobody can be reached."""
    layer = get_channel_layer()
    assert layer is not None
    content = layer.serialize(message)
    pipe = _client(settings.REDIS_URL).pipeline(transaction=False)
    for group in groups:
        pipe.publish(f"{settings.CHANNEL_PREFIX}__group__{group}", content)
    pipe.execute()


def nudge_of(type: str, *, seq: int = 0, **data: Any) -> dict[str, Any]:
    """What a socket carries of something that belongs to no song and is no row."""
    at = timezone.now().isoformat()
    return {"seq": seq, "type": type, "at": at, "by": None, "data": data, "project": None}


def nudge(groups: Iterable[str], type: str, *, seq: int = 0, **data: Any) -> None:
    """Tell open pages that what they show has changed; each asks for it itself. A lost nudge costs only time."""
    if settings.STUDIO_IN_PROCESS:
        return
    try:
        send(groups, {"type": "studio.event", "event": nudge_of(type, seq=seq, **data)})
    except redis.RedisError:
        log.warning("could not nudge %s: %s", groups, type, exc_info=True)
