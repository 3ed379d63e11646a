"""What a multi-band compressor does to a block of its bands: filter, read levels, sum up under moving gains."""

import math

import numpy as np
from numpy.typing import NDArray

from processing.dsp.compiled import compiled

Row = NDArray[np.float32]
Curve = NDArray[np.float64]
KNEE_DB = 6.0


@compiled("f8[::1], f8[::1], f8[:,::1], f8[:,::1]")
def through(left: Curve, right: Curve, sections: Curve, state: Curve) -> None:
    """Two rows through sections (count, 6), in place; `state` (count, 4) goes on from block to block."""
    for k in range(sections.shape[0]):
        b0, b1, b2, a1, a2 = sections[k, 0], sections[k, 1], sections[k, 2], sections[k, 4], sections[k, 5]
        s1, s2, t1, t2 = state[k, 0], state[k, 1], state[k, 2], state[k, 3]
        for i in range(left.size):
            x, z = left[i], right[i]
            y, w = b0 * x + s1, b0 * z + t1
            s1, t1 = b1 * x - a1 * y + s2, b1 * z - a1 * w + t2
            s2, t2 = b2 * x - a2 * y, b2 * z - a2 * w
            left[i], right[i] = y, w
        state[k, 0], state[k, 1], state[k, 2], state[k, 3] = s1, s2, t1, t2


@compiled("f8[::1], f8[::1], i8, f8[::1], f8[::1], f8[::1]")
def gains_of(left: Curve, right: Curve, hop: int, device: Curve, level: Curve, gains: Curve) -> None:
    """The gain of a compressor per hop. `device`: threshold, ratio, rise, fall, make-up in dB. `level` (1,) is what it
    takes in dB and goes on from block to block; below zero it has not begun."""
    slope = 1.0 - 1.0 / device[1]
    for n in range(gains.size):
        peak = 1e-6
        for i in range(n * hop, min(left.size, (n + 1) * hop)):
            peak = max(peak, abs(left[i]), abs(right[i]))
        over = 20.0 * math.log10(peak) - device[0]
        soft = min(max(over + KNEE_DB / 2.0, 0.0), KNEE_DB)
        wanted = slope * (soft * soft / (2.0 * KNEE_DB) + max(over - KNEE_DB / 2.0, 0.0))
        step = wanted - level[0]
        if level[0] < 0.0:
            level[0] = wanted
        else:
            level[0] += step * (device[2] if step > 0.0 else device[3])
        gains[n] = 10.0 ** ((device[4] - level[0]) / 20.0)


@compiled("f4[::1], f8[::1], f8[::1], i8")
def add_lines(out: Row, band: Curve, gains: Curve, hop: int) -> None:
    """Add `band` under lines through one gain per hop and one more to `out`."""
    for n in range((out.size + hop - 1) // hop):
        here, rise = gains[n], (gains[n + 1] - gains[n]) / hop
        for i in range(min(hop, out.size - n * hop)):
            out[n * hop + i] += band[n * hop + i] * (here + rise * i)
