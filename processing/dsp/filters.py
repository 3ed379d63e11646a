"""Filters that the console and the mastering share: biquads in blocks, mono bass, linear-phase curves."""

from collections.abc import Callable, Sequence

import numpy as np
import soxr
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft
from scipy.signal import butter, sosfilt

from processing.dsp.levels import Audio

BLOCK = 1 << 16
"""Samples at a time: doubles of this many stay in the processor's cache."""
QUARTER = 4
FIR_BLOCKS = 6
"""Length of a fast convolution in lengths of its filter: shorter wastes overlap, longer leaves the cache."""
Sections = NDArray[np.float64]
Curve = NDArray[np.float64]


def band_sections(low_hz: float, high_hz: float, sample_rate: int, order: int = 2) -> Sections:
    """A Butterworth band-pass; a band that reaches above Nyquist ends just below it."""
    high_hz = min(high_hz, 0.49 * sample_rate)
    return np.asarray(butter(order, (low_hz, high_hz), "bandpass", fs=sample_rate, output="sos"))


def highpass_sections(cutoff_hz: float, sample_rate: int, order: int = 2) -> Sections:
    return np.asarray(butter(order, cutoff_hz, "highpass", fs=sample_rate, output="sos"))


def peak_sections(centre_hz: float, q: float, sample_rate: int) -> Sections:
    """A resonator of exactly 0 dB and 0 degrees at its centre: x - (1 - g) * resonator(x) is a bell of gain g."""
    angle = 2.0 * np.pi * centre_hz / sample_rate
    alpha = np.sin(angle) / (2.0 * q)
    section = np.array([alpha, 0.0, -alpha, 1.0 + alpha, -2.0 * np.cos(angle), 1.0 - alpha])
    return np.asarray((section / section[3]).reshape(1, 6))


def quarter(signal: NDArray[np.float32]) -> NDArray[np.float32]:
    """A mono signal at a quarter of its rate, without delay: enough for what lies below a tenth of the old rate."""
    return np.asarray(soxr.resample(signal, float(QUARTER), 1.0, quality="MQ"), dtype=np.float32)


def drawn(curve: Curve, hop: int, start: int, stop: int) -> NDArray[np.float32]:
    """Samples `start` to `stop` of straight lines through a curve with one value per `hop` samples.

    `start` is a multiple of `hop`. Beyond its end the curve keeps its last value.
    """
    first, last = start // hop, -(-stop // hop)
    points = curve[np.minimum(np.arange(first, last + 1), curve.size - 1)].astype(np.float32)
    lines = points[:-1, np.newaxis] + np.diff(points)[:, np.newaxis] * (np.arange(hop, dtype=np.float32) / hop)
    return np.asarray(lines.reshape(-1)[: stop - start])


def each_block(
    sections: Sections, signal: NDArray[np.float32], use: Callable[[int, int, NDArray[np.float64]], None]
) -> None:
    """Run a mono `signal` through the filter in blocks: `use(start, stop, filtered)` for each."""
    state = np.zeros((sections.shape[0], 2))
    for start in range(0, signal.size, BLOCK):
        stop = min(signal.size, start + BLOCK)
        filtered, state = sosfilt(sections, signal[start:stop].astype(np.float64), zi=state)
        use(start, stop, filtered)


def filtered(sections: Sections, audio: Audio) -> Audio:
    """`audio` (channels, samples) or mono (samples,) through the filter, in double precision, as float32."""
    rows = audio if audio.ndim == 2 else audio[np.newaxis]
    out = np.empty_like(rows, dtype=np.float32)
    for source, target in zip(rows, out, strict=True):

        def put(start: int, stop: int, block: NDArray[np.float64], target: Audio = target) -> None:
            target[start:stop] = block

        each_block(sections, source, put)
    return out.reshape(audio.shape)


def highpass(audio: Audio, sample_rate: int, cutoff_hz: float) -> Audio:
    """12 dB per octave below `cutoff_hz`."""
    return filtered(highpass_sections(cutoff_hz, sample_rate), audio)


def mono_below(audio: Audio, sample_rate: int, cutoff_hz: float) -> Audio:
    """Fold what lies below `cutoff_hz` to the middle: only the side is filtered, the mid is untouched."""
    side = (audio[0] - audio[1]) * np.float32(0.5)
    low = side - filtered(highpass_sections(cutoff_hz, sample_rate), side)
    return np.stack([audio[0] - low, audio[1] + low])


def curve_fir(freqs_hz: Sequence[float], gains_db: Sequence[float], sample_rate: int, taps: int = 4097) -> Audio:
    """A linear-phase FIR through the given points, straight lines over log frequency, level beyond the ends."""
    bins = np.fft.rfftfreq(taps - 1, 1.0 / sample_rate)
    gains = np.interp(np.log(np.maximum(bins, 1.0)), np.log(np.asarray(freqs_hz)), np.asarray(gains_db))
    impulse = np.fft.irfft(10.0 ** (gains / 20.0))
    centred = np.append(np.fft.fftshift(impulse), 0.0)
    return np.asarray(centred * np.hanning(taps), dtype=np.float32)


def convolved(signal: NDArray[np.float32], fir: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mono `signal` through a centred FIR without delay, same length, block by block, in single precision."""
    half, length = fir.size // 2, signal.size
    out = np.empty(length, dtype=np.float32)
    points = next_fast_len(FIR_BLOCKS * fir.size, real=True)
    response, block = rfft(fir, points), points - fir.size + 1
    for start in range(0, length, block):
        stop = min(length, start + block)
        first = start - (fir.size - 1 - half)
        heard = signal[max(0, first) : stop + half]
        before = max(0, -first)
        whole = np.zeros(points, dtype=np.float32)
        whole[before : before + heard.size] = heard
        # The first taps of a circular product are wrapped round; what is kept begins behind them.
        out[start:stop] = irfft(rfft(whole) * response, points)[fir.size - 1 : fir.size - 1 + stop - start]
    return out
