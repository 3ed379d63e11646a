"""From a blend to a loudness and a ceiling: one static gain, and the limiter only where peaks stand in the way."""

from dataclasses import dataclass

import numpy as np

from processing.dsp.filters import Curve
from processing.dsp.levels import Audio, gain_to_db
from processing.dsp.limiter import HOP, limit_to, peak_curve
from processing.dsp.loudness import integrated_lufs

CLOSE_LU = 0.1
PASSES = 5
MOST_LIMITING_DB = 12.0
"""How deep the usual peaks may be pressed. Beyond, the target is missed on purpose, and the report says so."""
USUAL_SHARE = 95.0


@dataclass(frozen=True)
class Finished:
    audio: Audio
    integrated_lufs: float
    ceiling_dbtp: float
    most_limiting_db: float
    words: tuple[str, ...]


def finished(audio: Audio, sample_rate: int, target_lufs: float, ceiling_dbtp: float) -> Finished:
    """Bring `audio` (2, samples) to `target_lufs` with its true peak at `ceiling_dbtp` or below.

    What the limiter takes in loudness is made good by more drive; the slope between two tries tells how much.
    """
    peaks = peak_curve(audio)
    peak_db, usual_db = gain_to_db(float(peaks.max())), usual_peak_db(peaks, sample_rate)
    drive_db, slope = target_lufs - integrated_lufs(audio, sample_rate), 1.0
    tried: tuple[float, float] | None = None
    for _ in range(PASSES):
        drive_db = min(drive_db, ceiling_dbtp - usual_db + MOST_LIMITING_DB)
        out = limit_to(audio, sample_rate, peaks, ceiling_dbtp=ceiling_dbtp, drive_db=drive_db)
        lufs = integrated_lufs(out, sample_rate)
        if tried and abs(drive_db - tried[0]) > 1e-3:
            slope = float(np.clip((lufs - tried[1]) / (drive_db - tried[0]), 0.2, 1.0))
        if abs(lufs - target_lufs) <= CLOSE_LU or (tried and abs(drive_db - tried[0]) <= 1e-3):
            break
        tried = (drive_db, lufs)
        drive_db += (target_lufs - lufs) / slope
    limiting_db = max(0.0, drive_db + peak_db - ceiling_dbtp)
    return Finished(out, lufs, ceiling_dbtp, limiting_db, _words(lufs, target_lufs, limiting_db))


def usual_peak_db(peaks: Curve, sample_rate: int) -> float:
    """What the peaks of 95 % of all tenths of a second stay under: one stray hit decides nothing."""
    window = max(1, round(0.1 * sample_rate / HOP))
    whole = max(window, peaks.size // window * window)
    frames = np.resize(peaks, whole).reshape(-1, window)
    return gain_to_db(float(np.percentile(frames.max(axis=1), USUAL_SHARE)))


def _words(lufs: float, target_lufs: float, limiting_db: float) -> tuple[str, ...]:
    words = [] if limiting_db < 0.1 else [f"The loudest peaks were lowered by {limiting_db:.1f} dB."]
    if abs(lufs - target_lufs) > 0.3:
        words.append(
            f"It reaches {lufs:.1f} LUFS instead of {target_lufs:.1f}: louder would be heard as distortion. "
            "Lower the loudest peaks of the mix, or choose a quieter target."
        )
    return tuple(words)
