"""Short sounds treated as long ones are: lying on disk, gone through in blocks much shorter than they are."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from processing.dsp import blocks
from processing.dsp.levels import Audio
from processing.dsp.on_disk import nameless

SHORT = 1 << 11


def on_disk(audio: Audio, folder: Path) -> Audio:
    lying = nameless(audio.shape[1], folder, audio.shape[0])
    lying[:] = audio
    return lying


def lies_on_disk(audio: Audio) -> bool:
    base: Any = audio
    while isinstance(base, np.ndarray) and not isinstance(base, np.memmap):
        base = base.base
    return isinstance(base, np.memmap)


@pytest.fixture
def short_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", SHORT)
