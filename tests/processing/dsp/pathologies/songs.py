"""A healthy little song of noise and tones, and the ways to spoil it."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
DURATION_S = 10.0
Song = NDArray[np.float32]


@lru_cache(maxsize=2)
def healthy(seed: int = 7) -> Song:
    """Struck chords, a bass and a noisy top with the tilt of released music; mostly centred, a little wide."""
    dice = np.random.default_rng(seed)
    samples = round(DURATION_S * RATE)
    time_s = np.arange(samples) / RATE
    song = np.zeros((2, samples))
    for beat in np.arange(0.0, DURATION_S - 0.5, 0.5):
        at = round(beat * RATE)
        length = min(round(0.9 * RATE), samples - at)
        decay = np.exp(-np.arange(length) / RATE / 0.25) * np.minimum(1.0, np.arange(length) / 48)
        root = 110.0 * 2 ** (dice.integers(0, 8) / 12)
        for harmonic in range(1, 40):
            pan = dice.uniform(-0.35, 0.35)
            tone = 0.22 / harmonic**1.1 * np.sin(2 * np.pi * root * harmonic * time_s[:length] + dice.uniform(0, 6.28))
            song[:, at : at + length] += np.array([[1 - pan], [1 + pan]]) * tone * decay
        burst = dice.standard_normal(length) * np.exp(-np.arange(length) / RATE / 0.03)
        song[:, at : at + length] += 0.12 * burst
        song[:, at : at + length] += 0.35 * np.sin(2 * np.pi * 55 * time_s[:length]) * decay
        for eighth in range(1, 4):
            hat = at + round(eighth * 0.125 * RATE)
            tick = np.convolve(dice.standard_normal(2400), np.hanning(12), "same") * np.exp(-np.arange(2400) / 600)
            song[:, hat : hat + 2400] += 0.06 * tick[: samples - hat]
    song = (0.35 * song / np.abs(song).max()).astype(np.float32)
    # One for all tests: whoever changed it would spoil it for the others.
    song.setflags(write=False)
    return song


def band(song: Song, low_hz: float, high_hz: float) -> Song:
    spectrum = np.fft.rfft(song, axis=-1)
    hz = np.fft.rfftfreq(song.shape[-1], 1 / RATE)
    spectrum[..., (hz < low_hz) | (hz >= high_hz)] = 0
    return np.fft.irfft(spectrum, song.shape[-1], axis=-1).astype(np.float32)


def with_antiphase(song: Song) -> Song:
    """Bands of one side turned over, as an incoherent image cancels them in mono."""
    spoiled = song.copy()
    for low in (300, 900, 2500, 6000):
        spoiled[1] -= 2 * band(song, low, low * 1.6)[1]
    return spoiled


def with_wide_bass(song: Song) -> Song:
    low = band(song, 20, 140)
    return np.stack([song[0], song[1] - 2.2 * low[1]]).astype(np.float32)


def with_shimmer(song: Song) -> Song:
    haze = band(np.random.default_rng(1).standard_normal(song.shape).astype(np.float32), 8_000, 12_000)
    return song + haze * (0.8 * np.sqrt(np.mean(band(song, 2_000, 5_000) ** 2) / np.mean(haze**2)))


def with_mud(song: Song) -> Song:
    return song + 2.5 * band(song, 200, 500)


def with_hard_panning(song: Song) -> Song:
    """Every other half kilohertz on one side alone."""
    spectrum = np.fft.rfft(song, axis=-1)
    hz = np.fft.rfftfreq(song.shape[-1], 1 / RATE)
    number = np.floor((hz - 200) / 400)
    for side in (0, 1):
        spectrum[side, (hz >= 200) & (hz < 8_200) & (number % 2 == side)] = 0
    return np.fft.irfft(spectrum, song.shape[-1], axis=-1).astype(np.float32)


def with_holes(song: Song) -> Song:
    """Bands that vanish for a tenth of a second here and there, while everything beside them plays on."""
    dice = np.random.default_rng(3)
    spoiled = song + 0.01 * dice.standard_normal(song.shape).astype(np.float32)
    gaps = np.zeros_like(spoiled)
    time_s = np.arange(song.shape[1]) / RATE
    for low in range(2_000, 13_000, 1_500):
        shut = (np.sin(2 * np.pi * (1.7 * time_s + low / 900)) > 0.3).astype(np.float32)
        gaps += shut * band(spoiled, low - 100, low + 600)
    return (spoiled - gaps).astype(np.float32)


def with_pause(song: Song, pause_s: float = 2.0) -> Song:
    quiet = song.copy()
    quiet[:, : round(pause_s * RATE)] *= np.float32(1e-4)
    return quiet


def with_noise(song: Song) -> Song:
    """Hiss at -40 dB under a song that pauses."""
    hiss = np.random.default_rng(2).standard_normal(song.shape).astype(np.float32)
    return with_pause(song) + hiss * np.float32(0.01 * np.std(song))


def with_hum(song: Song, gap_s: float = 2.0) -> Song:
    """Fifty hertz and its harmonics, heard in a pause."""
    spoiled = song.copy()
    spoiled[:, : round(gap_s * RATE)] *= 0.003
    time_s = np.arange(song.shape[1]) / RATE
    hum = sum(0.004 / h * np.sin(2 * np.pi * 50 * h * time_s) for h in range(1, 6))
    return (spoiled + hum).astype(np.float32)


def with_clicks(song: Song, count: int = 12) -> Song:
    spoiled = song.copy()
    for at in np.linspace(0.35, DURATION_S - 0.6, count):
        spoiled[:, round(at * RATE)] += 0.8
    return spoiled


def with_dropouts(song: Song) -> Song:
    spoiled = song.copy()
    for at_s in (3.03, 7.05):
        spoiled[:, round(at_s * RATE) : round((at_s + 0.02) * RATE)] = 0
    return spoiled


def swelling(song: Song) -> Song:
    """The tones of a song without one attack: swelling chords of the same brightness."""
    time_s = np.arange(song.shape[1]) / RATE
    # Each harmonic and each swell from the one before it, by turning: a sine for each would take seconds.
    tone, turn = np.exp(2j * np.pi * 110 * time_s), np.exp(2j * np.pi * 110 * time_s)
    swell, later = np.exp(2j * np.pi * 0.35 * time_s), np.exp(2j * np.pi * 0.05 * time_s)
    total = np.zeros(song.shape[1])
    for h in range(1, 180):
        total += tone.imag / h**1.1 * (1.2 + swell.imag)
        tone *= turn
        swell *= later
    return np.stack([0.1 * total] * 2).astype(np.float32)


def softened(song: Song) -> Song:
    """The same tones struck twice a second, each stroke taking a tenth of a second to come."""
    since_s = np.arange(song.shape[1]) / RATE % 0.5
    strokes = (0.25 + 0.75 * np.minimum(1.0, since_s / 0.1)) * np.exp(-np.maximum(0.0, since_s - 0.1) / 0.3)
    return (swelling(song) * strokes).astype(np.float32)


def steady_kick(song: Song) -> Song:
    """The very same low stroke at 120 beats a minute: its lines lie at every even number of hertz, 50 and 60 too."""
    since_s = np.arange(song.shape[1]) / RATE % 0.5
    return (song + 0.3 * np.sin(2 * np.pi * 52 * since_s) * np.exp(-since_s / 0.12)).astype(np.float32)


def unrelated_highs(song: Song) -> Song:
    highs = band(song, 4_000, 20_000)
    return song - highs + np.stack([highs[0], np.roll(highs[1], 480)])


def fading(song: Song) -> Song:
    spectrum, hz = np.fft.rfft(song), np.fft.rfftfreq(song.shape[1], 1 / RATE)
    return np.fft.irfft(spectrum * 10 ** (-np.maximum(0, hz - 2_000) / 2_500), song.shape[1]).astype(np.float32)


def coded_highs(song: Song) -> Song:
    """What a lossy format makes of unrelated highs: the same on both sides, with turning signs."""
    highs = band(song, 8_000, 14_000)
    return song - highs + highs[:1] * np.array([[1.0], [-1.0]])


def bright_strokes(song: Song) -> Song:
    strokes = band(np.random.default_rng(1).standard_normal(song.shape).astype(np.float32), 8_000, 12_000)
    return song + 0.05 * strokes * (np.arange(song.shape[1]) / RATE % 0.5 < 0.06)
