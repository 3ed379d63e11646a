"""The K-weighting of BS.1770, for planning: what a filter or a gain will do to loudness, before it is applied."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import sosfilt, sosfreqz

from processing.dsp.filters import Curve, Sections
from processing.dsp.levels import Audio

OFFSET_LU = -0.691
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
STEPS_PER_BLOCK = 4
"""A gating block is four steps of a tenth of a second."""
BLOCK = 1 << 16


def k_sections(sample_rate: int) -> Sections:
    """The shelf that stands for the head and the high-pass behind it, as two biquads."""
    shelf = np.tan(np.pi * 1681.974450955533 / sample_rate)
    high, q = 10.0 ** (3.999843853973347 / 20.0), 0.7071752369554196
    middle, norm = high**0.4996667741545416, 1.0 + shelf / q + shelf**2
    first = [
        (high + middle * shelf / q + shelf**2) / norm,
        2.0 * (shelf**2 - high) / norm,
        (high - middle * shelf / q + shelf**2) / norm,
        1.0,
        2.0 * (shelf**2 - 1.0) / norm,
        (1.0 - shelf / q + shelf**2) / norm,
    ]
    low, q = np.tan(np.pi * 38.13547087602444 / sample_rate), 0.5003270373238773
    norm = 1.0 + low / q + low**2
    second = [1.0, -2.0, 1.0, 1.0, 2.0 * (low**2 - 1.0) / norm, (1.0 - low / q + low**2) / norm]
    return np.array([first, second])


def k_power(frequencies_hz: NDArray[np.float64], sample_rate: int) -> NDArray[np.float64]:
    """What the weighting does to the power at each frequency."""
    _angles, response = sosfreqz(k_sections(sample_rate), worN=frequencies_hz, fs=sample_rate)
    return np.asarray(np.abs(response) ** 2)


def weighted_powers(audio: Audio, sample_rate: int, hop: int) -> Curve:
    """Power after K-weighting, summed over channels, per hop of `hop` samples. Works in blocks."""
    sections = k_sections(sample_rate).astype(np.float32)
    powers = np.zeros(-(-audio.shape[1] // hop))
    block = BLOCK // hop * hop
    for channel in audio:
        memory = np.zeros((len(sections), 2), dtype=np.float32)
        for start in range(0, channel.size, block):
            heard, memory = sosfilt(sections, channel[start : start + block], zi=memory)
            hops = np.pad(heard, (0, -heard.size % hop)).reshape(-1, hop)
            powers[start // hop : start // hop + len(hops)] += np.einsum("ij,ij->i", hops, hops)
    return powers / hop


def gated_lufs(powers: Curve, hops_per_s: float) -> float:
    """Integrated loudness of hop powers, with both gates; -70 for silence and for less than a gating block."""
    edges = np.round(np.arange(0.0, powers.size + 1e-6, hops_per_s / 10.0)).astype(int)
    if edges.size <= STEPS_PER_BLOCK:
        return ABSOLUTE_GATE_LUFS
    sums = np.concatenate([[0.0], np.cumsum(powers)])[edges]
    blocks = (sums[STEPS_PER_BLOCK:] - sums[:-STEPS_PER_BLOCK]) / (edges[STEPS_PER_BLOCK:] - edges[:-STEPS_PER_BLOCK])
    heard = blocks[_lufs(blocks) > ABSOLUTE_GATE_LUFS]
    if not heard.size:
        return ABSOLUTE_GATE_LUFS
    heard = heard[_lufs(heard) > _lufs(heard.mean()) + RELATIVE_GATE_LU]
    return float(_lufs(heard.mean()))


def _lufs(power: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(OFFSET_LU + 10.0 * np.log10(np.maximum(power, 1e-12)))
