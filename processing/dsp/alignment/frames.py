"""The frames in which the alignment listens: one clock for whatever is heard in them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio, mono
from processing.dsp.resample import resample

RATE = 12_000
HOP = 60
FPS = RATE / HOP
_BLOCK = 1024

Heard = NDArray[np.float32]


def heard_in_frames(audio: Audio, rate: int, frame: int, hear: Callable[[Heard], Heard]) -> Heard:
    """What `hear` makes of the magnitudes `(frames, bins)` of frames of `frame` samples around every hop, FPS a second.
    In blocks, so that a long song needs little memory."""
    signal = resample(mono(audio), rate, RATE)
    padded = np.pad(signal, (frame // 2, frame))
    frames = np.lib.stride_tricks.sliding_window_view(padded, frame)[::HOP][: len(signal) // HOP + 1]
    window = np.hanning(frame).astype(np.float32)
    blocks = (frames[at : at + _BLOCK] * window for at in range(0, len(frames), _BLOCK))
    return np.concatenate([hear(np.abs(np.fft.rfft(block, axis=1))) for block in blocks])
