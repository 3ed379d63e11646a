"""One short song, really made by every engine, shared by the tests that look at it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytest_django.plugin import DjangoDbBlocker

from processing.dsp import files
from processing.headless.order import Order
from processing.headless.produce import produce
from processing.pipeline import recipes

RATE = 48_000
BPM = 150.0
LYRICS = "[Verse]\nPaper boats are on the bay\n[Chorus]\nHold on, hold on to the day\n"


def sung(notes: list[tuple[float, float, int]], length_s: float) -> np.ndarray:
    """A voice of harmonics with vibrato, singing (start_s, duration_s, midi)."""
    out = np.zeros(round(length_s * RATE), np.float32)
    for start_s, duration_s, midi in notes:
        t = np.arange(round(duration_s * RATE)) / RATE
        phase = 2 * np.pi * 440 * 2 ** ((midi - 69) / 12) * t + 0.3 * np.sin(2 * np.pi * 5.5 * t)
        tone = sum(np.sin(k * phase) / k**1.5 for k in range(1, 12))
        shape = np.minimum(1, np.minimum(t / 0.015, (duration_s - t) / 0.05))
        at = round(start_s * RATE)
        out[at : at + len(t)] += (0.15 * tone * shape).astype(np.float32)
    return out


def band(length_s: int) -> np.ndarray:
    """A reference with a mastered tilt: noise falling by 4 dB an octave, beaten twice a second."""
    samples = length_s * RATE
    bins = np.fft.rfftfreq(samples, 1 / RATE)
    tilt = np.maximum(bins, 40) ** -0.66
    random = np.random.default_rng(2)
    noise = np.fft.irfft(np.fft.rfft(random.normal(0, 1, (2, samples)), axis=1) * tilt, samples, axis=1)
    noise[1] = 0.8 * noise[0] + 0.6 * noise[1]
    beat = 0.35 + 0.65 * np.exp(-((np.arange(samples) / RATE) % 0.5) / 0.12)
    return (0.5 * noise / np.abs(noise).max() * beat).astype(np.float32)


@dataclass(frozen=True)
class Made:
    order: Order
    report: dict[str, Any]


@pytest.fixture(scope="session")
def order(tmp_path_factory: pytest.TempPathFactory) -> Order:
    folder = tmp_path_factory.mktemp("song")
    (folder / "words.txt").write_text(LYRICS)
    beat_s = 60 / BPM
    tune = [69, 71, 72, 76, 74, 72, 71, 69] * 2
    notes = [(0.25 + n * beat_s + (n // 8) * 4 * beat_s, beat_s * 0.9, midi) for n, midi in enumerate(tune)]
    voice = np.random.default_rng(1).normal(0, 1e-4, (1, 9 * RATE)).astype(np.float32) + sung(notes, 9)
    files.write_flac(folder / "take.flac", voice, RATE)
    files.write_flac(folder / "reference.flac", band(8), RATE)
    return Order(
        out=folder / "out",
        lyrics=folder / "words.txt",
        vocal=folder / "take.flac",
        references=(folder / "reference.flac",),
        title="Paper Boats",
        bpm=BPM,
        candidates=2,
        seed=5,
        words="vocals up a bit in the chorus, frobnicate the whatsit gizmo",
        aspects=("1:1",),
    )


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker, order: Order) -> Iterator[Made]:
    """Made outside any test's transaction, left in the database for the tests of reuse, and cleared afterwards."""
    from django.core.management import call_command

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        # A small picture: the format is not the subject, and full size takes most of the time.
        patch.setitem(recipes.ASPECTS, "1:1", (360, 360))
        yield Made(order, produce(order))
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def again(made: Made, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Any:
    """Make it again with changes, into another folder."""

    def go(**changes: Any) -> dict[str, Any]:
        with django_db_blocker.unblock():
            return produce(replace(made.order, out=tmp_path, **changes))

    return go


@pytest.fixture
def unblocked(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database outside a transaction: production commits as it goes."""
    with django_db_blocker.unblock():
        yield
