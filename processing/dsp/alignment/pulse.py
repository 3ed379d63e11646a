"""The common speed of a voice and a band: the band's steady beat, and how fast the voice moves against it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from processing.dsp.alignment.frames import FPS
from processing.dsp.beats import Beats

_LEAST_BEATS = 8
_NEAR_S = 0.015
_STRETCHES = 8
_LEAST_ENERGY = 0.05
_LOOSE_MS = 30.0
"""Scatter around the local pulse: 35 ms in a freely played song, 2 to 20 in generated and recorded bands."""
_LEVELS = (0.5, 1.0, 2.0, 3.0, 4.0)
"""Where a voice repeats: every second beat, beats, their halves, thirds and quarters."""
_SEARCHED = 1.15
"""Further than can be repaired, so that what is too far can be named."""
_STEP = 2e-4
_CLICK_WITHIN = 6e-4
_CLICK_SHARE = 0.9
_BROAD = 1.5
_FINE = 0.125  # of the hill: how well its top is known
_TELLING = 0.003
_CLEAR_LEAD = 0.4


@dataclass(frozen=True)
class Pulse:
    """A straight line through the beats: `first_s + n * beat_s`. `confidence` 0..1: how steady they are from one to the
    next. `wander_ms`: (time, distance of the beats from the line there) over the song."""

    beat_s: float
    first_s: float
    confidence: float
    wander_ms: tuple[tuple[float, float], ...]

    @property
    def bpm(self) -> float:
        return 60.0 / self.beat_s

    @property
    def most_wander_ms(self) -> float:
        return max(abs(late_ms) for _, late_ms in self.wander_ms)


@dataclass(frozen=True)
class Speed:
    """`ratio`: tempo of the band over tempo of the voice; 1.02 means that the band is two per cent too fast."""

    ratio: float
    confidence: float
    voice_bpm: float


def steady_pulse(found: Beats, band: NDArray[np.float64]) -> Pulse | None:
    """The line through tracked beats, its slope sharpened by the band's whole `strength` curve.

    None when there are too few beats to speak of a tempo, or when they were counted where nothing sounds anew.
    """
    times_s = found.times_s
    if len(times_s) < _LEAST_BEATS or not _goes_on(band):
        return None
    beat_s, first_s = float(np.median(np.diff(times_s))), float(times_s[0])
    kept = np.ones(len(times_s), bool)
    for _ in range(8):
        # Counting again each time lets a beat that was missed or counted twice fall into place.
        numbers = np.round((times_s - first_s) / beat_s)
        beat_s, first_s = (float(part) for part in np.polyfit(numbers[kept], times_s[kept], 1))
        away_s = times_s - first_s - beat_s * np.round((times_s - first_s) / beat_s)
        near_s = max(_NEAR_S, 3.0 * float(np.median(np.abs(away_s))))
        kept = np.abs(away_s) <= near_s
        if kept.sum() < _LEAST_BEATS:
            return None
    beat_s = _sharpened(band, beat_s)
    away_s = times_s - beat_s * np.round((times_s - first_s) / beat_s)
    first_s = float(np.median(away_s[kept]))
    away_s = away_s - first_s
    steady = float(np.clip(1.0 - found.jitter_ms / _LOOSE_MS, 0.0, 1.0))
    return Pulse(beat_s, first_s % beat_s, round(steady, 3), _wander(times_s[kept], away_s[kept]))


def _goes_on(band: NDArray[np.float64]) -> bool:
    """Whether strokes come all along: in a drone only its start stands out."""
    energy = np.array([float(np.square(part).mean()) for part in np.array_split(band, _STRETCHES)])
    return bool(np.median(energy) > _LEAST_ENERGY * energy.mean())


def _wander(times_s: NDArray[np.float64], away_s: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    parts = np.array_split(np.arange(len(times_s)), max(3, min(12, len(times_s) // 12)))
    return tuple((round(float(times_s[p].mean()), 2), round(1000.0 * float(np.median(away_s[p])), 1)) for p in parts)


def _sharpened(band: NDArray[np.float64], beat_s: float) -> float:
    """One beat too many or too few tilts a line; the curve as a whole is turned by no single beat."""
    near = np.exp(np.arange(-0.0012, 0.0012, 2e-5))
    fit = _together(band, 60.0 / (beat_s * near))
    best = int(fit.argmax())
    return beat_s * float(near[best]) if 0 < best < len(near) - 1 else beat_s


def speed(voice: NDArray[np.float64], band_bpm: float, voice_bpm: float | None = None) -> Speed:
    """How fast the voice (its `strength` curve) moves against a band of known tempo.

    A voice's tempo that a person typed or tapped is believed; else every speed up to 15 % away is tried, and the one
    is taken at which most syllables fall together on beats and their parts.
    """
    if voice_bpm:
        return Speed(nearest_ratio(band_bpm, voice_bpm), 1.0, voice_bpm)
    ratios = np.exp(np.arange(-np.log(_SEARCHED), np.log(_SEARCHED), _STEP))
    fit = _together(voice, band_bpm / ratios)
    best = int(fit[1:-1].argmax()) + 1
    ratio = float(ratios[best] * np.exp(_STEP * _between(fit, best)))
    ratio = _as_clicked(voice, band_bpm, ratio)
    return Speed(ratio, round(_lead(voice, ratios, fit, best, band_bpm), 3), round(band_bpm / ratio, 3))


def nearest_ratio(band_bpm: float, voice_bpm: float) -> float:
    """The two counted alike: twice or half a tempo is the same pulse."""
    ratio = band_bpm / voice_bpm
    return ratio / float(2.0 ** np.round(np.log2(ratio)))


def _together(voice: NDArray[np.float64], tempi_bpm: NDArray[np.float64]) -> NDArray[np.float64]:
    """Squared length of the curve's mean vector, summed over the levels of a beat: from an interpolated spectrum."""
    size = 1 << int(np.ceil(np.log2(16 * max(len(voice), 64))))
    power = np.abs(np.fft.rfft(voice, size)) ** 2 / max(float(np.abs(voice).sum()), 1e-9) ** 2
    places = np.arange(len(power)) * FPS / size
    return np.asarray(sum(np.interp(level * tempi_bpm / 60.0, places, power) for level in _LEVELS))


