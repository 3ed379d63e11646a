"""Drums struck on skins: kick, snare, rim, clap, tom, hand drum. Each is built from several layers.

A hit is mono float32, peak near 1. Harder strokes are brighter and bend further; every variant differs a little,
as no drummer strikes twice at the same spot.
"""

from dataclasses import dataclass

import numpy as np

from processing.engines.compose.house_band.sound.strings import ring
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
    noise,
    settle,
    sine,
)


@dataclass(frozen=True)
class KickTone:
    """How a bass drum sounds: where its pitch lands, how far it bends, how long it rings, how much beater."""

    low_hz: float = 52.0
    bend_hz: float = 130.0
    bend_s: float = 0.022
    ring_s: float = 0.42
    click: float = 0.5
    skin: float = 0.25
    grit: float = 1.6


@dataclass(frozen=True)
class SnareTone:
    """How a snare drum sounds: the two skin modes, the wires, the crack and the room around it."""

    low_hz: float = 185.0
    ring_s: float = 0.16
    wires_s: float = 0.22
    body: float = 0.7
    wires: float = 0.8
    crack: float = 0.5
    room: float = 0.15
    dark_hz: float = 11_000.0


def kick(tone: KickTone, velocity: float, rng: Rng) -> Samples:
    length = count(tone.ring_s * 1.3)
    t = clock(length)
    low = tone.low_hz * (1 + 0.01 * rng.standard_normal())
    bend = tone.bend_hz * (0.6 + 0.6 * velocity)
    pitch = low + bend * np.exp(-t / tone.bend_s) + 3.0 * bend * np.exp(-t / 0.0025)
    body = sine(pitch, length, 0.08) * fall(length, tone.ring_s)
    skin = sine(pitch * 1.59, length, 0.2) * fall(length, tone.ring_s * 0.35) * np.float32(tone.skin)
    beater = band_pass(noise(rng, count(0.03)), 1_800, 5_200) * fall(count(0.03), 0.02)
    beater += ring(
        np.array([2_350.0, 3_700.0]) * (1 + 0.03 * rng.standard_normal()),
        np.array([0.22, 0.14]),
        np.array([0.014, 0.01]),
        np.zeros(2),
        len(beater),
    )
    hit = drive(body + skin, tone.grit)
    hit[: len(beater)] += beater * np.float32(tone.click * (0.3 + 1.2 * velocity**1.5))
    hit[-count(0.02) :] *= np.linspace(1, 0, count(0.02), dtype=np.float32)
    return settle(hit, 0.95)


def snare(tone: SnareTone, velocity: float, rng: Rng) -> Samples:
    length = count(max(tone.ring_s, tone.wires_s * 1.6) + 0.12)
    t = clock(length)
    low = tone.low_hz * (1 + 0.012 * rng.standard_normal())
    bend = 1.0 + (0.25 + 0.25 * velocity) * np.exp(-t / 0.009)
    body = sine(low * bend, length) * fall(length, tone.ring_s)
    body += np.float32(0.55) * sine(1.78 * low * bend, length, 0.3) * fall(length, tone.ring_s * 0.7)
    body += ring(
        low * np.array([2.66, 3.55, 4.9]),
        np.array([0.16, 0.1, 0.07]),
        np.full(3, tone.ring_s * 0.5),
        np.zeros(3),
        length,
    )
    wires = _wires(tone, velocity, rng, length)
    crack = np.zeros(length, np.float32)
    short = count(0.012)
    crack[:short] = band_pass(noise(rng, short), 2_000, 9_000) * fall(short, 0.009)
    hit = np.float32(tone.body) * body + np.float32(tone.wires * (0.45 + 0.55 * velocity)) * wires
    hit += np.float32(tone.crack * (0.2 + 1.6 * velocity**1.5)) * crack
    return settle(drive(settle(low_pass(hit, min(tone.dark_hz, 18_000))), 1.5), 0.9)


