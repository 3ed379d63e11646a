"""What a file says it is in its first bytes. The full check is a decode in a worker; this one stops honest mistakes."""

import re
from pathlib import Path

from projects.models import Asset

HEAD_BYTES = 4096

# Offset, bytes, family, and the type it is served as. A RIFF or FORM container names its content at offset 8.
SIGNATURES: tuple[tuple[int, bytes, str, str], ...] = (
    (8, b"WAVE", "audio", "audio/wav"),
    (8, b"AIFF", "audio", "audio/aiff"),
    (8, b"AIFC", "audio", "audio/aiff"),
    (0, b"fLaC", "audio", "audio/flac"),
    (0, b"OggS", "audio", "audio/ogg"),
    (0, b"ID3", "audio", "audio/mpeg"),
    (0, b"\x1aE\xdf\xa3", "audio", "audio/webm"),
    (0, b"caff", "audio", "audio/x-caf"),
    (0, b"wvpk", "audio", "audio/x-wavpack"),
    (0, b"\x89PNG\r\n\x1a\n", "image", "image/png"),
    (0, b"\xff\xd8\xff", "image", "image/jpeg"),
    (8, b"WEBP", "image", "image/webp"),
    (0, b"%PDF-", "document", ""),
)
# What a phone writes for photos and for sound wears the same `ftyp`; the brand after it tells them apart. Of a film the
# sound is taken. As in static/src/recognise.ts.
PICTURE_BRAND = re.compile(rb"hei[cxms]|hev[cxms]|mif1|msf1|avi[fs]")
SOUND_BRAND = re.compile(rb"M4[ABV]|iso|mp4|avc1|dash|qt|3g|MSNV")
CONTAINERS = {b"WAVE": (b"RIFF", b"RF64", b"BW64"), b"AIFF": (b"FORM",), b"AIFC": (b"FORM",), b"WEBP": (b"RIFF",)}

# What people may bring in, and the families of file it may be.
FAMILIES: dict[str, frozenset[str]] = {
    Asset.Kind.VOCAL: frozenset({"audio"}),
    Asset.Kind.INSTRUMENTAL: frozenset({"audio"}),
    Asset.Kind.REFERENCE: frozenset({"audio"}),
    Asset.Kind.STYLE_CLIP: frozenset({"audio"}),
    Asset.Kind.FLAT_MIX: frozenset({"audio"}),
    Asset.Kind.PHOTO: frozenset({"image"}),
    Asset.Kind.DOCUMENT: frozenset({"document", "text", "image"}),
}


def family_of(head: bytes) -> str:
    """`audio`, `image`, `heic` (a picture not to be read here), `document`, `text`, or empty for none of these."""
    return _look(head)[0] or ("text" if _is_text(head) else "")


def head_of(path: Path) -> bytes:
    with path.open("rb") as source:
        return source.read(HEAD_BYTES)


def suits(kind: str, path: Path) -> bool:
    """Whether a file may be an asset of this kind by its first bytes."""
    return family_of(head_of(path)) in FAMILIES.get(kind, frozenset())


def media_type_in(path: Path) -> str:
    """What a sound or a picture is served as, whatever its name ends in; empty where the bytes do not say."""
    return _look(head_of(path))[1]


def _look(head: bytes) -> tuple[str, str]:
    """Family and media type by marks alone; both empty where there is none."""
    for offset, mark, family, media_type in SIGNATURES:
        if head[offset : offset + len(mark)] == mark and head[:4] in CONTAINERS.get(mark, (head[:4],)):
            return family, media_type
    if head[4:8] == b"ftyp":
        if PICTURE_BRAND.match(head[8:12]):
            return "heic", ""
        return ("audio", "audio/mp4") if SOUND_BRAND.match(head[8:12]) else ("", "")
    if _is_mpeg_frame(head):
        return "audio", "audio/aac" if head[1] & 0xF6 == 0xF0 else "audio/mpeg"
    return "", ""


def _is_mpeg_frame(head: bytes) -> bool:
    """An MP3 or AAC (ADTS) frame: eleven set bits, then a version and a layer that exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    is_adts = head[1] & 0xF6 == 0xF0
    return is_adts or (version != 1 and layer != 0 and head[2] >> 4 != 15)


def _is_text(head: bytes) -> bool:
    if not head or b"\x00" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The head of a long file may end in the middle of a letter.
        return len(head) == HEAD_BYTES and error.reason == "unexpected end of data"
    return True
