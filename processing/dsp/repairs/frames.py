"""Short-time spectra in and out: what changes nothing gives the same samples back, and memory stays small."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from processing.dsp import chunks
from processing.dsp.levels import Audio
from processing.dsp.on_disk import let_go, like

FRAME = 2048
HOP = 512
_FRAMES_AT_ONCE = 384

Spectra = NDArray[np.complex128]
Change = Callable[[Spectra, Spectra], tuple[Spectra, Spectra]]
"""Given mid and side spectra (frames, bins) of a block, returns them changed. Blocks overlap by `MARGIN` frames, so a
change may look that far around."""
MARGIN = 24


def through_frames(audio: Audio, change: Change) -> Audio:
    """`audio` (2, samples) through `change` and back, same length. Square-root Hann windows on both sides."""
    samples, out = audio.shape[1], like(audio)
    count = (samples + 2 * FRAME) // HOP + 1
    # What the frames of earlier blocks left for the first samples of the next one.
    tail = np.zeros((2, FRAME - HOP))
    for start in range(0, count, _FRAMES_AT_ONCE):
        stop = min(count, start + _FRAMES_AT_ONCE)
        made = _changed(audio, change, (max(0, start - MARGIN), min(count, stop + MARGIN)), (start, stop))
        made[:, : tail.shape[1]] += tail
        ready = (stop - start) * HOP
        tail = made[:, ready:]
        _lay(out, made[:, :ready], start * HOP - FRAME)
        let_go(audio)
        let_go(out)
    return out


def _changed(audio: Audio, change: Change, read: tuple[int, int], kept: tuple[int, int]) -> NDArray[np.float64]:
    """Left and right from the frames `kept` of those `read`, added up where they overlap."""
    first, last = read
    part = chunks.window(audio, first * HOP - FRAME, (last - first - 1) * HOP + FRAME).astype(np.float64)
    middle, side = (part[0] + part[1]) / 2, (part[0] - part[1]) / 2
    changed = change(*(np.fft.rfft(_frames(one) * _WINDOW, axis=1) for one in (middle, side)))
    made = np.zeros((2, (kept[1] - kept[0] - 1) * HOP + FRAME))
    for row, spectra in zip(made, changed, strict=True):
        pieces = np.fft.irfft(spectra[kept[0] - first : kept[1] - first], FRAME, axis=1) * (_WINDOW * _SCALE)
        for number, piece in enumerate(pieces):
            row[number * HOP : number * HOP + FRAME] += piece
    return np.stack([made[0] + made[1], made[0] - made[1]])


def _lay(out: Audio, piece: NDArray[np.float64], at: int) -> None:
    """`piece` from sample `at` on, as far as it lies within `out`."""
    first, last = max(0, at), min(out.shape[1], at + piece.shape[1])
    if last > first:
        out[:, first:last] = piece[:, first - at : last - at]


def _frames(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.lib.stride_tricks.sliding_window_view(signal, FRAME)[::HOP]


def frequencies_hz(rate: int) -> NDArray[np.float64]:
    return np.asarray(np.fft.rfftfreq(FRAME, 1.0 / rate))


_WINDOW = np.sqrt(np.hanning(FRAME + 1)[:-1])
_SCALE = HOP / float(np.sum(_WINDOW**2))
