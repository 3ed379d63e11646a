"""Sound too long for memory: float32 arrays that lie in a file, used like any other array."""

import mmap
from pathlib import Path
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


def let_go(array: NDArray[Any]) -> None:
    """Give back the memory that an array on disk takes up by having been read or written; what it holds stays."""
    base: Any = array
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        base.madvise(mmap.MADV_DONTNEED)
