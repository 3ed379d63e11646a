"""Rows for tests, made the way the application makes them."""

import io
import itertools
import uuid
import wave
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from artists import tokens
from artists.models import Artist, LabelRole, Member, User
from projects.assets import NewFile, add_file
from projects.models import Asset, Project

_numbers = itertools.count(1)


def make_user(name: str = "", *, role: str = LabelRole.NONE, password: str | None = None, **fields: Any) -> User:
    """Without a password nobody signs in by form, and no time goes into hashing one."""
    name = name or f"person{next(_numbers)}"
    return User.objects.create_user(
        name, f"{name}@example.org", password, display_name=name.title(), label_role=role, **fields
    )


def secret_of(user: User, *scopes: str, **more: Any) -> str:
    """The secret of a new key of this person's; without scopes it opens everything."""
    return tokens.issue(user, "test", scopes or tokens.SCOPES, **more)[1]


def make_artist(*members: User, name: str = "") -> Artist:
    name = name or f"Artist {next(_numbers)}"
    artist = Artist.objects.create(name=name, slug=slugify(name))
    Member.objects.bulk_create([Member(artist=artist, user=user) for user in members])
    return artist


def make_project(artist: Artist | None = None, **fields: Any) -> Project:
    fields.setdefault("title", f"Song {next(_numbers)}")
    return Project.objects.create(artist=artist or make_artist(), **fields)


def wav_bytes(*, frames: int = 4800, rate: int = 48_000, fill: int = 1) -> bytes:
    """A small but real WAV file; `fill` makes its content differ."""
    sink = io.BytesIO()
    with wave.open(sink, "wb") as out:
        out.setparams((1, 2, rate, frames, "NONE", ""))
        out.writeframes(fill.to_bytes(2, "little") * frames)
    return sink.getvalue()


def scratch_file(content: bytes, suffix: str = ".wav") -> Path:
    folder = Path(settings.SCRATCH_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid.uuid4()}{suffix}"
    path.write_bytes(content)
    return path


def make_asset(
    project: Project, kind: str = Asset.Kind.VOCAL, *, content: bytes | None = None, name: str = "", **more: Any
) -> Asset:
    """An asset with a stored file; `more` are further fields of NewFile."""
    content = content if content is not None else wav_bytes(fill=next(_numbers) % 30_000)
    name = name or f"{kind} {next(_numbers)}.wav"
    path = scratch_file(content, Path(name).suffix)
    try:
        return add_file(project, NewFile(kind, path, name, **more), by=project.created_by)
    finally:
        path.unlink()
