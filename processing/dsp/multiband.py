"""Compression in two to four bands (or one), between crossovers of 24 dB per octave that sum flat."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter

from processing.dsp.blocks import copied, stretches
from processing.dsp.dynamics import HOP, Compression
from processing.dsp.levels import Audio
from processing.dsp.loops import banded

TOP_HZ = 20000.0
BLOCK = 128 * HOP
TINY = 1e-25
"""Added to what goes into a filter: numbers below the smallest normal one cost a hundred times as much."""


@dataclass(frozen=True)
class BandCompression:
    """Compression from the band below up to `up_to_hz`."""

    up_to_hz: float
    device: Compression


def compress_bands(audio: Audio, sample_rate: int, bands: Sequence[BandCompression], out: Audio | None = None) -> Audio:
    """Each band of stereo `audio` (2, samples) compressed for itself, both channels by one gain.

    What lies above the highest band passes. Where nothing is compressed the level is that of the input at every
    frequency, its phase turned by the crossovers. With `out=audio` the work is done in place.
    """
    ordered = sorted(bands, key=lambda band: band.up_to_hz)
    top_hz = min(TOP_HZ, 0.45 * sample_rate)
    cuts_hz = [band.up_to_hz for band in ordered if band.up_to_hz < top_hz]
    devices = [_device(band.device, sample_rate) for band in ordered][: len(cuts_hz) + 1]
    if len(devices) == len(cuts_hz):
        devices.append([0.0, 1.0, 1.0, 1.0, 0.0])
    out = out if out is audio else copied(audio)
    desk = _Bands(cuts_hz, np.array(devices), sample_rate)
    for span in stretches(out, block=BLOCK):
        desk.feed(out, span.start, span.stop)
    desk.finish(out)
    return out


class _Bands:
    """Works through a recording block by block, in place. What has been read leaves a hop later, when the gain at its
    end is known."""

    def __init__(self, cuts_hz: Sequence[float], devices: NDArray[np.float64], sample_rate: int) -> None:
        self._cuts, self._devices = (
            [_Crossover(hz, sample_rate, earlier) for earlier, hz in enumerate(cuts_hz)],
            devices,
        )
        self._bands = np.zeros((len(devices), 2, HOP + BLOCK))
        self._gains = np.ones((len(devices), BLOCK // HOP + 1))
        self._levels = np.full((len(devices), 1), -1.0)
        self._read = self._kept = self._hops_read = 0

    def feed(self, audio: Audio, start: int, stop: int) -> None:
        count, kept = stop - start, self._kept
        self._bands[:, :, :kept] = self._bands[:, :, self._read - kept : self._read].copy()
        rest = self._bands[-1, :, kept : kept + count]
        rest[:] = audio[:, start:stop] + TINY
        for number, cut in enumerate(self._cuts):
            cut.part(rest, self._bands[: number + 1, :, kept : kept + count])
        hops = -(-count // HOP)
        for number, (left, right) in enumerate(self._bands[:, :, kept : kept + count]):
            gains = self._gains[number]
            gains[0] = gains[self._hops_read] if kept else 1.0
            banded.gains_of(left, right, HOP, self._devices[number], self._levels[number], gains[1 : hops + 1])
        self._hops_read, self._read, self._kept = hops, kept + count, count - (hops - 1) * HOP
        self._leave(audio[:, start - kept : stop - self._kept], 0 if kept else 1)

    def finish(self, audio: Audio) -> None:
        """The last hop keeps the last gain."""
        if self._kept:
            self._bands[:, :, : self._kept] = self._bands[:, :, self._read - self._kept : self._read].copy()
            self._gains[:, :2] = self._gains[:, [self._hops_read]]
            self._leave(audio[:, audio.shape[1] - self._kept :], 0)

    def _leave(self, target: Audio, first_gain: int) -> None:
        target[:] = 0.0
        for band, gains in zip(self._bands, self._gains, strict=True):
            for row, part in zip(target, band, strict=True):
                banded.add_lines(row, part, gains[first_gain:], HOP)


class _Crossover:
    """Two equal halves of 12 dB per octave for either side; the bands below are turned in phase as it turns."""

    def __init__(self, hz: float, sample_rate: int, earlier: int) -> None:
        low = butter(2, hz, "lowpass", fs=sample_rate, output="sos")
        self._low = np.concatenate([low, low])
        self._high = np.tile(butter(2, hz, "highpass", fs=sample_rate, output="sos"), (2, 1))
        self._turn = np.array([[low[0, 5], low[0, 4], 1.0, 1.0, low[0, 4], low[0, 5]]])
        self._low_state, self._high_state = np.zeros((2, 4)), np.zeros((2, 4))
        self._turn_states = np.zeros((earlier, 1, 4))

    def part(self, rest: NDArray[np.float64], bands: NDArray[np.float64]) -> None:
        """Take the low side of `rest` (2, samples) into the last of `bands`; `rest` keeps the high side."""
        bands[-1] = rest
        banded.through(bands[-1][0], bands[-1][1], self._low, self._low_state)
        banded.through(rest[0], rest[1], self._high, self._high_state)
        for band, state in zip(bands[:-1], self._turn_states, strict=True):
            banded.through(band[0], band[1], self._turn, state)


def _device(device: Compression, sample_rate: int) -> list[float]:
    hop_ms = HOP * 1e3 / sample_rate
    rise, fall = (1.0 - float(np.exp(-hop_ms / time_ms)) for time_ms in (device.attack_ms, device.release_ms))
    return [device.threshold_db, device.ratio, rise, fall, device.makeup_db]
