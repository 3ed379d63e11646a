"""One video frame in yuv420p: the tone plane is developed through a colour table, lettering goes on top."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from processing.engines.edit_video import lab
from processing.engines.edit_video.brushes import Tone
from processing.engines.edit_video.lab import Table

BLACK, NEUTRAL = 16, 128


@dataclass(frozen=True)
class Strip:
    """Lettering drawn once: `ink` and `shadow` (height, width) 0..255, its left and top on the frame, all even."""

    ink: Tone
    shadow: Tone
    left: int
    top: int


class Film:
    """The frame in the camera: `tone` is drawn on, `develop` turns it into `pixels`, the bytes of one frame."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        area = width * height
        self.tone: Tone = np.zeros((height, width), np.uint8)
        self.pixels: NDArray[np.uint8] = np.empty(area * 3 // 2, np.uint8)
        self.luma = self.pixels[:area].reshape(height, width)
        self.blue = self.pixels[area : area * 5 // 4].reshape(height // 2, width // 2)
        self.red = self.pixels[area * 5 // 4 :].reshape(height // 2, width // 2)
        self._closer: Tone = np.zeros((height, width), np.uint8)

    def develop(self, table: Table, zoom: float = 1.0) -> None:
        """Write the whole frame from the tone plane; `zoom` above 1 moves the camera in."""
        seen = self.tone
        if zoom > 1.001:
            lab.punch_in(self.tone, self._closer, zoom)
            seen = self._closer
        lab.develop(seen, table, (self.luma, self.blue, self.red))

    def letter(self, strip: Strip, ink: tuple[int, int, int], opacity: float) -> None:
        """Lay lettering over the developed frame in the colour `ink` (Y, U, V)."""
        height, width = strip.ink.shape
        rows, columns = slice(strip.top, strip.top + height), slice(strip.left, strip.left + width)
        lab.letter(self.luma[rows, columns], strip.ink, strip.shadow, (ink[0], BLACK, opacity))
        coarse, shade = np.ascontiguousarray(strip.ink[::2, ::2]), np.ascontiguousarray(strip.shadow[::2, ::2])
        rows, columns = (slice(part.start // 2, part.stop // 2) for part in (rows, columns))
        for plane, colour in ((self.blue, ink[1]), (self.red, ink[2])):
            lab.letter(plane[rows, columns], coarse, shade, (colour, NEUTRAL, opacity))
