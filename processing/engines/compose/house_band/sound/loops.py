"""The sample-by-sample loops of the synthesisers, compiled once and kept on disk.

What is done to a sound: laid onto a track, a filter whose cut-off moves, a wandering delay, a ridden level, and the
loudness weighting of ITU-R BS.1770; what a sound begins with is in `strings`. All take and return plain arrays.
"""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from processing.dsp import compiled as compiling

SAMPLE_RATE = 48_000
STEP = 32
"""Samples for which a moving filter keeps one cut-off."""

SILENT = 1e-18
"""Filter memories below this are cleared: numbers too small to be normal make a processor a hundred times slower."""

LOW_PASS, BAND_PASS, HIGH_PASS = 0, 1, 2

# The same seed gives the same song on every machine, so nothing is reordered.
compiled = partial(compiling.compiled, fastmath=False, error_model="python")

Samples = NDArray[np.float32]
Doubles = NDArray[np.float64]


@compiled("f4[::1], f4[::1], i8, f8, i8, f4[::1]")
def lay(track: Samples, sound: Samples, at: int, gain: float, hold: int, release: Samples) -> None:
    """Add a note onto one channel from sample `at`: held for `hold` samples, then let go along `release`."""
    first = max(0, -at)
    stop = min(len(sound), hold + len(release), len(track) - at)
    for i in range(first, min(hold, stop)):
        track[at + i] += gain * sound[i]
    for i in range(max(first, hold), stop):
        track[at + i] += gain * sound[i] * release[i - hold]


@compiled("f4[::1], f8, f8, f8, f8, f8")
def wander(x: Samples, delay_s: float, depth_s: float, turns: float, turn: float, wet: float) -> None:
    """Mix a channel, in place, with itself behind a delay that wanders `turns` times a second, from phase `turn`."""
    size = int((delay_s + depth_s) * SAMPLE_RATE) + 3
    line = np.zeros(size, np.float32)
    lag, slope = 0.0, 0.0
    for i in range(len(x)):
        if i % STEP == 0:
            now = i / SAMPLE_RATE
            lag = SAMPLE_RATE * (delay_s + depth_s * np.sin(2.0 * np.pi * (turns * now + turn)))
            then = SAMPLE_RATE * (delay_s + depth_s * np.sin(2.0 * np.pi * (turns * (now + STEP / SAMPLE_RATE) + turn)))
            slope = (then - lag) / STEP
        line[i % size] = x[i]
        behind = lag + slope * (i % STEP)
        whole = int(behind)
        near = line[(i - whole) % size]
        far = line[(i - whole - 1) % size]
        x[i] = (1.0 - 0.5 * wet) * x[i] + wet * (near + (behind - whole) * (far - near))


@compiled("f4[::1], f8[::1], f8, i8")
def sweep(x: Samples, cutoff_hz: Doubles, damping: float, mode: int) -> Samples:
    """A two-pole filter whose cut-off moves: one value per `STEP` samples, the last one held.

    `damping` is 1/Q. A topology-preserving state-variable filter, stable while the cut-off jumps.
    """
    out = np.empty(len(x), np.float32)
    s1, s2 = 0.0, 0.0
    g, a1 = 0.0, 0.0
    for i in range(len(x)):
        if i % STEP == 0:
            hz = min(cutoff_hz[min(i // STEP, len(cutoff_hz) - 1)], 0.45 * SAMPLE_RATE)
            if abs(s1) + abs(s2) < SILENT:
                s1, s2 = 0.0, 0.0
            g = np.tan(np.pi * hz / SAMPLE_RATE)
            a1 = 1.0 / (1.0 + g * (g + damping))
        v3 = x[i] - s2
        band = a1 * (s1 + g * v3)
        low = s2 + g * band
        s1 = 2.0 * band - s1
        s2 = 2.0 * low - s2
        if mode == LOW_PASS:
            out[i] = low
        elif mode == BAND_PASS:
            out[i] = damping * band
        else:
            out[i] = x[i] - damping * band - low
    return out


@compiled("f4[::1], f8[:,::1], f4[::1]")
def cascade(x: Samples, sections: Doubles, out: Samples) -> None:
    """Second-order sections (rows b0 b1 b2 1 a1 a2) one after the other; `out` may be `x` itself."""
    state = np.zeros((len(sections), 2))
    for i in range(len(x)):
        if i % STEP == 0:
            for k in range(len(sections)):
                if abs(state[k, 0]) + abs(state[k, 1]) < SILENT:
                    state[k, :] = 0.0
        value = float(x[i])
        for k in range(len(sections)):
            row = sections[k]
            y = row[0] * value + state[k, 0]
            state[k, 0] = row[1] * value - row[4] * y + state[k, 1]
            state[k, 1] = row[2] * value - row[5] * y
            value = y
        out[i] = value


@compiled("f4[::1], f8, f8")
def lift(x: Samples, corner_hz: float, gain: float) -> None:
    """A gentle first-order high shelf, in place: everything far above the corner is multiplied by `gain`."""
    pole = np.exp(-2.0 * np.pi * corner_hz / SAMPLE_RATE)
    low = 0.0
    for i in range(len(x)):
        low = (1.0 - pole) * x[i] + pole * low
        if abs(low) < SILENT:
            low = 0.0
        x[i] = low + gain * (x[i] - low)


@compiled("f4[::1], i8")
def weighted_energy(x: Samples, hop: int) -> Doubles:
    """Mean square after BS.1770 K-weighting per `hop` samples of one channel at 48 kHz."""
    blocks = len(x) // hop
    out = np.zeros(blocks, np.float64)
    p1, p2, q1, q2 = 0.0, 0.0, 0.0, 0.0
    for b in range(blocks):
        total = 0.0
        if abs(p1) + abs(p2) + abs(q1) + abs(q2) < SILENT:
            p1, p2, q1, q2 = 0.0, 0.0, 0.0, 0.0
        for i in range(b * hop, (b + 1) * hop):
            shelf = x[i] + 1.69065929318241 * p1 - 0.73248077421585 * p2
            head = 1.53512485958697 * shelf - 2.69169618940638 * p1 + 1.19839281085285 * p2
            p2, p1 = p1, shelf
            high = head + 1.99004745483398 * q1 - 0.99007225036621 * q2
            y = high - 2.0 * q1 + q2
            q2, q1 = q1, high
            total += y * y
        out[b] = total / hop
    return out


@compiled("f4[::1], f8[::1]")
def ride(x: Samples, gains: Doubles) -> None:
    """Multiply one channel, in place, by a gain that moves in straight lines between one value per `STEP` samples."""
    last = len(gains) - 1
    for i in range(len(x)):
        at = min(i // STEP, last)
        share = (i % STEP) / STEP
        x[i] *= gains[at] + share * (gains[min(at + 1, last)] - gains[at])
