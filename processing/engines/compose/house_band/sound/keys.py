"""Keyboards and struck metal: piano, electric piano, organ, bell."""

import numpy as np

from processing.engines.compose.house_band.sound.strings import ring
from processing.engines.compose.house_band.sound.touch import Touch
from processing.engines.compose.house_band.sound.waves import (
    Rng,
    Samples,
    band_pass,
    clock,
    contour,
    count,
    fall,
    high_pass,
    high_shelf,
    noise,
    settle,
    sine,
)

DRAWBARS = ((0.5, 0.8), (1.5, 0.55), (1.0, 1.0), (2.0, 0.7), (3.0, 0.35), (4.0, 0.3), (6.0, 0.14), (8.0, 0.18))


def piano(touch: Touch, rng: Rng) -> Samples:
    """Stiff strings in pairs, slightly apart in tune, struck at an eighth of their length; (2, samples)."""
    v, f0 = touch.velocity, touch.hz
    stiffness = 7.5e-5 * 2 ** ((touch.pitch - 45) / 9.5)
    order = np.arange(1, max(4, min(34, int(11_000 / f0))) + 1)
    partial = order * f0 * np.sqrt(1 + stiffness * order**2)
    hammer = np.exp(-partial / (900 + 3_800 * v**1.3)) + 0.06 * v * np.exp(-partial / 6_000)
    gains = hammer * np.abs(np.sin(np.pi * order / 7.6) + 0.05) / order**0.35
    t60 = 13.0 * (110 / f0) ** 0.55 / (1 + 0.0009 * partial)
    strings = []
    for side, cents in enumerate((-0.55, 0.6)):
        # The second string is struck a little later in its swing and dies sooner: the two-stage decay of a piano.
        pan = 1 + 0.25 * np.sin(order * 2.1 + side * np.pi)
        fast = np.where(order % 2 == side, 0.6, 1.0)
        phases = rng.uniform(-0.4, 0.4, len(order))
        strings.append(ring(partial * 2 ** (cents / 1200), gains * pan, t60 * fast, phases, touch.samples))
    tone = np.stack([strings[0] + np.float32(0.5) * strings[1], strings[1] + np.float32(0.5) * strings[0]])
    tone = settle(tone)
    knock = min(count(0.06), touch.samples)
    thump = band_pass(noise(rng, knock), 90, 700) + band_pass(noise(rng, knock), 1_500, 5_000) * np.float32(0.5 * v)
    tone[:, :knock] += thump * fall(knock, 0.045) * np.float32(0.16 + 0.3 * v)
    rise = min(count(0.0012), touch.samples)
    tone[:, :rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    return settle(tone.astype(np.float32))


def rhodes(touch: Touch, rng: Rng) -> Samples:
    """A tine beside a pickup: frequency modulation that grows with the stroke, a short bell above it."""
    v, f0, length = touch.velocity, touch.hz, touch.samples
    decay = 7.0 * (220 / f0) ** 0.5
    index = (0.45 + 2.0 * v**1.5) * fall(length, decay * 0.55) + np.float32(0.12)
    bark = sine(f0, length) * index
    angle = 2 * np.pi * f0 * clock(length)
    body = np.sin(angle + bark).astype(np.float32) * fall(length, decay)
    body += (
        np.float32(0.3 * v)
        * np.sin(angle + 0.5 * np.pi + 0.7 * bark).astype(np.float32) ** 2
        * fall(length, decay * 0.5)
    )
    tine = ring(
        f0 * np.array([7.08, 13.9, 20.4]),
        np.array([0.24, 0.16, 0.1]) * (0.3 + v),
        np.array([0.7, 0.3, 0.15]),
        np.zeros(3),
        length,
    )
    tip = min(count(0.02), length)
    tine[:tip] += band_pass(noise(rng, tip), 800, 4_000) * fall(tip, 0.015) * np.float32(0.25 * v)
    rise = min(count(0.0015), length)
    body[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    return settle(high_shelf(high_pass(body + tine, 60), 1_600, 4.0))


def organ(touch: Touch, rng: Rng) -> Samples:
    """Nine tone wheels less one, the key click, and a percussive third harmonic."""
    length, f0 = touch.samples, touch.hz
    wave = np.zeros(length, np.float32)
    for ratio, level in DRAWBARS:
        if ratio * f0 < 12_000:
            wave += np.float32(level) * sine(ratio * f0 * (1 + 2e-4 * rng.standard_normal()), length, rng.random())
    wave += np.float32(0.7 * touch.velocity) * sine(3 * f0, length) * fall(length, 0.35)
    click = min(count(0.006), length)
    wave[:click] += high_pass(noise(rng, click), 1_500) * fall(click, 0.005) * np.float32(1.2)
    return settle(wave * contour(length, 0.004, 9.0, 0.9))


def bell(touch: Touch, rng: Rng) -> Samples:
    """Celesta and music box: a bar with few, high, inharmonic modes."""
    v, f0 = touch.velocity, touch.hz
    ratios = np.array([1.0, 2.002, 2.76, 4.07, 5.42, 8.93])
    gains = np.array([1.0, 0.35, 0.3 + 0.2 * v, 0.16, 0.22 * v, 0.12 * v])
    decay = np.array([2.6, 1.6, 0.9, 0.7, 0.45, 0.2]) * (523 / f0) ** 0.4
    tone = ring(ratios * f0, gains, decay, np.zeros(6), touch.samples)
    tip = min(count(0.008), touch.samples)
    tone[:tip] += high_pass(noise(rng, tip), 3_000) * fall(tip, 0.006) * np.float32(0.4 * v)
    shimmer = ring(ratios * f0 * 1.0018, 0.4 * gains, decay, np.full(6, 0.8), touch.samples)
    return settle(np.stack([tone + shimmer, tone - 0.5 * shimmer]).astype(np.float32))
