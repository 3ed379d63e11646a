"""A backing without its voice told apart further, without a model: what strikes, and what lies low."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from processing.dsp.chunks import Parts, chunk_count, in_chunks
from processing.dsp.levels import Audio
from processing.dsp.on_disk import blank, let_go
from processing.engines.contracts import Progress
from processing.engines.separate.parts import collect, spans
from processing.engines.separate.spectra import Mask, broad, magnitude, share, sound, spectrum, steady, window_of
from processing.engines.separate.voice_masks import FRAME_S

SEGMENT_S = 30.0
BASS_HZ = (160.0, 320.0)


def masks_of(level: Mask, rate: int) -> tuple[Mask, Mask]:
    """How much of each cell is struck, and how much of it is bass."""
    struck = share(broad(level, 17), steady(level, 17))
    return struck, (1.0 - struck) * _low(level, rate)


def split_backing(
    audio: Audio, voice: Audio, rate: int, names: Sequence[str], folder: Path | None, progress: Progress
) -> dict[str, Audio]:
    """Drums and bass, those that are named, of a song (1 or 2, samples) whose voice (2, samples) is known."""
    rest = blank(audio.shape[1], folder, "backing")
    for span in spans(audio.shape[1]):
        rest[:, span] = audio[:, span] - voice[:, span]
        for array in (audio, voice, rest):
            let_go(array)
    segment = min(round(SEGMENT_S * rate), max(rest.shape[1], rate))
    steps, done = max(1, chunk_count(rest.shape[1], segment)), 0

    def work(chunk: Audio) -> Parts:
        nonlocal done
        progress(0.9 + 0.1 * done / steps, "Telling drums and bass apart")
        done += 1
        size = window_of(rate, FRAME_S)
        spectra = spectrum(chunk, size)
        masks = masks_of(magnitude(spectra), rate)
        return np.stack([sound(spectra * mask, size, chunk.shape[1]) for mask in masks])

    made = collect(in_chunks(rest, work, segment), ("drums", "bass"), rest.shape[1], (rate, rate), folder)
    return {name: made[name] for name in names}


def _low(level: Mask, rate: int) -> NDArray[np.float32]:
    hz = np.arange(level.shape[0]) * (rate / 2.0 / (level.shape[0] - 1))
    low, high = BASS_HZ
    falling: NDArray[np.float32] = np.clip((high - hz) / (high - low), 0.0, 1.0).astype(np.float32)[:, None]
    return falling
