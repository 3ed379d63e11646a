"""Ripples: every kick runs outwards as a ring of light, so the frame shows the last seconds of the groove."""

import numpy as np

from processing.engines.edit_video import brushes
from processing.engines.edit_video.brushes import Tone
from processing.engines.edit_video.scenes.stage import Moment, Stage

STEPS = 2048


class Ripples:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        x0 = stage.width * (0.5, 0.18, 0.5)[stage.framing]
        y0 = stage.height * (0.46, 0.5, 1.02)[stage.framing]
        self.centre = (x0, y0)
        y, x = np.mgrid[0 : stage.height, 0 : stage.width].astype(np.float32)
        squash = np.float32((1.0, 1.0, 1.35)[stage.framing])
        away = np.hypot(x - x0, (y - y0) * squash)
        self.reach = float(away.max())
        rough = stage.dice().normal(0, 0.7, away.shape)
        self.distance = np.clip(away / self.reach * (STEPS - 1) + rough, 0, STEPS - 1).astype(np.uint16)

    def paint(self, tone: Tone, now: Moment) -> None:
        unit, motion = self.stage.unit, now.motion
        away = np.linspace(0, self.reach / unit, STEPS)
        back = now.frame - away / 0.62 * motion.fps
        grid = np.arange(motion.frames)
        kick = np.interp(back, grid, motion.kick, left=0.0)
        bass = np.interp(back, grid, motion.bass, left=0.0)
        voice = np.interp(back, grid, motion.voice, left=0.0)
        grooves = 0.5 + 0.5 * np.cos(2 * np.pi * (away / 0.021 - now.t_s * 0.9))
        fading = np.exp(-0.85 * away)
        rings = 22 + fading * (40 * bass + 150 * kick**1.5 + 46 * voice * grooves + 14 * grooves)
        rings = rings * np.clip(1.12 - 0.34 * (away / away[-1]) ** 2, 0, 1)
        brushes.echo(tone, self.distance, np.clip(rings, 0, 250).astype(np.uint8))
        brushes.glow(tone, self.centre, unit * (0.16 + 0.1 * now.bass), 40 + 110 * now.kick)
