"""Bands whose gain moves while they sound: keyed bells, dynamic bells, several compressors between crossovers."""

import numpy as np
from numpy.typing import NDArray

from processing.dsp.compiled import compiled

Row = NDArray[np.float32]
Curve = NDArray[np.float64]
TINY = 1e-25


@compiled("f4[::1], f8[::1], f8[::1], i8, f4[::1], f8[::1]")
def add_band(row: Row, section: Curve, share: Curve, hop: int, total: Row, state: Curve) -> None:
    """Add `row` behind one section, times lines through `share` per hop, to `total`. `state` (2) goes on from call to
    call."""
    b0, b1, b2, a1, a2 = section[0], section[1], section[2], section[4], section[5]
    s1, s2 = state[0], state[1]
    for n in range((row.size + hop - 1) // hop):
        here, there = share[min(n, share.size - 1)], share[min(n + 1, share.size - 1)]
        rise = (there - here) / hop
        for i in range(n * hop, min(row.size, (n + 1) * hop)):
            x = row[i] + TINY
            y = b0 * x + s1
            s1 = b1 * x - a1 * y + s2
            s2 = b2 * x - a2 * y
            total[i] += y * (here + rise * (i - n * hop))
    state[0], state[1] = s1, s2
