"""Our own files: exact, deterministic, whole or not at all."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from processing.dsp import files
from processing.dsp.levels import Audio, rms_db
from processing.errors import StudioError

RATE = 48_000
WRITERS = {
    "a.flac": files.write_flac,
    "a.wav": files.write_wav24,
    "b.wav": files.write_wav16,
    "c.wav": files.write_wav_float,
    "a.mp3": files.write_mp3,
    "a.m4a": files.write_aac,
    "a.opus": files.write_opus,
}


@pytest.fixture(scope="module")
def song() -> Audio:
    at = np.arange(3 * RATE) / RATE
    noise = np.random.default_rng(2).standard_normal((2, len(at))) * 0.01
    return (0.4 * np.sin(2 * np.pi * 330 * at) + noise).astype(np.float32)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", WRITERS)
def test_same_audio_gives_the_same_bytes(
    name: str, song: Audio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = digest(WRITERS[name](tmp_path / name, song, RATE))
    monkeypatch.setattr(time, "time", lambda: 2e9)
    time.sleep(1.05 if name == "c.wav" else 0.0)  # a date in the header would change each second
    assert digest(WRITERS[name](tmp_path / name, song, RATE)) == first
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(("name", "error_db"), [("a.flac", -140), ("a.wav", -140), ("b.wav", -90), ("c.wav", -300)])
def test_what_is_written_is_read(name: str, error_db: float, song: Audio, tmp_path: Path) -> None:
    back, rate = files.read(WRITERS[name](tmp_path / name, song, RATE))
    assert rate == RATE and back.shape == song.shape and back.dtype == np.float32
    assert rms_db(back - song) <= max(error_db, -120.0)


def test_flac_is_stable_over_generations(song: Audio, tmp_path: Path) -> None:
    first = files.write_flac(tmp_path / "a", song, RATE)
    again = files.write_flac(tmp_path / "b", files.read(first)[0], RATE)
    assert digest(first) == digest(again)


@pytest.mark.parametrize("hot_at", [0, 2 * RATE])
def test_hot_audio_falls_to_float_wav(hot_at: int, song: Audio, tmp_path: Path) -> None:
    hot = song.copy()
    hot[:, hot_at] = 1.7
    path = files.write_flac(tmp_path / "mix.flac", hot, RATE)
    assert path.name == "mix.wav" and [p.name for p in tmp_path.iterdir()] == ["mix.wav"]
    assert np.abs(files.read(path)[0] - hot).max() < 1e-6


@pytest.mark.parametrize("name", ["a.mp3", "a.m4a", "a.opus"])
def test_lossy_copies_start_and_end_where_the_song_does(name: str, song: Audio, tmp_path: Path) -> None:
    back = files.decode(WRITERS[name](tmp_path / name, song, RATE))
    assert abs(back.shape[1] - song.shape[1]) <= 1200
    lag = np.argmax(np.correlate(song[0, 9000:12_000], back[0, 9500:11_500], "valid"))
    assert abs(lag - 500) <= 2


def test_tags_travel_as_plain_text(song: Audio, tmp_path: Path) -> None:
    path = files.write_mp3(tmp_path / "a.mp3", song, RATE, tags={"title": "Ümlaut\0 -i x", "artist": "Nobody"})
    assert "Nobody".encode("utf-16")[2:] in path.read_bytes() or b"Nobody" in path.read_bytes()


def test_spans_and_blocks(song: Audio, tmp_path: Path) -> None:
    path = files.write_flac(tmp_path / "a", song, RATE)
    assert files.facts(path).duration_s == 3.0
    span, _ = files.read(path, start_s=1.0, duration_s=0.5)
    assert span.shape == (2, RATE // 2) and np.abs(span - song[:, RATE : RATE * 3 // 2]).max() < 1e-6
    assert files.read(path, start_s=2.9, duration_s=9.0)[0].shape[1] == RATE // 10
    assert np.array_equal(np.concatenate(list(files.blocks(path, 1000)), axis=1), files.read(path)[0])


@pytest.mark.parametrize("write", [files.write_flac, files.write_wav24, files.write_mp3, files.write_wav_float])
def test_broken_samples_are_never_written(write: Callable[..., Path], song: Audio, tmp_path: Path) -> None:
    broken = song.copy()
    broken[0, 5] = np.nan
    with pytest.raises(StudioError) as refused:
        write(tmp_path / "a.flac", broken, RATE)
    assert refused.value.code == "audio.not_finite" and not list(tmp_path.iterdir())


@pytest.mark.parametrize("write", [files.write_wav24, files.write_wav16])
def test_deliverables_refuse_to_clip(write: Callable[..., Path], song: Audio, tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="would_clip"):
        write(tmp_path / "a.wav", song * 4, RATE)


def test_interrupted_float_wav_leaves_nothing(song: Audio, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), files.LosslessWriter(tmp_path / "a", RATE, 2) as writer:
        writer.write(song * 4)
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())


def test_missing_foreign_and_broken_files_are_told_apart(song: Audio, tmp_path: Path) -> None:
    foreign = files.write_opus(tmp_path / "a.opus", song, RATE)
    text = tmp_path / "a.flac"
    text.write_text("not audio")
    for path, code in (
        (tmp_path / "no.flac", "audio.missing"),
        (foreign, "audio.unreadable"),
        (text, "audio.unreadable"),
    ):
        with pytest.raises(StudioError) as refused:
            files.read(path)
        assert refused.value.code == code
