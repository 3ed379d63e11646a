"""Long-term spectra: third-octave balance, distance between two balances, bandwidth, energy in a band."""

from dataclasses import dataclass, field

import numpy as np
import scipy.fft
import scipy.signal
from numpy.typing import NDArray

from processing.dsp.balance import CENTRES_HZ, balance_distance_db
from processing.dsp.blocks import stretches
from processing.dsp.levels import Audio, power_to_db

SPECTRUM_POINTS = _FRAME = 16_384
_HOP = 8_192
_AT_ONCE = 8
_BANDWIDTH_STEP_HZ = 100.0
_BANDWIDTH_DB = 60.0


@dataclass(frozen=True)
class Spectrum:
    """Mean power density over time and channels; `power[i]` is the mean square that falls into bin i."""

    frequencies_hz: NDArray[np.float64]
    power: NDArray[np.float64]

    @property
    def _bin_hz(self) -> float:
        return float(self.frequencies_hz[1])

    def band_power(self, low_hz: float, high_hz: float) -> float:
        """Mean square between two frequencies; bins at the edges count in part."""
        low = self.frequencies_hz - self._bin_hz / 2
        overlap = np.minimum(low + self._bin_hz, high_hz) - np.maximum(low, low_hz)
        return float(np.dot(self.power, np.clip(overlap / self._bin_hz, 0.0, 1.0)))

    def band_db(self, low_hz: float, high_hz: float) -> float:
        """Level of a band in dBFS (RMS)."""
        return power_to_db(self.band_power(low_hz, high_hz))

    def third_octaves_db(self) -> NDArray[np.float64]:
        """Level of each third octave in `CENTRES_HZ`, dBFS."""
        edge = 10.0**0.05
        return np.array([self.band_db(centre / edge, centre * edge) for centre in CENTRES_HZ])

    def bandwidth_hz(self) -> float:
        """The highest frequency that still lies within 60 dB of the density between 1 and 5 kHz."""
        edges = np.arange(0.0, self.frequencies_hz[-1], _BANDWIDTH_STEP_HZ)
        density = self.band_power(1000.0, 5000.0) / (4000.0 / _BANDWIDTH_STEP_HZ)
        if density <= 0.0:
            return 0.0
        wanted = density * 10.0 ** (-_BANDWIDTH_DB / 10.0)
        lively = [low for low in edges if self.band_power(low, low + _BANDWIDTH_STEP_HZ) > wanted]
        return float(lively[-1] + _BANDWIDTH_STEP_HZ) if lively else 0.0


@dataclass
class SpectrumMeter:
    """Streams blocks `(channels, samples)` into one `Spectrum` (Hann frames of 16 384, half overlapping)."""

    rate: int
    _rest: Audio | None = None
    _sum: NDArray[np.float64] = field(default_factory=lambda: np.zeros(_FRAME // 2 + 1))
    _frames: int = 0

    def feed(self, block: Audio) -> None:
        audio = block if self._rest is None else np.concatenate([self._rest, block], axis=1)
        count = max(0, (audio.shape[1] - _FRAME) // _HOP + 1)
        if count:
            windows = np.lib.stride_tricks.sliding_window_view(audio, _FRAME, axis=1)[:, : count * _HOP : _HOP]
            for start in range(0, count, _AT_ONCE):
                self._note(windows[:, start : start + _AT_ONCE])
        self._rest = audio[:, count * _HOP :]

    def _note(self, frames: Audio) -> None:
        """Add `(channels, frames, samples)`."""
        found = scipy.fft.rfft(frames * _WINDOW, axis=2)
        power = found.real**2 + found.imag**2
        self._sum += power.mean(axis=0, dtype=np.float64).sum(axis=0)
        self._frames += frames.shape[1]

    def finish(self) -> Spectrum:
        if self._frames == 0 and self._rest is not None and self._rest.shape[1]:
            rest = self._rest
            loops = -(-_FRAME // rest.shape[1])  # a clip shorter than one frame is read as if looped
            self._note(np.tile(rest, (1, loops))[:, np.newaxis, :_FRAME])
        # Parseval for a one-sided spectrum: every bin but the first and last stands for two.
        scale = 2.0 / (_FRAME * float((_WINDOW.astype(np.float64) ** 2).sum()) * max(1, self._frames))
        power = self._sum * scale
        power[[0, -1]] /= 2.0
        return Spectrum(np.fft.rfftfreq(_FRAME, 1.0 / self.rate).astype(np.float64), power)


def spectrum(audio: Audio, rate: int) -> Spectrum:
    meter, wide = SpectrumMeter(rate), np.atleast_2d(audio)
    for span in stretches(wide):
        meter.feed(wide[:, span])
    return meter.finish()


def third_octaves_db(audio: Audio, rate: int) -> NDArray[np.float64]:
    """Levels in dBFS for `CENTRES_HZ`."""
    return spectrum(audio, rate).third_octaves_db()


def spectral_distance_db(audio: Audio, other: Audio, rate: int) -> float:
    """`balance_distance_db` of two recordings at the same rate."""
    return balance_distance_db(third_octaves_db(audio, rate), third_octaves_db(other, rate))


_WINDOW = scipy.signal.get_window("hann", _FRAME).astype(np.float32)
