"""A synthetic band: seeded stems with a rhythm, harmony and a voice that sings in phrases. Only numpy."""

import numpy as np
from scipy.signal import butter, sosfilt

from processing.engines.contracts import Audio
from tests.tones import harmonics

RATE = 48_000
BEAT_S = 0.5
CHORDS_HZ = ((220.0, 261.6, 329.6), (174.6, 220.0, 261.6), (261.6, 329.6, 392.0), (196.0, 246.9, 293.7))


def band(duration_s: float, seed: int = 0, *, rate: int = RATE) -> dict[str, Audio]:
    """Stems vocal, drums, bass, harmony, lead, texture; stereo, equal in length, around -25 LUFS each."""
    random = np.random.default_rng(seed)
    time_s = np.arange(round(duration_s * rate)) / rate
    stems = {
        "vocal": _voice(time_s, random, rate),
        "drums": _drums(time_s, random, rate),
        "bass": _bass(time_s),
        "harmony": _harmony(time_s, random),
        "lead": _lead(time_s),
        "texture": _noise(time_s.size, random, 800.0, 6000.0, rate) * 0.03,
    }
    return {name: _stereo(signal, random) for name, signal in stems.items()}


def song(duration_s: float, seed: int = 0, *, tilt_db: float = 0.0, width: float = 0.5, rate: int = RATE) -> Audio:
    """A plain sum of the band, tilted by `tilt_db` per octave around 1 kHz, peak at -3 dBFS."""
    mix = np.sum(list(band(duration_s, seed, rate=rate).values()), axis=0)
    spectrum = np.fft.rfft(mix, axis=1)
    octaves = np.log2(np.maximum(np.fft.rfftfreq(mix.shape[1], 1.0 / rate), 20.0) / 1000.0)
    mix = np.fft.irfft(spectrum * 10.0 ** (tilt_db * octaves / 20.0), n=mix.shape[1], axis=1)
    middle, side = mix.mean(axis=0), (mix[0] - mix[1]) * width
    mix = np.stack([middle + side, middle - side])
    return np.asarray(mix * (0.708 / np.abs(mix).max()), dtype=np.float32)


def _voice(time_s: Audio, random: np.random.Generator, rate: int) -> Audio:
    singing = np.sin(2 * np.pi * time_s / 6.0) > -0.3
    vibrato = 1.0 + 0.01 * np.sin(2 * np.pi * 5.5 * time_s)
    phase = 2 * np.pi * np.cumsum((220.0 + 60.0 * (np.floor(time_s * 2) % 4)) * vibrato) / rate
    tone = harmonics(phase, [k**-1.3 for k in range(1, 24)])
    breath = _noise(time_s.size, random, 5500.0, 11000.0, rate) * (np.sin(2 * np.pi * 1.7 * time_s) > 0.93)
    loudness = 1.0 + 0.5 * np.sin(2 * np.pi * time_s / 11.0)
    return (0.12 * tone * loudness + 0.25 * breath) * singing


def _drums(time_s: Audio, random: np.random.Generator, rate: int) -> Audio:
    within = time_s % BEAT_S
    kick = np.sin(2 * np.pi * (60.0 * within + 4.0 * (1 - np.exp(-within * 60.0)))) * np.exp(-within * 14.0)
    back_beat = (np.floor(time_s / BEAT_S) % 2).astype(bool)
    snare = _noise(time_s.size, random, 900.0, 9000.0, rate) * np.exp(-within * 18.0) * back_beat
    hat = _noise(time_s.size, random, 7000.0, 16000.0, rate) * np.exp(-(time_s % (BEAT_S / 2)) * 40.0)
    return 0.5 * kick + 0.25 * snare + 0.1 * hat


def _bass(time_s: Audio) -> Audio:
    roots = np.array([chord[0] / 4.0 for chord in CHORDS_HZ])[_bar(time_s)]
    return harmonics(2 * np.pi * roots * time_s, [0.25 / k for k in range(1, 6)])


def _harmony(time_s: Audio, random: np.random.Generator) -> Audio:
    tones = np.array(CHORDS_HZ)[_bar(time_s)].T
    phases = random.uniform(0.0, 2 * np.pi, 12)
    return sum(
        0.05 / k * np.sin(2 * np.pi * k * hz * time_s + phases[3 * (k - 1) + i])
        for i, hz in enumerate(tones)
        for k in range(1, 5)
    )


def _lead(time_s: Audio) -> Audio:
    resting = np.sin(2 * np.pi * time_s / 6.0) < -0.4
    hz = np.array(CHORDS_HZ)[_bar(time_s), (np.floor(time_s / BEAT_S) % 3).astype(int)] * 2
    return 0.15 * np.sign(np.sin(2 * np.pi * hz * time_s)) * np.exp(-(time_s % BEAT_S) * 3.0) * resting


def _bar(time_s: Audio) -> np.ndarray:
    return (np.floor(time_s / (4 * BEAT_S)) % 4).astype(int)


def _noise(samples: int, random: np.random.Generator, low_hz: float, high_hz: float, rate: int) -> Audio:
    return sosfilt(butter(2, (low_hz, high_hz), "bandpass", fs=rate, output="sos"), random.standard_normal(samples))


def _stereo(signal: Audio, random: np.random.Generator) -> Audio:
    late = int(random.integers(20, 200))
    aside = np.concatenate([np.zeros(late), signal[:-late]]) * 0.2
    return np.asarray(np.stack([signal + aside, signal - aside]), dtype=np.float32)
