"""Filters that the console and the mastering share: biquads in blocks, mono bass, linear-phase curves."""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft
from scipy.signal import butter, firwin

from processing.dsp import blocks
from processing.dsp.blocks import copied, stretches, with_context
from processing.dsp.levels import Audio, mono
from processing.dsp.loops import recursive, straight

QUARTER = 4
FIR_BLOCKS = 6
"""Length of a fast convolution in lengths of its filter: shorter wastes overlap, longer leaves the cache."""
QUARTER_TAPS = 97
"""Of the filter between the rates: flat to 0.001 dB up to a tenth of the full rate, 80 dB down from 0.15 of it."""
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


@cache
def _quarter_fir() -> NDArray[np.float32]:
    return np.asarray(firwin(QUARTER_TAPS, 0.125, window=("kaiser", 8.0), fs=1.0), dtype=np.float32)


def quarter(audio: Audio) -> NDArray[np.float32]:
    """(channels, samples) or (samples,) in mono and at a quarter of its rate, without delay: enough for what lies below
    a tenth of the old rate."""
    low, reach = np.empty(-(-audio.shape[-1] // QUARTER), dtype=np.float32), QUARTER_TAPS // 2
    for span in stretches(audio):
        first = max(0, span.start - reach)
        part = mono(audio[..., first : span.stop + reach])
        thin = np.empty(-(-part.size // QUARTER), dtype=np.float32)
        straight.thinned(part, _quarter_fir(), QUARTER, thin)
        to = low[span.start // QUARTER : -(-span.stop // QUARTER)]
        to[:] = thin[(span.start - first) // QUARTER :][: to.size]
    return low


def take_away(audio: Audio, low: NDArray[np.float32]) -> None:
    """Subtract `low`, a mono signal at a quarter of the rate of `audio` (2, samples), from both channels, in place."""
    # Phase p of the filter, centred for "n - half": out[4n + p] = sum over j of low[n - j] * 4 fir[4j + p + centre].
    fir, half = _quarter_fir() * np.float32(QUARTER), QUARTER_TAPS // 2
    reach = half // QUARTER + 1
    phases = np.zeros((QUARTER, 2 * reach + 1), dtype=np.float32)
    for phase in range(QUARTER):
        for tap in range(2 * reach + 1):
            at = QUARTER * (reach - tap) + phase + half
            if 0 <= at < fir.size:
                phases[phase, tap] = fir[at]
    for span in stretches(audio):
        # Only `low` is looked at beyond the block, so what stands around it in `audio` may have changed already.
        first = max(0, span.start // QUARTER - reach)
        part = np.ascontiguousarray(audio[:, QUARTER * first : span.stop])
        straight.subtract_filled(part[0], part[1], low[first : span.stop // QUARTER + reach + 1], phases)
        audio[:, span] = part[:, span.start - QUARTER * first :]


def filtered(sections: Sections, audio: Audio) -> Audio:
    """`audio` (channels, samples) or mono (samples,) through the filter, in double precision, as float32."""
    out = copied(audio) if audio.ndim == 2 else np.array(audio, dtype=np.float32)
    filter_in_place(sections, out)
    return out


def filter_in_place(sections: Sections, audio: Audio) -> None:
    """The same without a copy; `audio` must be contiguous float32."""
    rows = np.atleast_2d(audio)
    if rows.shape[0] == 2:
        state = np.zeros((sections.shape[0], 4))
        for span in stretches(rows):
            recursive.biquads_on_two(rows[0, span], rows[1, span], sections, state)
        return
    states = np.zeros((rows.shape[0], sections.shape[0], 2))
    for span in stretches(rows):
        for row, state in zip(rows, states, strict=True):
            recursive.biquads(row[span], sections, state)


def highpass(audio: Audio, sample_rate: int, cutoff_hz: float) -> Audio:
    """12 dB per octave below `cutoff_hz`."""
    return filtered(highpass_sections(cutoff_hz, sample_rate), audio)


def mono_below(audio: Audio, sample_rate: int, cutoff_hz: float) -> Audio:
    """Fold what lies below `cutoff_hz` to the middle: only the side is filtered, the mid is untouched."""
    out = copied(audio)
    fold_below(out, sample_rate, cutoff_hz)
    return out


def fold_below(audio: Audio, sample_rate: int, cutoff_hz: float) -> None:
    """The same in place."""
    section, state = highpass_sections(cutoff_hz, sample_rate)[0], np.zeros(2)
    for span in stretches(audio):
        recursive.fold_below(audio[0, span], audio[1, span], section, state)


def curve_fir(freqs_hz: Sequence[float], gains_db: Sequence[float], sample_rate: int, taps: int = 4097) -> Audio:
    """A linear-phase FIR through the given points, straight lines over log frequency, level beyond the ends."""
    bins = np.fft.rfftfreq(taps - 1, 1.0 / sample_rate)
    gains = np.interp(np.log(np.maximum(bins, 1.0)), np.log(np.asarray(freqs_hz)), np.asarray(gains_db))
    impulse = np.fft.irfft(10.0 ** (gains / 20.0))
    centred = np.append(np.fft.fftshift(impulse), 0.0)
    return np.asarray(centred * np.hanning(taps), dtype=np.float32)


def convolved(
    signal: NDArray[np.float32], fir: NDArray[np.float32], inside: slice | None = None
) -> NDArray[np.float32]:
    """Mono `signal` through a centred FIR without delay, same length, block by block, in single precision.

    Of a part of a song, only what lies `inside`: the rest of the part is what stands around it.
    """
    half, begin, end = fir.size // 2, inside.start if inside else 0, inside.stop if inside else signal.size
    out = np.empty(end - begin, dtype=np.float32)
    block = _fast_block(fir)
    points = block + fir.size - 1
    response = rfft(fir, points)
    for start in range(begin, end, block):
        stop = min(end, start + block)
        first = start - (fir.size - 1 - half)
        heard = signal[max(0, first) : stop + half]
        before = max(0, -first)
        whole = np.zeros(points, dtype=np.float32)
        whole[before : before + heard.size] = heard
        # The first taps of a circular product are wrapped round; what is kept begins behind them.
        kept = irfft(rfft(whole) * response, points)[fir.size - 1 : fir.size - 1 + stop - start]
        out[start - begin : stop - begin] = kept
    return out


def through_fir(work: Callable[..., Audio], *arrays: Audio, fir: NDArray[np.float32]) -> Audio:
    """Work that convolves with `fir`, over a long song: `with_context` in whole blocks of `convolved`, so that not one
    sample differs from the song at once."""
    block = _fast_block(fir)
    return with_context(work, *arrays, context=fir.size // 2, block=block * max(1, blocks.BLOCK // block))


def each_convolved(audio: Audio, fir: NDArray[np.float32]) -> Audio:
    """Every channel of a long song through a centred FIR."""
    return through_fir(lambda inside, part: np.stack([convolved(row, fir, inside) for row in part]), audio, fir=fir)


def _fast_block(fir: NDArray[np.float32]) -> int:
    """Samples that one Fourier transform of a fast length convolves."""
    return int(next_fast_len(FIR_BLOCKS * fir.size, real=True)) - fir.size + 1


def short_fir(signal: NDArray[np.float32], fir: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same for a symmetric FIR of a few hundred taps at most: quicker so than by Fourier transforms."""
    out = np.empty_like(signal)
    straight.centred_fir(signal, fir, out)
    return out
