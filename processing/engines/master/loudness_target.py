"""From a blend to a loudness and a ceiling: one static gain, and the limiter only where peaks stand in the way."""

from dataclasses import dataclass

import numpy as np

from processing.dsp.filters import Curve
from processing.dsp.k_weighting import gated_lufs, weighted_powers
from processing.dsp.levels import Audio, gain_to_db
from processing.dsp.limiter import HOP, gain_curve, limit_to, peak_curve
from processing.dsp.loudness import integrated_lufs

CLOSE_LU = 0.1
PASSES = 6
RENDERS = 3
MOST_LIMITING_DB = 12.0
"""How deep the usual peaks may be pressed. Beyond, the target is missed on purpose, and the report says so."""
USUAL_SHARE = 95.0


@dataclass(frozen=True)
class Finished:
    audio: Audio
    integrated_lufs: float
    ceiling_dbtp: float
    most_limiting_db: float
    drive_db: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Ready:
    """A blend with everything that trying loudnesses needs: its peaks and its weighted power per hop."""

    audio: Audio
    sample_rate: int
    peaks: Curve
    powers: Curve

    @classmethod
    def of(cls, audio: Audio, sample_rate: int) -> "Ready":
        return cls(audio, sample_rate, peak_curve(audio), weighted_powers(audio, sample_rate, HOP))

    def expected_lufs(self, drive_db: float, ceiling_dbtp: float) -> float:
        """Loudness behind the limiter, from the gain it would draw: no sample is touched."""
        gain = gain_curve(self.peaks, self.sample_rate, ceiling_dbtp=ceiling_dbtp, drive_db=drive_db)
        gain *= gain
        gain *= self.powers
        return gated_lufs(gain, self.sample_rate / HOP)


def finished(ready: Ready, target_lufs: float, ceiling_dbtp: float) -> Finished:
    """Bring a blend to `target_lufs` with its true peak at `ceiling_dbtp` or below.

    What the limiter takes in loudness is made good by more drive. The drive is found on the hops alone; then the audio
    is limited and really measured, and limited once more where the estimate was off.
    """
    rate, usual_db = ready.sample_rate, usual_peak_db(ready.peaks, ready.sample_rate)
    most_db = ceiling_dbtp - usual_db + MOST_LIMITING_DB
    aim_lufs = target_lufs
    for _ in range(RENDERS):
        drive_db = _drive_db(ready, aim_lufs, ceiling_dbtp, most_db)
        out = limit_to(ready.audio, rate, ready.peaks, ceiling_dbtp=ceiling_dbtp, drive_db=drive_db)
        lufs = integrated_lufs(out, rate)
        if abs(lufs - target_lufs) <= CLOSE_LU or drive_db >= most_db:
            break
        aim_lufs += target_lufs - lufs
    limiting_db = max(0.0, drive_db + gain_to_db(float(ready.peaks.max())) - ceiling_dbtp)
    return Finished(out, lufs, ceiling_dbtp, limiting_db, drive_db, _words(lufs, target_lufs, limiting_db))


def _drive_db(ready: Ready, aim_lufs: float, ceiling_dbtp: float, most_db: float) -> float:
    """The slope between two tries tells how much more drive is needed."""
    drive_db, slope = aim_lufs - gated_lufs(ready.powers, ready.sample_rate / HOP), 1.0
    tried: tuple[float, float] | None = None
    for _ in range(PASSES):
        drive_db = min(drive_db, most_db)
        lufs = ready.expected_lufs(drive_db, ceiling_dbtp)
        if tried and abs(drive_db - tried[0]) > 1e-3:
            slope = float(np.clip((lufs - tried[1]) / (drive_db - tried[0]), 0.2, 1.0))
        if abs(lufs - aim_lufs) <= CLOSE_LU / 4.0 or (tried and abs(drive_db - tried[0]) <= 1e-3):
            break
        tried = (drive_db, lufs)
        drive_db += (aim_lufs - lufs) / slope
    return min(drive_db, most_db)


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
