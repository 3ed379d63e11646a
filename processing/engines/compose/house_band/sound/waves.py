"""What every synthesiser is made of: pitches, cycles without aliasing, envelopes, coloured noise, fixed filters."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter

from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE, cascade, sweep
from processing.engines.compose.house_band.sound.strings import read_cycle

Samples = NDArray[np.float32]
Doubles = NDArray[np.float64]
Rng = np.random.Generator

CYCLE = 2048
TOP_HZ = 19_000.0


def hz(pitch: float) -> float:
    """Frequency of a MIDI number, A4 = 440 Hz."""
    return float(440.0 * 2.0 ** ((pitch - 69.0) / 12.0))


def count(seconds: float) -> int:
    return max(1, round(seconds * SAMPLE_RATE))


def clock(length: int) -> Doubles:
    """Time of every sample in seconds."""
    return np.arange(length) / SAMPLE_RATE


def fall(length: int, t60_s: float) -> Samples:
    """Exponential decay from 1 that loses 60 dB in `t60_s`."""
    return np.asarray(np.exp(-6.907755 / (t60_s * SAMPLE_RATE) * np.arange(length)), np.float32)


def contour(length: int, attack_s: float, t60_s: float, sustain: float) -> Samples:
    """Attack along a half cosine, then an exponential fall towards `sustain`."""
    rise = min(count(attack_s), length)
    up = 0.5 - 0.5 * np.cos(np.pi * np.arange(rise) / rise)
    return np.concatenate([up, sustain + (1.0 - sustain) * fall(length - rise, t60_s)]).astype(np.float32)


@lru_cache(maxsize=512)
def cycle(kind: str, harmonics: int) -> Samples:
    """One cycle of a saw, square or glottal wave with exactly so many harmonics, ready for `read_cycle`."""
    order = np.arange(1, harmonics + 1, dtype=np.float64)
    weights = {
        "saw": 1.0 / order,
        "square": np.where(order % 2 == 1, 1.0 / order, 0.0),
        "triangle": np.where(order % 2 == 1, 1.0 / order**2, 0.0),
        "glottis": 1.0 / order**1.35,
        "pulse": np.sin(np.pi * 0.22 * order) / order,
    }[kind]
    spectrum = np.zeros(CYCLE // 2 + 1, np.complex128)
    spectrum[1 : harmonics + 1] = -1j * weights * np.exp(-0.5 * (order / harmonics) ** 4)
    wave = np.fft.irfft(spectrum)
    wave /= np.sqrt(np.mean(wave**2)) * 1.7
    return np.append(wave, wave[0]).astype(np.float32)


def table(kind: str, top_hz: float) -> Samples:
    """The stored cycle with as many harmonics as a note that reaches `top_hz` may have."""
    harmonics = int(min(TOP_HZ / max(top_hz, 1.0), CYCLE // 2 - 1))
    return cycle(kind, max(1, harmonics if harmonics < 24 else harmonics - harmonics % 8))


def oscillate(kind: str, frequency: Doubles | float, length: int, phase: float = 0.0) -> Samples:
    """A wave without aliasing at a steady or moving frequency in Hz."""
    track = np.full(length, frequency) if np.isscalar(frequency) else np.asarray(frequency, np.float64)
    top = float(track.max()) if len(track) else 440.0
    wave: Samples = read_cycle(table(kind, top), track, phase)
    return wave


def sine(frequency: Doubles | float, length: int, phase: float = 0.0) -> Samples:
    """A sine whose frequency in Hz may move from sample to sample; `phase` in turns."""
    if np.isscalar(frequency):
        angle = np.arange(length) * (float(frequency) / SAMPLE_RATE)  # type: ignore[arg-type]
    else:
        angle = np.cumsum(frequency) / SAMPLE_RATE
    return np.asarray(np.sin(2.0 * np.pi * (angle + phase)), np.float32)


def noise(rng: Rng, length: int) -> Samples:
    """White noise with an RMS of one third."""
    return (rng.standard_normal(length, dtype=np.float32)) * np.float32(0.333)


@lru_cache(maxsize=256)
def _sections(kind: str, edges_hz: tuple[float, ...], order: int) -> Doubles:
    edges = edges_hz[0] if len(edges_hz) == 1 else edges_hz
    return np.asarray(butter(order, edges, kind, fs=SAMPLE_RATE, output="sos"), np.float64)


def _through(sections: Doubles, x: Samples) -> Samples:
    """One channel, or each of several."""
    rows = np.atleast_2d(np.ascontiguousarray(x, np.float32))
    out = np.empty_like(rows)
    for row, heard in zip(rows, out, strict=True):
        cascade(row, sections, heard)
    return out.reshape(x.shape)


def low_pass(x: Samples, cutoff_hz: float, order: int = 2) -> Samples:
    return _through(_sections("lowpass", (cutoff_hz,), order), x)


def high_pass(x: Samples, cutoff_hz: float, order: int = 2) -> Samples:
    return _through(_sections("highpass", (cutoff_hz,), order), x)


def band_pass(x: Samples, low_hz: float, high_hz: float, order: int = 1) -> Samples:
    return _through(_sections("bandpass", (low_hz, high_hz), order), x)


@lru_cache(maxsize=256)
def _peak_section(centre_hz: float, gain_db: float, q: float) -> Doubles:
    """The peaking filter of the Audio EQ Cookbook (R. Bristow-Johnson)."""
    amount, turn = 10.0 ** (gain_db / 40.0), 2.0 * np.pi * centre_hz / SAMPLE_RATE
    alpha = np.sin(turn) / (2.0 * q)
    b = np.array([1 + alpha * amount, -2 * np.cos(turn), 1 - alpha * amount])
    a = np.array([1 + alpha / amount, -2 * np.cos(turn), 1 - alpha / amount])
    return np.concatenate([b / a[0], a / a[0]])[None, :]


def bell_eq(x: Samples, centre_hz: float, gain_db: float, q: float = 1.0) -> Samples:
    return _through(_peak_section(centre_hz, gain_db, q), x)


@lru_cache(maxsize=64)
def _shelf_section(corner_hz: float, gain_db: float) -> Doubles:
    """The high shelf of the Audio EQ Cookbook with slope 0.7."""
    amount, turn = 10.0 ** (gain_db / 40.0), 2.0 * np.pi * corner_hz / SAMPLE_RATE
    cosine = np.cos(turn)
    slope = np.sin(turn) * np.sqrt((amount + 1 / amount) * (1 / 0.7 - 1) + 2) * np.sqrt(amount)
    b = amount * np.array(
        [
            (amount + 1) + (amount - 1) * cosine + slope,
            -2 * ((amount - 1) + (amount + 1) * cosine),
            (amount + 1) + (amount - 1) * cosine - slope,
        ]
    )
    a = np.array(
        [
            (amount + 1) - (amount - 1) * cosine + slope,
            2 * ((amount - 1) - (amount + 1) * cosine),
            (amount + 1) - (amount - 1) * cosine - slope,
        ]
    )
    return np.concatenate([b / a[0], a / a[0]])[None, :]


def high_shelf(x: Samples, corner_hz: float, gain_db: float) -> Samples:
    return _through(_shelf_section(corner_hz, gain_db), x)


def moving(x: Samples, cutoff_hz: Doubles, q: float, mode: int) -> Samples:
    """`loops.sweep` with Q instead of damping; `cutoff_hz` holds one value per `STEP` samples."""
    swept: Samples = sweep(np.ascontiguousarray(x, np.float32), cutoff_hz.astype(np.float64), 1.0 / q, mode)
    return swept


def drive(x: Samples, amount: float) -> Samples:
    """Soft saturation that keeps small signals at their level; `amount` 1 is gentle, 8 is heavy."""
    return np.asarray((np.tanh(np.float32(amount) * x) / np.float32(np.tanh(amount))), np.float32)


def settle(x: Samples, peak: float = 1.0) -> Samples:
    """Scale to the given peak."""
    top = float(np.max(np.abs(x))) if x.size else 0.0
    return x * np.float32(peak / top) if top > 0 else x
