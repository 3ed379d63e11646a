"""Where a sound begins, sample by sample: stored cycles that are read, ringing modes, plucked strings."""

import numpy as np

from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE, STEP, Doubles, Samples, compiled


@compiled("f4[::1], f8[::1], f8")
def read_cycle(cycle: Samples, hz: Doubles, phase: float) -> Samples:
    """Read one stored cycle at the given frequency per sample (a single value means a steady pitch)."""
    size = len(cycle) - 1
    moving = len(hz)
    out = np.empty(moving, np.float32)
    position = phase % 1.0
    for i in range(moving):
        at = position * size
        low = int(at)
        out[i] = cycle[low] + (at - low) * (cycle[low + 1] - cycle[low])
        position += hz[i] / SAMPLE_RATE
        position -= int(position)
    return out


@compiled("f4[::1], f8, f8, f8, f8[::1], i8")
def read_swinging(cycle: Samples, hz: float, swing: float, speed_hz: float, phases: Doubles, length: int) -> Samples:
    """Read one stored cycle at `hz` with a vibrato of +-`swing` (a share of `hz`) that grows over half a second.

    `phases` are where the cycle and the vibrato begin, in turns.
    """
    size = len(cycle) - 1
    out = np.empty(length, np.float32)
    position = phases[0] % 1.0
    step = hz / SAMPLE_RATE
    for i in range(length):
        if swing > 0.0 and i % STEP == 0:
            t = i / SAMPLE_RATE
            wave = np.sin(2.0 * np.pi * (speed_hz * t + phases[1]))
            step = hz * (1.0 + swing * min(2.0 * t, 1.0) * wave) / SAMPLE_RATE
        at = position * size
        low = int(at)
        out[i] = cycle[low] + (at - low) * (cycle[low + 1] - cycle[low])
        position += step
        position -= int(position)
    return out


@compiled("f8[::1], f8[::1], f8[::1], f8[::1], i8")
def ring(hz: Doubles, gains: Doubles, t60_s: Doubles, phases: Doubles, length: int) -> Samples:
    """Sum of exponentially decaying sines: the modes of a bar, a string, a drum skin or a plate."""
    out = np.zeros(length, np.float32)
    for k in range(len(hz)):
        if hz[k] >= 0.46 * SAMPLE_RATE or gains[k] == 0.0:
            continue
        radius = 10.0 ** (-3.0 / (t60_s[k] * SAMPLE_RATE))
        turn = 2.0 * np.pi * hz[k] / SAMPLE_RATE
        real, imag = radius * np.cos(turn), radius * np.sin(turn)
        x, y = gains[k] * np.cos(phases[k]), gains[k] * np.sin(phases[k])
        for i in range(min(length, int(1.4 * t60_s[k] * SAMPLE_RATE) + 1)):
            out[i] += y
            x, y = x * real - y * imag, x * imag + y * real
    return out


@compiled("f4[::1], f8, f8, f8, i8")
def pluck(excitation: Samples, period: float, damping: float, t60_s: float, length: int) -> Samples:
    """A plucked string (extended Karplus-Strong): a delay of one period, one-zero damping, all-pass tuning.

    `period` is in samples, `damping` 0 (bright) .. 0.5 (dull), `t60_s` the decay of the fundamental.
    """
    whole = int(period - damping - 0.3)
    part = period - damping - whole
    tuning = (1.0 - part) / (1.0 + part)
    loss = 10.0 ** (-3.0 * period / (SAMPLE_RATE * t60_s))
    line = np.zeros(whole, np.float64)
    out = np.empty(length, np.float32)
    at, last, before, after = 0, 0.0, 0.0, 0.0
    for i in range(length):
        value = line[at] + (excitation[i] if i < len(excitation) else 0.0)
        out[i] = value
        damped = loss * ((1.0 - damping) * value + damping * last)
        last = value
        after = tuning * damped + before - tuning * after
        before = damped
        line[at] = after
        at = at + 1 if at + 1 < whole else 0
    return out
