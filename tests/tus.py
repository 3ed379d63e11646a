"""A small tus client over Django's test client."""

import base64
from typing import Any

from django.test import Client

from projects.models import Project

TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}


def metadata(**told: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())


def create(client: Client, project: Project, length: int, *, name: str = "take.wav", kind: str = "vocal") -> Any:
    told = metadata(filename=name, kind=kind, project=str(project.pk))
    return client.post("/uploads/", HTTP_UPLOAD_LENGTH=str(length), HTTP_UPLOAD_METADATA=told, **TUS)


def patch(client: Client, where: str, offset: int, block: bytes, **more: Any) -> Any:
    options = {"content_type": "application/offset+octet-stream", "HTTP_UPLOAD_OFFSET": str(offset), **TUS, **more}
    return client.patch(where, block, **options)


def send(client: Client, project: Project, content: bytes, **more: str) -> Any:
    """Create and send in one block; returns the last answer."""
    return patch(client, create(client, project, len(content), **more)["Location"], 0, content)
