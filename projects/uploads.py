"""Files on their way in: a row says how much is safely on disk, the bytes lie beside it under the row's own id.

Every block is written under a lock and synced before its offset is stored, so a reload, a lost network or a killed
server costs at most the block that was under way.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from artists.models import User
from projects import events, signals, signatures
from projects.assets import NewFile, insert, keep_file, plain_name
from projects.errors import Invalid, StudioError
from projects.models import Asset, Project, Upload
from projects.songs import GONE

KEPT_FOR = timedelta(hours=24)
OPEN_UPLOADS_EACH = 50
# Room that uploads never take, so that the database and the workers can go on.
ROOM_TO_SPARE_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True)
class Declared:
    """What a person says they will send."""

    kind: str
    name: str
    length_bytes: int


def begin(project: Project, declared: Declared, *, by: User) -> Upload:
    """Open an upload. Raises Invalid or StudioError with an `upload.…` code when it can not be taken."""
    _check_declared(project, declared, by)
    upload = Upload.objects.create(
        project=project,
        owner=by,
        kind=declared.kind,
        name=plain_name(declared.name),
        length_bytes=declared.length_bytes,
        expires_at=timezone.now() + KEPT_FOR,
    )
    path = part_path(upload)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    return upload


def part_path(upload: Upload) -> Path:
    return Path(settings.UPLOAD_DIR) / f"{upload.pk}.part"


def receive(upload: Upload, offset_bytes: int, block: bytes, *, by: User) -> Upload:
    """Add a block at the offset; the last block makes the asset (`upload.asset`).

    Raises `upload.wrong_offset`, `upload.too_long`, `upload.busy`, `upload.gone` or, at the end, `upload.wrong_type`.
    """
    with _locked(upload) as part:
        _read_again(upload, part)
        if offset_bytes != upload.offset_bytes:
            raise StudioError("upload.wrong_offset", f"The upload stands at byte {upload.offset_bytes}.")
        reached = offset_bytes + len(block)
        if reached > upload.length_bytes:
            raise StudioError("upload.too_long", "More was sent than was announced.")
        # Whatever an interrupted write left beyond the stored offset is overwritten.
        part.truncate(offset_bytes)
        part.seek(offset_bytes)
        part.write(block)
        part.flush()
        os.fsync(part.fileno())
        if reached == upload.length_bytes:
            _finish(upload, by=by)
        else:
            _advance(upload, offset_bytes=reached)
    return upload


def drop(upload: Upload) -> None:
    """Forget an upload and its bytes; an asset that came of it stays."""
    part_path(upload).unlink(missing_ok=True)
    upload.delete()


def expire_uploads(now: datetime | None = None) -> int:
    """Drop what nobody has continued for a day; returns how many."""
    expired = list(Upload.objects.filter(expires_at__lte=now or timezone.now()))
    for upload in expired:
        drop(upload)
    return len(expired)


def _check_declared(project: Project, declared: Declared, by: User) -> None:
    if declared.kind not in signatures.FAMILIES:
        raise Invalid("upload.kind_unknown", "Say what this file is: a vocal, a reference, a photo …", field="kind")
    if project.state in GONE:
        raise StudioError("song.closed", "This song is finished; nothing can be added to it.")
    if declared.length_bytes <= 0:
        raise Invalid("upload.empty", "This file is empty.", field="length")
    if declared.length_bytes > settings.UPLOAD_MAX_BYTES:
        limit_mb = settings.UPLOAD_MAX_BYTES // 1024**2
        raise StudioError("upload.too_large", f"Files can have up to {limit_mb} MB.")
    if Upload.objects.filter(owner=by, asset=None, expires_at__gt=timezone.now()).count() >= OPEN_UPLOADS_EACH:
        raise StudioError("upload.too_many", "Finish or drop some of your open uploads first.")
    # The finished file is copied into the store before its part is removed.
    if shutil.disk_usage(settings.DATA_DIR).free < 2 * declared.length_bytes + ROOM_TO_SPARE_BYTES:
        raise StudioError("upload.no_room", "The studio's disk is nearly full; tell the label's admin.")


@contextmanager
def _locked(upload: Upload) -> Iterator[BinaryIO]:
    """The part file, held against every other process; the lock dies with its holder."""
    try:
        part = part_path(upload).open("r+b")
    except FileNotFoundError:
        raise StudioError("upload.gone", "This upload was finished or has expired.") from None
    with part:
        try:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StudioError("upload.busy", "Another part of this upload is being written.", transient=True) from None
        yield part


def _read_again(upload: Upload, part: BinaryIO) -> None:
    """What the row says now that the file is ours; it may have been dropped while we waited."""
    try:
        upload.refresh_from_db()
    except Upload.DoesNotExist:
        raise StudioError("upload.gone", "This upload was dropped.") from None
    if os.fstat(part.fileno()).st_size < upload.offset_bytes:
        raise StudioError("upload.gone", "What was sent so far is lost; please send the file again.")


def _advance(upload: Upload, **changes: object) -> None:
    for name, value in {**changes, "expires_at": timezone.now() + KEPT_FOR}.items():
        setattr(upload, name, value)
    upload.save(update_fields=[*changes, "expires_at"])


def _finish(upload: Upload, *, by: User) -> Asset:
    """Turn the whole file into an asset.

    The last offset is stored together with the asset: killed in between, the last block is simply sent again.
    """
    path = part_path(upload)
    if not signatures.suits(upload.kind, path):
        words = f"{upload.name} does not look like a file that can be used here."
        if signatures.family_of(signatures.head_of(path)) == "heic":
            words = f"{upload.name} is a HEIC or AVIF picture, which the studio can not read. Send it as a JPEG."
        drop(upload)
        raise StudioError("upload.wrong_type", words)
    kept = keep_file(NewFile(upload.kind, path, upload.name, media_type=signatures.media_type_in(path)))
    with transaction.atomic():
        known = set(upload.project.assets.values_list("pk", flat=True))
        asset = insert(upload.project, kept, by=by)
        _advance(upload, offset_bytes=upload.length_bytes, asset=asset)
        if asset.pk not in known:
            facts = {"asset": str(asset.pk), "kind": asset.kind, "name": asset.name, "version": asset.version}
            events.note("asset.added", by=by, project=upload.project, **facts)
            events.record(upload.project, "asset.added", by=by, **facts)
            signals.asset_added.send(Project, asset=asset, by=by)
    path.unlink(missing_ok=True)
    return asset
