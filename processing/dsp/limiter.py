"""A look-ahead true-peak limiter: the last stage of every mix and master.

The peak between samples is read from crests of 4x oversampled audio. The gain is the least of what the next and last
2 ms need, lets go slowly, and is smoothed by a window no longer than the look-ahead, so that it never exceeds what is
needed.
"""

import numpy as np
import soxr
from scipy.ndimage import maximum_filter1d, uniform_filter1d
from scipy.signal import lfilter

from processing.dsp.blocks import by_blocks, copied, stretches
from processing.dsp.filters import Curve
from processing.dsp.levels import Audio, db_to_gain
from processing.dsp.loops import straight

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
        return by_blocks(lambda part: part * np.float32(db_to_gain(drive_db)), audio)
    out = copied(audio)
    for span in stretches(out):
        for row in out:
            straight.times_lines(row[span], gain[span.start // HOP :], HOP)
    return out


def gain_curve(peaks: Curve, sample_rate: int, *, ceiling_dbtp: float = -1.0, drive_db: float = 0.0) -> Curve:
    """The linear gain per hop of 8 samples, drive included, that holds a recording with these `peaks` down."""
    drive = db_to_gain(drive_db)
    # In place where that is possible: a hop of 8 samples makes these curves as long as a quarter of the song itself.
    curve = peaks * (drive / db_to_gain(ceiling_dbtp - GUARD_DB))
    np.maximum(curve, 1.0, out=curve)
    if curve.max(initial=1.0) == 1.0:
        return np.full(peaks.size, drive)
    np.log10(curve, out=curve)
    curve *= 20.0
    curve = _held(curve, sample_rate)
    curve /= -20.0
    np.power(10.0, curve, out=curve)
    curve *= drive
    return curve


def peak_curve(audio: Audio) -> Curve:
    """The largest magnitude of all channels, between samples too, per hop of 8 samples. Shape (hops,)."""
    peaks = np.zeros(-(-audio.shape[1] // HOP), dtype=np.float32)
    for channel in audio:
        row = np.ascontiguousarray(channel, dtype=np.float32)
        for span in stretches(row, block=BLOCK):
            start, stop, first = span.start, span.stop, max(0, span.start - CONTEXT)
            straight.hop_peaks(row[span], HOP, peaks[start // HOP : -(-stop // HOP)])
            # The very filter that the meter reads with: another one sees less where the highest highs are loud.
            fine = soxr.resample(row[first : stop + CONTEXT], 1.0, float(OVERSAMPLING), quality="HQ")
            straight.raise_crests(fine)
            between = fine[(start - first) * OVERSAMPLING : (stop - first) * OVERSAMPLING]
            straight.hop_peaks(between, HOP * OVERSAMPLING, peaks[start // HOP : -(-stop // HOP)])
    return peaks.astype(np.float64)


def _held(needed_db: Curve, sample_rate: int) -> Curve:
    """Attenuation in dB per hop: what the neighbourhood needs, let go slowly, with rounded corners. In place."""
    reach = max(2, round(LOOKAHEAD_S * sample_rate / HOP))
    # One hop more than the rounding below covers: gains are drawn as lines from hop to hop.
    held = maximum_filter1d(needed_db, 2 * (reach + 1) + 1, mode="nearest", output=needed_db)
    held = _released(held, sample_rate / HOP)
    for _ in range(2):
        uniform_filter1d(held, reach if reach % 2 else reach - 1, mode="nearest", output=held)
    return held


def _released(held: Curve, rate_hz: float) -> Curve:
    """Let the attenuation go exponentially; where it is needed all the time, never quicker than its own average."""
    ramp = np.arange(held.size) / (FAST_RELEASE_S * rate_hz)
    # The maximum of exponentials that decay at one rate is a cumulative maximum of logarithms plus the ramp.
    fast = np.maximum(held, 1e-9, out=held)
    np.log(fast, out=fast)
    fast += ramp
    np.maximum.accumulate(fast, out=fast)
    fast -= ramp
    np.exp(fast, out=fast)
    del ramp
    slow = np.exp(-1.0 / (SLOW_RELEASE_S * rate_hz))
    average = lfilter([1.0 - slow], [1.0, -slow], fast)
    np.maximum(fast, average, out=fast)
    return fast
