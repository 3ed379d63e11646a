"""Sun and ridges: a low sun that breathes with the bass over mountain ridges that drift by at their own speeds."""

import numpy as np

from processing.engines.edit_video import brushes
from processing.engines.edit_video.brushes import Tone
from processing.engines.edit_video.scenes.stage import Moment, Stage, clouds, grained

LAYERS = 5


class Ridges:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        wide, high = stage.width, stage.height
        self.horizon = high * (0.66, 0.58, 0.72)[stage.framing]
        self.sun = (
            wide * (0.5, 0.3, 0.72)[stage.framing],
            self.horizon - stage.unit * (0.2, 0.16, 0.26)[stage.framing],
        )
        self.radius = stage.unit * (0.17, 0.24, 0.13)[stage.framing]
        y = np.linspace(0, 1, high, dtype=np.float32)[:, None] * high / self.horizon
        sky = 28 + 92 * np.clip(y, 0, 1.05) ** 1.7 + 14 * clouds(stage, 2.0)
        self.sky = grained(np.broadcast_to(sky, (high, wide)).astype(np.float32), stage)
        self.ranges = [self._range(layer) for layer in range(LAYERS)]

    def _range(self, layer: int) -> np.ndarray:
        """The skyline of one layer, twice as wide as the frame and seamless."""
        stage = self.stage
        length = 2 * stage.width
        dice = np.random.default_rng([stage.seed, layer])
        phase = np.linspace(0, 2 * np.pi, length, endpoint=False)
        tops = np.zeros(length)
        for wave in range(1, 90):
            tops += np.sin(wave * phase + dice.uniform(0, 2 * np.pi)) * wave ** -(1.25 - 0.06 * layer)
        tops = tops / np.abs(tops).max()
        swing = stage.unit * (0.075 + 0.02 * layer)
        base = self.horizon + (stage.height - self.horizon) * (layer / LAYERS) ** 1.15
        return np.asarray(base - swing * (0.5 + 0.5 * tops), np.float32)

    def paint(self, tone: Tone, now: Moment) -> None:
        unit = self.stage.unit
        tone[:] = self.sky
        brushes.glow(tone, self.sun, unit * (0.62 + 0.12 * now.bass), 46 + 62 * now.bass)
        brushes.disc(tone, self.sun, self.radius * (1 + 0.05 * now.kick + 0.04 * now.bass), 214 + 30 * now.kick)
        for layer, skyline in enumerate(self.ranges):
            drift = now.t_s * unit * 0.006 * (layer + 1) ** 1.5
            shift = int(drift) % skyline.size
            part = np.float32(drift - int(drift))
            rolled = np.concatenate([skyline[shift:], skyline[:shift]])[: self.stage.width + 1]
            sway = rolled[:-1] * (1 - part) + rolled[1:] * part
            tops = (sway - unit * 0.010 * now.voice * (LAYERS - layer)).astype(np.float32)
            last = self.ranges[layer + 1].max() if layer + 1 < LAYERS else self.stage.height
            mist = (112.0 - 25 * layer, 90 / unit if layer < LAYERS - 1 else -12 / unit, float(tops.mean()))
            brushes.fill_below(tone, tops, int(last) + 2, mist)
