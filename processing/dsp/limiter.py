"""A look-ahead true-peak limiter: the last stage of every mix and master.

The peak between samples is read from 4x oversampled audio, the gain is the least of what the next and last 2 ms need,
it lets go slowly, and is smoothed by a window no longer than the look-ahead, so that it never exceeds what is needed.
"""

import numpy as np
import soxr
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, uniform_filter1d
from scipy.signal import lfilter

from processing.dsp.filters import Curve, drawn
from processing.dsp.levels import Audio, db_to_gain

OVERSAMPLING = 4
HOP = 8
"""Samples that share one peak reading; between readings the gain is a straight line."""
BLOCK = 1 << 16
CONTEXT = 256
"""Samples on either side of a block that the oversampling filter needs to settle."""
GUARD_DB = 0.03
"""What a moving gain may add between samples, and meters differ by."""
LOOKAHEAD_S = 0.002
FAST_RELEASE_S = 0.08
SLOW_RELEASE_S = 0.4


def limit(audio: Audio, sample_rate: int, *, ceiling_dbtp: float = -1.0, drive_db: float = 0.0) -> Audio:
    """Raise `audio` (channels, samples) by `drive_db` and hold its true peak at `ceiling_dbtp` or below.

    Same shape, no added delay, channels share one gain so that the image stands still. Audio that stays under the
    ceiling comes back with nothing but the drive. Works in blocks: little memory beside input and output.
    """
    return limit_to(audio, sample_rate, peak_curve(audio), ceiling_dbtp=ceiling_dbtp, drive_db=drive_db)


def limit_to(
    audio: Audio, sample_rate: int, peaks: Curve, *, ceiling_dbtp: float = -1.0, drive_db: float = 0.0
) -> Audio:
    """The same with a `peak_curve` of `audio` worked out before: for trying several drives on one recording."""
    gain = gain_curve(peaks, sample_rate, ceiling_dbtp=ceiling_dbtp, drive_db=drive_db)
    if gain.size < 2 or np.ptp(gain) == 0.0:
        return np.asarray(audio * np.float32(db_to_gain(drive_db)), dtype=np.float32)
    out = np.empty_like(audio, dtype=np.float32)
    for start in range(0, audio.shape[1], BLOCK):
        stop = min(audio.shape[1], start + BLOCK)
        np.multiply(audio[:, start:stop], drawn(gain, HOP, start, stop), out=out[:, start:stop])
    return out


def gain_curve(peaks: Curve, sample_rate: int, *, ceiling_dbtp: float = -1.0, drive_db: float = 0.0) -> Curve:
    """The linear gain per hop of 8 samples, drive included, that holds a recording with these `peaks` down."""
    drive = db_to_gain(drive_db)
    over = np.maximum(peaks * (drive / db_to_gain(ceiling_dbtp - GUARD_DB)), 1.0)
    if over.max(initial=1.0) == 1.0:
        return np.full(peaks.size, drive)
    return np.asarray(drive * 10.0 ** (_held(20.0 * np.log10(over), sample_rate) / -20.0))


def peak_curve(audio: Audio) -> Curve:
    """The largest magnitude of all channels, between samples too, per hop of 8 samples. Shape (hops,)."""
    samples = audio.shape[1]
    peaks = np.zeros(-(-samples // HOP))
    for start in range(0, samples, BLOCK):
        stop = min(samples, start + BLOCK)
        first, last = max(0, start - CONTEXT), min(samples, stop + CONTEXT)
        here = peaks[start // HOP : -(-stop // HOP)]
        for channel in audio:
            fine = soxr.resample(channel[first:last], 1.0, float(OVERSAMPLING), quality="HQ")
            between = fine[(start - first) * OVERSAMPLING : (stop - first) * OVERSAMPLING]
            np.maximum(here, _hop_peaks(between, HOP * OVERSAMPLING, here.size), out=here)
            np.maximum(here, _hop_peaks(channel[start:stop], HOP, here.size), out=here)
    return peaks


def _hop_peaks(signal: NDArray[np.float32], hop: int, hops: int) -> NDArray[np.float32]:
    """Largest magnitude per `hop` (a power of two) samples; halving is several times quicker than a reduction."""
    peaks = np.zeros(hops * hop, dtype=np.float32)
    np.abs(signal[: peaks.size], out=peaks[: min(signal.size, peaks.size)])
    while peaks.size > hops:
        peaks = np.maximum(peaks[0::2], peaks[1::2])
    return peaks


def _held(needed_db: Curve, sample_rate: int) -> Curve:
    """Attenuation in dB per hop: what the neighbourhood needs, let go slowly, with rounded corners."""
    reach = max(2, round(LOOKAHEAD_S * sample_rate / HOP))
    # One hop more than the rounding below covers: gains are drawn as lines from hop to hop.
    held = maximum_filter1d(needed_db, 2 * (reach + 1) + 1, mode="nearest")
    held = _released(held, sample_rate / HOP)
    for _ in range(2):
        held = uniform_filter1d(held, reach if reach % 2 else reach - 1, mode="nearest")
    return np.asarray(held)


def _released(held: Curve, rate_hz: float) -> Curve:
    """Let the attenuation go exponentially; where it is needed all the time, never quicker than its own average."""
    ramp = np.arange(held.size) / (FAST_RELEASE_S * rate_hz)
    # The maximum of exponentials that decay at one rate is a cumulative maximum of logarithms plus the ramp.
    fast = np.exp(np.maximum.accumulate(np.log(np.maximum(held, 1e-9)) + ramp) - ramp)
    slow = np.exp(-1.0 / (SLOW_RELEASE_S * rate_hz))
    average = lfilter([1.0 - slow], [1.0, -slow], fast)
    return np.asarray(np.maximum(fast, average))
