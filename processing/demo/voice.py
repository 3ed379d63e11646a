"""A singing machine: a glottal buzz through moving formants, with breath, consonants, glides and vibrato.

It is plainly a machine, but it is in tune, in time, and everything that listens to a voice can listen to it.
"""

import numpy as np
from numpy.typing import NDArray

from processing.demo.melody import SungSyllable
from processing.engines.compose.house_band.sound.loops import BAND_PASS, SAMPLE_RATE, STEP
from processing.engines.compose.house_band.sound.waves import (
    band_pass,
    count,
    fall,
    high_pass,
    high_shelf,
    moving,
    noise,
    oscillate,
    settle,
)

VOWELS_HZ = {
    "ah": (850.0, 1_220.0, 2_810.0, 3_900.0),
    "eh": (610.0, 2_100.0, 2_990.0, 3_950.0),
    "ee": (360.0, 2_600.0, 3_250.0, 4_000.0),
    "oh": (560.0, 920.0, 2_710.0, 3_850.0),
    "oo": (390.0, 950.0, 2_670.0, 3_800.0),
}
"""Formants of adult women's vowels, textbook averages."""
LEVELS = (1.0, 0.5, 0.26, 0.16)
WIDTHS_HZ = (90.0, 120.0, 170.0, 260.0)
HISSES = {"s": (5_200, 11_000, 0.11, 0.5), "f": (2_500, 9_000, 0.09, 0.22), "t": (3_200, 9_500, 0.035, 0.5)}
HISSES |= {"h": (900, 5_000, 0.07, 0.25), "k": (1_500, 4_500, 0.04, 0.45), "p": (600, 3_000, 0.03, 0.4)}
HISSES |= {"c": HISSES["k"], "b": (300, 1_800, 0.02, 0.3), "d": (2_000, 6_000, 0.02, 0.3), "g": (900, 3_000, 0.03, 0.3)}
HISSES |= {"v": (1_500, 6_000, 0.05, 0.12), "w": (200, 700, 0.05, 0.12)}

Samples = NDArray[np.float32]
Doubles = NDArray[np.float64]


def sing(notes: tuple[SungSyllable, ...], duration_s: float, *, seed: int) -> Samples:
    """A dry mono take, (samples,) at 48 kHz, peak at half of full scale; the same seed sings the same bytes."""
    rng = np.random.default_rng(seed)
    length = count(duration_s)
    buzz = oscillate("glottis", _pitch_hz(notes, length, rng), length)
    breath = high_pass(noise(rng, length), 1_200) * np.float32(0.05)
    level = _level(notes, length)
    source = ((buzz + breath) * level).astype(np.float32)
    mouth = np.zeros(length, np.float32)
    points = length // STEP + 1
    for number, (share, width) in enumerate(zip(LEVELS, WIDTHS_HZ, strict=True)):
        track = _formant_hz(notes, number, points)
        # One Q for the whole take: a formant widens as it rises, as in a throat.
        mouth += np.float32(share) * moving(source, track, float(np.median(track)) / width, BAND_PASS)
    mouth += np.float32(0.02) * source
    voice = high_shelf(high_pass(mouth, 110), 4_000, 3.0)
    voice = settle(voice, 0.5) + _consonants(notes, length, rng)
    return settle(voice, 0.5)


def _pitch_hz(notes: tuple[SungSyllable, ...], length: int, rng: np.random.Generator) -> Doubles:
    """Pitch per sample: glides of 50 ms into each note, vibrato on held notes, a slow human drift."""
    times, pitches = [0.0], [float(notes[0].pitch)]
    swing = np.zeros(length)
    for note in notes:
        times += [max(note.start_s - 0.02, times[-1]), note.start_s + 0.03]
        pitches += [pitches[-1], float(note.pitch)]
        first, last = count(note.start_s), min(count(note.end_s), length)
        t = np.arange(last - first) / SAMPLE_RATE
        swing[first:last] = 0.22 * np.clip((t - 0.28) / 0.3, 0, 1) * np.sin(2 * np.pi * 5.3 * t)
    clock = np.arange(length) / SAMPLE_RATE
    slow = np.interp(clock, np.linspace(0, clock[-1], 40), 0.04 * rng.standard_normal(40))
    midi = np.interp(clock, times, pitches) + swing + slow
    return np.asarray(440.0 * 2.0 ** ((midi - 69.0) / 12.0))


def _level(notes: tuple[SungSyllable, ...], length: int) -> Samples:
    """Loudness per sample: each syllable swells in, and closes where its consonants stand."""
    times, levels = [0.0], [0.0]
    for number, note in enumerate(notes):
        gap = 0.03 if note.syllable.onset else 0.012
        high = 0.8 + 0.02 * (note.pitch - 62)
        times += [max(times[-1], note.start_s - gap), note.start_s, note.start_s + 0.045]
        levels += [0.12 if number and note.start_s - notes[number - 1].end_s < 0.02 else 0.0, 0.35 * high, high]
        times += [max(note.end_s - 0.06, note.start_s + 0.05), max(note.end_s, note.start_s + 0.06)]
        levels += [
            0.85 * high,
            0.15 * high if number + 1 < len(notes) and notes[number + 1].start_s - note.end_s < 0.02 else 0.0,
        ]
    return np.interp(np.arange(length) / SAMPLE_RATE, times, levels).astype(np.float32)


def _formant_hz(notes: tuple[SungSyllable, ...], number: int, points: int) -> Doubles:
    times, track = [], []
    for note in notes:
        target = VOWELS_HZ[note.syllable.vowel][number]
        times += [note.start_s + 0.035, max(note.end_s - 0.04, note.start_s + 0.04)]
        track += [target, target]
    return np.asarray(np.interp(np.arange(points) * STEP / SAMPLE_RATE, times, track))


def _consonants(notes: tuple[SungSyllable, ...], length: int, rng: np.random.Generator) -> Samples:
    """Hisses and bursts that end where the vowel begins."""
    out = np.zeros(length, np.float32)
    for note in notes:
        for place, letter in enumerate(reversed(note.syllable.onset[-2:])):
            if letter in HISSES:
                low, high, seconds, level = HISSES[letter]
                size = count(seconds)
                sound = band_pass(noise(rng, size), low, high) * np.hanning(size).astype(np.float32)
                if letter in "tkcpbdg":
                    sound = band_pass(noise(rng, size), low, high) * fall(size, seconds)
                at = max(0, count(note.start_s) - size - place * count(0.05) + count(0.008))
                stop = min(length, at + size)
                out[at:stop] += (0.45 * level * sound[: stop - at]).astype(np.float32)
    return out
