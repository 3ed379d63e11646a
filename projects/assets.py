"""How a file becomes an asset: stored by content, numbered within its kind, never changed afterwards."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from artists.models import User
from projects import storage
from projects.models import Asset, Project, Rendition
from projects.storage import Kept

MEDIA_TYPES = {
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".webm": "audio/webm",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".aif": "audio/aiff",
    ".aiff": "audio/aiff",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".json": "application/json",
    ".txt": "text/plain",
    ".md": "text/plain",
    ".zip": "application/zip",
}
NAME_LENGTH = 200


@dataclass(frozen=True)
class NewFile:
    """A file on its way into the store. `renditions` maps a Rendition kind to a local path; without a `media_type` the
    name says it."""

    kind: str
    path: Path
    name: str
    duration_s: float | None = None
    measures: Mapping[str, Any] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    renditions: Mapping[str, Path] = field(default_factory=dict)
    media_type: str = ""


def plain_name(name: str) -> str:
    """A name fit to show and to offer for download: no path, no control characters, never empty."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    return shown[-NAME_LENGTH:] or "untitled"


def media_type_of(name: str) -> str:
    return MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")


@dataclass(frozen=True)
class KeptFile:
    """A new file whose bytes are safely stored, waiting for its row."""

    new: NewFile
    content: Kept
    renditions: Mapping[str, tuple[Kept, str]]


def keep_file(new: NewFile) -> KeptFile:
    """Store content and renditions. Done before the transaction that inserts the row: copying takes time."""
    renditions = {kind: (storage.keep(path), media_type_of(path.name)) for kind, path in new.renditions.items()}
    return KeptFile(new, storage.keep(new.path), renditions)


def add_file(project: Project, new: NewFile, *, by: User | None = None, parents: Iterable[Asset] = ()) -> Asset:
    """Store a file and return its asset; the same content under the same name is one asset."""
    return insert(project, keep_file(new), by=by, parents=parents)


def insert(project: Project, kept: KeptFile, *, by: User | None = None, parents: Iterable[Asset] = ()) -> Asset:
    """The row of a stored file: found again if the project has it, else the next version of its kind."""
    new, name = kept.new, plain_name(kept.new.name)
    with transaction.atomic():
        # Locking the project makes version numbers consecutive when two files land at once.
        Project.objects.select_for_update().get(pk=project.pk)
        asset = Asset.objects.filter(project=project, kind=new.kind, sha256=kept.content.sha256, name=name).first()
        if asset is None:
            newest = Asset.objects.filter(project=project, kind=new.kind).aggregate(n=Max("version"))["n"]
            asset = Asset.objects.create(
                project=project,
                kind=new.kind,
                version=(newest or 0) + 1,
                name=name,
                sha256=kept.content.sha256,
                size_bytes=kept.content.size_bytes,
                media_type=new.media_type or media_type_of(name),
                duration_s=new.duration_s,
                measures=dict(new.measures),
                provenance=dict(new.provenance),
                created_by=by,
            )
            asset.parents.set(parents)
        elif asset.removed_at is not None:
            # Retention had taken the file away; now it was made again.
            asset.removed_at = None
            asset.save(update_fields=["removed_at"])
        add_renditions(asset, kept.renditions)
    return asset


def add_renditions(asset: Asset, renditions: Mapping[str, tuple[Kept, str]]) -> None:
    """Attach derived files; a kind that is there already stays as it is."""
    Rendition.objects.bulk_create(
        [
            Rendition(asset=asset, kind=kind, sha256=kept.sha256, size_bytes=kept.size_bytes, media_type=media_type)
            for kind, (kept, media_type) in renditions.items()
        ],
        ignore_conflicts=True,
    )


def add_measures(asset: Asset, measures: Mapping[str, Any], duration_s: float) -> None:
    """What intake measured of an upload; written once, since an asset never changes."""
    Asset.objects.filter(pk=asset.pk, measures={}).update(measures=dict(measures), duration_s=duration_s)
