"""The K-weighting of BS.1770, for planning: what a filter or a gain will do to loudness, before it is applied."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import sosfilt, sosfreqz

from processing.dsp.blocks import stretches
from processing.dsp.filters import Curve
from processing.dsp.gated import ABSOLUTE_LUFS, OFFSET_LUFS, RELATIVE_LU, STEPS, k_weighting
from processing.dsp.levels import Audio

BLOCK = 1 << 16


def k_power(frequencies_hz: NDArray[np.float64], sample_rate: int) -> NDArray[np.float64]:
    """What the weighting does to the power at each frequency."""
    _angles, response = sosfreqz(k_weighting(sample_rate), worN=frequencies_hz, fs=sample_rate)
    return np.asarray(np.abs(response) ** 2)


def weighted_powers(audio: Audio, sample_rate: int, hop: int) -> Curve:
    """Power after K-weighting, summed over channels, per hop of `hop` samples. Works in blocks."""
    sections = k_weighting(sample_rate).astype(np.float32)
    powers = np.zeros(-(-audio.shape[1] // hop))
    block = BLOCK // hop * hop
    for channel in audio:
        memory = np.zeros((len(sections), 2), dtype=np.float32)
        for span in stretches(channel, block=block):
            heard, memory = sosfilt(sections, channel[span], zi=memory)
            hops = np.pad(heard, (0, -heard.size % hop)).reshape(-1, hop)
            powers[span.start // hop : span.start // hop + len(hops)] += np.einsum("ij,ij->i", hops, hops)
    powers /= hop
    return powers


def gated_lufs(powers: Curve, hops_per_s: float) -> float:
    """Integrated loudness of hop powers, with both gates; -70 for silence and for less than a gating block."""
    edges = np.round(np.arange(0.0, powers.size + 1e-6, hops_per_s / 10.0)).astype(int)
    if edges.size <= STEPS:
        return ABSOLUTE_LUFS
    sums = np.concatenate([[0.0], np.cumsum(powers)])[edges]
    blocks = (sums[STEPS:] - sums[:-STEPS]) / (edges[STEPS:] - edges[:-STEPS])
    heard = blocks[_lufs(blocks) > ABSOLUTE_LUFS]
    if not heard.size:
        return ABSOLUTE_LUFS
    heard = heard[_lufs(heard) > _lufs(heard.mean()) + RELATIVE_LU]
    return float(_lufs(heard.mean()))


def _lufs(power: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(OFFSET_LUFS + 10.0 * np.log10(np.maximum(power, 1e-12)))
