"""Mosaic: a wall of tiles, each lit by its own band; kicks set off a wave of light from the middle."""

import numpy as np

from processing.engines.edit_video import brushes
from processing.engines.edit_video.brushes import Tone
from processing.engines.edit_video.motion import BANDS
from processing.engines.edit_video.scenes.stage import Moment, Stage, grained


class Mosaic:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        dice = stage.dice()
        across = (9, 6, 14)[stage.framing]
        side = stage.unit / across
        columns, rows = int(np.ceil(stage.width / side)), int(np.ceil(stage.height / side))
        gap = max(side * 0.05, 1.0)
        grid = np.array([(c, r) for r in range(rows) for c in range(columns)], np.float64)
        left = stage.width / 2 + (grid[:, 0] - columns / 2) * side
        top = stage.height / 2 + (grid[:, 1] - rows / 2) * side
        self.boxes = np.rint(np.stack([left + gap, top + gap, left + side - gap, top + side - gap], 1)).astype(np.int32)
        self.corner = max(int(side * 0.14), 1)
        centre = np.array([columns, rows]) / 2 - 0.5
        self.away_s = np.hypot(*(grid - centre).T) / across * 0.42
        rank = np.abs(grid[:, 0] - centre[0]) / max(columns / 2, 1)
        self.band = np.clip(rank * BANDS * 0.5 + dice.normal(10, 9, len(grid)), 0, BANDS - 1).astype(int)
        self.height = 1 - grid[:, 1] / rows
        self.phase = dice.uniform(0, 2 * np.pi, len(grid))
        y = np.linspace(0, 1, stage.height, dtype=np.float32)[:, None]
        self.backdrop = grained(np.broadcast_to(16 + 16 * y, (stage.height, stage.width)).astype(np.float32), stage)

    def paint(self, tone: Tone, now: Moment) -> None:
        motion = now.motion
        tone[:] = self.backdrop
        kick = np.interp(now.frame - self.away_s * motion.fps, np.arange(motion.frames), motion.kick, left=0.0)
        shimmer = 0.5 + 0.5 * np.sin(self.phase + now.t_s * 1.1)
        bands = now.bands[self.band]
        light = 18 + 34 * shimmer + 92 * bands**2 * (0.5 + shimmer) + 100 * kick**2 * (0.4 + 0.6 * self.height)
        brushes.tiles(tone, self.boxes, np.clip(light, 0, 214).astype(np.float32), self.corner)
