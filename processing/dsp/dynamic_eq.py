"""Room for the voice: bands of a backing's mid step back while the voice uses them. And how audible a voice is."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from processing.dsp.blocks import copied
from processing.dsp.dynamics import HOP, active_hops, follow, quarter_power
from processing.dsp.filters import QUARTER, Curve, peak_sections, quarter, take_away
from processing.dsp.levels import Audio
from processing.dsp.loops import moving

VOICE_BANDS_HZ = (500.0, 1000.0, 2000.0, 4000.0)
BAND_WEIGHTS = (0.2, 0.25, 0.3, 0.25)
"""What each band is worth for understanding words (octave bands of the speech intelligibility index, rounded)."""
BAND_Q = 1.2
COARSE = 4


def voice_keys(voice: Audio, sample_rate: int) -> list[Curve]:
    """0..1 per hop and band: how much the voice uses it, relative to its own loud moments (so at any level)."""
    keys = []
    for power in band_powers(voice, sample_rate):
        level_db = 10.0 * np.log10(_held(power, sample_rate) + 1e-14)
        loud_db = float(np.percentile(level_db, 95.0))
        key = np.clip((level_db - (loud_db - 24.0)) / 18.0, 0.0, 1.0)
        keys.append(key if loud_db > -110.0 else np.zeros_like(key))
    return keys


def _held(power: Curve, sample_rate: int) -> Curve:
    """Rises within 8 ms, falls within 150 ms: followed on every fourth hop, fine enough for either."""
    coarse = np.pad(power, (0, -power.size % COARSE), mode="edge").reshape(-1, COARSE).mean(axis=1)
    return np.repeat(follow(coarse, 8.0 / COARSE, 150.0 / COARSE, sample_rate), COARSE)[: power.size]


def unmask(backing: Audio, sample_rate: int, keys: Sequence[Curve], depth_db: float, out: Audio | None = None) -> Audio:
    """Cut each voice band of the mid by up to `depth_db` as its key says; the side stays as it is.

    What is taken away lies below a tenth of the rate, so it is worked out at a quarter of it. With `out=backing` the
    work is done in place.
    """
    low = quarter(backing)
    taken = np.zeros_like(low)
    for centre_hz, key in zip(VOICE_BANDS_HZ, keys, strict=True):
        share = 1.0 - 10.0 ** (-depth_db * key / 20.0)
        section = peak_sections(centre_hz, BAND_Q, sample_rate // QUARTER)[0]
        moving.add_band(low, section, share, HOP // QUARTER, taken, np.zeros(2))
    out = out if out is backing else copied(backing)
    take_away(out, taken)
    return out


def band_powers(audio: Audio, sample_rate: int) -> list[Curve]:
    """Mean square per hop in each of VOICE_BANDS_HZ."""
    low, hops = quarter(audio), -(-audio.shape[-1] // HOP)
    return [quarter_power(low, peak_sections(hz, BAND_Q, sample_rate // QUARTER), hops) for hz in VOICE_BANDS_HZ]


def audibility(voice: Audio, backing: Audio, sample_rate: int) -> float:
    """0..1: share of the voice that stands out of the backing while it sounds, band by band, 1 dB = 1/30."""
    voice_bands, backing_bands = band_powers(voice, sample_rate), band_powers(backing, sample_rate)
    active = active_hops(np.sum(voice_bands, axis=0), sample_rate)
    if not active.any():
        return 0.0
    shares = [_share(v, b, active, sample_rate) for v, b in zip(voice_bands, backing_bands, strict=True)]
    return float(np.dot(BAND_WEIGHTS, shares))


def _share(voice: Curve, backing: Curve, active: NDArray[np.bool_], sample_rate: int) -> float:
    voice, backing = (follow(power, 10.0, 50.0, sample_rate) for power in (voice, backing))
    ratio_db = 10.0 * np.log10((voice[active] + 1e-12) / (backing[active] + 1e-12))
    return float(np.mean(np.clip((ratio_db + 15.0) / 30.0, 0.0, 1.0)))
