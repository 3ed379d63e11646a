"""The centre line of a song: off zero, it takes the room that loudness needs."""

import numpy as np

from processing.dsp.blocks import copied, means, stretches
from processing.dsp.levels import Audio
from processing.engines.master.silence import Sounding

OFF_CENTRE = 0.001
"""What released music stays under."""


def centred(mix: Audio) -> Audio:
    """`mix` (2, samples) around zero; the very mix where it lies there already."""
    offsets = means(mix)
    if float(np.abs(offsets).max()) <= OFF_CENTRE:
        return mix
    mix = copied(mix)
    for span in stretches(mix):
        mix[:, span] -= offsets.astype(np.float32)[:, np.newaxis]
    return mix


def centre(audio: Audio, sample_rate: int) -> None:
    """In place, and in the music alone: a pause that is moved off zero is no silence any more."""
    sounding = Sounding(audio, sample_rate)
    sounds = sum(float(sounding.share(span).sum(dtype=np.float64)) for span in stretches(audio))
    offsets = (means(audio) * (audio.shape[1] / max(1.0, sounds))).astype(np.float32)[:, np.newaxis]
    for span in stretches(audio):
        audio[:, span] -= offsets * sounding.share(span)
