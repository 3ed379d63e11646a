"""Drums of metal and seeds: hi-hats, ride, crash, tambourine, shaker. Hits are (2, samples), wide at the top.

Metal is heard as two layers: a cluster of inharmonic tones and a wash of filtered noise that darkens as it dies.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from processing.engines.compose.house_band.sound.loops import LOW_PASS, STEP
from processing.engines.compose.house_band.sound.strings import ring
from processing.engines.compose.house_band.sound.waves import (
    Rng,
    Samples,
    band_pass,
    clock,
    count,
    fall,
    high_pass,
    moving,
    noise,
    oscillate,
    settle,
)

CLUSTER_HZ = (317.0, 465.0, 541.0, 805.0, 1_117.0, 1_310.0)
"""Six square waves that share no harmonic: the classic electronic hi-hat."""


@dataclass(frozen=True)
class HatTone:
    """`metal` 0..1 blends the tone cluster into the noise; `edge_hz` is where the hat begins."""

    metal: float = 0.4
    edge_hz: float = 6_500.0
    closed_s: float = 0.075
    open_s: float = 0.42
    dark_hz: float = 17_000.0


def _both(left: Samples, right: Samples) -> Samples:
    return np.stack([left, right]).astype(np.float32)


@lru_cache(maxsize=4)
def _cluster(length: int, scale: float) -> Samples:
    wave = sum(oscillate("square", scale * f, length, 0.13 * i) for i, f in enumerate(CLUSTER_HZ))
    return np.asarray(wave, np.float32)


def hat(tone: HatTone, decay_s: float, velocity: float, rng: Rng) -> Samples:
    """A hi-hat stroke; its decay says how far it stands open."""
    length = count(max(decay_s * 1.25, 0.05))
    start = int(rng.integers(0, 4_000))
    cluster = _cluster(count(0.8), 1.9)[start : start + length]
    cluster = high_pass(np.pad(cluster, (0, length - len(cluster))), tone.edge_hz, 4)
    sides = []
    shared = noise(rng, length)
    for _ in range(2):
        hiss = high_pass(0.8 * shared + 0.5 * noise(rng, length), tone.edge_hz * 0.85, 3)
        body = band_pass(hiss + shared * np.float32(0.05), 2_800, 7_000) * np.float32(0.8)
        metal = np.float32(tone.metal * 0.55) * cluster + np.float32(1 - tone.metal) * hiss + body
        sides.append(metal)
    shape = 0.75 * fall(length, decay_s) + 0.25 * fall(length, decay_s * 0.3)
    bright = np.full(length // STEP + 1, min(tone.dark_hz, 5_500 + 12_000 * velocity))
    tick = count(0.003)
    hit = _both(*(moving(side * shape, bright, 0.6, LOW_PASS) for side in sides))
    hit[:, :tick] += (noise(rng, tick) * fall(tick, 0.003) * np.float32(0.5 * velocity))[None]
    return settle(hit, 0.6)


def cymbal(size_s: float, velocity: float, rng: Rng, *, bell: float = 0.2, low_hz: float = 330.0) -> Samples:
    """A crash (wash first) or a ride (`bell` first); `size_s` is the decay of its loudest modes."""
    length = count(min(size_s, 3.2))
    modes = low_hz * np.exp(rng.uniform(0, np.log(15_000 / low_hz), 44))
    decay = size_s * rng.uniform(0.5, 1.0, 44) * (modes / low_hz) ** -0.22
    gains = rng.uniform(0.3, 1.0, 44) * np.where(modes < 2_000, 0.55, 1.0)
    ping = low_hz * np.array([2.1, 5.43, 7.9, 11.2, 17.6])
    t = clock(length)
    opening = 3_000 + (6_000 + 8_000 * velocity) * np.exp(-t[::STEP] / (0.35 * size_s))
    sides = []
    for side in range(2):
        picked = slice(side * 8, 36 + side * 8)
        wash = high_pass(noise(rng, length), 2_600) * (fall(length, size_s * 0.8) + 0.6 * fall(length, 0.12))
        metal = ring(modes[picked], gains[picked], decay[picked], rng.uniform(0, 6.28, 36), length)
        tip = ring(ping, np.array([0.3, 1.0, 0.8, 0.6, 0.4]), np.full(5, size_s * 0.5), np.zeros(5), length)
        sound = (1 - bell) * (0.9 * wash + 0.05 * metal) + bell * (0.3 * tip + 0.05 * metal + 0.06 * wash)
        sides.append(moving(sound.astype(np.float32), opening, 0.7, LOW_PASS))
    hit = _both(sides[0] + 0.5 * sides[1], sides[1] + 0.5 * sides[0])
    hit[:, -count(0.1) :] *= np.linspace(1, 0, count(0.1), dtype=np.float32)
    return settle(hit, 0.75)


def shaker(velocity: float, rng: Rng, *, swell_s: float = 0.012, decay_s: float = 0.07) -> Samples:
    """Seeds in a tube: many small grains that gather into the stroke and fall away."""
    length = count(swell_s + decay_s * 1.3)
    grains = noise(rng, length) * (rng.random(length) < 0.35)
    tube = band_pass(grains.astype(np.float32), 3_800, 6_800 + 3_000 * velocity) * 3.0
    tube += high_pass(noise(rng, length), 7_500) * np.float32(0.25)
    rise = count(swell_s)
    shape = np.concatenate([np.linspace(0, 1, rise) ** 2, fall(length - rise, decay_s)])
    sound = (tube * shape).astype(np.float32)
    return settle(_both(sound, 0.8 * sound + 0.3 * np.roll(sound, count(0.0004))), 0.5)


def tambourine(velocity: float, rng: Rng) -> Samples:
    """Pairs of small plates that clatter against each other for a tenth of a second."""
    length = count(0.24)
    sound = np.zeros(length, np.float32)
    for k in range(7):
        at = int(count(0.0001) + abs(rng.standard_normal()) * count(0.007) * (k > 0))
        modes = rng.uniform(5_200, 13_500, 5)
        plate = ring(modes, rng.uniform(0.2, 0.6, 5), rng.uniform(0.05, 0.16, 5), rng.uniform(0, 6.28, 5), length - at)
        sound[at:] += plate
    hiss = high_pass(noise(rng, length), 6_000) * fall(length, 0.1 + 0.05 * velocity)
    sound += hiss * np.float32(0.8)
    return settle(_both(sound, 0.75 * sound + 0.35 * np.roll(sound, 17)), 0.55)
