"""Where files lie: songs in the data folder or in S3, the pages' own files beside them."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

from studio.settings.host import BASE_DIR, DATA_DIR, DEBUG, env

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
