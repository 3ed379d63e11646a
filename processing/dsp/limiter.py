"""A look-ahead true-peak limiter: the last stage of every mix and master.

The peak between samples is read from 4x oversampled audio, the gain is the least of what the next and last 2 ms need,
it lets go slowly, and is smoothed by a window no longer than the look-ahead, so that it never exceeds what is needed.
"""

from functools import cache

import numpy as np
import soxr
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, uniform_filter1d
from scipy.signal import firwin, lfilter

from processing.dsp.filters import Curve
from processing.dsp.levels import Audio, db_to_gain
from processing.dsp.loops import straight

OVERSAMPLING = 4
HOP = 8
"""Samples that share one peak reading; between readings the gain is a straight line."""
TAPS_PER_PHASE = 48
"""Of the filter that reads between samples: exact to 0.01 dB up to 0.45 of the rate."""
END = 512
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
    out = np.array(audio, dtype=np.float32, order="C")
    for row in out:
        straight.times_lines(row, gain, HOP)
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
    peaks = np.zeros(-(-audio.shape[1] // HOP), dtype=np.float32)
    for channel in audio:
        row = np.ascontiguousarray(channel, dtype=np.float32)
        straight.peaks_between(row, _phases(), HOP, peaks)
        _read_end(row, peaks)
    return peaks.astype(np.float64)


def _read_end(row: NDArray[np.float32], peaks: NDArray[np.float32]) -> None:
    """Where a recording is cut off short, what a meter reads hangs on its own filter: the meter's is asked there."""
    first = max(0, row.size - END) // HOP * HOP
    fine = soxr.resample(row[max(0, first - END) :], 1.0, float(OVERSAMPLING), quality="HQ")
    straight.hop_peaks(fine[(first - max(0, first - END)) * OVERSAMPLING :], HOP * OVERSAMPLING, peaks[first // HOP :])


@cache
def _phases() -> NDArray[np.float32]:
    """Four readings from each sample to the next, one FIR each. The first lies on the sample itself and is read too:
    where a converter takes the highest highs away, even there more may come out than went in."""
    whole = firwin(OVERSAMPLING * TAPS_PER_PHASE + 1, 1.0 / OVERSAMPLING * 0.95, window=("kaiser", 7.0)) * OVERSAMPLING
    centre, reach = whole.size // 2, TAPS_PER_PHASE // 2
    rows = [
        [whole[centre + phase - OVERSAMPLING * offset] for offset in range(1 - reach, reach + 1)]
        for phase in range(OVERSAMPLING)
    ]
    return np.asarray(rows, dtype=np.float32)


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