def _wires(tone: SnareTone, velocity: float, rng: Rng, length: int) -> Samples:
    """The snare wires: bright noise, a comb of their own slap against the skin, and what the room gives back."""
    raw = noise(rng, length)
    bright = band_pass(raw, 1_400, 4_500 + 7_500 * velocity) * np.float32(1.6)
    fizz = high_pass(raw, 5_500) * fall(length, tone.wires_s * 0.55) * np.float32(0.5 * velocity)
    slap = count(0.0042)
    bright[slap:] += np.float32(0.45) * bright[:-slap]
    swing = 1 + 0.25 * sine(47.0 + 9 * rng.random(), length, rng.random())
    wires = bright * fall(length, tone.wires_s) * swing + fizz
    room = low_pass(noise(rng, length), 4_200) * fall(length, tone.wires_s * 1.9) * np.float32(tone.room)
    rise = count(0.0012)
    wires[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    return np.asarray((wires + room), np.float32)


def rim(velocity: float, rng: Rng) -> Samples:
    """A stick laid across the rim: short wooden modes and a click."""
    length = count(0.11)
    modes = np.array([455.0, 1_060.0, 1_710.0, 2_480.0, 3_900.0]) * (1 + 0.008 * rng.standard_normal(5))
    hit = ring(
        modes,
        np.array([0.4, 0.5, 1.0, 0.6, 0.35 * velocity]),
        np.array([0.05, 0.045, 0.05, 0.03, 0.02]),
        np.zeros(5),
        length,
    )
    hit[: count(0.004)] += band_pass(noise(rng, count(0.004)), 2_500, 9_000) * np.float32(0.9 * velocity)
    return settle(hit, 0.7)


def clap(velocity: float, rng: Rng, *, dark_hz: float = 12_000.0) -> Samples:
    """Several hands a few milliseconds apart; the first and loudest is on the beat, the last one rings."""
    length = count(0.34)
    hit = np.zeros(length, np.float32)
    for start, level in ((0.0, 1.0), (0.0085, 0.8), (0.0185, 0.9)):
        at = count(start * (1 + 0.12 * rng.standard_normal())) if start else 0
        burst = count(0.012 if start < 0.015 else 0.3)
        burst = min(burst, length - at)
        hand = band_pass(noise(rng, burst), 850, 2_600) * 1.7 + high_pass(noise(rng, burst), 3_500) * np.float32(
            0.5 * velocity
        )
        decay = 0.011 if start < 0.015 else 0.17
        hit[at : at + burst] += (hand * fall(burst, decay) * np.float32(level)).astype(np.float32)
    return settle(drive(settle(low_pass(hit, dark_hz)), 1.8), 0.8)


def tom(low_hz: float, velocity: float, rng: Rng, *, ring_s: float = 0.55) -> Samples:
    length = count(ring_s * 1.2)
    t = clock(length)
    low = low_hz * (1 + 0.01 * rng.standard_normal())
    pitch = low * (1 + (0.2 + 0.35 * velocity) * np.exp(-t / 0.035))
    hit = sine(pitch, length) * fall(length, ring_s)
    for ratio, level, share in ((1.59, 0.4, 0.55), (2.14, 0.25, 0.4), (2.65, 0.14, 0.3)):
        hit += np.float32(level) * sine(pitch * ratio, length, rng.random() * 0.1) * fall(length, ring_s * share)
    skin = band_pass(noise(rng, count(0.05)), 900, 5_000) * fall(count(0.05), 0.03)
    hit[: len(skin)] += skin * np.float32(0.5 + velocity)
    return settle(drive(hit, 1.4), 0.9)


def hand_drum(low_hz: float, velocity: float, rng: Rng) -> Samples:
    """Conga or bongo: a tuned skin with a slap that grows with the stroke."""
    length = count(0.3)
    modes = low_hz * np.array([1.0, 1.5, 1.98, 2.45, 3.3]) * (1 + 0.006 * rng.standard_normal(5))
    hit = ring(
        modes,
        np.array([1.0, 0.35, 0.3, 0.18, 0.12 * velocity]),
        np.array([0.22, 0.14, 0.1, 0.08, 0.05]),
        np.zeros(5),
        length,
    )
    slap = band_pass(noise(rng, count(0.02)), 1_200, 6_500) * fall(count(0.02), 0.014)
    hit[: len(slap)] += slap * np.float32(0.3 + 1.1 * velocity**2)
    return settle(hit, 0.75)


def wood(low_hz: float, velocity: float, rng: Rng) -> Samples:
    """Claves, wood block, cowbell: whatever is small, hard and struck."""
    length = count(0.16)
    modes = low_hz * np.array([1.0, 1.48, 2.57]) * (1 + 0.004 * rng.standard_normal(3))
    hit = ring(modes, np.array([1.0, 0.5, 0.25 + 0.3 * velocity]), np.array([0.1, 0.07, 0.04]), np.zeros(3), length)
    return settle(hit, 0.6)
