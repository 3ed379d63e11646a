"""A sung take out of numbers, noises to put under it, and how near one is to the other."""

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
Take = NDArray[np.float32]


def take(seconds: float = 8.0, seed: int = 3) -> Take:
    """Mono, (1, samples): phrases of a buzzing voice with vibrato, vowels and consonants; silence between them."""
    dice = np.random.default_rng(seed)
    samples = round(seconds * RATE)
    out = np.zeros(samples)
    at = round(0.4 * RATE)
    while at < samples - RATE // 2:
        length = min(round(dice.uniform(0.9, 1.7) * RATE), samples - at)
        time_s = np.arange(length) / RATE
        pitch_hz = 220.0 * 2 ** (dice.integers(-5, 7) / 12) * (1 + 0.006 * np.sin(2 * np.pi * 5.5 * time_s))
        angle = 2 * np.pi * np.cumsum(pitch_hz) / RATE
        formants_hz = dice.uniform((400, 1100, 2500), (850, 2300, 3300))
        shape = np.minimum(1.0, np.minimum(time_s, time_s[::-1]) / 0.06)
        for harmonic in range(1, 40):
            hz = 220.0 * harmonic
            weight = sum(np.exp(-0.5 * ((hz - f) / 160) ** 2) for f in formants_hz) + 0.3 / harmonic
            out[at : at + length] += weight / harmonic**0.5 * np.sin(harmonic * angle) * shape
        hiss = np.diff(dice.standard_normal(3601)) * np.hanning(3600)
        out[at : at + 3600] += 0.4 * hiss[: samples - at]
        at += length + round(dice.uniform(0.35, 0.7) * RATE)
    return (0.4 * out / np.abs(out).max()).astype(np.float32)[np.newaxis]


def hiss(samples: int, seed: int = 1) -> Take:
    return np.random.default_rng(seed).standard_normal((1, samples)).astype(np.float32)


def pink_and_hum(samples: int, seed: int = 1) -> Take:
    spectrum = np.fft.rfft(hiss(samples, seed)[0]) / np.sqrt(np.maximum(np.fft.rfftfreq(samples, 1 / RATE), 20.0))
    pink = np.fft.irfft(spectrum, samples)
    time_s = np.arange(samples) / RATE
    hum = sum(np.sin(2 * np.pi * 50 * h * time_s + h) / h for h in range(1, 7))
    return (pink / pink.std() + 0.7 * hum / np.std(hum)).astype(np.float32)[np.newaxis]


def warble(samples: int, seed: int = 1) -> Take:
    """Noise that moves three times a second."""
    swing = 0.55 + 0.45 * np.sin(2 * np.pi * 3 * np.arange(samples) / RATE)
    return (hiss(samples, seed) * swing).astype(np.float32)


def at_snr(voice: Take, noise: Take, snr_db: float) -> Take:
    gain = np.std(voice) / np.std(noise) / 10 ** (snr_db / 20)
    return (voice + gain * noise).astype(np.float32)


def si_sdr_db(estimate: Take, truth: Take) -> float:
    """How much of the estimate is the truth, whatever its level."""
    first, second = (part.astype(np.float64).reshape(-1) for part in (estimate, truth))
    first, second = first - first.mean(), second - second.mean()
    wanted = second * (first @ second) / (second @ second)
    rest = first - wanted
    return float(10 * np.log10((wanted @ wanted) / (rest @ rest + 1e-20)))
