"""Damage to single samples: clicks, dropouts, flat peaks. Audio is `(2, samples)`, read in blocks."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from processing.dsp.blocks import changes, stretches
from processing.dsp.full_scale import FlatPeaks
from processing.dsp.levels import Audio, mono, power_to_db
from processing.dsp.on_disk import let_go

CLICK_TIMES = 60.0
CLICK_LEAST = 10 ** (-34 / 20)
RINGS_TIMES, STOPS_TIMES = 2.0, 4.0
SURE_TIMES = 1.64
DIGITAL_SILENCE = 3.2e-5
"""About one step of 16 bits."""
BESIDE_S, LOUD_DB, ALIKE_DB = 0.01, -45.0, 20.0
_BLOCK = 1 << 18

Curve = NDArray[np.float64]


def clicks(song: Audio, rate: int) -> Curve:
    """Times (s) of clicks: a jump of a sample or a few, far out of its surroundings, after which nothing rings on."""
    block = max(16, rate // 200)  # 5 ms
    found: list[int] = []
    for first, bend, usual in _bends(song, block):
        limit = np.repeat(np.maximum(usual * CLICK_TIMES, CLICK_LEAST), block)
        inside = np.flatnonzero(bend[block : block + limit.size] > limit) + block
        starts = inside[np.diff(inside, prepend=-rate) > block]
        found += [first + int(at) for at in starts if _stands_alone(bend, int(at), block)]
    apart = np.diff(found, prepend=-rate) > block if found else np.zeros(0, bool)
    return np.asarray(found, dtype=np.float64)[apart] / rate


def _bends(song: Audio, block: int) -> Iterator[tuple[int, Curve, Curve]]:
    """Third differences of the mono sum in parts with a block of margin at both ends, where each part begins, and the
    usual size in every block of it."""
    samples, step = song.shape[1], _BLOCK // block * block
    for start in range(0, samples - 3 - 4 * block, step):
        stop = min(start + step, (samples - 3) // block * block)
        part = mono(song[:, max(0, start - block) : stop + block + 3]).astype(np.float64)
        bend = np.abs(np.diff(part, 3))
        if start == 0:
            bend = np.concatenate([np.zeros(block), bend])
        inside = bend[block : block + (stop - start)]
        let_go(song)
        yield start - block, bend, np.median(inside[: inside.size // block * block].reshape(-1, block), axis=1)


def _stands_alone(bend: Curve, at: int, block: int) -> bool:
    """Whether it is as still behind the jump as before it: an attack rings on, and where a sound is cut off on purpose
    it was louder before. Damage lies upon a sound that goes on."""
    before, after = bend[max(0, at - block) : max(0, at - 4)], bend[at + 24 : at + 24 + block]
    if before.size < 8 or after.size < 8:
        return False
    still = CLICK_LEAST / CLICK_TIMES
    ahead, behind = (max(float(np.sqrt(np.mean(part**2))), still) for part in (before, after))
    return behind < RINGS_TIMES * ahead and ahead < STOPS_TIMES * behind


def sure_per_minute(count: int, minutes: float) -> float:
    """How many a minute there surely are (19 in 20), when so many were counted: a handful in a short excerpt, or in one
    passage of it, says little of a song."""
    return max(0.0, count - SURE_TIMES * float(np.sqrt(count))) / minutes


def dropouts(song: Audio, rate: int) -> Curve:
    """Times (s) at which loud music is cut to digital silence for 2 to 500 ms and goes on as loud as before: where it
    rests until the next stroke it has died away."""
    edges, samples, beside = changes(song, _silent), song.shape[1], round(BESIDE_S * rate)
    found = []
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        inside = start > rate // 10 and stop < samples - rate // 10
        if inside and 0.002 <= (stop - start) / rate <= 0.5:
            sides_db = [power_to_db(float(np.mean(song[:, at : at + beside] ** 2))) for at in (start - beside, stop)]
            if min(sides_db) > LOUD_DB and max(sides_db) - min(sides_db) < ALIKE_DB:
                found.append(start / rate)
    return np.asarray(found)


def _silent(part: Audio) -> NDArray[np.bool_]:
    return np.asarray(np.maximum(part.max(axis=0), -part.min(axis=0)) < DIGITAL_SILENCE)


def flat_peaks(song: Audio, rate: int) -> Curve:
    """Times (s) at which clipping cut the wave flat."""
    peaks = FlatPeaks()
    for span in stretches(song, block=_BLOCK):
        peaks.feed(song[:, span])
    return peaks.times_s(rate)
