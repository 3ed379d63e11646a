"""The brushes: compiled loops that draw on a tone plane, uint8 (height, width), 0 = darkest, 255 = brightest.

Every brush touches only the box it needs, row by row in float32, because such loops become vector instructions:
a scene costs a few milliseconds at 1080p. Coordinates are pixels, x to the right and y downwards; what lies
outside the plane is not drawn.
"""

import numpy as np
from numpy.typing import NDArray

from processing.engines.edit_video.compiled import compiled

Tone = NDArray[np.uint8]
Curve = NDArray[np.float32]

STRIP = 64
"""Columns drawn together: one cache line of a tone plane."""


@compiled("u1[:,::1], f4[::1], i8, UniTuple(f8, 3)")
def fill_below(tone: Tone, tops: Curve, bottom: int, shade: tuple[float, float, float]) -> None:
    """Paint everything from the curve `tops` (width,) down to row `bottom`, with a soft edge.

    `shade` is (tone, tone per pixel downwards, row where the tone holds).
    """
    height, width = tone.shape
    one, zero, half = np.float32(1.0), np.float32(0.0), np.float32(0.5)
    last = min(bottom, height)
    for left in range(0, width, STRIP):
        edge = tops[left : left + STRIP]
        first, solid = height, 0
        for i in range(edge.size):
            first = min(first, int(edge[i]) - 1)
            solid = max(solid, int(edge[i]) + 2)
        for y in range(max(first, 0), last):
            paint = np.float32(min(max(shade[0] + shade[1] * (y - shade[2]), 0.0), 255.0))
            row = tone[y, left : left + STRIP]
            if y >= solid:
                row[:] = np.uint8(paint)
            else:
                for i in range(row.size):
                    cover = min(max(np.float32(y) - edge[i] + half, zero), one)
                    before = np.float32(row[i])
                    row[i] = np.uint8(np.int32(before + (paint - before) * cover))


@compiled("u1[:,::1], f4[::1], f4[::1], f8")
def stroke(tone: Tone, ys: Curve, reach: Curve, gain: float) -> None:
    """Add a glowing line along `ys` (width,): brightest on it, gone at `reach` (width,) pixels away."""
    height, width = tone.shape
    one, zero, full, light = np.float32(1.0), np.float32(0.0), np.float32(255.0), np.float32(gain)
    closer = np.empty(STRIP, np.float32)
    for left in range(0, width, STRIP):
        middle, wide = ys[left : left + STRIP], reach[left : left + STRIP]
        first, last = height, 0
        for i in range(middle.size):
            first = min(first, int(middle[i] - wide[i]))
            last = max(last, int(middle[i] + wide[i]) + 2)
            closer[i] = one / max(wide[i], one)
        for y in range(max(first, 0), min(last, height)):
            row = tone[y, left : left + STRIP]
            for i in range(row.size):
                near = max(one - abs(np.float32(y) - middle[i]) * closer[i], zero)
                row[i] = np.uint8(np.int32(min(np.float32(row[i]) + light * near * near, full)))


@compiled("u1[:,::1], UniTuple(f8, 2), f8, f8")
def disc(tone: Tone, centre: tuple[float, float], radius: float, value: float) -> None:
    """Paint a filled circle with a soft edge of one pixel; `centre` is (x, y)."""
    height, width = tone.shape
    cx, cy, r = np.float32(centre[0]), np.float32(centre[1]), np.float32(radius)
    one, zero, half, paint = np.float32(1.0), np.float32(0.0), np.float32(0.5), np.float32(value)
    left, right = max(int(cx - r) - 1, 0), min(int(cx + r) + 2, width)
    for y in range(max(int(cy - r) - 1, 0), min(int(cy + r) + 2, height)):
        dy = np.float32(y) - cy
        row = tone[y, left : max(right, left)]
        for i in range(row.size):
            dx = np.float32(i + left) - cx
            cover = min(max(r - np.sqrt(dx * dx + dy * dy) + half, zero), one)
            before = np.float32(row[i])
            row[i] = np.uint8(np.int32(before + (paint - before) * cover))


@compiled("u1[:,::1], UniTuple(f8, 2), f8, f8", "u1[:,::1], UniTuple(f4, 2), f4, f4")
def glow(tone: Tone, centre: tuple[float, float], radius: float, gain: float) -> None:
    """Add a round glow that falls from `gain` at `centre` (x, y) to nothing at `radius`."""
    height, width = tone.shape
    cx, cy, r = np.float32(centre[0]), np.float32(centre[1]), np.float32(radius)
    one, zero, full, light = np.float32(1.0), np.float32(0.0), np.float32(255.0), np.float32(gain)
    scale = one / (r * r)
    left, right = max(int(cx - r), 0), min(int(cx + r) + 1, width)
    for y in range(max(int(cy - r), 0), min(int(cy + r) + 1, height)):
        dy = np.float32(y) - cy
        level = one - dy * dy * scale
        row = tone[y, left : max(right, left)]
        for i in range(row.size):
            dx = np.float32(i + left) - cx
            near = max(level - dx * dx * scale, zero)
            row[i] = np.uint8(np.int32(min(np.float32(row[i]) + light * near * near * near, full)))


