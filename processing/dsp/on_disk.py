"""Sound too long for memory: float32 arrays that lie in a file, used like any other array."""

import mmap
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio


def blank(samples: int, folder: Path | None, name: str, channels: int = 2) -> Audio:
    """Silence `(channels, samples)`: in memory, or with a folder in `<folder>/<name>.npy`."""
    if folder is None or samples == 0:
        return np.zeros((channels, samples), np.float32)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.npy"
    return np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=(channels, samples))


def nameless(samples: int, folder: Path, channels: int = 2) -> Audio:
    """Silence `(channels, samples)` in a file of `folder` that nobody else finds, and that goes when the array goes."""
    if samples == 0:
        return np.zeros((channels, 0), np.float32)
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, suffix=".sound") as file:
        return np.asarray(np.memmap(file, np.float32, "w+", shape=(channels, samples)))


def like(audio: Audio, *, samples: int | None = None) -> Audio:
    """Silence of as many channels, as long unless `samples` says otherwise, and where `audio` lies: in memory, or on
    disk beside it. So what is worked out from a sound on disk lies on disk too."""
    folder, channels = _folder_of(audio), audio.shape[0]
    count = audio.shape[-1] if samples is None else samples
    if folder is None or audio.ndim != 2:
        return np.zeros((*audio.shape[:-1], count), np.float32)
    return nameless(count, folder, channels)


def let_go(array: NDArray[Any]) -> None:
    """Give back the memory that an array on disk takes up by having been read or written; what it holds stays."""
    for base in _bases(array):
        if isinstance(base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            base.madvise(mmap.MADV_DONTNEED)


class Growing:
    """An array that is filled from its beginning on; what comes beyond its end is dropped."""

    def __init__(self, audio: Audio) -> None:
        self.audio = audio
        self.samples = 0

    def write(self, block: Audio) -> None:
        end = min(self.audio.shape[1], self.samples + block.shape[1])
        self.audio[:, self.samples : end] = block[:, : end - self.samples]
        self.samples = end
        let_go(self.audio)


def _folder_of(array: NDArray[Any]) -> Path | None:
    """Where the file lies that an array is a part of; None for one in memory."""
    names = (base.filename for base in _bases(array) if isinstance(base, np.memmap))
    return next((Path(name).parent for name in names if name), None)


def _bases(array: NDArray[Any]) -> Iterator[Any]:
    """The array, what it is a view of, and so on."""
    base: Any = array
    while isinstance(base, np.ndarray):
        yield base
        base = base.base
    yield base
