"""A look-ahead true-peak limiter: the last stage of every mix and master.

The peak between samples is read from 4x oversampled audio, the gain is the least of what the next and last 2 ms need,
it lets go slowly, and is smoothed by a window no longer than the look-ahead, so that it never exceeds what is needed.
"""

import numpy as np
import soxr
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, uniform_filter1d
from scipy.signal import lfilter

from processing.engines.contracts import Audio

OVERSAMPLING = 4
BLOCK = 1 << 19
CONTEXT = 512
"""Samples on either side of a block that the oversampling filter needs to settle."""
GUARD_DB = 0.03
"""What a moving gain may add between samples, and meters differ by."""
FAST_RELEASE_S = 0.08
SLOW_RELEASE_S = 0.4


def limit(
    audio: Audio, sample_rate: int, *, ceiling_dbtp: float = -1.0, drive_db: float = 0.0, lookahead_ms: float = 2.0
) -> Audio:
    """Raise `audio` (channels, samples) by `drive_db` and hold its true peak at `ceiling_dbtp` or below.

    Same shape, no added delay, channels share one gain so that the image stands still. Audio that stays under the
    ceiling comes back with nothing but the drive. Memory above input and output is about one channel.
    """
    ceiling = 10.0 ** ((ceiling_dbtp - GUARD_DB) / 20.0)
    drive = np.float32(10.0 ** (drive_db / 20.0))
    if audio.shape[1] == 0:
        return audio.copy()
    needed_db = _needed_db(audio, float(drive), ceiling)
    if not needed_db.any():
        return np.asarray(audio * drive, dtype=np.float32)
    reach = max(1, round(lookahead_ms * 1e-3 * sample_rate))
    gain = _gain(needed_db, reach, sample_rate)
    return np.asarray(audio * (gain * drive), dtype=np.float32)


def peak_between_samples(audio: Audio) -> NDArray[np.float32]:
    """The largest magnitude over all channels around each sample, 4x oversampled. Shape (samples,)."""
    samples = audio.shape[1]
    peak = np.empty(samples, dtype=np.float32)
    for start in range(0, samples, BLOCK):
        stop = min(samples, start + BLOCK)
        first, last = max(0, start - CONTEXT), min(samples, stop + CONTEXT)
        peak[start:stop] = _block_peak(audio[:, first:last])[start - first : stop - first]
    return peak


def _block_peak(block: Audio) -> NDArray[np.float32]:
    length = block.shape[1]
    peak = np.abs(block).max(axis=0)
    for channel in block:
        fine = np.abs(soxr.resample(channel, 1.0, float(OVERSAMPLING), quality="HQ"))
        fine = np.pad(fine[: length * OVERSAMPLING], (0, max(0, length * OVERSAMPLING - fine.size)))
        np.maximum(peak, fine.reshape(length, OVERSAMPLING).max(axis=1), out=peak)
    # Points after a sample belong to its right neighbour as much.
    peak[1:] = np.maximum(peak[1:], peak[:-1].copy())
    return np.asarray(peak, dtype=np.float32)


def _needed_db(audio: Audio, drive: float, ceiling: float) -> NDArray[np.float32]:
    """Attenuation in dB (positive) that each sample needs."""
    peak = peak_between_samples(audio)
    np.maximum(peak * (drive / ceiling), 1.0, out=peak)
    return np.asarray(20.0 * np.log10(peak), dtype=np.float32)


def _gain(needed_db: NDArray[np.float32], reach: int, sample_rate: int) -> NDArray[np.float32]:
    held = maximum_filter1d(needed_db, 2 * reach + 1, mode="nearest")
    held = _release(held, sample_rate)
    # Two boxes of half the look-ahead are together no longer than what `held` covers on either side.
    half = reach if reach % 2 else reach - 1
    for _ in range(2):
        held = uniform_filter1d(held, max(1, half), mode="nearest")
    return np.asarray(10.0 ** (held / -20.0), dtype=np.float32)


def _release(held: NDArray[np.float32], sample_rate: int) -> NDArray[np.float32]:
    """Let the attenuation go exponentially; where it is needed all the time, never quicker than its own average."""
    step = 1.0 / (FAST_RELEASE_S * sample_rate)
    slow = 1.0 - np.exp(-1.0 / (SLOW_RELEASE_S * sample_rate))
    out = np.empty_like(held)
    carried, state = -np.inf, np.zeros(1)
    for start in range(0, held.size, BLOCK):
        block = held[start : start + BLOCK].astype(np.float64)
        ramp = np.arange(1, block.size + 1) * step
        # max of exponentials that decay at one rate = cumulative maximum of their logarithms plus the ramp
        logs = np.log(np.maximum(block, 1e-9)) + ramp
        logs = np.maximum.accumulate(np.maximum(logs, carried))
        decayed = np.exp(logs - ramp)
        carried = float(logs[-1] - ramp[-1])
        average, state = lfilter([slow], [1.0, slow - 1.0], decayed, zi=state)
        out[start : start + BLOCK] = np.maximum(decayed, average)
    return out
