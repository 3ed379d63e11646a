"""The operator's weight files: found, and checked against the hash that comes with them.

A hash stands in the file's name, `<name>-<first 8 or more hex digits>.<suffix>`, or beside it in `SHA256SUMS`, written
as `sha256sum` writes it.
"""

import hashlib
import re
from pathlib import Path

from processing.errors import StudioError

SUMS = "SHA256SUMS"
_IN_NAME = re.compile(r"-([0-9a-f]{8,64})$")
_BLOCK_BYTES = 1 << 20


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def stated_hash(path: Path) -> str:
    """The beginning or whole of the hash the file should have; empty when nothing says."""
    sums = path.with_name(SUMS)
    if sums.is_file():
        for line in sums.read_text().splitlines():
            digest, _, name = line.partition(" ")
            if name.lstrip(" *") == path.name:
                return digest.lower()
    found = _IN_NAME.search(path.stem)
    return found.group(1) if found else ""


def checked(path: Path) -> Path:
    """The file itself. Raises StudioError `weights.missing`, or `weights.wrong_hash` when it is not what it says."""
    if not path.is_file():
        raise StudioError("weights.missing", f"Put {path.name} into weights/{path.parent.name}.")
    stated = stated_hash(path)
    if stated and not sha256_of(path).startswith(stated):
        raise StudioError(
            "weights.wrong_hash",
            f"{path.name} is not the file that its hash stands for. Fetch it again; it was not opened.",
        )
    return path
