"""Compression, de-essing and level riding with one gain for all channels, computed at a control rate.

A gain is worked out once per `HOP` samples, about a millisecond, and drawn as straight lines between.
Functions that change a recording take `out`: their own input to work in place, else they leave a new array.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d
from scipy.signal import firwin

from processing.dsp.blocks import copied, stretches, with_context
from processing.dsp.filters import QUARTER, Curve, band_sections, quarter, short_fir
from processing.dsp.levels import Audio, mono
from processing.dsp.loops import recursive, straight

HOP = 64
FLOOR_DB = -120.0
RIDE_S = 1.6


@dataclass(frozen=True)
class Compression:
    threshold_db: float
    ratio: float
    attack_ms: float
    release_ms: float
    makeup_db: float = 0.0
    knee_db: float = 6.0


def peak_curve_db(audio: Audio) -> Curve:
    """The largest magnitude of all channels per hop, in dBFS. Shape (hops,)."""
    peak = np.zeros(_hops(audio.shape[-1]), dtype=np.float32)
    for span in stretches(audio):
        for channel in np.atleast_2d(audio)[:, span]:
            straight.hop_peaks(np.ascontiguousarray(channel), HOP, peak[span.start // HOP : -(-span.stop // HOP)])
    return np.asarray(20.0 * np.log10(np.maximum(peak, 1e-6)), dtype=np.float64)


def band_power(audio: Audio, sections: NDArray[np.float64], hop: int = HOP) -> Curve:
    """Mean square per hop of (channels, samples) or (samples,), in mono, behind a filter."""
    power, state = np.zeros(-(-audio.shape[-1] // hop)), np.zeros((sections.shape[0], 2))
    for span in stretches(audio):
        recursive.hop_power(mono(audio[..., span]), sections, hop, power[span.start // hop :], state)
    return power


def quarter_power(quartered: Audio, sections: NDArray[np.float64], hops: int) -> Curve:
    """The same from a signal that `filters.quarter` thinned out, on the hops of the full rate."""
    power = band_power(quartered, sections, HOP // QUARTER)
    return np.pad(power[:hops], (0, max(0, hops - power.size)), mode="edge")


def follow(curve: Curve, attack_ms: float, release_ms: float, sample_rate: int) -> Curve:
    """One-pole ballistics over a curve of hops: `attack_ms` where it rises, `release_ms` where it falls."""
    hop_ms = HOP * 1e3 / sample_rate
    rise, fall = 1.0 - np.exp(-hop_ms / attack_ms), 1.0 - np.exp(-hop_ms / release_ms)
    out = np.empty(curve.size)
    recursive.follow(np.ascontiguousarray(curve, dtype=np.float64), rise, fall, out)
    return out


def with_gain_curve(audio: Audio, gain_db: Curve, out: Audio | None = None) -> Audio:
    """`audio` times a gain given once per hop, drawn as straight lines between."""
    out = _own(audio, out)
    gain = 10.0 ** (gain_db / 20.0)
    for span in stretches(out):
        for row in np.atleast_2d(out):
            straight.times_lines(row[span], gain[span.start // HOP :], HOP)
    return out


def compression_db(level_db: Curve, settings: Compression) -> Curve:
    """What a soft-knee compressor takes away (dB, zero or negative) from a steady level."""
    over, knee = level_db - settings.threshold_db, settings.knee_db
    soft = np.clip(over + knee / 2.0, 0.0, knee)
    hard = np.maximum(over - knee / 2.0, 0.0)
    return np.asarray((1.0 / settings.ratio - 1.0) * (soft * soft / (2.0 * knee) + hard))


def compress(audio: Audio, sample_rate: int, settings: Compression, out: Audio | None = None) -> Audio:
    """Compress `audio` (channels, samples); all channels share one gain, so the image stands still."""
    reduction = -compression_db(peak_curve_db(audio), settings)
    smooth = follow(reduction, settings.attack_ms, settings.release_ms, sample_rate)
    return with_gain_curve(audio, settings.makeup_db - smooth, out)


def sibilance_db(voice: Audio, sample_rate: int, freq_hz: float) -> Curve:
    """Power above `freq_hz` over the power of the voice's body (200 Hz to 4 kHz, held 100 ms), dB per hop."""
    signal = mono(voice)
    return _sibilance_db(signal, short_fir(signal, _ess_fir(freq_hz, sample_rate)), sample_rate)


