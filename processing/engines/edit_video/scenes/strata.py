"""Strata: the spectrum of the last seconds as a landscape of lines that wanders from the front to the back."""

import numpy as np

from processing.engines.edit_video import brushes
from processing.engines.edit_video.brushes import Tone
from processing.engines.edit_video.motion import BANDS
from processing.engines.edit_video.scenes.stage import Moment, Stage, clouds, grained

LINES = 20


class Strata:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        wide, high = stage.width, stage.height
        self.top, self.bottom = high * (0.24, 0.3, 0.18)[stage.framing], high * (0.93, 1.02, 0.86)[stage.framing]
        if high > wide:
            self.top, self.bottom = high * 0.28, high * (0.78, 0.86, 0.72)[stage.framing]
        x = np.linspace(-1, 1, wide)
        spread = (0.5, 0.72, 0.4)[stage.framing] * max(1.0, 0.85 * high / wide)
        self.hill = 0.07 + 0.93 * np.exp(-((x / spread) ** 2)).astype(np.float32)
        dice = stage.dice()
        self.at = np.clip(np.abs(x / spread), 0, 1.4) * 16
        self.rough = np.stack([_wander(dice, wide) for _ in range(7)])
        y = np.linspace(0, 1, high, dtype=np.float32)[:, None]
        self.backdrop = grained(18 + 30 * (1 - y) + 30 * clouds(stage, 1.3) * (1 - y), stage)

    def paint(self, tone: Tone, now: Moment) -> None:
        unit, motion = self.stage.unit, now.motion
        tone[:] = self.backdrop
        brushes.glow(tone, (self.stage.width / 2, self.top), unit * 0.6, 30 + 80 * now.voice)
        pace = motion.fps * 0.11
        phase = (now.frame / pace) % 1.0
        newest = int(now.frame / pace)
        thin = np.full(self.stage.width, max(unit * 0.0028, 1.6), np.float32)
        for k in range(LINES - 1, -1, -1):
            depth = (k + phase) / LINES
            frame = int((newest - k) * pace)
            if frame < 0 or depth > 1:
                continue
            near = 1 - depth
            base = self.top + (self.bottom - self.top) * near**1.6
            bands = np.interp(self.at, np.arange(BANDS), motion.bands[frame])
            bump = bands * (0.6 + 0.8 * self.rough[(newest - k) % 7]) + 0.12 * self.rough[(newest - k + 3) % 7]
            rise = min(1.0, 4 * depth + 0.15)
            ys = (base - unit * (0.07 + 0.17 * near) * rise * bump * self.hill).astype(np.float32)
            brushes.fill_below(tone, ys, int(base + unit * 0.06), (14 + 22 * depth, 0.0, 0.0))
            brushes.stroke(tone, ys, thin * np.float32(0.6 + near), (95 + 125 * near) * (0.8 + 0.4 * now.kick))


def _wander(dice: np.random.Generator, width: int) -> np.ndarray:
    """A smooth random line, 0..1, one value per column."""
    knots = dice.random(40)
    at = np.linspace(0, 38.99, width)
    low = at.astype(int)
    part = at - low
    part = part * part * (3 - 2 * part)
    return np.asarray(knots[low] * (1 - part) + knots[low + 1] * part, np.float32)
