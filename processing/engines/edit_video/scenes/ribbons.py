"""Ribbons: bands of light that flow across the frame; the voice lifts them, the bass widens them."""

import numpy as np

from processing.engines.edit_video import brushes
from processing.engines.edit_video.brushes import Tone
from processing.engines.edit_video.scenes.stage import Moment, Stage, clouds, grained

COUNT = 6


class Ribbons:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        dice = stage.dice()
        self.x = np.linspace(0, stage.width / stage.unit, stage.width, dtype=np.float32)
        self.waves = dice.uniform((0.7, 1.7, 0, 0, 0.1), (1.5, 3.4, 6.28, 6.28, 0.35), (COUNT, 5)).astype(np.float32)
        self.height = stage.height * (0.44, 0.36, 0.5)[stage.framing]
        self.tilt = stage.unit * (0.0, 0.16, -0.2)[stage.framing]
        y = np.abs(np.linspace(0, stage.height, stage.height, dtype=np.float32) - self.height)[:, None] / stage.unit
        self.backdrop = grained(22 + 40 * np.exp(-((y / 0.5) ** 2)) + 24 * clouds(stage, 1.2), stage)

    def paint(self, tone: Tone, now: Moment) -> None:
        unit = self.stage.unit
        tone[:] = self.backdrop
        slope = (self.x / self.x[-1] - 0.5) * np.float32(self.tilt)
        for k, (slow, quick, phase, other, speed) in enumerate(self.waves):
            t = np.float32(now.t_s * speed)
            lift = unit * (0.075 + 0.10 * now.voice) * (1 + 0.16 * (k - COUNT / 2))
            sway = np.sin(self.x * slow * 2 + phase + t * 2.1) + 0.45 * np.sin(self.x * quick * 2 + other - t * 3.3)
            ys = (self.height + slope + lift * sway + unit * 0.028 * (k - COUNT / 2)).astype(np.float32)
            thin = 0.5 + 0.5 * np.sin(self.x * quick + other + t)
            wide = (unit * (0.016 + 0.05 * thin) * (0.8 + 0.7 * now.bass)).astype(np.float32)
            brushes.stroke(tone, ys, wide, 62 + 46 * now.kick)
            brushes.stroke(tone, ys, np.full_like(ys, max(unit * 0.0022, 1.5)), 120 + 90 * now.voice)