def _between(fit: NDArray[np.float64], best: int) -> float:
    left, middle, right = fit[best - 1 : best + 2]
    bend = left - 2 * middle + right
    return float(np.clip(0.5 * (left - right) / bend, -0.5, 0.5)) if bend < 0 else 0.0


def _as_clicked(voice: NDArray[np.float64], band_bpm: float, ratio: float) -> float:
    """A click is nearly always set to a whole number; take it when the take does not say otherwise."""
    whole = float(round(band_bpm / ratio))
    fits, found = _together(voice, np.array([whole, band_bpm / ratio]))
    # In a short take a tempo is a broad hill, and the whole number may stand further from its top.
    near = max(_CLICK_WITHIN, 0.06 / (len(voice) / FPS * 2.0 * whole / 60.0))
    return band_bpm / whole if abs(whole * ratio / band_bpm - 1.0) < near and fits > _CLICK_SHARE * found else ratio


def _lead(
    voice: NDArray[np.float64], ratios: NDArray[np.float64], fit: NDArray[np.float64], best: int, band_bpm: float
) -> float:
    """How far the best speed stands above all others that are not its own hill."""
    hill = _BROAD / (len(voice) / FPS * 2.0 * band_bpm / 60.0)
    others = fit[np.abs(np.log(ratios / ratios[best])) > hill]
    if not others.size or fit[best] <= 0.0:
        return 0.0
    lead = float(np.clip((1.0 - float(others.max()) / float(fit[best])) / _CLEAR_LEAD, 0.0, 1.0))
    # A take of twelve seconds can not tell a tempo to a few thousandths, however well it keeps it.
    return lead * min(1.0, _TELLING / (_FINE * hill)) ** 3
