"""Stars: a flight through lights in front of a nebula; the bass drives the speed, the kick the flare."""

import numpy as np

from processing.engines.edit_video import brushes
from processing.engines.edit_video.brushes import Tone
from processing.engines.edit_video.scenes.stage import Moment, Stage, clouds, grained

COUNT = 420


class Stars:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        dice = stage.dice()
        wide, high = stage.width, stage.height
        self.eye = np.array([wide * (0.5, 0.34, 0.64)[stage.framing], high * (0.46, 0.42, 0.56)[stage.framing]])
        self.angle = dice.uniform(0, 2 * np.pi, COUNT)
        self.spread = np.sqrt(dice.uniform(0.02, 1.0, COUNT))
        self.depth = dice.uniform(0, 1, COUNT)
        self.bright = dice.uniform(0.35, 1.0, COUNT)
        y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
        away = np.hypot(x - self.eye[0], y - self.eye[1]) / np.float32(stage.unit)
        fog = clouds(stage, 1.5) * clouds(stage, 3.0, 1)
        self.backdrop = grained(
            (20 + 150 * fog**1.5 * np.exp(-((away / 0.9) ** 2)) + 16 * fog).astype(np.float32), stage
        )

    def paint(self, tone: Tone, now: Moment) -> None:
        unit, motion = self.stage.unit, now.motion
        tone[:] = self.backdrop
        travelled = now.t_s * 0.07 + float(motion.bass[: now.frame + 1].sum()) / motion.fps * 0.16
        z = 1 - (self.depth + travelled) % 1.0
        reach = self.spread * unit * 0.16 / (z + 0.06)
        points = np.empty((COUNT, 4), np.float32)
        points[:, 0] = self.eye[0] + np.cos(self.angle) * reach
        points[:, 1] = self.eye[1] + np.sin(self.angle) * reach
        points[:, 2] = unit * (0.0026 + 0.0075 * (1 - z) ** 2) * (1 + 0.5 * now.kick) + 1
        points[:, 3] = self.bright * np.clip((1 - z) * 5, 0, 1) * (130 + 110 * now.kick)
        brushes.glow(
            tone, (float(self.eye[0]), float(self.eye[1])), unit * (0.3 + 0.16 * now.voice), 30 + 85 * now.voice
        )
        brushes.sparks(tone, points)
