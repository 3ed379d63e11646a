"""A long stem is mended in blocks, on disk: to the sample what is made of it in memory, and at once."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from processing.dsp import blocks
from processing.dsp.pathologies.diagnosis import diagnose
from processing.dsp.repairs import frames
from processing.dsp.repairs.bench import mixed
from processing.dsp.repairs.repair import REMEDIES, Remedy, removed, repair
from tests.processing.dsp.pathologies import songs
from tests.processing.long_sounds import lies_on_disk, on_disk, short_blocks

__all__ = ["short_blocks"]
RATE, SECONDS = songs.RATE, 4
Whole = Callable[[Callable[[], songs.Song]], songs.Song]


@lru_cache(maxsize=1)
def _spoilt() -> songs.Song:
    song = songs.with_antiphase(songs.with_wide_bass(songs.with_mud(songs.with_shimmer(songs.healthy()))))
    song = songs.with_hum(songs.with_clicks(songs.band(song, 20, 11_000)), 1.0)[:, : SECONDS * RATE]
    song[:, RATE : RATE + 4_200] = 1.5 * np.abs(song).max()
    return np.asarray(song / np.abs(song).max() + np.float32(0.02), np.float32).clip(-1, 1)


def _spoilt_for(remedy: str) -> songs.Song:
    if remedy == "extend_band":
        return songs.band(songs.healthy()[:, : SECONDS * RATE], 20, 11_000)
    return np.stack([_spoilt()[0]] * 2) if remedy == "widen" else _spoilt()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Whole:
    """What work makes when one block holds the whole song."""

    def go(work: Callable[[], songs.Song]) -> songs.Song:
        with monkeypatch.context() as patch:
            patch.setattr(blocks, "BLOCK", 1 << 24)
            patch.setattr(frames, "_FRAMES_AT_ONCE", 1 << 16)
            return work()

    return go


@pytest.mark.usefixtures("short_blocks")
@pytest.mark.parametrize("amount", [1.0, 0.5])
@pytest.mark.parametrize(("name", "remedy"), REMEDIES.items())
def test_every_remedy(name: str, remedy: Remedy, amount: float, at_once: Whole, tmp_path: Path) -> None:
    song = _spoilt_for(name)
    wanted = at_once(lambda: remedy(song, RATE, amount))
    made = remedy(on_disk(song, tmp_path), RATE, amount)
    assert lies_on_disk(made) and not np.array_equal(wanted, song)
    # Offsets and powers are sums over the song: added up block by block they differ in their last digits.
    assert np.abs(made - wanted).max() <= (1e-6 if name in {"highpass", "mono_bass"} else 0.0)


@pytest.mark.usefixtures("short_blocks")
def test_a_diagnosis_reads_the_same_numbers(at_once: Whole, tmp_path: Path) -> None:
    wanted = at_once(lambda: np.array([fault.value for fault in diagnose(_spoilt(), RATE)]))
    assert np.array_equal([fault.value for fault in diagnose(on_disk(_spoilt(), tmp_path), RATE)], wanted)


def test_a_mended_stem_lies_on_disk_and_nothing_is_left_of_what_was_tried(tmp_path: Path) -> None:
    stem = on_disk(songs.with_wide_bass(songs.healthy())[:, : SECONDS * RATE], tmp_path)
    mended = repair(stem, RATE)
    assert any(step.kept for step in mended.steps)
    away = removed(stem, mended.audio)
    together = mixed([mended.audio, away])
    assert all(lies_on_disk(one) for one in (mended.audio, away, together))
    assert np.abs(together - stem).max() < 1e-6
    assert not list(tmp_path.iterdir())
