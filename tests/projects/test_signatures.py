"""What the first bytes of a file say."""

from pathlib import Path

import pytest

from projects.signatures import FAMILIES, family_of, media_type_in, suits
from tests.factories import wav_bytes


@pytest.mark.parametrize(
    ("head", "family"),
    [
        (wav_bytes(), "audio"),
        (b"RF64\xff\xff\xff\xffWAVEds64", "audio"),
        (b"FORM\x00\x00\x00\x00AIFFCOMM", "audio"),
        (b"FORM\x00\x00\x00\x00AIFCFVER", "audio"),
        (b"fLaC\x00\x00\x00\x22", "audio"),
        (b"OggS\x00\x02", "audio"),
        (b"ID3\x04\x00", "audio"),
        (b"\xff\xfb\x90\x64", "audio"),
        (b"\xff\xf1\x50\x80", "audio"),
        (b"\x00\x00\x00\x20ftypM4A \x00", "audio"),
        (b"\x00\x00\x00\x20ftypmp42\x00", "audio"),
        (b"\x00\x00\x00\x14ftypqt  ", "audio"),
        (b"\x00\x00\x00\x24ftypheic\x00", "heic"),
        (b"\x00\x00\x00\x24ftypmif1\x00", "heic"),
        (b"\x00\x00\x00\x20ftypavif\x00", "heic"),
        (b"\x00\x00\x00\x18ftypcrx \x00", ""),
        (b"\x1aE\xdf\xa3\x01", "audio"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image"),
        (b"%PDF-1.7", "document"),
        ("Küsse im Regen".encode(), "text"),
        (b"a" * 4095 + "é".encode()[:1], "text"),
        (b"a" * 40 + "é".encode()[:1], ""),
        (b"", ""),
        (b"MZ\x90\x00\x03", ""),
        (b"\xff\xff\xff\xff", ""),
        (b"\xff\xe8\x00\x00", ""),
        (b"\xff\xfb", ""),
        (b"XXXX\x00\x00\x00\x00WAVE", ""),
        (b"\xc3\x28 not utf-8 at all", ""),
    ],
)
def test_families(head: bytes, family: str) -> None:
    assert family_of(head) == family


def test_a_kind_takes_only_its_families(tmp_path: Path) -> None:
    lies = tmp_path / "vocal.wav"
    lies.write_bytes(b"<html><script>alert(1)</script>")
    assert not suits("vocal", lies)
    assert suits("document", lies)
    assert not suits("master", lies)


@pytest.mark.parametrize("kind", FAMILIES)
def test_every_kind_takes_something_and_nothing_else(kind: str, tmp_path: Path) -> None:
    heads = {"audio": wav_bytes(), "image": b"\x89PNG\r\n\x1a\n", "document": b"%PDF-1.7", "text": b"words"}
    for family, head in heads.items():
        (tmp_path / "x").write_bytes(head)
        assert suits(kind, tmp_path / "x") == (family in FAMILIES[kind])


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (wav_bytes(), "audio/wav"),
        (b"\x00\x00\x00\x14ftypqt  ", "audio/mp4"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"%PDF-1.7", ""),
        (b"words", ""),
    ],
)
def test_bytes_say_what_a_file_is_served_as(head: bytes, media_type: str, tmp_path: Path) -> None:
    (tmp_path / "x01").write_bytes(head)
    assert media_type_in(tmp_path / "x01") == media_type
