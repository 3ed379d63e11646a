"""What every scene is given: a stage (size, framing, seed) when it is built, a moment of the music per picture."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from processing.engines.edit_video.brushes import Tone
from processing.engines.edit_video.motion import Curve, Motion

DIM = 190
"""Backdrops stay below this tone, so that light and lettering stand out."""


@dataclass(frozen=True)
class Stage:
    """The frame in pixels, which of three framings is wanted, and the song's seed. `photo` is a tone plane."""

    width: int
    height: int
    framing: int
    seed: int
    photo: Tone | None = None

    @property
    def unit(self) -> float:
        """The shorter side in pixels: all sizes are shares of it."""
        return float(min(self.width, self.height))

    def dice(self) -> np.random.Generator:
        return np.random.default_rng([self.seed, self.framing])


@dataclass(frozen=True)
class Moment:
    """The music at one picture. `trail(seconds)` looks back at the kick, `bands` are 0..1 from low to high."""

    frame: int
    t_s: float
    beat: float
    kick: float
    bass: float
    voice: float
    loud: float
    bands: Curve
    motion: Motion

    @classmethod
    def at(cls, motion: Motion, frame: int, beat_s: float) -> "Moment":
        t_s = frame / motion.fps
        return cls(
            frame=frame,
            t_s=t_s,
            beat=t_s / beat_s,
            kick=float(motion.kick[frame]),
            bass=float(motion.bass[frame]),
            voice=float(motion.voice[frame]),
            loud=float(motion.loud[frame]),
            bands=motion.bands[frame],
            motion=motion,
        )


class Scene(Protocol):
    def __init__(self, stage: Stage) -> None: ...

    def paint(self, tone: Tone, now: Moment) -> None:
        """Fill the whole tone plane for this moment."""


def grained(field: NDArray[np.float32], stage: Stage) -> Tone:
    """A backdrop from tones 0..255: darkened towards the corners, with a still film grain that hides banding."""
    height, width = field.shape
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    vignette = 1 - 0.34 * np.clip((x * x + y * y) / 2, 0, 1) ** 1.2
    grain = np.random.default_rng(stage.seed).normal(0, 0.7, (height, width)).astype(np.float32)
    return np.clip(field * vignette + grain + 0.5, 0, 255).astype(np.uint8)


def clouds(stage: Stage, scale: float, seed_offset: int = 0) -> NDArray[np.float32]:
    """Soft drifting fog as a field 0..1 of the stage's size: a few octaves of smooth noise."""
    dice = np.random.default_rng([stage.seed, stage.framing, seed_offset])
    field = np.zeros((stage.height, stage.width), np.float32)
    weight = 1.0
    for octave in range(4):
        cells = 2**octave * scale
        rows = max(round(cells * stage.height / stage.unit), 1) + 3
        columns = max(round(cells * stage.width / stage.unit), 1) + 3
        field += np.float32(weight) * _smooth(dice.random((rows, columns)).astype(np.float32), field.shape)
        weight *= 0.5
    low, high = float(field.min()), float(field.max())
    return (field - low) / max(high - low, 1e-6)


def _smooth(knots: NDArray[np.float32], shape: tuple[int, int]) -> NDArray[np.float32]:
    for axis in (0, 1):
        at = np.linspace(0, knots.shape[axis] - 1.001, shape[axis])
        low = at.astype(int)
        part = (at - low).astype(np.float32)
        part = part * part * (3 - 2 * part)
        part = part[:, None] if axis == 0 else part[None, :]
        knots = np.take(knots, low, axis) * (1 - part) + np.take(knots, low + 1, axis) * part
    return knots
