"""The one resampler (soxr). Audio is float32 `(channels, samples)`."""

import numpy as np
import soxr

from processing.dsp.levels import Audio, fitted

QUALITY = "HQ"


def resample(audio: Audio, rate_in: int, rate_out: int) -> Audio:
    """`audio` at `rate_out`, exactly `round(samples * rate_out / rate_in)` long. 1-D in gives 1-D out."""
    if rate_in == rate_out:
        return audio
    samples = round(audio.shape[-1] * rate_out / rate_in)
    if audio.shape[-1] == 0:
        return np.zeros((*audio.shape[:-1], 0), dtype=np.float32)
    frames = np.ascontiguousarray(audio.T, dtype=np.float32)
    return np.ascontiguousarray(fitted(soxr.resample(frames, rate_in, rate_out, quality=QUALITY).T, samples))


class Resampler:
    """The same conversion block by block: `feed` every block in order, `last=True` with the final one."""

    def __init__(self, channels: int, rate_in: int, rate_out: int) -> None:
        self._stream = (
            None
            if rate_in == rate_out
            else soxr.ResampleStream(rate_in, rate_out, channels, dtype="float32", quality=QUALITY)
        )

    def feed(self, block: Audio, *, last: bool = False) -> Audio:
        if self._stream is None:
            return block
        frames = np.ascontiguousarray(block.T, dtype=np.float32)
        return np.ascontiguousarray(self._stream.resample_chunk(frames, last=last).T)
