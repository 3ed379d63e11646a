"""Settings, read from top to bottom; everything a host may change comes from the environment."""

import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import environ
from csp.constants import NONCE, SELF

from studio.api_settings import (  # noqa: F401
    API_PREFIX,
    IDEMPOTENCY_KEPT_FOR,
    REST_FRAMEWORK,
    SIGN_IN_RATES,
    SPECTACULAR_SETTINGS,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env("STUDIO_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _kept_secret() -> str:
    """A secret key made once per data folder, so that sessions outlive restarts without configuration."""
    path = DATA_DIR / "secret_key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
        return path.read_text().strip()


SECRET_KEY = env("STUDIO_SECRET_KEY", default="") or _kept_secret()
DEBUG = env.bool("STUDIO_DEBUG", default=False)
STUDIO_VERSION = "0.1.0"
STUDIO_SOURCE_URL = env("STUDIO_SOURCE_URL", default="")
STUDIO_PORT = env.int("STUDIO_PORT", default=8000)
STUDIO_BIND = env("STUDIO_BIND", default="127.0.0.1")
# The demo people's password is known to everyone, so beyond this machine they must be asked for.
STUDIO_DEMO = env.bool("STUDIO_DEMO", default=STUDIO_BIND in {"127.0.0.1", "localhost", "::1"})
# The loopback names stay, for health checks from the same machine or container.
ALLOWED_HOSTS = [*env.list("STUDIO_HOSTS", default=[]), "localhost", "127.0.0.1", "[::1]"]
METRICS_TOKEN = env("STUDIO_METRICS_TOKEN", default="")
CSRF_TRUSTED_ORIGINS = env.list("STUDIO_ORIGINS", default=[])

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_rq",
    "django_prometheus",
    "artists",
    "projects",
    "processing",
    "studio",
]

MIDDLEWARE = [
    "studio.security.headers_middleware",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "artists.language.PersonsLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "studio.security.PolicyMiddleware",
    "axes.middleware.AxesMiddleware",
    "projects.api.errors.coded_errors_middleware",
    "projects.api.idempotency.OnceMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "studio.urls"
ASGI_APPLICATION = "studio.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ]
        },
    }
]

DATABASES: dict[str, Any] = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'studio.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Several workers write at once: WAL lets readers pass, IMMEDIATE makes writers queue instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


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
# The Django admin.
UNFOLD = {"SITE_TITLE": "Autonomous Studio", "SITE_HEADER": "Autonomous Studio", "SITE_URL": "/"}
CHANNEL_PREFIX = "studio"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": 30}], "prefix": CHANNEL_PREFIX},
    }
}
STUDIO_IN_PROCESS = env.bool("STUDIO_IN_PROCESS", default=False)


STORAGE_URL = env("STUDIO_STORAGE_URL", default="")


