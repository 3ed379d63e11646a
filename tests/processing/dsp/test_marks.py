from pathlib import Path

import numpy as np
import pytest

from processing.dsp import ffmpeg, files
from processing.dsp.marks import Mark, marks_of

RATE = 48_000
TAGS = {"title": "Low Water", "comment": "made with a machine; id=abc\nsecond line", "artist": "Nova Kane"}


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    noise = np.random.default_rng(1).normal(0, 0.1, (2, RATE)).astype(np.float32)
    return files.write_mp3(tmp_path / "a.mp3", noise, RATE, tags=TAGS)


def record(generator: str) -> bytes:
    """The beginning of a C2PA store as it stands in a file: JUMBF boxes, then a CBOR claim."""
    name = generator.encode()
    length = bytes([0x60 + len(name)]) if len(name) < 24 else b"\x78" + bytes([len(name)])
    described = b"\x00\x00\x00\x1ejumdc2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71\x03c2pa\x00"
    return b"\x00\x00\x10\x00jumb" + described + b"\xa7\x6fclaim_generator" + length + name + b"rest"


def test_tags_are_read_with_their_signs(tagged: Path) -> None:
    before = tagged.read_bytes()
    found = {mark.name.lower(): mark.value for mark in marks_of(tagged)}
    assert found["title"] == "Low Water" and found["artist"] == "Nova Kane"
    assert found["comment"].startswith("made with a machine; id=abc") and "\n" not in found["comment"]
    assert "encoder" not in found
    assert tagged.read_bytes() == before


def test_tags_that_stand_in_the_stream_are_read_too(tagged: Path, tmp_path: Path) -> None:
    ogg = tmp_path / "a.opus"
    ffmpeg.run(["-i", str(tagged), "-map_metadata", "0", "-c:a", "libopus", str(ogg)])
    names = [mark.name.lower() for mark in marks_of(ogg)]
    assert {"title", "artist", "comment"} <= set(names) and len(names) == len(set(names)) and "encoder" not in names


@pytest.mark.parametrize("generator", ["Songmaker 5", "A much longer name of a song machine/5.1"])
@pytest.mark.parametrize("at", [0, (1 << 20) - 4, (1 << 20) - 60])
def test_a_signed_record_is_found_wherever_it_stands(tagged: Path, generator: str, at: int) -> None:
    tagged.write_bytes(tagged.read_bytes()[:2000] + bytes(max(0, at - 2000)) + record(generator))
    assert marks_of(tagged)[-1] == Mark("c2pa", "claim_generator", generator)


def test_a_record_without_a_readable_claim_is_still_told(tagged: Path) -> None:
    tagged.write_bytes(tagged.read_bytes() + record("x").partition(b"\xa7")[0])
    assert marks_of(tagged)[-1] == Mark("c2pa", "manifest", "present")


def test_plain_and_broken_files_say_nothing(tmp_path: Path) -> None:
    plain = files.write_flac(tmp_path / "a.flac", np.full((2, RATE), 0.1, np.float32), RATE)
    assert marks_of(plain) == ()
    (tmp_path / "b.wav").write_bytes(b"claim_generator is only a word here")
    assert marks_of(tmp_path / "b.wav") == ()
