"""The figures that stand beside the pictures of a diagnosis, each at its place in percent of the picture."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from projects.figures import figure
from projects.templatetags.songs import clock

SPECTROGRAM_HZ = (30.0, 20_000.0)
TONES_HZ = (100.0, 300.0, 1_000.0, 3_000.0, 10_000.0)
BANDS_HZ = (31.5, 16_000.0)
LOUDNESS_LUFS = (-10, -20, -30, -40)
BALANCE_DB = (12, 0, -12)
STEPS_S = (5, 10, 15, 30, 60, 120, 300, 600)
MOST_TIMES = 6


@dataclass(frozen=True)
class Tick:
    place: float
    words: str


class Axes:
    """Of the pictures of a sound so long."""

    def __init__(self, duration_s: float) -> None:
        self.duration_s = duration_s

    @property
    def times(self) -> list[Tick]:
        step_s = next((step for step in STEPS_S if self.duration_s / step <= MOST_TIMES), STEPS_S[-1])
        inside = range(step_s, math.ceil(self.duration_s * 0.97), step_s)
        return [Tick(100.0 * second / self.duration_s, clock(second)) for second in inside]

    @property
    def tones(self) -> list[Tick]:
        """Of the spectrogram, from the top."""
        return [Tick(100.0 - tick.place, tick.words) for tick in _tones(*SPECTROGRAM_HZ)]

    @property
    def bands(self) -> list[Tick]:
        """Of the balance, from the left."""
        return list(_tones(*BANDS_HZ))

    @property
    def loudness(self) -> list[Tick]:
        return [Tick(-2.0 * lufs, figure(lufs, "d")) for lufs in LOUDNESS_LUFS]

    @property
    def balance(self) -> list[Tick]:
        return [
            Tick(50.0 - 100.0 * level_db / 48.0, figure(level_db, "+d") if level_db else "0") for level_db in BALANCE_DB
        ]


def _tones(low_hz: float, high_hz: float) -> Iterable[Tick]:
    for hz in TONES_HZ:
        place = math.log(hz / low_hz) / math.log(high_hz / low_hz)
        yield Tick(100.0 * place, f"{hz / 1000:g} kHz" if hz >= 1000 else f"{hz:g} Hz")