def _sibilance_db(voice: Audio, esses: Audio, sample_rate: int) -> Curve:
    parts = (mono(esses[..., span]) for span in stretches(esses))
    high = np.concatenate([np.add.reduceat(part * part, np.arange(0, part.size, HOP)) for part in parts])
    high = high.astype(np.float64) / HOP
    body = quarter_power(quarter(voice), band_sections(200.0, 4000.0, sample_rate // QUARTER), high.size)
    body = follow(body, 2.0, 100.0, sample_rate)
    audible = high > 1e-4 * (np.percentile(body, 95.0) + 1e-12)
    ratio = 10.0 * np.log10((high + 1e-12) / (body + 1e-12))
    return np.asarray(np.where(audible, ratio, FLOOR_DB))


def de_ess(
    voice: Audio,
    sample_rate: int,
    *,
    freq_hz: float,
    threshold_db: float,
    range_db: float,
    out: Audio | None = None,
) -> Audio:
    """Lower the band above `freq_hz` where it stands out; the same at every recording level."""
    # A filter with phase shift could not be taken away cleanly near its corner: this one is centred.
    fir = _ess_fir(freq_hz, sample_rate)

    def above(inside: slice, part: Audio) -> Audio:
        return np.stack([short_fir(np.ascontiguousarray(row), fir)[inside] for row in part])

    esses = with_context(above, np.atleast_2d(voice), context=fir.size // 2)
    over = np.clip(_sibilance_db(voice, esses, sample_rate) - threshold_db, 0.0, range_db)
    reduction = follow(over, 1.0, 40.0, sample_rate)
    share_db = 20.0 * np.log10(np.maximum(1.0 - 10.0 ** (-reduction / 20.0), 1e-6))
    out = _own(voice, out)
    with_gain_curve(esses, share_db, esses)
    for span in stretches(esses, out):
        np.atleast_2d(out)[:, span] -= esses[:, span]
    return out


def _ess_fir(freq_hz: float, sample_rate: int) -> Audio:
    return np.asarray(firwin(127, freq_hz, pass_zero=False, fs=sample_rate), dtype=np.float32)


def voice_power(audio: Audio, sample_rate: int) -> Curve:
    """Mean square per hop, in mono, between 100 Hz and 5 kHz, where voices live."""
    sections = band_sections(100.0, 5000.0, sample_rate // QUARTER)
    return quarter_power(quarter(audio), sections, _hops(audio.shape[-1]))


def active_hops(power: Curve, sample_rate: int, hold_s: float = 0.3) -> NDArray[np.bool_]:
    """Where a track sounds: within 26 dB of its loud moments, short gaps closed."""
    smooth = smoothed(power, hold_s, sample_rate)
    return np.asarray(smooth > 10.0**-2.6 * np.percentile(smooth, 95.0) + 1e-12)


def ride(audio: Audio, sample_rate: int, range_db: float, out: Audio | None = None) -> Audio:
    """Move a performer's phrases toward their own middle level, by at most `range_db`, slowly, as a hand would."""
    power = voice_power(audio, sample_rate)
    active = active_hops(power, sample_rate)
    if not active.any():
        return _own(audio, out)
    weight = smoothed(active.astype(np.float64), RIDE_S, sample_rate)
    phrase = smoothed(power * active, RIDE_S, sample_rate) / np.maximum(weight, 1e-3)
    phrase_db = 10.0 * np.log10(np.maximum(phrase, 1e-12))
    middle_db = float(np.median(phrase_db[active]))
    wanted = np.clip(0.6 * (middle_db - phrase_db), -range_db, range_db) * active
    return with_gain_curve(audio, smoothed(wanted, RIDE_S, sample_rate), out)


def smoothed(curve: Curve, width_s: float, sample_rate: int) -> Curve:
    """A bell-shaped moving average (three boxes), about `width_s` wide."""
    for _ in range(3):
        curve = uniform_filter1d(curve, max(1, round(width_s * sample_rate / HOP / 2.0)), mode="nearest")
    return np.asarray(curve)


def _hops(samples: int) -> int:
    return -(-samples // HOP)


def _own(audio: Audio, out: Audio | None) -> Audio:
    """Where to work: `audio` itself when `out` is it, else a copy of it."""
    if out is audio:
        return out
    return copied(audio) if audio.ndim == 2 else np.array(audio, dtype=np.float32)
