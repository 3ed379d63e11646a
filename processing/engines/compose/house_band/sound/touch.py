"""One note as an instrument is asked to play it."""

from collections.abc import Callable
from dataclasses import dataclass

from processing.engines.compose.house_band.sound.waves import Rng, Samples, count, hz


@dataclass(frozen=True)
class Touch:
    """`pitch` is a MIDI number (fractional when the band is tuned to a singer), `velocity` 0..1 sets the tone.

    The level that goes with the velocity is applied later, when the note is laid on its track.
    """

    pitch: float
    velocity: float
    length_s: float

    @property
    def hz(self) -> float:
        return hz(self.pitch)

    @property
    def samples(self) -> int:
        return count(self.length_s)


Instrument = Callable[[Touch, Rng], Samples]
"""Sounds a touch: float32 (samples,) or (2, samples), at least as long as the touch unless it has died away."""
