"""Loops without memory: FIR filters, peaks, gains drawn as lines, sums."""

import numpy as np
from numpy.typing import NDArray

from processing.dsp.compiled import compiled

Row = NDArray[np.float32]
Curve = NDArray[np.float64]
BLOCK = 2048


@compiled("f4[::1], f4[::1], f4", "f4[::1], f4[::1], f8")
def add_row(total: Row, row: Row, gain: float) -> None:
    """`total` plus `row` times `gain`, in place, as far as both reach."""
    factor = np.float32(gain)
    for i in range(min(total.size, row.size)):
        total[i] += row[i] * factor


@compiled("f4[::1], f4[::1], f8[::1], i8, f8")
def add_row_lines(total: Row, row: Row, curve: Curve, hop: int, gain: float) -> None:
    """`total` plus `row` times `gain` and straight lines through one value per hop, in place, as far as both reach."""
    size = min(total.size, row.size)
    for n in range((size + hop - 1) // hop):
        here, there = curve[min(n, curve.size - 1)], curve[min(n + 1, curve.size - 1)]
        rise, base = np.float32(gain * (there - here) / hop), np.float32(gain * here)
        to, part = total[n * hop : min(size, (n + 1) * hop)], row[n * hop : min(size, (n + 1) * hop)]
        for i in range(part.size):
            to[i] += part[i] * (base + rise * np.float32(i))


@compiled("f4[::1], f4[::1], f4[::1]")
def centred_fir(row: Row, fir: Row, out: Row) -> None:
    """`row` through a symmetric FIR of odd length without delay."""
    half = fir.size // 2
    for start in range(0, row.size, BLOCK):
        stop = min(row.size, start + BLOCK)
        out[start:stop] = 0.0
        for k in range(fir.size):
            first, last = max(start, half - k), min(stop, row.size + half - k)
            if first < last:
                add_row(out[first:last], row[first + k - half : last + k - half], fir[k])


@compiled("f4[::1], f4[::1], i8, f4[::1]")
def thinned(row: Row, fir: Row, step: int, out: Row) -> None:
    """Every `step`-th value of `row` through a centred FIR."""
    half = fir.size // 2
    for n in range(out.size):
        at, total = n * step - half, np.float32(0.0)
        if at >= 0 and at + fir.size <= row.size:
            for k in range(fir.size):
                total += fir[k] * row[at + k]
        else:
            for k in range(max(0, -at), min(fir.size, row.size - at)):
                total += fir[k] * row[at + k]
        out[n] = total


@compiled("f4[::1], f4[::1], f4[::1], f4[:,::1]")
def subtract_filled(left: Row, right: Row, low: Row, phases: NDArray[np.float32]) -> None:
    """Take `low`, filled in to `phases.shape[0]` times its rate by one FIR per phase, away from two rows, in place."""
    step, taps = phases.shape[0], phases.shape[1]
    half, fine = taps // 2, np.empty(BLOCK, np.float32)
    for start in range(0, low.size, BLOCK):
        count = min(low.size - start, BLOCK)
        for p in range(step):
            fine[:count] = 0.0
            for k in range(taps):
                shift = start + k - half
                first, last = max(0, -shift), min(count, low.size - shift)
                if first < last:
                    add_row(fine[first:last], low[first + shift : last + shift], phases[p, k])
            for n in range(min(count, (left.size - p + step - 1) // step - start)):
                at = (start + n) * step + p
                left[at] -= fine[n]
                right[at] -= fine[n]


@compiled("f4[::1]")
def raise_crests(row: Row) -> None:
    """Lift every crest of an oversampled `row`, in place, to the top of the parabola through it and its neighbours."""
    before = row[0] if row.size else np.float32(0.0)
    for i in range(1, row.size - 1):
        here, after = row[i], row[i + 1]
        bend = np.float32(2.0) * here - before - after
        if (here - before) * (here - after) >= 0.0 and bend != 0.0:
            row[i] = here + (after - before) * (after - before) / (np.float32(8.0) * bend)
        before = here


@compiled("f4[::1], i8, f4[::1]")
def hop_peaks(row: Row, hop: int, peaks: Row) -> None:
    """Raise `peaks` to the largest magnitude of `row` per hop."""
    for n in range(peaks.size):
        here, peak = row[n * hop : min(row.size, (n + 1) * hop)], peaks[n]
        for i in range(here.size):
            peak = max(peak, abs(here[i]))
        peaks[n] = peak


@compiled("f4[::1], f8[::1], i8")
def times_lines(row: Row, curve: Curve, hop: int) -> None:
    """`row` times straight lines through one value per hop, in place; the last value is kept beyond its end."""
    for n in range((row.size + hop - 1) // hop):
        here, there = curve[min(n, curve.size - 1)], curve[min(n + 1, curve.size - 1)]
        rise, base = np.float32((there - here) / hop), np.float32(here)
        part = row[n * hop : min(row.size, (n + 1) * hop)]
        for i in range(part.size):
            part[i] *= base + rise * np.float32(i)


@compiled("f4[::1], f4[::1], f8")
def widen(left: Row, right: Row, more: float) -> None:
    """Add `more` times the side to both, in place."""
    share = np.float32(0.5 * more)
    for i in range(left.size):
        side = (left[i] - right[i]) * share
        left[i] += side
        right[i] -= side
