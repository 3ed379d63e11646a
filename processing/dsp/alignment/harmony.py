"""By how many semitones a band stands beside a voice, and how the two are tuned."""

from dataclasses import dataclass

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

from processing.dsp.alignment.laid import products, stretched
from processing.dsp.levels import Audio, mono
from processing.dsp.pitch import HOP_S, PitchTrack
from processing.dsp.resample import resample

FPS = 11_025 / 512
_RATE = 11_025
_FRAME = 4_096
_HOP = 512
_LOWEST_HZ, _HIGHEST_HZ = 80.0, 1_600.0
SHIFTS = range(-5, 7)
_USUAL_STEPS, _UNUSUAL = 2, 0.5
"""A band a third or a fourth away fits by chance nearly as well as the true key, and most backings are in the key of
their voice: what is further than can be repaired must fit far better to be believed."""
_AS_IT_IS = 1.15
_LEAST_SUNG_S = 4.0
_LEAST_NET_S, _CLEAR_NET_S = 1.0, 2.2
"""Seconds sung on what is played, less those beside it: a real voice of which twenty seconds netted one and a half lay
better on a band a whole tone off."""
_BELIEF = np.array([_AS_IT_IS if s == 0 else 1.0 if abs(s) <= _USUAL_STEPS else _UNUSUAL for s in SHIFTS])
_CLEAR_LEAD = 0.35
_CHORD_S = 0.3
_PASSING = 0.03  # of all that sounds: a note outside the chord is unlikely, not impossible
_FREE = 0.25  # less agreement than this on a tuning is none

Chroma = NDArray[np.float64]


@dataclass(frozen=True)
class Tones:
    """`classes` (frames, 12): how strongly each pitch class sounds, each frame's loudest 1, `tuning_cents` removed.

    `tuning_sure` 0..1: how well the tones agree on one tuning.
    """

    classes: Chroma
    tuning_cents: float
    tuning_sure: float


@dataclass(frozen=True)
class Transposition:
    """How far the band stands above the voice in semitones, its tuning included; `steps` are whole ones."""

    semitones: float
    steps: int
    cents: float
    confidence: float


