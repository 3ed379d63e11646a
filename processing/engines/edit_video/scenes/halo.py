"""Halo: the spectrum as bars on a ring around a disc that swells with the bass and jumps with the kick."""

import numpy as np

from processing.engines.edit_video import brushes
from processing.engines.edit_video.brushes import Tone
from processing.engines.edit_video.motion import BANDS
from processing.engines.edit_video.scenes.stage import Moment, Stage, clouds, grained

BARS = 2 * BANDS


class Halo:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.centre = (stage.width * (0.5, 0.36, 0.62)[stage.framing], stage.height * (0.44, 0.42, 0.43)[stage.framing])
        if stage.height > stage.width:
            self.centre = (stage.width * 0.5, stage.height * (0.42, 0.38, 0.46)[stage.framing])
        self.inner = stage.unit * (0.2, 0.22, 0.16)[stage.framing]
        reach = int(self.inner * 1.1 + stage.unit * 0.24)
        self.corner = (int(self.centre[0]) - reach, int(self.centre[1]) - reach)
        self.polar = _polar(2 * reach, (self.centre[0] - self.corner[0], self.centre[1] - self.corner[1]))
        y, x = np.mgrid[0 : stage.height, 0 : stage.width].astype(np.float32)
        away = np.hypot(x - self.centre[0], y - self.centre[1]) / np.float32(stage.unit)
        field = 26 + 62 * np.exp(-((away / 0.62) ** 2)) + 26 * clouds(stage, 1.6) * np.exp(-away)
        self.backdrop = grained(field, stage)

    def paint(self, tone: Tone, now: Moment) -> None:
        unit = self.stage.unit
        tone[:] = self.backdrop
        inner = self.inner * (1 + 0.05 * now.kick + 0.03 * now.bass)
        brushes.glow(tone, self.centre, unit * (0.42 + 0.1 * now.bass), 40 + 60 * now.bass)
        both = np.concatenate([now.bands, now.bands[::-1]])
        lengths = (unit * (0.006 + 0.2 * both * (0.55 + 0.45 * now.loud))).astype(np.float32)
        brushes.ring_bars(tone, self.corner, self.polar, (inner, 105.0 + 60 * now.loud), lengths)
        brushes.disc(tone, self.centre, inner - unit * 0.014, 20 + 26 * now.kick)
        brushes.disc(tone, self.centre, (inner - unit * 0.05) * (0.55 + 0.4 * now.voice), 52 + 60 * now.voice)
        brushes.disc(tone, self.centre, (inner - unit * 0.075) * (0.55 + 0.4 * now.voice), 24.0)


def _polar(size: int, centre: tuple[float, float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distance (1/16 px), bar number and bar coverage for every pixel of a square."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    radius = np.hypot(dx, dy)
    turn = (np.arctan2(dx, dy) / (2 * np.pi) + 0.5) * BARS
    bar = turn.astype(np.uint8) % BARS
    from_middle = np.abs(turn - np.floor(turn) - 0.5) * radius * 2 * np.pi / BARS
    half = 0.3 * radius * 2 * np.pi / BARS
    cover = np.clip(half - from_middle + 0.5, 0, 1) * 255
    return np.minimum(radius * 16, 65_535).astype(np.uint16), bar.astype(np.uint8), cover.astype(np.uint8)
