"""Melody instruments: synth lead, flute, a wordless voice. Pluck, bell and guitar live with their families."""

import numpy as np

from processing.engines.compose.house_band.sound.loops import BAND_PASS, LOW_PASS, STEP
from processing.engines.compose.house_band.sound.pads import sing, unison
from processing.engines.compose.house_band.sound.touch import Touch
from processing.engines.compose.house_band.sound.waves import (
    Doubles,
    Rng,
    Samples,
    clock,
    contour,
    count,
    drive,
    fall,
    high_pass,
    low_pass,
    moving,
    noise,
    oscillate,
    settle,
    sine,
)


def vibrato(touch: Touch, rng: Rng, cents: float, *, late_s: float = 0.22, scoop: float = 0.0) -> Doubles:
    """Frequency per sample of a note that begins a little low (`scoop` cents) and starts to swing after `late_s`."""
    t = clock(touch.samples)
    swing = np.clip((t - late_s) / 0.3, 0, 1) * np.sin(2 * np.pi * (5.1 + 0.5 * rng.random()) * t)
    return np.asarray(touch.hz * 2 ** ((cents * swing - scoop * np.exp(-t / 0.045)) / 1200))


def synth(touch: Touch, rng: Rng) -> Samples:
    length = touch.samples
    track = vibrato(touch, rng, 14)
    start = rng.random()
    wave = oscillate("saw", track, length, start) + 0.8 * oscillate("saw", track * 1.006, length, start + 0.4)
    wave = wave + 0.5 * oscillate("square", track * 0.5, length, start)
    t = clock(length)[::STEP]
    cutoff = 1_500 + 1.5 * touch.hz + (1_500 + 4_500 * touch.velocity) * np.exp(-t / 0.25)
    swept = moving(wave.astype(np.float32), cutoff, 1.3, LOW_PASS)
    return settle(drive(settle(swept) * contour(length, 0.004, 4.0, 0.75), 1.5))


def flute(touch: Touch, rng: Rng) -> Samples:
    """A column of air: few harmonics, breath around the pitch, a chiff when it speaks."""
    length, v = touch.samples, touch.velocity
    track = vibrato(touch, rng, 9, late_s=0.3, scoop=18)
    tone = sine(track, length)
    for order, level in ((2, 0.32 + 0.2 * v), (3, 0.12 + 0.12 * v), (4, 0.05), (5, 0.03)):
        tone += np.float32(level) * sine(order * track, length, 0.1 * order)
    centre = track[::STEP]
    breath = moving(noise(rng, length), centre, 3.0, BAND_PASS) + high_pass(noise(rng, length), 3_500) * np.float32(
        0.12
    )
    chiff = moving(noise(rng, length), 2.6 * centre, 2.0, BAND_PASS) * fall(length, 0.09)
    pulse = 1 + 0.1 * np.sin(2 * np.pi * 5.0 * clock(length))
    mixed = tone * pulse * contour(length, 0.045, 20, 0.95) + breath * np.float32(0.22) + chiff * np.float32(0.9)
    return settle(mixed.astype(np.float32))


def vox(touch: Touch, rng: Rng) -> Samples:
    """A wordless "oh" of two voices, close together."""
    wave = unison(touch, rng, players=2, cents=6, vibrato=0.007, kind="glottis")
    breath = high_pass(noise(rng, touch.samples), 1_500) * np.float32(0.05)
    mouth = np.stack([sing(side + breath, "oh") + np.float32(0.08) * side for side in wave])
    return settle(mouth * contour(touch.samples, 0.05, 15.0, 0.9))


def whistle_pluck(touch: Touch, rng: Rng) -> Samples:
    """A marimba-like pluck with air: soft enough to leave room for a singer."""
    length = touch.samples
    tone = sine(touch.hz, length) * fall(length, 0.9) + np.float32(0.35) * sine(4 * touch.hz, length) * fall(
        length, 0.25
    )
    tone += np.float32(0.4 * touch.velocity) * oscillate("triangle", 2 * touch.hz, length) * fall(length, 0.4)
    tip = min(count(0.01), length)
    tone[:tip] += low_pass(noise(rng, tip), 6_000) * fall(tip, 0.007) * np.float32(0.5)
    return settle(tone)