@compiled("u1[:,::1], f4[:,::1]")
def sparks(tone: Tone, points: NDArray[np.float32]) -> None:
    """Add small round lights; `points` (n, 4) holds x, y, radius and gain of each."""
    for k in range(points.shape[0]):
        if points[k, 3] > np.float32(1.0):
            glow(tone, (points[k, 0], points[k, 1]), points[k, 2], points[k, 3])


@compiled("u1[:,::1], i4[:,::1], f4[::1], i8")
def tiles(tone: Tone, boxes: NDArray[np.int32], values: NDArray[np.float32], corner: int) -> None:
    """Add light to rectangles with cut corners.

    `boxes` (n, 4) holds left, top, right, bottom, `values` (n,) the tone added to each.
    """
    height, width = tone.shape
    for k in range(boxes.shape[0]):
        left, top, right, bottom = boxes[k, 0], boxes[k, 1], boxes[k, 2], boxes[k, 3]
        light = np.int32(values[k])
        for y in range(max(top, 0), min(bottom, height)):
            inset = max(corner - min(y - top, bottom - 1 - y), 0)
            inset = inset * inset // max(2 * corner, 1)
            start = max(left + inset, 0)
            row = tone[y, start : max(min(right - inset, width), start)]
            for i in range(row.size):
                row[i] = np.uint8(min(np.int32(row[i]) + light, np.int32(255)))


@compiled("u1[:,::1], UniTuple(i8, 2), Tuple((u2[:,::1], u1[:,::1], u1[:,::1])), UniTuple(f8, 2), f4[::1]")
def ring_bars(
    tone: Tone,
    corner: tuple[int, int],
    polar: tuple[NDArray[np.uint16], NDArray[np.uint8], NDArray[np.uint8]],
    ring: tuple[float, float],
    lengths: Curve,
) -> None:
    """Add bars that stand on a circle.

    `polar` holds for each pixel of a square at `corner` (x, y) the distance from the centre in sixteenths of a
    pixel, the bar it belongs to and how much of the bar covers it (0..255). `ring` is (inner radius, brightness),
    `lengths` are the bar lengths in pixels.
    """
    radius, bar, cover = polar
    height, width = tone.shape
    inner, light = np.float32(ring[0]), np.float32(ring[1] / 255.0)
    one, zero, full, sixteenth = np.float32(1.0), np.float32(0.0), np.float32(255.0), np.float32(0.0625)
    skip = max(-corner[0], 0)
    start = max(corner[0], 0)
    count = max(min(radius.shape[1] - skip, width - start), 0)
    outer = inner + lengths.max() + one
    for j in range(max(-corner[1], 0), min(radius.shape[0], height - corner[1])):
        row = tone[corner[1] + j, start : start + count]
        away, number, share = radius[j, skip:], bar[j, skip:], cover[j, skip:]
        for i in range(row.size):
            r = np.float32(away[i]) * sixteenth
            if inner - one < r < outer:
                inside = min(max(inner + lengths[number[i]] - r, zero), one) * min(max(r - inner + one, zero), one)
                row[i] = np.uint8(np.int32(min(np.float32(row[i]) + light * inside * np.float32(share[i]), full)))


@compiled("u1[:,::1], u2[:,::1], u1[::1]")
def echo(tone: Tone, distance: NDArray[np.uint16], rings: NDArray[np.uint8]) -> None:
    """Paint each pixel with the value that `rings` holds for its `distance` (height, width)."""
    plane, steps = tone.reshape(-1), distance.reshape(-1)
    for i in range(plane.size):
        plane[i] = rings[steps[i]]


@compiled("u1[:,::1], u1[:,::1], UniTuple(f8, 2), f8")
def magnify(tone: Tone, picture: Tone, centre: tuple[float, float], zoom: float) -> None:
    """Fill the plane with `picture` (any size) seen around `centre` (x, y of the picture) at `zoom`, bilinear."""
    height, width = tone.shape
    high, wide = picture.shape
    columns, parts = np.empty(width, np.uint32), np.empty(width, np.float32)
    for i in range(width):
        u = min(max(centre[0] + (i - width * 0.5) / zoom, 0.0), wide - 1.001)
        columns[i] = int(u)
        parts[i] = u - int(u)
    line = np.empty(wide, np.float32)
    for y in range(height):
        v = min(max(centre[1] + (y - height * 0.5) / zoom, 0.0), high - 1.001)
        above, below, part = picture[int(v)], picture[int(v) + 1], np.float32(v - int(v))
        for i in range(line.size):
            line[i] = np.float32(above[i]) + (np.float32(below[i]) - np.float32(above[i])) * part
        row = tone[y]
        for i in range(row.size):
            left = line[columns[i]]
            row[i] = np.uint8(np.int32(left + (line[columns[i] + np.uint32(1)] - left) * parts[i]))
