"""Private files named by their content. Names people see are metadata; a path never comes from a person."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

READ_BYTES = 256 * 1024


@dataclass(frozen=True)
class Kept:
    sha256: str
    size_bytes: int


def blob_name(sha256: str) -> str:
    return f"sha256/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def hash_file(path: Path) -> Kept:
    digest, size_bytes = hashlib.sha256(), 0
    with path.open("rb") as source:
        while block := source.read(READ_BYTES):
            digest.update(block)
            size_bytes += len(block)
    return Kept(digest.hexdigest(), size_bytes)


def keep(path: Path) -> Kept:
    """Store a file under its hash. Storing the same content twice changes nothing."""
    kept = hash_file(path)
    if exists(kept.sha256):
        return kept
    target = local_path(kept.sha256)
    if target is None:
        with path.open("rb") as source:
            default_storage.save(blob_name(kept.sha256), File(source))
        return kept
    target.parent.mkdir(parents=True, exist_ok=True)
    # Written beside the target and renamed, so that a crash never leaves half a file under a full hash.
    handle, partial = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as sink, path.open("rb") as source:
            shutil.copyfileobj(source, sink, READ_BYTES)
            sink.flush()
            os.fsync(sink.fileno())
        Path(partial).replace(target)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    return kept


def exists(sha256: str) -> bool:
    return bool(sha256) and default_storage.exists(blob_name(sha256))


def local_path(sha256: str) -> Path | None:
    """Where the file lies on this machine's disk, or None when the storage is remote."""
    try:
        return Path(default_storage.path(blob_name(sha256)))
    except NotImplementedError:
        return None


@contextmanager
def local_copy(sha256: str) -> Iterator[Path]:
    """The file as a local path to read from: the stored file itself, or a download that is removed again."""
    path = local_path(sha256)
    if path is not None:
        yield path
        return
    settings.SCRATCH_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=settings.SCRATCH_DIR) as sink:
        with default_storage.open(blob_name(sha256)) as source:
            shutil.copyfileobj(source, sink, READ_BYTES)
        sink.flush()
        yield Path(sink.name)


def read_range(sha256: str, start: int, end: int) -> Iterator[bytes]:
    """The bytes from `start` up to but not including `end`, in blocks."""
    with default_storage.open(blob_name(sha256)) as source:
        source.seek(start)
        left = end - start
        while left > 0 and (block := source.read(min(READ_BYTES, left))):
            left -= len(block)
            yield block


def presigned_url(sha256: str, *, disposition: str, content_type: str) -> str | None:
    """A short-lived address straight to the storage, or None when files are served by ourselves.

    The stored object knows neither its name nor its type, so the address tells the storage what to answer with.
    """
    if local_path(sha256) is not None:
        return None
    answer_with = {"ResponseContentDisposition": disposition, "ResponseContentType": content_type}
    # Storage's own `url` takes a name only; the remote kind, which alone gets here, takes what to answer with too.
    return str(cast(Any, default_storage).url(blob_name(sha256), parameters=answer_with))
