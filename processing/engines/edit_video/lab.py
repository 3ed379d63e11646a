"""The film lab: compiled loops that turn a tone plane, uint8 (height, width), into the planes of a yuv420p frame."""

import numpy as np
from numpy.typing import NDArray

from processing.engines.edit_video.brushes import Tone
from processing.engines.edit_video.compiled import compiled

Table = NDArray[np.uint8]
"""Colour table (3, 256): Y, U and V for each tone."""


@compiled("u1[:,::1], u1[:,::1], UniTuple(u1[:,::1], 3)")
def develop(tone: Tone, table: Table, planes: tuple[Tone, Tone, Tone]) -> None:
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


@compiled("u1[:,::1], u1[:,::1], f8")
def punch_in(tone: Tone, out: Tone, zoom: float) -> None:
    height, width = tone.shape
    columns = np.empty(width, np.uint32)
    for i in range(width):
        columns[i] = int((i - width * 0.5) / zoom + width * 0.5)
    for y in range(height):
        row, source = out[y], tone[int((y - height * 0.5) / zoom + height * 0.5)]
        for i in range(row.size):
            row[i] = source[columns[i]]


@compiled("u1[:,:], u1[:,::1], u1[:,::1], Tuple((i8, i8, f8))")
def letter(plane: Tone, ink: Tone, shadow: Tone, paint: tuple[float, float, float]) -> None:
    """`paint` is (colour, what a shadow sinks to, opacity)."""
    share, colour, dark = np.float32(paint[2] / 255.0), np.float32(paint[0]), np.float32(paint[1])
    for y in range(plane.shape[0]):
        row, letters, shade = plane[y], ink[y], shadow[y]
        for i in range(row.size):
            before = np.float32(row[i])
            below = before + (dark - before) * share * np.float32(shade[i])
            row[i] = np.uint8(np.int32(below + (colour - below) * share * np.float32(letters[i]) + np.float32(0.5)))
