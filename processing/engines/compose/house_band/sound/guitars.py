"""Guitars on plucked strings: acoustic, clean, muted, driven. What pickup, body and amplifier add is on the part."""

import numpy as np

from processing.engines.compose.house_band.sound.basses import string
from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE
from processing.engines.compose.house_band.sound.touch import Touch
from processing.engines.compose.house_band.sound.waves import (
    Rng,
    Samples,
    band_pass,
    bell_eq,
    clock,
    count,
    fall,
    high_pass,
    high_shelf,
    low_pass,
    noise,
    settle,
)


def _scrape(x: Samples, rng: Rng, level: float, low_hz: float = 2_500.0) -> Samples:
    """The pick leaving the string."""
    tip = min(count(0.006), len(x))
    x[:tip] += band_pass(noise(rng, tip), low_hz, 9_500) * fall(tip, 0.006) * np.float32(level)
    return x


def acoustic(touch: Touch, rng: Rng) -> Samples:
    """Steel strings over a wooden box: two polarisations of the string, three air and top modes."""
    v = touch.velocity
    t60 = 3.2 * (196 / touch.hz) ** 0.5
    one = string(touch, rng, bright_hz=3_200 + 8_500 * v, spot=0.17, damping=0.12, t60_s=t60)
    detuned = Touch(touch.pitch + 0.012, v, touch.length_s)
    two = string(detuned, rng, bright_hz=4_500 + 8_500 * v, spot=0.13, damping=0.06, t60_s=t60 * 0.6)
    body = _scrape(0.65 * one + 0.45 * two, rng, 0.5 * v)
    for centre, gain in ((105, 3.0), (205, 4.0), (420, 2.0), (2_700, 2.5)):
        body = bell_eq(body, centre, gain, 1.4)
    return settle(high_shelf(high_pass(body, 85), 5_500, 4.0))


def clean(touch: Touch, rng: Rng) -> Samples:
    """A single-coil guitar: the pickup is a comb over the string, a coil peak at 3.5 kHz."""
    v = touch.velocity
    body = string(
        touch, rng, bright_hz=2_600 + 6_500 * v, spot=0.14, damping=0.14, t60_s=3.6 * (196 / touch.hz) ** 0.45
    )
    gap = max(1, int(SAMPLE_RATE / touch.hz * 0.21))
    heard = body.copy()
    heard[gap:] -= np.float32(0.5) * body[:-gap]
    return settle(low_pass(bell_eq(_scrape(heard, rng, 0.25 * v), 3_500, 5.0, 1.0), 8_000))


def muted(touch: Touch, rng: Rng) -> Samples:
    """The palm on the bridge: a short string, and more of the pick."""
    v = touch.velocity
    body = string(touch, rng, bright_hz=2_000 + 6_000 * v, spot=0.12, damping=0.3, t60_s=0.22 + 0.2 * v)
    return settle(bell_eq(low_pass(_scrape(body, rng, 0.5 * v), 7_500), 2_200, 4.0, 0.9))


def driven(touch: Touch, rng: Rng) -> Samples:
    """The string as it reaches a driven amplifier; the amplifier itself works on the whole part (see amps)."""
    v = touch.velocity
    body = string(touch, rng, bright_hz=2_800 + 4_500 * v, spot=0.16, damping=0.16, t60_s=7.0 * (110 / touch.hz) ** 0.4)
    return settle(high_pass(_scrape(body, rng, 0.3 * v), 90))


def lead(touch: Touch, rng: Rng) -> Samples:
    """A held string with vibrato that comes late, for a driven melody."""
    body = driven(Touch(touch.pitch, touch.velocity, touch.length_s + 0.02), rng)
    t = clock(touch.samples)
    depth = 0.00016 * np.clip((t - 0.25) / 0.4, 0, 1)
    at = np.arange(touch.samples) + depth * SAMPLE_RATE * (1 + np.sin(2 * np.pi * 5.4 * t - np.pi / 2))
    return np.asarray(np.interp(at, np.arange(len(body)), body), np.float32)
