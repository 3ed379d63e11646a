"""The pauses of a voice: told apart from its phrases by level, and turned down where noise is left in them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from processing.dsp.blocks import stretches
from processing.dsp.levels import Audio
from processing.dsp.on_disk import like

HOP = 512
LOUD_PAUSE_DB = -45.0
"""Pauses quieter than this below the voice need no gate."""
CLEAR_DB = 8.0
"""Voice and pauses must lie this far apart to be told apart by level."""
CLOSED_DB = -15.0
HOLD_S = 0.15

Curve = NDArray[np.float64]


@dataclass(frozen=True)
class Pauses:
    """When nobody sings. `open` is 1 while the voice sounds and 0 in between, once per HOP; `depth_db` how far the
    voice stands over the pauses."""

    open: Curve
    depth_db: float


def phrases(audio: Audio, rate: int) -> Pauses | None:
    """Voice and pauses told apart by level; None where that is not clear, or where the pauses are quiet anyway."""
    count = audio.shape[1] // HOP
    if count < 20:
        return None
    whole = audio[:, : count * HOP]
    frames = (whole[:, span].mean(axis=0, dtype=np.float32).reshape(-1, HOP) for span in stretches(whole))
    level = 10.0 * np.log10(np.concatenate([(part**2).mean(axis=1) for part in frames]) + 1e-12)
    level = gaussian_filter1d(level.astype(np.float64), 0.06 * rate / HOP)
    loud = float(np.percentile(level, 95.0))
    if float(np.percentile(level, 10.0)) < loud + LOUD_PAUSE_DB:
        return None
    border = _border_db(level)
    quiet = level < border
    if not 0.05 < float(quiet.mean()) < 0.9:
        return None
    depth = float(np.median(level[~quiet]) - np.median(level[quiet]))
    if depth < CLEAR_DB:
        return None
    hold = 2 * round(HOLD_S * rate / HOP) + 1
    sung = maximum_filter1d((~quiet).astype(np.float64), hold)
    return Pauses(gaussian_filter1d(sung, 0.02 * rate / HOP), depth)


def with_quiet_pauses(audio: Audio, rate: int) -> Audio:
    """Turned down by 15 dB between the phrases, where noise is left there; else the very same samples."""
    pauses = phrases(audio, rate)
    if pauses is None:
        return audio
    gain_db = CLOSED_DB * (1.0 - np.append(pauses.open, pauses.open[-1]))
    out = like(audio)
    for span in stretches(audio, out):
        at = np.arange(span.start, span.stop) / HOP
        out[:, span] = audio[:, span] * 10.0 ** (np.interp(at, np.arange(gain_db.size), gain_db) / 20.0)
    return out


def _border_db(level: Curve) -> float:
    """The level that parts the louder from the quieter best (Otsu: the largest variance between the two)."""
    low, high = (float(np.percentile(level, share)) for share in (2.0, 98.0))
    candidates = np.linspace(low, high, 64)[1:-1]
    spread = [_between(level, border) for border in candidates]
    return float(candidates[int(np.argmax(spread))])


def _between(level: Curve, border: float) -> float:
    low, high = level[level < border], level[level >= border]
    if not low.size or not high.size:
        return 0.0
    return float(low.size * high.size * (low.mean() - high.mean()) ** 2)
