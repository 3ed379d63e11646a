"""Redis, and what travels through it: stages to the workers, events to open pages."""

from urllib.parse import urlparse

from studio.settings.host import DATA_DIR, env


def _redis_url() -> str:
    """The operator's Redis, or the one the supervisor runs: it leaves the address in the data folder."""
    try:
        kept = (DATA_DIR / "redis" / "url").read_text().strip()
    except OSError:
        kept = ""
    return str(env("REDIS_URL", default="")) or kept or "redis://127.0.0.1:6379/0"


REDIS_URL = _redis_url()
_redis = urlparse(REDIS_URL)
# django-rq ignores client options on queues configured by URL, hence the parts. The retry itself is set in
# processing.pipeline.queues, which is the only place that opens the connection.
_queue = {
    "HOST": _redis.hostname or "127.0.0.1",
    "PORT": _redis.port or 6379,
    "DB": int((_redis.path or "/0").lstrip("/") or 0),
    "PASSWORD": _redis.password or None,
    "USERNAME": _redis.username or None,
    "SERIALIZER": "rq.serializers.JSONSerializer",
    "DEFAULT_TIMEOUT": 3600,
}
# `quick` is for short work that people wait for: taking in and listening to what they have just uploaded.
RQ_QUEUES = {"cpu": dict(_queue), "quick": dict(_queue), "gpu": dict(_queue)}
RQ_SHOW_ADMIN_LINK = False
CHANNEL_PREFIX = "studio"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": 30}], "prefix": CHANNEL_PREFIX},
    }
}
STUDIO_IN_PROCESS = env.bool("STUDIO_IN_PROCESS", default=False)
