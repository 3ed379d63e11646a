"""Sustained sections: strings, pads, choir; and the short stab and pluck made from the same unison of saws."""

import numpy as np

from processing.engines.compose.house_band.sound.loops import BAND_PASS, LOW_PASS, STEP, lay
from processing.engines.compose.house_band.sound.strings import read_swinging
from processing.engines.compose.house_band.sound.touch import Touch
from processing.engines.compose.house_band.sound.waves import (
    Doubles,
    Rng,
    Samples,
    bell_eq,
    clock,
    contour,
    count,
    fall,
    high_pass,
    moving,
    noise,
    settle,
    sine,
    table,
)

NO_RELEASE = np.zeros(0, np.float32)
VOWELS = {
    "ah": ((700, 110, 1.0), (1_150, 120, 0.55), (2_700, 170, 0.22), (3_500, 220, 0.14)),
    "oh": ((450, 90, 1.0), (800, 100, 0.5), (2_600, 160, 0.12), (3_400, 220, 0.08)),
    "oo": ((320, 80, 1.0), (750, 100, 0.3), (2_400, 160, 0.1), (3_300, 220, 0.06)),
}
"""Vowels as (centre Hz, width Hz, level): textbook averages of adult speakers."""


def unison(touch: Touch, rng: Rng, *, players: int, cents: float, vibrato: float = 0.0, kind: str = "saw") -> Samples:
    """Several players on one note, each out of tune in its own way; (2, samples), players spread left to right."""
    sides = np.zeros((2, touch.samples), np.float32)
    wave = table(kind, touch.hz * 1.03)
    for k in range(players):
        place = 0.0 if players == 1 else 2.0 * k / (players - 1) - 1.0
        drift = 2 ** ((cents * place + 0.25 * cents * rng.standard_normal()) / 1200)
        speed = 4.7 + rng.random()
        heard = read_swinging(wave, touch.hz * drift, vibrato, speed, rng.random(2), touch.samples)
        where = place * (1 if k % 2 else -1)
        for side, share in zip(sides, (0.5 - 0.34 * where, 0.5 + 0.34 * where), strict=True):
            lay(side, heard, 0, float(np.sqrt(share / players)), len(heard), NO_RELEASE)
    return sides


def _filtered(sides: Samples, cutoff: Doubles, q: float) -> Samples:
    return np.stack([moving(side, cutoff, q, LOW_PASS) for side in sides])


def _slow(touch: Touch, rng: Rng, base_hz: float, depth: float, speed_hz: float) -> Doubles:
    """A cut-off that breathes: `base_hz` times a slow sine, opened by the velocity and a little by the pitch."""
    t = clock(touch.samples)[::STEP]
    follow = (touch.hz / 261.6) ** 0.35 * (0.6 + 0.6 * touch.velocity)
    return np.asarray(base_hz * follow * (1 + depth * np.sin(2 * np.pi * (speed_hz * t + rng.random()))))


def strings(touch: Touch, rng: Rng) -> Samples:
    wave = unison(touch, rng, players=7, cents=9, vibrato=0.0028)
    bow = high_pass(noise(rng, touch.samples), 2_500) * np.float32(0.05)
    wave = _filtered(wave + bow, _slow(touch, rng, 4_200, 0.08, 0.2), 0.7)
    for centre, gain in ((480, 2.0), (1_150, -2.0), (2_800, 3.0)):
        wave = np.stack([bell_eq(side, centre, gain) for side in wave])
    return settle(wave * contour(touch.samples, 0.16 - 0.1 * touch.velocity, 6.0, 0.85))


def warm(touch: Touch, rng: Rng) -> Samples:
    wave = unison(touch, rng, players=5, cents=11) + np.float32(0.5) * sine(touch.hz, touch.samples)
    wave = _filtered(wave, _slow(touch, rng, 1_500, 0.3, 0.11), 0.75)
    return settle(wave * contour(touch.samples, 0.35, 12.0, 0.85))


def bright(touch: Touch, rng: Rng) -> Samples:
    wave = unison(touch, rng, players=7, cents=14)
    wave += np.float32(0.3) * unison(Touch(touch.pitch + 12, touch.velocity, touch.length_s), rng, players=3, cents=9)
    wave = _filtered(wave, _slow(touch, rng, 5_200, 0.25, 0.15), 0.75)
    return settle(np.stack([high_pass(side, 180) for side in wave]) * contour(touch.samples, 0.2, 12.0, 0.85))


def sing(source: Samples, vowel: str) -> Samples:
    """Put one channel through the mouth: the formants of a vowel side by side."""
    out = np.zeros(len(source), np.float32)
    for centre, width, level in VOWELS[vowel]:
        out += np.float32(level) * moving(source, np.array([float(centre)]), centre / width, BAND_PASS)
    return out


def choir(touch: Touch, rng: Rng) -> Samples:
    wave = unison(touch, rng, players=6, cents=15, vibrato=0.005, kind="glottis")
    breath = noise(rng, touch.samples) * np.float32(0.05)
    mouth = np.stack([sing(side + breath, "ah") + np.float32(0.05) * side for side in wave])
    return settle(mouth * contour(touch.samples, 0.22, 12.0, 0.9))


def stab(touch: Touch, rng: Rng) -> Samples:
    """The house chord: many saws, a filter that closes at once."""
    wave = unison(touch, rng, players=5, cents=13)
    t = clock(touch.samples)[::STEP]
    cutoff = 700 + (2_500 + 5_000 * touch.velocity) * np.exp(-t / 0.11)
    wave = np.stack([high_pass(side, 160) for side in _filtered(wave, cutoff, 1.1)])
    return settle(wave * contour(touch.samples, 0.002, 0.9, 0.12))


def plucked(touch: Touch, rng: Rng) -> Samples:
    """A short synthetic pluck with a resonant edge."""
    wave = unison(touch, rng, players=3, cents=7, kind="pulse")
    t = clock(touch.samples)[::STEP]
    cutoff = 500 + touch.hz + (2_000 + 6_500 * touch.velocity) * np.exp(-t / 0.06)
    wave = _filtered(wave, cutoff, 1.8) * contour(touch.samples, 0.0015, 0.75, 0.02)
    tip = min(count(0.004), touch.samples)
    wave[:, :tip] += high_pass(noise(rng, tip), 4_000) * fall(tip, 0.004) * np.float32(0.2)
    return settle(wave)
