"""How much a mix measures like another song: balance of tones, width, movement, range. Small is alike.

Everything is read from powers per third octave and moment, of mid and side, so that a mix that was only worked out on
paper is judged in the same way as one that was rendered.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from processing.dsp.balance import CENTRES_HZ
from processing.dsp.levels import Audio, stereo

Powers = NDArray[np.float32]
BANDS_HZ = CENTRES_HZ[1:29]
"""31.5 Hz to 16 kHz."""
FRAME = HOP = 8192
GROUPS = ((0, 6), (6, 12), (12, 18), (18, 23), (23, 28))
"""Bands that move and widen together: to 100 Hz, 400 Hz, 1.6 kHz, 5 kHz, 16 kHz."""
FLOOR_DB = -60.0
WIDTH_DB = (-30.0, 6.0)
WEIGHTS = {"tone": 1.0 / 3.0, "width": 0.5 / 4.0, "movement": 0.4 / 3.0, "range": 0.2 / 4.0}
"""One part of the distance for each: share over the dB (RMS) that counts as one step."""


@dataclass(frozen=True)
class Portrait:
    """`tone_db` per band of the mid, `width_db` side over mid and `movement_db` per group, `range_db` of the whole."""

    tone_db: NDArray[np.float64]
    heard: NDArray[np.bool_]
    width_db: NDArray[np.float64]
    movement_db: NDArray[np.float64]
    range_db: float


def spectra(audio: Audio) -> Iterator[NDArray[np.complex64]]:
    """Frames of (channels, samples) as complex spectra (channels, bins), one after another."""
    window = np.hanning(FRAME).astype(np.float32)
    samples = audio.shape[-1]
    padded = np.pad(audio, ((0, 0), (0, max(0, FRAME - samples)))) if samples < FRAME else audio
    for start in range(0, padded.shape[-1] - FRAME + 1, HOP):
        yield np.asarray(np.fft.rfft(padded[..., start : start + FRAME] * window, axis=-1), dtype=np.complex64)


def band_shares(sample_rate: int) -> NDArray[np.float32]:
    """(bands, bins): how much of each bin lies in each band."""
    bin_hz = sample_rate / FRAME
    low = (np.arange(FRAME // 2 + 1) - 0.5) * bin_hz
    edge = 10.0**0.05
    overlap = np.minimum(low + bin_hz, BANDS_HZ[:, None] * edge) - np.maximum(low, BANDS_HZ[:, None] / edge)
    return np.asarray(np.clip(overlap / bin_hz, 0.0, 1.0), dtype=np.float32)


def powers(audio: Audio, sample_rate: int) -> tuple[Powers, Powers]:
    """Mid and side of a rendered song, each (frames, bands)."""
    left, right = stereo(audio)
    both = np.stack([(left + right) * np.float32(0.5), (left - right) * np.float32(0.5)])
    shares = band_shares(sample_rate)
    found = np.array([np.square(np.abs(frame)) @ shares.T for frame in spectra(both)], dtype=np.float32)
    return found[:, 0], found[:, 1]


def portrait(mid: Powers, side: Powers) -> Portrait:
    """What is compared, from powers (frames, bands)."""
    middle = mid.mean(axis=0, dtype=np.float64)
    tone_db = _db(middle, middle.max())
    heard = tone_db > FLOOR_DB
    widths, movements = [], []
    for first, last in GROUPS:
        inside = mid[:, first:last].sum(axis=1, dtype=np.float64)
        beside = side[:, first:last].sum(axis=1, dtype=np.float64)
        widths.append(np.clip(_db(beside.mean(), max(inside.mean(), 1e-20)), *WIDTH_DB))
        movements.append(_spread(inside + beside, 50.0))
    whole = (mid + side)[:, GROUPS[1][0] :].sum(axis=1, dtype=np.float64)
    centred = tone_db - tone_db[heard].mean()
    return Portrait(centred, heard, np.array(widths), np.array(movements), _spread(whole, 10.0))


def distance(one: Portrait, other: Portrait) -> float:
    """0 for the same portrait; 1 is 3 dB of tone in every band."""
    return sum(parts(one, other).values())


def parts(one: Portrait, other: Portrait) -> dict[str, float]:
    """The same, part by part."""
    heard = one.heard & other.heard
    off = (one.tone_db - other.tone_db)[heard] if heard.any() else np.zeros(1)
    found = {
        "tone": _rms(np.clip(off - off.mean(), -15.0, 15.0)),
        "width": _rms(one.width_db - other.width_db),
        "movement": _rms(one.movement_db - other.movement_db),
        "range": abs(one.range_db - other.range_db),
    }
    return {name: WEIGHTS[name] * value for name, value in found.items()}


def _spread(power: NDArray[np.float64], low: float) -> float:
    """Distance of the loud moments from the usual (or quiet) ones in dB; silence does not count."""
    heard = power[power > power.max() * 1e-6]
    if heard.size < 4:
        return 0.0
    levels = 10.0 * np.log10(heard)
    return float(np.percentile(levels, 95.0) - np.percentile(levels, low))


def _db(power: NDArray[np.float64], over: float) -> NDArray[np.float64]:
    return np.asarray(10.0 * np.log10(np.maximum(power, 1e-20) / max(over, 1e-20)))


def _rms(values: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean(np.square(values))))
