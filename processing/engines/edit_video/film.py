"""One video frame in yuv420p: the tone plane is developed through a colour table, lettering goes on top."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from processing.engines.edit_video.brushes import Tone
from processing.engines.edit_video.compiled import compiled

Table = NDArray[np.uint8]
"""Colour table (3, 256): Y, U and V for each tone."""
BLACK, NEUTRAL = 16, 128


@dataclass(frozen=True)
class Strip:
    """Lettering drawn once: `ink` and `shadow` (height, width) 0..255, its left and top on the frame, all even."""

    ink: Tone
    shadow: Tone
    left: int
    top: int


@compiled
def _develop(tone: Tone, table: Table, planes: tuple[Tone, Tone, Tone]) -> None:
    ys, us, vs = table[0], table[1], table[2]
    luma, seen = planes[0].reshape(-1), tone.reshape(-1)
    for i in range(luma.size):
        luma[i] = ys[seen[i]]
    for y in range(planes[1].shape[0]):
        upper, lower, blue, red = tone[2 * y], tone[2 * y + 1], planes[1][y], planes[2][y]
        for i in range(blue.size):
            both = (np.uint32(upper[2 * i]) + np.uint32(lower[2 * i + 1])) >> 1
            blue[i] = us[both]
            red[i] = vs[both]


@compiled
def _punch_in(tone: Tone, out: Tone, zoom: float) -> None:
    height, width = tone.shape
    columns = np.empty(width, np.uint32)
    for i in range(width):
        columns[i] = int((i - width * 0.5) / zoom + width * 0.5)
    for y in range(height):
        row, source = out[y], tone[int((y - height * 0.5) / zoom + height * 0.5)]
        for i in range(row.size):
            row[i] = source[columns[i]]


@compiled
def _letter(plane: Tone, ink: Tone, shadow: Tone, paint: tuple[float, float, float]) -> None:
    """`paint` is (colour, what a shadow sinks to, opacity)."""
    share, colour, dark = np.float32(paint[2] / 255.0), np.float32(paint[0]), np.float32(paint[1])
    for y in range(plane.shape[0]):
        row, letters, shade = plane[y], ink[y], shadow[y]
        for i in range(row.size):
            before = np.float32(row[i])
            below = before + (dark - before) * share * np.float32(shade[i])
            row[i] = np.uint8(np.int32(below + (colour - below) * share * np.float32(letters[i]) + np.float32(0.5)))


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
            _punch_in(self.tone, self._closer, zoom)
            seen = self._closer
        _develop(seen, table, (self.luma, self.blue, self.red))

    def letter(self, strip: Strip, ink: tuple[int, int, int], opacity: float) -> None:
        """Lay lettering over the developed frame in the colour `ink` (Y, U, V)."""
        height, width = strip.ink.shape
        rows, columns = slice(strip.top, strip.top + height), slice(strip.left, strip.left + width)
        _letter(self.luma[rows, columns], strip.ink, strip.shadow, (ink[0], BLACK, opacity))
        coarse, shade = np.ascontiguousarray(strip.ink[::2, ::2]), np.ascontiguousarray(strip.shadow[::2, ::2])
        rows, columns = (slice(part.start // 2, part.stop // 2) for part in (rows, columns))
        for plane, colour in ((self.blue, ink[1]), (self.red, ink[2])):
            _letter(plane[rows, columns], coarse, shade, (colour, NEUTRAL, opacity))
