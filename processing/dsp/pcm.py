"""Samples as whole numbers, the WAV that holds them, and what no file of ours may hold."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from processing.dsp.blocks import is_finite, peak_of
from processing.dsp.levels import Audio
from processing.errors import StudioError

_FULL_24 = 1 << 23


def as_24(audio: Audio) -> NDArray[np.int32]:
    """24-bit samples in the upper bytes of int32: exact both ways, which libsndfile's own float path is not."""
    scaled = np.rint(audio.astype(np.float64) * _FULL_24)
    return np.clip(scaled, -_FULL_24, _FULL_24 - 1).astype(np.int32) << 8


def as_16(audio: Audio, seed: int) -> NDArray[np.int16]:
    """16-bit samples with triangular dither from `seed`."""
    random = np.random.default_rng(seed)
    dither = random.random(audio.shape, dtype=np.float32) - random.random(audio.shape, dtype=np.float32)
    scaled = np.rint(audio * np.float32(32_768) + dither)
    return np.clip(scaled, -32_768, 32_767).astype(np.int16)


def write_pcm(
    path: Path, pieces: Iterable[NDArray[np.int32] | NDArray[np.int16]], rate: int, subtype: str, channels: int
) -> Path:
    """A WAV that appears under its name when all pieces are in it, and not at all otherwise."""
    part = path.with_name(f".{path.name}.part")
    try:
        with soundfile.SoundFile(part, "w", rate, channels, subtype=subtype, format="WAV") as file:
            for piece in pieces:
                file.write(np.ascontiguousarray(piece.T))
        return part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def assert_finite(audio: Audio) -> None:
    if not is_finite(audio):
        raise StudioError("audio.not_finite", "The sound holds broken samples (NaN or infinity); it was not written.")


def assert_fits(audio: Audio) -> None:
    assert_finite(audio)
    if peak_of(audio) > 1.0:
        raise StudioError("audio.would_clip", "The sound is louder than full scale; lower it before writing this file.")
