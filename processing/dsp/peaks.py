"""Waveforms for the screen: lowest and highest sample per pixel, at several zooms, in one streamed pass."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.dsp import files
from processing.dsp.levels import Audio
from processing.dsp.on_disk import let_go

RESOLUTIONS = (256, 2048, 16_384)
"""Samples per pixel, finest first; each divides the next."""
_DAT_VERSION = 2
_DAT_8_BIT = 1


@dataclass(frozen=True)
class Peaks:
    """`pairs` is int8 or int16, low and high in turn: full scale is 127 or 32 767. All channels are folded."""

    sample_rate: int
    samples_per_px: int
    pairs: NDArray[Any]

    @property
    def pixels(self) -> int:
        return len(self.pairs) // 2

    def to_json(self) -> dict[str, Any]:
        return {
            "sample_rate": self.sample_rate,
            "samples_per_px": self.samples_per_px,
            "bits": self.pairs.itemsize * 8,
            "pixels": self.pixels,
            "peaks": self.pairs.tolist(),
        }

    def to_bytes(self) -> bytes:
        """The open `.dat` layout, version 2: six little-endian 32-bit words (version, flags, sample rate,
        samples per pixel, pixels, channels = 1), then the pairs."""
        flags = _DAT_8_BIT if self.pairs.itemsize == 1 else 0
        header = struct.pack("<iIiiIi", _DAT_VERSION, flags, self.sample_rate, self.samples_per_px, self.pixels, 1)
        return header + self.pairs.astype(self.pairs.dtype.newbyteorder("<")).tobytes()


def peaks_of_file(path: Path, *, resolutions: Sequence[int] = RESOLUTIONS, bits: int = 8) -> dict[int, Peaks]:
    """Peaks of one of our own files by samples per pixel, in constant memory but for the peaks.

    `resolutions` must each be a multiple of the first. Raises StudioError as `files.blocks` does.
    """
    finest = resolutions[0]
    lows, highs = [], []
    for block in files.blocks(path, finest * 256):
        low, high = _extremes(block, finest)
        lows.append(low)
        highs.append(high)
    low = np.concatenate([*lows, np.zeros(0, dtype=np.float32)])
    high = np.concatenate([*highs, np.zeros(0, dtype=np.float32)])
    rate = files.facts(path).sample_rate
    return {step: Peaks(rate, step, _pairs(*_coarser(low, high, step // finest), bits)) for step in resolutions}


def peaks_of(audio: Audio, buckets: int, *, bits: int = 8, turned_down: bool = False) -> list[int]:
    """`buckets` pairs (low, high, low, high …) over the whole of `audio`: a live preview for an event. What is not yet
    levelled may exceed full scale; `turned_down`, the picture shows its shape."""
    wide = np.atleast_2d(audio)
    samples = wide.shape[1]
    if samples == 0 or buckets <= 0:
        return [0] * (2 * max(0, buckets))
    edges = (np.arange(buckets + 1) * samples) // buckets
    low, high = np.empty(buckets, np.float32), np.empty(buckets, np.float32)
    for number, (start, stop) in enumerate(pairwise(edges.tolist())):
        part = wide[:, start : max(stop, start + 1)]  # with more buckets than samples, samples repeat
        low[number], high[number] = part.min(), part.max()
        let_go(audio)
    loudest = max(np.float32(1.0), high.max(), -low.min()) if turned_down else np.float32(1.0)
    pairs: list[int] = _pairs(low / loudest, high / loudest, bits).tolist()
    return pairs


def _extremes(block: Audio, step: int) -> tuple[Audio, Audio]:
    starts = np.arange(0, block.shape[1], step)
    return np.minimum.reduceat(block.min(axis=0), starts), np.maximum.reduceat(block.max(axis=0), starts)


def _coarser(low: Audio, high: Audio, factor: int) -> tuple[Audio, Audio]:
    if factor == 1 or not low.size:
        return low, high
    starts = np.arange(0, low.size, factor)
    return np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)


def _pairs(low: Audio, high: Audio, bits: int) -> NDArray[Any]:
    full = (1 << (bits - 1)) - 1
    # Outwards, so that a quiet sound never draws as nothing.
    both = np.stack([np.floor(low * full), np.ceil(high * full)], axis=1).reshape(-1)
    pairs: NDArray[Any] = np.clip(both, -full, full).astype(np.int8 if bits == 8 else np.int16)
    return pairs
