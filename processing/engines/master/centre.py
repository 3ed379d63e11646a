"""The centre line of a song: off zero, it takes the room that loudness needs."""

import numpy as np

from processing.dsp.blocks import copied, means, stretches
from processing.dsp.levels import Audio

OFF_CENTRE = 0.001
"""What released music stays under."""


def centred(mix: Audio) -> Audio:
    """`mix` (2, samples) around zero; the very mix where it lies there already."""
    if float(np.abs(means(mix)).max()) <= OFF_CENTRE:
        return mix
    mix = copied(mix)
    centre(mix)
    return mix


def centre(audio: Audio) -> None:
    """In place."""
    offsets = means(audio).astype(np.float32)[:, np.newaxis]
    for span in stretches(audio):
        audio[:, span] -= offsets