def storage_from(address: str) -> dict[str, Any]:
    """Private files: the data folder, or S3 as `s3://bucket?endpoint=https://host&region=eu-west-1`."""
    url = urlparse(address)
    if url.scheme != "s3":
        location = Path(url.path) if url.scheme == "file" else DATA_DIR / "media"
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(location)}}
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    options: dict[str, Any] = {
        "bucket_name": url.netloc,
        "endpoint_url": query.get("endpoint"),
        "region_name": query.get("region"),
        "addressing_style": "path" if query.get("endpoint") else "virtual",
        "signature_version": "s3v4",
        "default_acl": None,
        "file_overwrite": True,
        "querystring_auth": True,
        "querystring_expire": 900,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def remote_origins(address: str) -> list[str]:
    """Where browsers fetch sound from when files are not served by ourselves, for the content security policy."""
    url = urlparse(address)
    if url.scheme != "s3":
        return []
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    if endpoint := query.get("endpoint"):
        host = urlparse(endpoint)
        return [f"{host.scheme}://{host.netloc}"]
    regional = f"https://{url.netloc}.s3.{query.get('region', 'us-east-1')}.amazonaws.com"
    return [regional, f"https://{url.netloc}.s3.amazonaws.com"]


REMOTE_ORIGINS = remote_origins(STORAGE_URL)
STORAGES = {
    "default": storage_from(STORAGE_URL),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
if DEBUG or "pytest" in sys.modules:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    # Looked for when asked: each test's client stands its own middleware up, which would list all of them first.
    WHITENOISE_AUTOREFRESH = True
if "pytest" in sys.modules:
    # Slow hashing protects real passwords; tests make hundreds of throw-away ones.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

AUTH_USER_MODEL = "artists.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = SIGN_IN_RATES
ACCOUNT_ADAPTER = "artists.accounts.ClosedHouse"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
# Nobody signs up by themselves, so nobody can lay a second step before somebody else's address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "artists.accounts.SecondStep"
MFA_TOTP_ISSUER = "Autonomous Studio"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# `smtp+tls://user:password@host:587`. Without it e-mails are laid into the data folder, where they can be looked at.
EMAIL_URL = env("STUDIO_EMAIL_URL", default="")
EMAIL_IS_SENT = bool(EMAIL_URL)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
if EMAIL_URL:
    globals().update(env.email_url_config(EMAIL_URL))
# A mail server that hangs must not hold up the process that looks after lost work.
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("STUDIO_EMAIL_FROM", default="studio@localhost")
STUDIO_BASE_URL = env("STUDIO_BASE_URL", default=f"http://127.0.0.1:{STUDIO_PORT}").rstrip("/")
MAIL_GATHER_S = env.float("STUDIO_MAIL_GATHER_S", default=30.0)
DIGEST_HOUR = env.int("STUDIO_DIGEST_HOUR", default=8)
# Whether webhooks may call addresses inside the network, and those by http too.
WEBHOOKS_PRIVATE = env.bool("STUDIO_WEBHOOKS_PRIVATE", default=False)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("STUDIO_HTTPS", default=False)
# Browsers that came in by HTTPS once never come back without it.
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:", *REMOTE_ORIGINS],
        "media-src": [SELF, "blob:", *REMOTE_ORIGINS],
        "connect-src": [SELF, *REMOTE_ORIGINS],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
    },
}
# The admin's theme sets styles in attributes and evaluates Alpine expressions: it is given that and nothing more.
ADMIN_PREFIX = "/django-admin/"
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, "'unsafe-eval'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "media-src": ["'none'"],
    "connect-src": [SELF],
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env("TZ", default="UTC")
USE_I18N = True
FORMAT_MODULE_PATH = "studio.formats"
USE_TZ = True

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SILENCED_SYSTEM_CHECKS: list[str] = []

# Uploads, work and money
UPLOAD_DIR = DATA_DIR / "uploads"
# Weights of engines, one folder each; nothing is ever fetched.
WEIGHTS_DIR = DATA_DIR / "weights"
PLUGINS_DIR = Path(env("STUDIO_PLUGINS_DIR", default=str(DATA_DIR / "plugins")))
# A language model that reads what people say about a mix: any endpoint that speaks as OpenAI's does (".../v1").
STUDIO_LLM_URL = env("STUDIO_LLM_URL", default="")
STUDIO_LLM_MODEL = env("STUDIO_LLM_MODEL", default="default")
STUDIO_LLM_KEY = env("STUDIO_LLM_KEY", default="")
# Licences that the label answers for: {"demucs": {"name": "A. Person", "reason": "asked the author"}}.
STUDIO_SIGN_OFFS: dict[str, Any] = env.json("STUDIO_SIGN_OFFS", default={})
SCRATCH_DIR = DATA_DIR / "scratch"
SHELF_DIR = DATA_DIR / "shelf"
SHELF_MAX_BYTES = env.int("STUDIO_SHELF_MAX_BYTES", default=4 * 1024**3)
SOUNDFONT_DIR = DATA_DIR / "soundfonts"
UPLOAD_MAX_BYTES = env.int("STUDIO_UPLOAD_MAX_BYTES", default=1024 * 1024 * 1024)
UPLOAD_CHUNK_BYTES = 8 * 1024 * 1024
REQUEST_BODY_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = REQUEST_BODY_MAX_BYTES
LEASE_S = env.float("STUDIO_LEASE_S", default=9.0)
SWEEP_EVERY_S = env.float("STUDIO_SWEEP_EVERY_S", default=2.0)
EVENTS_PER_SECOND = 4
CPU_WORKERS = env.int("STUDIO_CPU_WORKERS", default=2)
CURRENCY = env("STUDIO_CURRENCY", default="EUR")
COST_PER_HOUR = {
    "cpu": env.float("STUDIO_CPU_COST_PER_HOUR", default=0.12),
    "quick": env.float("STUDIO_CPU_COST_PER_HOUR", default=0.12),
    # Commands that do their work themselves, such as `produce`.
    "here": env.float("STUDIO_CPU_COST_PER_HOUR", default=0.12),
    "gpu": env.float("STUDIO_GPU_COST_PER_HOUR", default=1.90),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("STUDIO_LOG_LEVEL", default="WARNING")},
}