def tones_of_band(audio: Audio, rate: int) -> Tones:
    """Pitch classes from the peaks of the spectra, FPS a second."""
    signal = resample(mono(audio), rate, _RATE)
    padded = np.pad(signal, (_FRAME // 2, _FRAME))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::_HOP][: len(signal) // _HOP + 1]
    window = np.hanning(_FRAME).astype(np.float32)
    found = [
        _peaks(np.abs(np.fft.rfft(frames[at : at + 256] * window, axis=1)), at) for at in range(0, len(frames), 256)
    ]
    row, midi, size = (np.concatenate(part) for part in zip(*found, strict=True))
    tuning, sure = _tuning(midi, size)
    classes = np.zeros((len(frames), 12))
    np.add.at(classes, (row, np.round(midi - tuning).astype(int) % 12), size)
    loudest = classes.max(axis=1, keepdims=True)
    return Tones(np.sqrt(classes / np.maximum(loudest, 1e-9)) * (loudest > 1e-6), 100.0 * tuning, sure)


def tones_of_voice(track: PitchTrack) -> Tones:
    """The sung pitch classes on the same clock."""
    voiced = track.voiced
    midi, weight = track.midi[voiced], track.strength[voiced] * (HOP_S * FPS)
    tuning, sure = _tuning(midi, weight) if midi.size else (0.0, 0.0)
    classes = np.zeros((int(len(track.midi) * HOP_S * FPS) + 2, 12))
    rows = np.floor(track.times_s[voiced] * FPS).astype(int)
    np.add.at(classes, (rows, np.round(midi - tuning).astype(int) % 12), weight)
    return Tones(classes, 100.0 * tuning, sure)


def agreement(voice: Chroma, band: Chroma, ratio: float, lags_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """(shifts, lags): how well the sung notes, moved up by each of 12 shifts (-5..6), lie on what the band plays.

    `ratio` is the band's speed against the voice's. What the band plays all the time counts as little as what it
    plays now and then, so both the key and its chords decide.
    """
    warped = stretched(voice, ratio)
    moving = band - band.mean(axis=0) + 0.5 * (band.mean(axis=0) - band.mean())
    rows = [products(np.roll(warped, shift, axis=1), moving, lags_s * FPS) for shift in SHIFTS]
    return np.asarray(np.stack(rows) * _BELIEF[:, None] / max(float(warped.sum()), 1e-9))


def on_chords(
    voice: Chroma, band: Chroma, ratio: float, steps: int, lags_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How much likelier than anywhere in the song each place makes the sung notes, `steps` up, by the chords there.

    Seconds of sung time times the logarithm of how much more of its pitch class sounds than usual: a long note on a
    chord tone counts, one that passes hardly.
    """
    warped = np.roll(stretched(voice, ratio), steps, axis=1)
    around = scipy.ndimage.gaussian_filter1d(band, _CHORD_S * FPS, axis=0)
    share = around / np.maximum(around.sum(axis=1, keepdims=True), 1e-6)
    likelier = np.log((share + _PASSING) / (share.mean(axis=0) + _PASSING))
    return products(warped, likelier, lags_s * FPS) / FPS


def transposition(fits: NDArray[np.float64], voice: Tones, band: Tones) -> Transposition:
    """From `agreement` around the offset that was found, `(12,)`. Confidence 0 where too little is sung, or too little
    of it on what the band plays."""
    best = int(fits.argmax())
    others = np.delete(fits, best)
    sung_s = float(voice.classes.sum()) / FPS
    lead = 1.0 - max(0.0, float(others.max())) / max(float(fits[best]), 1e-9)
    sure = float(np.clip(lead / _CLEAR_LEAD, 0.0, 1.0)) if sung_s >= _LEAST_SUNG_S and fits[best] > 0 else 0.0
    net_s = sung_s * float(fits[best]) / _BELIEF[best]
    sure *= float(np.clip((net_s - _LEAST_NET_S) / (_CLEAR_NET_S - _LEAST_NET_S), 0.0, 1.0))
    steps = SHIFTS[best]
    agreed = min(voice.tuning_sure, band.tuning_sure) >= _FREE
    cents = (band.tuning_cents - voice.tuning_cents) if agreed else 0.0
    return Transposition(round(steps + cents / 100.0, 2), steps, round(cents, 1), round(sure, 3))


def _tuning(midi: NDArray[np.float64], weight: NDArray[np.float64]) -> tuple[float, float]:
    """The common distance from A = 440 Hz in semitones (-0.5..0.5), and how far the tones agree on it."""
    mean = (weight * np.exp(2j * np.pi * midi)).sum() / max(float(weight.sum()), 1e-9)
    return (float(np.angle(mean) / (2 * np.pi)), float(abs(mean))) if abs(mean) > _FREE else (0.0, float(abs(mean)))


def _peaks(
    magnitude: NDArray[np.float64], first_row: int
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    bin_hz = _RATE / _FRAME
    low, high = int(_LOWEST_HZ / bin_hz), int(_HIGHEST_HZ / bin_hz)
    middle, left, right = magnitude[:, low:high], magnitude[:, low - 1 : high - 1], magnitude[:, low + 1 : high + 1]
    loudest = middle.max(axis=1, keepdims=True)
    peak = (middle > left) & (middle >= right) & (middle > 0.05 * loudest) & (loudest > 1e-3)
    a, b, c = (np.log(np.maximum(part[peak], 1e-12)) for part in (left, middle, right))
    rows, bins = np.nonzero(peak)
    place_hz = (bins + low + 0.5 * (a - c) / np.minimum(a - 2 * b + c, -1e-9)) * bin_hz
    return rows + first_row, 69.0 + 12.0 * np.log2(place_hz / 440.0), middle[peak] / np.sqrt(place_hz)
