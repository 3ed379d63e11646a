"""What a file itself says of its making: tags, and whether it carries a signed provenance record (C2PA).

The file is only read. What is found is a statement of whoever wrote the file; no signature is checked here.
"""

import re
from dataclasses import asdict, dataclass
from pathlib import Path

from processing.dsp import ffmpeg
from processing.dsp.probe import source
from processing.errors import StudioError

MOST = 40
VALUE_LENGTH = 500
SCANNED_BYTES = 512 << 20
_BLOCK = 1 << 20
# A JUMBF description box whose content type is C2PA's; the record always holds one, whatever the container.
_C2PA = b"jumdc2pa"
_GENERATOR = re.compile(rb"claim_generator([\x60-\x77]|\x78.|\x79..)", re.DOTALL)
_ENCODERS = {
    "encoder", "encoder_settings", "major_brand", "minor_version", "compatible_brands", "handler_name", "vendor_id",
    "language",
}  # fmt: skip
# Where tags stand: most containers have them for the whole file, Ogg (Vorbis, Opus) in the stream of sound.
_PLACES = ("0", "0:s:a:0")
_LIMITS = ffmpeg.Limits(timeout_s=20.0)


@dataclass(frozen=True)
class Mark:
    """`kind` is `tag` or `c2pa`."""

    kind: str
    name: str
    value: str

    def to_json(self) -> dict[str, str]:
        return asdict(self)


def marks_of(path: Path) -> tuple[Mark, ...]:
    """Tags first, then what is known of a C2PA record. A file whose tags can not be read has none."""
    return (*_tags(path), *_records(path))[:MOST]


def _tags(path: Path) -> list[Mark]:
    # By name, so that what stands in both places is told once, as the whole file says it.
    found = {mark.name.lower(): mark for place in reversed(_PLACES) for mark in _tags_in(path, place)}
    return list(found.values())


def _tags_in(path: Path, place: str) -> list[Mark]:
    args = [*source(path), "-map_metadata", place, "-f", "ffmetadata", "pipe:1"]
    try:
        written = ffmpeg.run(args, limits=_LIMITS).stdout
    except StudioError:
        return []
    found = []
    for line in _joined(written.decode("utf-8", "replace")):
        name, equals, value = line.partition("=")
        if line.startswith("["):  # chapters and streams follow
            break
        # What every encoder writes into every file tells nothing.
        if equals and value.strip() and name.lower() not in _ENCODERS:
            found.append(Mark("tag", _plain(name)[:60], _plain(value)[:VALUE_LENGTH]))
    return found


def _joined(text: str) -> list[str]:
    """Lines of an ffmetadata document, where a backslash keeps the next letter and a line may go on."""
    lines = [""]
    letters = iter(text)
    for letter in letters:
        if letter == "\\":
            lines[-1] += next(letters, "")
        elif letter == "\n":
            lines.append("")
        else:
            lines[-1] += letter
    return [line for line in lines if line and not line.startswith(";")]


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text).strip()


def _records(path: Path) -> list[Mark]:
    """Read block by block, each with the tail of the one before, so that nothing is missed at an edge."""
    tail, read_bytes, is_there = b"", 0, False
    with path.open("rb") as file:
        while read_bytes < SCANNED_BYTES and (block := file.read(_BLOCK)):
            piece = tail + block
            is_there = is_there or _C2PA in piece
            if is_there and (generator := _generator(piece)):
                return [Mark("c2pa", "claim_generator", generator)]
            tail, read_bytes = piece[-1024:], read_bytes + len(block)
    return [Mark("c2pa", "manifest", "present")] if is_there else []


def _generator(piece: bytes) -> str:
    """The tool that signed: a CBOR text right behind its key; empty when it is not all there yet."""
    found = _GENERATOR.search(piece)
    if found is None:
        return ""
    head = found[1]
    length = head[0] - 0x60 if len(head) == 1 else int.from_bytes(head[1:], "big")
    text = piece[found.end() : found.end() + length]
    return _plain(text.decode("utf-8", "replace"))[:VALUE_LENGTH] if len(text) == length else ""
