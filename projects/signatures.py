"""What a file says it is in its first bytes. The full check is a decode in a worker; this one stops honest mistakes."""

from pathlib import Path

from projects.models import Asset

HEAD_BYTES = 4096

# Offset, bytes, family. A RIFF or FORM container names its content at offset 8.
SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (8, b"WAVE", "audio"),
    (8, b"AIFF", "audio"),
    (8, b"AIFC", "audio"),
    (0, b"fLaC", "audio"),
    (0, b"OggS", "audio"),
    (0, b"ID3", "audio"),
    (0, b"\x1aE\xdf\xa3", "audio"),
    (0, b"caff", "audio"),
    (0, b"wvpk", "audio"),
    (4, b"ftypM4A", "audio"),
    (4, b"ftypisom", "audio"),
    (4, b"ftypmp4", "audio"),
    (4, b"ftypiso", "audio"),
    (4, b"ftypdash", "audio"),
    (4, b"ftypqt", "audio"),
    (0, b"\x89PNG\r\n\x1a\n", "image"),
    (0, b"\xff\xd8\xff", "image"),
    (8, b"WEBP", "image"),
    (0, b"%PDF-", "document"),
)
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
    """`audio`, `image`, `document`, `text`, or empty when the bytes are none of these."""
    for offset, mark, family in SIGNATURES:
        if head[offset : offset + len(mark)] == mark and head[:4] in CONTAINERS.get(mark, (head[:4],)):
            return family
    if _is_mpeg_frame(head):
        return "audio"
    return "text" if _is_text(head) else ""


def suits(kind: str, path: Path) -> bool:
    """Whether a file may be an asset of this kind by its first bytes."""
    with path.open("rb") as source:
        return family_of(source.read(HEAD_BYTES)) in FAMILIES.get(kind, frozenset())


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
