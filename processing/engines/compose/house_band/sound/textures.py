"""Air between the notes: worn vinyl, risers, impacts, reversed cymbals. They last exactly as long as they are asked."""

import numpy as np

from processing.engines.compose.house_band.sound.cymbals import cymbal
from processing.engines.compose.house_band.sound.loops import BAND_PASS, LOW_PASS, STEP
from processing.engines.compose.house_band.sound.touch import Touch
from processing.engines.compose.house_band.sound.waves import (
    Rng,
    Samples,
    band_pass,
    clock,
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


def vinyl(touch: Touch, rng: Rng) -> Samples:
    """Surface hiss, dust (many soft ticks) and now and then a scratch; (2, samples)."""
    length = touch.samples
    sides = []
    for _ in range(2):
        dust = (rng.random(length) < 26 / 48_000) * rng.exponential(0.5, length)
        scratch = (rng.random(length) < 1.5 / 48_000) * rng.exponential(1.6, length)
        ticks = drive(band_pass((dust + scratch).astype(np.float32), 1_100, 7_500) * np.float32(2.2), 1.0)
        hiss = band_pass(noise(rng, length), 600, 9_000) * np.float32(0.028)
        rumble = low_pass(noise(rng, length), 70) * np.float32(0.05)
        sides.append(ticks + hiss + rumble)
    shared = 0.5 * (sides[0] + sides[1])
    return np.stack([0.6 * side + 0.4 * shared for side in sides]).astype(np.float32)


def riser(touch: Touch, rng: Rng) -> Samples:
    """Noise and two saws that climb into the next section and stop dead at the end."""
    length = touch.samples
    x = np.linspace(0, 1, length)
    climb = 400 * 22 ** (x[::STEP] ** 1.3)
    sides = [moving(noise(rng, length), climb, 1.6, BAND_PASS) for _ in range(2)]
    glide = touch.hz * 2 ** (x * 1.0)
    tone = oscillate("saw", glide, length) + oscillate("saw", glide * 1.007, length, 0.5)
    tone = moving(tone.astype(np.float32), climb, 0.9, LOW_PASS) * np.float32(0.22)
    flutter = 1 - 0.45 * x * (0.5 + 0.5 * np.sign(np.sin(2 * np.pi * 4 * 4 ** (x * 0.8))))
    shape = (0.03 + 0.97 * x**2.2) * flutter
    fade = min(count(0.004), length)
    shape[-fade:] *= np.linspace(1, 0, fade)
    return settle((np.stack(sides) * 0.9 + tone) * shape.astype(np.float32), 0.8)


def impact(touch: Touch, rng: Rng) -> Samples:
    """A boom that falls in pitch under a burst of dark noise."""
    length = max(touch.samples, count(1.2))
    t = clock(length)
    boom = sine(38 + 55 * np.exp(-t / 0.09), length) * fall(length, 1.4)
    dark = 500 + 7_000 * np.exp(-t[::STEP] / 0.18)
    sides = [moving(noise(rng, length), dark, 0.7, LOW_PASS) * fall(length, 1.1) for _ in range(2)]
    return settle(drive(np.stack(sides) * np.float32(0.9) + boom, 1.6), 0.9)


def reverse(touch: Touch, rng: Rng) -> Samples:
    """A cymbal played backwards that ends where the note ends."""
    length = touch.samples
    struck = cymbal(max(0.4, touch.length_s), touch.velocity, rng, bell=0.05)[:, :length]
    struck = np.pad(struck, ((0, 0), (0, length - struck.shape[1])))
    turned = high_pass(struck[:, ::-1], 300) * np.linspace(0.0, 1.0, length, dtype=np.float32)
    fade = min(count(0.006), length)
    turned[:, -fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return settle(turned, 0.7)
