"""What the host gives: where data lies, the secret, under which names the house is reached."""

import secrets
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent
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
STUDIO_BASE_URL = env("STUDIO_BASE_URL", default=f"http://127.0.0.1:{STUDIO_PORT}").rstrip("/")
