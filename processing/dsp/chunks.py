"""Long sound through something that only takes short pieces: overlapping chunks, joined by a crossfade.

Neighbours share `OVERLAP` of a chunk, and there the two results fade into each other linearly: the windows sum to one
everywhere. Memory is bounded by the chunk, whatever the length of the song.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio
from processing.dsp.on_disk import let_go

OVERLAP = 0.25

Parts = NDArray[np.float32]
"""(parts, channels, samples): one chunk taken apart."""


def chunk_count(samples: int, segment: int, overlap: float = OVERLAP) -> int:
    return len(range(0, samples, stride_of(segment, overlap)))


def stride_of(segment: int, overlap: float = OVERLAP) -> int:
    return max(1, int((1.0 - overlap) * segment))


def in_chunks(
    audio: Audio, work: Callable[[Audio], Parts], segment: int, *, overlap: float = OVERLAP, rest: float = 0.0
) -> Iterator[Parts]:
    """What `work` makes of (channels, samples), in pieces that follow each other and together are as long as the input.

    `work` gets (channels, segment) and gives (parts, channels, segment). Where a chunk would reach beyond the end it is
    moved to the left as far as half of what is missing, and what is still missing is filled with `rest`: context is
    worth more than silence. Whoever takes the pieces may stop at any of them. `overlap` is below one half.
    """
    samples, stride = audio.shape[1], stride_of(segment, overlap)
    tail: Parts | None = None
    for start in range(0, samples, stride):
        length = min(segment, samples - start)
        missing = segment - length
        lead = missing // 2
        made = work(window(audio, start - lead, segment, rest))[..., lead : lead + length]
        let_go(audio)
        if tail is not None:
            made = _joined(tail, made, segment - stride)
        # What the next chunk will still change is held back; the last chunk has no next one.
        ready = stride if start + stride < samples else length
        tail = np.array(made[..., ready:], dtype=np.float32)
        yield np.ascontiguousarray(made[..., :ready], dtype=np.float32)


def window(audio: Audio, start: int, samples: int, rest: float = 0.0) -> Audio:
    """(channels, samples) from `start` on; `rest` before the beginning and beyond the end."""
    out = np.full((audio.shape[0], samples), rest, np.float32)
    first, last = max(0, start), min(audio.shape[1], start + samples)
    if last > first:
        out[:, first - start : last - start] = audio[:, first:last]
    return out


def _joined(tail: Parts, made: Parts, fade: int) -> Parts:
    """The end of one chunk faded into the beginning of the next. The last chunks may be shorter than the fade."""
    both = min(tail.shape[-1], made.shape[-1])
    rising = np.arange(1, both + 1, dtype=np.float32) / np.float32(fade + 1)
    joined = np.array(made, dtype=np.float32)
    joined[..., :both] *= rising
    joined[..., :both] += tail[..., :both] * (np.float32(1.0) - rising)
    return joined
