"""Envelopes: how loud, how struck and how bright a signal is at every picture of a clip.

Mono float32 in, one float32 per picture out. Picture k stands for the sound around k / fps seconds.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import signal

Mono = NDArray[np.float32]
Curve = NDArray[np.float32]


def band(mono: Mono, sample_rate: int, low_hz: float, high_hz: float) -> Mono:
    """The part of `mono` between two frequencies (12 dB/octave on both sides), same length."""
    edges = [low_hz, min(high_hz, 0.45 * sample_rate)]
    sections = signal.butter(2, edges, "bandpass", fs=sample_rate, output="sos")
    return np.asarray(signal.sosfilt(sections, mono), np.float32)


def levels_db(mono: Mono, sample_rate: int, fps: float, frames: int) -> Curve:
    """RMS level in dBFS around each picture, over one and a half pictures; -120 where there is nothing."""
    half = max(int(0.75 * sample_rate / fps), 1)
    energy = np.concatenate([[0.0], np.cumsum(np.square(mono, dtype=np.float64))])
    centre = np.rint(np.arange(frames) * sample_rate / fps).astype(np.int64)
    low, high = np.clip(centre - half, 0, mono.size), np.clip(centre + half, 0, mono.size)
    mean = (energy[high] - energy[low]) / (2 * half)
    return np.asarray(10 * np.log10(np.maximum(mean, 1e-12)), np.float32)


def swell(curve_db: Curve, range_db: float = 24.0) -> Curve:
    """Levels on a 0..1 scale: 1 at the song's own loud passages, 0 at `range_db` below; all 0 for silence."""
    heard = curve_db[curve_db > -70]
    if heard.size == 0:
        return np.zeros_like(curve_db)
    top = float(np.percentile(heard, 97))
    return np.asarray(np.clip((curve_db - top + range_db) / range_db, 0, 1), np.float32)


def fall(curve: Curve, fps: float, attack_s: float, release_s: float) -> Curve:
    """Follow a curve: rise with `attack_s`, sink with `release_s` (time constants)."""
    up, down = (1 - float(np.exp(-1 / (max(s, 1e-4) * fps))) for s in (attack_s, release_s))
    out, last = np.empty_like(curve), 0.0
    for k, value in enumerate(curve.tolist()):
        last += (value - last) * (up if value > last else down)
        out[k] = last
    return out


def hits(mono: Mono, sample_rate: int, fps: float, frames: int) -> Curve:
    """Struck sounds as 0..1: jumps to the strength of each attack and falls within a fifth of a second."""
    fine = 4
    level = levels_db(mono, sample_rate, fps * fine, frames * fine)
    if not (level > -70).any():
        return np.zeros(frames, np.float32)
    floor = float(np.percentile(level, 97)) - 30
    rise = np.maximum(np.diff(np.maximum(level, floor), n=1, prepend=np.float32(floor)), 0)
    rise = np.convolve(rise, np.ones(5), "full")[: rise.size]
    struck = rise.reshape(frames, fine).max(axis=1)
    loudest = float(np.percentile(struck, 98))
    if loudest < 3.0:
        return np.zeros(frames, np.float32)
    strength = np.clip((struck - 0.35 * loudest) / (0.65 * loudest), 0, 1).astype(np.float32)
    return fall(strength, fps, 1e-4, 0.14)


def spectrum(mono: Mono, sample_rate: int, fps: float, frames: int, bands: int) -> NDArray[np.float32]:
    """Levels 0..1 of `bands` log-spaced bands (40 Hz to 10 kHz) at each picture, shape (frames, bands).

    Each band is scaled to its own loud passages so that the treble moves as much as the bass.
    """
    size = 2048
    padded = np.pad(mono, size)
    edges = np.geomspace(40.0, min(10_000.0, 0.45 * sample_rate), bands + 1)
    bins = np.maximum(np.rint(edges / sample_rate * size).astype(int), 1)
    window = np.hanning(size).astype(np.float32)
    power = np.empty((frames, bands), np.float32)
    for first in range(0, frames, 512):
        some = range(first, min(first + 512, frames))
        starts = [min(round(k * sample_rate / fps) + size // 2, padded.size - size) for k in some]
        bins_power = np.abs(np.fft.rfft(np.stack([padded[s : s + size] for s in starts]) * window)) ** 2
        for b in range(bands):
            power[first : some.stop, b] = bins_power[:, bins[b] : max(bins[b + 1], bins[b] + 1)].mean(axis=1)
    return _scaled(power, fps)


def _scaled(power: NDArray[np.float32], fps: float) -> NDArray[np.float32]:
    level = (10 * np.log10(np.maximum(power, 1e-9))).astype(np.float32)
    top = np.maximum(np.percentile(level, 97, axis=0), level.max() - 45)
    scaled = np.clip((level - top + 28) / 28, 0, 1).astype(np.float32)
    if float(power.max()) < 1e-7:
        return np.zeros_like(scaled)
    return np.stack([fall(column, fps, 0.01, 0.12) for column in scaled.T], axis=1)
