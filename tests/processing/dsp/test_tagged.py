from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from processing.dsp import files
from processing.dsp.tagged import Tags, duration_s, lost_tags, read_tags, write_tagged
from tests.processing.engines.band import RATE, song

SONG = song(2.0, seed=5)
VALUES = {"title": "Ñandú & Co.", "artist": "Ana", "album": "Uno", "isrc": "GBABC2600001", "genre": "pop", "date": ""}


@pytest.fixture
def cover(tmp_path: Path) -> Path:
    path = tmp_path / "cover.png"
    Image.new("RGB", (300, 300), (200, 80, 20)).save(path)
    return path


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3"])
def test_what_is_written_is_read_back(tmp_path: Path, cover: Path, suffix: str) -> None:
    source = files.write_wav24(tmp_path / "source.wav", SONG, RATE)
    tags = Tags(VALUES, cover)
    path = write_tagged(source, tmp_path / f"out{suffix}", tags, duration_s=2.0)
    found = read_tags(path)
    assert found["title"] == VALUES["title"] and found["artist"] == "Ana" and "date" not in found
    assert lost_tags(path, tags) == []
    assert duration_s(path) == pytest.approx(2.0, abs=0.06)
    if suffix != ".wav":
        assert found["isrc"] == "GBABC2600001" and found["cover"] == "300x300"
    if suffix != ".mp3":
        np.testing.assert_array_equal(soundfile.read(path, dtype="int32")[0], soundfile.read(source, dtype="int32")[0])


def test_an_id3_reader_of_our_own_finds_the_isrc_too(tmp_path: Path, cover: Path) -> None:
    source = files.write_wav24(tmp_path / "source.wav", SONG, RATE)
    raw = write_tagged(source, tmp_path / "out.mp3", Tags(VALUES, cover), duration_s=2.0).read_bytes()
    assert raw[:3] == b"ID3" and b"TSRC" in raw[:4096] and b"APIC" in raw[:4096] and b"image/jpeg" in raw[:4096]
    assert b"GBABC2600001" in raw[:4096].replace(b"\x00", b"")


def test_a_lost_tag_is_noticed(tmp_path: Path) -> None:
    source = files.write_wav24(tmp_path / "source.wav", SONG, RATE)
    path = write_tagged(source, tmp_path / "out.flac", Tags({"title": "One"}), duration_s=2.0)
    assert lost_tags(path, Tags({"title": "Two", "isrc": "GBABC2600001"})) == ["title", "isrc"]


def test_sixteen_bits_are_dithered_once_and_keep_nothing_of_the_song(tmp_path: Path) -> None:
    """Triangular dither of two steps: an error of a quarter step squared, as loud in soft music as in loud, and
    unrelated to it. A second dither would add a sixth; none at all would leave a twelfth."""
    quiet = SONG * np.float32(0.001)
    path = files.write_wav16(tmp_path / "plain.wav", quiet, RATE)
    tagged = write_tagged(path, tmp_path / "out.wav", Tags(VALUES), duration_s=2.0, bits=16)
    written = soundfile.read(tagged, dtype="int16", always_2d=True)[0].T.astype(np.float64)
    error = written - quiet.astype(np.float64) * 32_768
    assert np.mean(error**2) == pytest.approx(0.25, rel=0.03)
    assert abs(np.corrcoef(error[0], quiet[0])[0, 1]) < 0.02 and abs(np.corrcoef(error[0], error[1])[0, 1]) < 0.02
    halves = [np.mean(error[:, part] ** 2) for part in (np.abs(quiet).max(0) < 1e-4, np.abs(quiet).max(0) > 2e-4)]
    assert halves[0] == pytest.approx(halves[1], rel=0.06)
    assert soundfile.info(tagged).subtype == "PCM_16"
