"""City: a skyline at night whose windows are the spectrum: lit floors rise and fall, the kick lights the sky."""

import numpy as np

from processing.engines.edit_video import brushes
from processing.engines.edit_video.brushes import Tone
from processing.engines.edit_video.motion import BANDS
from processing.engines.edit_video.scenes.stage import Moment, Stage, clouds, grained


class City:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        dice = stage.dice()
        wide, high = stage.width, stage.height
        y, _ = np.mgrid[0:high, 0:wide].astype(np.float32)
        glow = np.exp(-(((y - 0.8 * high) / (0.42 * high)) ** 2))
        field = 20 + 78 * glow + 16 * clouds(stage, 1.4)
        self.moon = (wide * (0.76, 0.24, 0.5)[stage.framing], high * (0.22, 0.2, 0.24)[stage.framing])
        self._houses(field, dice, 0.50, 58.0)
        self.windows, self.band, self.floor = self._houses(field, dice, 0.36, 22.0)
        self.backdrop = grained(field, stage)
        self.own = dice.uniform(0, 1, len(self.windows))

    def _houses(
        self, field: np.ndarray, dice: np.random.Generator, tallest: float, tone: float
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Build one row of houses into the field; windows (n, 4), the band and the floor share of each."""
        high, wide, unit = self.stage.height, self.stage.width, self.stage.unit
        cell = unit * (0.026, 0.036, 0.021)[self.stage.framing]
        boxes, bands, floors, left = [], [], [], -cell * float(dice.uniform(0, 3))
        while left < wide:
            across, storeys = int(dice.integers(3, 8)), int(high * tallest * dice.uniform(0.45, 1.0) / (cell * 1.25))
            right, roof = left + (across + 0.8) * cell, high * 0.93 - (storeys + 0.8) * cell * 1.25
            field[max(int(roof), 0) :, max(int(left), 0) : max(int(right), 0)] = tone
            band = abs(2 * (left + right) / 2 / wide - 1) * (BANDS - 1)
            for floor in range(storeys):
                for room in range(across):
                    x0, y0 = left + (room + 0.6) * cell, roof + (floor + 0.8) * cell * 1.25
                    boxes.append((x0, y0, x0 + cell * 0.62, y0 + cell * 0.72))
                    bands.append(min(band + room, BANDS - 1))
                    floors.append(1 - (floor + 0.5) / storeys)
            left = right + cell * float(dice.uniform(0.1, 0.7))
        field[int(high * 0.93) :] = tone * 0.8
        return np.rint(boxes).astype(np.int32), np.array(bands).astype(int), np.array(floors)

    def paint(self, tone: Tone, now: Moment) -> None:
        unit = self.stage.unit
        tone[:] = self.backdrop
        brushes.glow(tone, self.moon, unit * (0.34 + 0.08 * now.bass), 26 + 70 * now.kick)
        brushes.disc(tone, self.moon, unit * (0.07 + 0.006 * now.kick), 210 + 30 * now.voice)
        level = now.bands[self.band] * (0.6 + 0.75 * now.loud)
        lit = np.clip((level - self.floor * 0.95) * 9 + 0.5, 0, 1)
        awake = (self.own > 0.82) * (0.5 + 0.5 * np.sin(self.own * 90 + now.t_s * 0.5))
        light = 10 + lit * (120 + 70 * self.own) + 70 * awake * (1 - lit)
        brushes.tiles(tone, self.windows, light.astype(np.float32), 1)
