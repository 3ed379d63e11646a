"""Bass instruments: fingers, pick, upright on plucked strings; sub and synth on oscillators. All mono."""

import numpy as np

from processing.engines.compose.house_band.sound.loops import LOW_PASS, SAMPLE_RATE, STEP
from processing.engines.compose.house_band.sound.strings import pluck, ring
from processing.engines.compose.house_band.sound.touch import Touch
from processing.engines.compose.house_band.sound.waves import (
    Rng,
    Samples,
    band_pass,
    bell_eq,
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


def string(touch: Touch, rng: Rng, *, bright_hz: float, spot: float, damping: float, t60_s: float) -> Samples:
    """A string plucked at `spot` (share of its length) with a burst low-passed at `bright_hz`; mono, peak 1."""
    period = SAMPLE_RATE / touch.hz
    burst = noise(rng, max(8, int(period)))
    burst = low_pass(np.concatenate([burst, np.zeros(int(period), np.float32)]), min(bright_hz, 20_000))
    comb = burst.copy()
    gap = max(1, int(period * spot))
    comb[gap:] -= np.float32(0.85) * burst[:-gap]
    return settle(pluck(comb, period, damping, t60_s, touch.samples))


def finger(touch: Touch, rng: Rng) -> Samples:
    v = touch.velocity
    t60 = 5.0 * (60.0 / touch.hz) ** 0.4
    body = string(touch, rng, bright_hz=700 + 2_600 * v**1.4, spot=0.22, damping=0.32, t60_s=t60)
    low = sine(touch.hz, len(body), 0.1) * fall(len(body), t60 * 0.6) * np.float32(0.45)
    tip = count(0.012)
    body[:tip] += band_pass(noise(rng, tip), 500, 2_200) * fall(tip, 0.01) * np.float32(0.35 * v)
    return settle(drive(low_pass(bell_eq(0.75 * body + low, 820, 4.0, 0.9), 4_500), 1.6))


def pick(touch: Touch, rng: Rng) -> Samples:
    v = touch.velocity
    body = string(touch, rng, bright_hz=2_200 + 5_000 * v, spot=0.12, damping=0.2, t60_s=4.0 * (60 / touch.hz) ** 0.4)
    low = sine(touch.hz, len(body), 0.1) * fall(len(body), 2.2) * np.float32(0.4)
    tip = count(0.007)
    body[:tip] += high_pass(noise(rng, tip), 2_000) * fall(tip, 0.006) * np.float32(0.6 * v)
    growl = bell_eq(drive(0.7 * body + low, 2.4 + 2.0 * v), 1_250, 4.5, 0.8)
    return settle(low_pass(growl, 5_800))


def upright(touch: Touch, rng: Rng) -> Samples:
    v = touch.velocity
    body = string(touch, rng, bright_hz=500 + 1_500 * v, spot=0.28, damping=0.42, t60_s=2.4 * (60 / touch.hz) ** 0.5)
    low = sine(touch.hz, len(body), 0.1) * fall(len(body), 1.4) * np.float32(0.5)
    thump = ring(np.array([98.0, 172.0, 245.0]), np.array([0.22, 0.14, 0.08]), np.full(3, 0.12), np.zeros(3), len(body))
    slap = count(0.02)
    body[:slap] += band_pass(noise(rng, slap), 700, 3_000) * fall(slap, 0.014) * np.float32(0.4 * v)
    return settle(low_pass(bell_eq(0.8 * body + low + thump * np.float32(v), 1_000, 3.0), 3_800))


def sub(touch: Touch, rng: Rng) -> Samples:
    """A long sine with a little bend and enough saturation to be heard on small speakers."""
    length = touch.samples
    t = clock(length)
    bend = 1.0 + 0.5 * np.exp(-t / 0.012)
    wave = sine(touch.hz * bend, length, 0.02) * contour(length, 0.003, 3.5, 0.25)
    warm = drive(wave, 2.0 + 1.4 * touch.velocity)
    warm = warm + np.float32(0.14) * oscillate("triangle", 2 * touch.hz, length, rng.random()) * fall(length, 0.6)
    click = count(0.005)
    warm[:click] += low_pass(noise(rng, click), 3_500) * fall(click, 0.004) * np.float32(0.4 * touch.velocity)
    return settle(low_pass(warm, 2_400))


def synth(touch: Touch, rng: Rng) -> Samples:
    """Saw and square an octave below through a filter that snaps shut; the house and electro bass."""
    length, v = touch.samples, touch.velocity
    start = rng.random()
    wave = oscillate("saw", touch.hz, length, start) + 0.7 * oscillate("saw", touch.hz * 1.004, length, start + 0.3)
    wave = (0.5 * wave + 0.5 * oscillate("square", touch.hz, length, start)).astype(np.float32)
    t = clock(length)[::STEP]
    cutoff = 260 + touch.hz * 1.5 + (900 + 3_200 * v) * np.exp(-t / (0.07 + 0.08 * v))
    snapped = moving(wave, cutoff, 1.6, LOW_PASS)
    low = sine(touch.hz, length) * np.float32(0.55)
    return settle(drive((snapped + low) * contour(length, 0.002, 1.6, 0.55), 1.5))
