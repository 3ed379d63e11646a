"""Filters that remember: biquads over one row or two, power behind a filter, ballistics, K-weighting."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.dsp.compiled import compiled

Row = NDArray[np.float32]
Curve = NDArray[np.float64]
BLOCK = 4096
TINY = 1e-25
"""Added to what goes into a filter: numbers below the smallest normal one cost a hundred times as much."""
SILENT = 1e-30
"""What leaves a filter below it is silence: a high-pass takes away what was added, too, and whoever comes behind it
would reckon with such numbers all through a pause."""


@compiled("f4[::1], f8[:,::1], f8[:,::1]")
def biquads(row: Row, sections: Curve, state: Curve) -> None:
    """One row through sections (count, 6; a0 = 1), in place. `state` (count, 2) goes on from call to call."""
    for start in range(0, row.size, BLOCK):
        stop = min(row.size, start + BLOCK)
        for k in range(sections.shape[0]):
            b0, b1, b2, a1, a2 = sections[k, 0], sections[k, 1], sections[k, 2], sections[k, 4], sections[k, 5]
            s1, s2 = state[k, 0], state[k, 1]
            for i in range(start, stop):
                x = row[i] + TINY
                y = b0 * x + s1
                s1 = b1 * x - a1 * y + s2
                s2 = b2 * x - a2 * y
                row[i] = y if abs(y) > SILENT else 0.0
            state[k, 0], state[k, 1] = s1, s2


@compiled("f4[::1], f4[::1], f8[:,::1], f8[:,::1]")
def biquads_on_two(left: Row, right: Row, sections: Curve, state: Curve) -> None:
    """Two rows of one length at once: neither waits for the other's result. `state` (count, 4) goes on likewise."""
    for start in range(0, left.size, BLOCK):
        stop = min(left.size, start + BLOCK)
        for k in range(sections.shape[0]):
            b0, b1, b2, a1, a2 = sections[k, 0], sections[k, 1], sections[k, 2], sections[k, 4], sections[k, 5]
            s1, s2, t1, t2 = state[k, 0], state[k, 1], state[k, 2], state[k, 3]
            for i in range(start, stop):
                x, z = left[i] + TINY, right[i] + TINY
                y, w = b0 * x + s1, b0 * z + t1
                s1, t1 = b1 * x - a1 * y + s2, b1 * z - a1 * w + t2
                s2, t2 = b2 * x - a2 * y, b2 * z - a2 * w
                left[i] = y if abs(y) > SILENT else 0.0
                right[i] = w if abs(w) > SILENT else 0.0
            state[k, 0], state[k, 1], state[k, 2], state[k, 3] = s1, s2, t1, t2


@compiled("f4[::1], f4[::1], f8[::1], f8[::1]")
def fold_below(left: Row, right: Row, highpass: Curve, state: Curve) -> None:
    """Take what a high-pass section leaves out of the side away from the side, in place. `state` (2) goes on from call
    to call."""
    b0, b1, b2, a1, a2 = highpass[0], highpass[1], highpass[2], highpass[4], highpass[5]
    s1, s2 = state[0], state[1]
    for i in range(left.size):
        x = 0.5 * (left[i] - right[i]) + TINY
        y = b0 * x + s1
        s1 = b1 * x - a1 * y + s2
        s2 = b2 * x - a2 * y
        left[i] -= x - y
        right[i] += x - y
    state[0], state[1] = s1, s2


@compiled("f4[::1], f8[:,::1], i8, f8[::1], f8[:,::1]")
def hop_power(row: Row, sections: Curve, hop: int, power: Curve, state: Curve) -> None:
    """Mean square per hop behind the sections. A last hop that is cut short is divided by a whole one. `state` (count,
    2) goes on from call to call."""
    block = np.empty(64 * hop)
    for start in range(0, row.size, block.size):
        count = min(row.size - start, block.size)
        for i in range(count):
            block[i] = row[start + i] + TINY
        for k in range(sections.shape[0]):
            b0, b1, b2, a1, a2 = sections[k, 0], sections[k, 1], sections[k, 2], sections[k, 4], sections[k, 5]
            s1, s2 = state[k, 0], state[k, 1]
            for i in range(count):
                x = block[i]
                y = b0 * x + s1
                s1 = b1 * x - a1 * y + s2
                s2 = b2 * x - a2 * y
                block[i] = y
            state[k, 0], state[k, 1] = s1, s2
        for i in range(count):
            power[(start + i) // hop] += block[i] * block[i] / hop


@compiled("f8[::1], f8, f8, f8[::1]")
def follow(curve: Curve, rise: float, fall: float, out: Curve) -> None:
    """One-pole ballistics: `rise` of the way per step upwards, `fall` of it downwards."""
    level = curve[0] if curve.size else 0.0
    for i in range(curve.size):
        step = curve[i] - level
        level += step * (rise if step > 0.0 else fall)
        out[i] = level


@compiled("f4[::1], f8[:,::1], i8[::1], f8[::1], f8[::1]")
def energies(row: Row, sections: Curve, edges: Any, state: Curve, sums: Curve) -> None:
    """Sums of squares between edges behind two sections, added to `sums`. `state` (4) goes on from call to call."""
    b0, b1, b2, a1, a2 = sections[0, 0], sections[0, 1], sections[0, 2], sections[0, 4], sections[0, 5]
    c0, c1, c2, d1, d2 = sections[1, 0], sections[1, 1], sections[1, 2], sections[1, 4], sections[1, 5]
    s1, s2, t1, t2 = state[0], state[1], state[2], state[3]
    for k in range(sums.size):
        total = 0.0
        for i in range(edges[k], edges[k + 1]):
            x = row[i] + TINY
            y = b0 * x + s1
            s1 = b1 * x - a1 * y + s2
            s2 = b2 * x - a2 * y
            z = c0 * y + t1
            t1 = c1 * y - d1 * z + t2
            t2 = c2 * y - d2 * z
            total += z * z
        sums[k] += total
    state[0], state[1], state[2], state[3] = s1, s2, t1, t2
