"""A long sound gone through in stretches, so that memory holds one of them and not the song."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio, sample_peak
from processing.dsp.on_disk import let_go, like

BLOCK = 1 << 18
"""A multiple of every hop here: what is worked out once per hop is the same in blocks as in one."""


def stretches(*arrays: NDArray[Any], block: int = 0) -> Iterator[slice]:
    """The stretches of arrays (..., samples) as long as the first, one after the other. Behind each, what the arrays
    on disk took up in memory is given back. `block` samples, or `BLOCK`."""
    samples, step = arrays[0].shape[-1], block or BLOCK
    for start in range(0, samples, step):
        yield slice(start, min(samples, start + step))
        for array in arrays:
            let_go(array)


def by_blocks(work: Callable[..., Audio], *arrays: Audio, block: int = 0) -> Audio:
    """What `work` makes of arrays (channels, samples) of one length, block by block; it lies where the first one lies.
    `work` gets the same stretch of each and gives as many samples as it got."""
    out = like(arrays[0])
    for span in stretches(*arrays, out, block=block):
        out[:, span] = work(*(array[:, span] for array in arrays))
    return out


def with_context(work: Callable[..., Audio], *arrays: Audio, context: int, block: int = 0) -> Audio:
    """The same for work that looks around, by up to `context` samples: as if the whole song went through it at once.

    `work` gets a slice and each stretch with what stands before and behind it. It gives that slice of what it makes.
    """
    samples, out = arrays[0].shape[1], like(arrays[0])
    for span in stretches(*arrays, out, block=block):
        first, last = max(0, span.start - context), min(samples, span.stop + context)
        inside = slice(span.start - first, span.stop - first)
        out[:, span] = work(inside, *(array[:, first:last] for array in arrays))
    return out


def copied(audio: Audio) -> Audio:
    """The same sound, to be changed in place."""
    return by_blocks(lambda part: part, audio)


def partly(audio: Audio, changed: Audio, amount: float) -> Audio:
    """`amount` 0..1 of the way from `audio` to what it was `changed` to."""
    if amount >= 1.0 or changed is audio:
        return changed
    return by_blocks(lambda own, new: own + np.float32(amount) * (new - own), audio, changed)


def means(audio: Audio) -> NDArray[np.float64]:
    """The mean of each channel."""
    total = np.zeros(audio.shape[0])
    for span in stretches(audio):
        total += audio[:, span].sum(axis=1, dtype=np.float64)
    return np.asarray(total / max(1, audio.shape[1]))


def peak_of(audio: Audio) -> float:
    """The largest absolute sample."""
    return max((sample_peak(audio[..., span]) for span in stretches(audio)), default=0.0)


def is_finite(audio: Audio) -> bool:
    return all(bool(np.isfinite(audio[..., span]).all()) for span in stretches(audio))


def changes(audio: Audio, is_so: Callable[[Audio], NDArray[np.bool_]]) -> NDArray[np.int64]:
    """Where `is_so` of (channels, samples), which tells it of each sample, begins and ends to be: starts and ends in
    turn."""
    found, before = [], False
    for span in stretches(audio):
        now = is_so(audio[:, span]).view(np.int8)
        found.append(np.flatnonzero(np.diff(now, prepend=np.int8(before))) + span.start)
        before = bool(now[-1])
    if before:
        found.append(np.array([audio.shape[1]]))
    return np.concatenate([np.zeros(0, np.int64), *found])
