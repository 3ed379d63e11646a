"""Every number the studio keeps about a recording, in one pass and constant memory."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import scipy.signal
from numpy.typing import NDArray

from processing.dsp import files
from processing.dsp.balance import CENTRES_HZ
from processing.dsp.blocks import stretches
from processing.dsp.full_scale import FullScaleRuns
from processing.dsp.levels import Audio, gain_to_db, inner, power_to_db, sample_peak, stereo
from processing.dsp.loudness import SILENCE_LUFS, IntegratedMeter, LoudnessMeter
from processing.dsp.spectrum import Spectrum, SpectrumMeter
from processing.dsp.stereo import mid_side, side_over_mid_db
from processing.dsp.true_peak import TruePeakMeter

_CREST_BANDS_HZ = {"low": (None, 150.0), "mid": (150.0, 4000.0), "high": (4000.0, None)}
_QUIET = 10.0 ** (-60.0 / 20.0)


@dataclass
class Meter:
    """Feed blocks `(1 or 2, samples)`; `finish` gives the JSON-ready measures."""

    rate: int
    _loudness: LoudnessMeter = field(init=False)
    _mono: IntegratedMeter = field(init=False)
    _true_peak: TruePeakMeter = field(init=False)
    _mid: SpectrumMeter = field(init=False)
    _side: SpectrumMeter = field(init=False)
    _crest: dict[str, "_BandCrest"] = field(init=False)
    _runs: FullScaleRuns = field(init=False, default_factory=FullScaleRuns)
    _sums: "_Sums" = field(init=False)

    def __post_init__(self) -> None:
        self._loudness, self._mono = LoudnessMeter(self.rate), IntegratedMeter(self.rate)
        self._true_peak = TruePeakMeter(2, self.rate)
        self._mid, self._side = SpectrumMeter(self.rate), SpectrumMeter(self.rate)
        self._crest = {name: _BandCrest(self.rate, *edges) for name, edges in _CREST_BANDS_HZ.items()}
        self._sums = _Sums()

    def feed(self, block: Audio) -> None:
        block = self._sums.note(stereo(block))
        middle, side = mid_side(block)
        self._loudness.feed(block)
        self._mono.feed(middle)
        self._true_peak.feed(block)
        self._runs.feed(block)
        self._mid.feed(middle)
        self._side.feed(side)
        for band in self._crest.values():
            band.feed(middle[0])

    def finish(self) -> dict[str, Any]:
        self._true_peak.finish()
        loud, true_peak_dbtp = self._loudness.finish(), self._true_peak.dbtp()
        middle, side = self._mid.finish(), self._side.finish()
        mono_lufs = self._mono.finish()
        silent = loud.integrated_lufs <= SILENCE_LUFS
        numbers = {
            "integrated_lufs": loud.integrated_lufs,
            "short_term_max_lufs": loud.short_term_max_lufs,
            "momentary_max_lufs": loud.momentary_max_lufs,
            "loudness_range_lu": loud.loudness_range_lu,
            "true_peak_dbtp": true_peak_dbtp,
            "sample_peak_dbfs": gain_to_db(self._true_peak.sample_peak),
            "plr_db": 0.0 if silent else true_peak_dbtp - loud.integrated_lufs,
            "psr_db": 0.0 if silent else true_peak_dbtp - loud.short_term_max_lufs,
            "mono_loss_lu": 0.0 if silent else loud.integrated_lufs - mono_lufs,
            "low_side_db": side_over_mid_db(middle, side),
            **self._sums.numbers(self.rate),
        }
        return {
            **{name: round(value, 3) for name, value in numbers.items()},
            **self._spectral(_together(middle, side)),
            "crest_db": {name: round(band.crest_db(), 2) for name, band in self._crest.items()},
            "full_scale_samples": self._runs.samples,
            "clipping_runs": self._runs.runs,
            "longest_run_samples": self._runs.longest,
            "broken_samples": self._sums.broken,
            "samples": self._sums.samples,
            "sample_rate": self.rate,
        }

    def _spectral(self, whole: Spectrum) -> dict[str, Any]:
        return {
            "bandwidth_hz": round(whole.bandwidth_hz()),
            "energy_1k_10k_db": round(whole.band_db(1000.0, 10_000.0), 2),
            "third_octaves": {
                "centres_hz": CENTRES_HZ.tolist(),
                "levels_db": np.round(whole.third_octaves_db(), 2).tolist(),
            },
        }


def measure(audio: Audio, rate: int) -> dict[str, Any]:
    """All measures of `(1 or 2, samples)` or a 1-D array; silence and very short clips give finite numbers."""
    meter = Meter(rate)
    wide = np.atleast_2d(audio)
    for span in stretches(wide, block=files.BLOCK):
        meter.feed(wide[:, span])
    return meter.finish()


def measure_file(path: Path) -> dict[str, Any]:
    """The same of one of our own files, without reading it whole. Raises StudioError as `files.blocks` does."""
    meter = Meter(files.facts(path).sample_rate)
    for block in files.blocks(path):
        meter.feed(block)
    return meter.finish()


@dataclass
class _Sums:
    samples: int = 0
    broken: int = 0
    _powers: NDArray[np.float64] = field(default_factory=lambda: np.zeros(2))
    _means: NDArray[np.float64] = field(default_factory=lambda: np.zeros(2))
    _cross: float = 0.0
    _first_heard: int | None = None
    _last_heard: int = 0

    def note(self, block: Audio) -> Audio:
        finite = np.isfinite(block)
        if not finite.all():
            self.broken += int((~finite).sum())
            block = np.where(finite, block, np.float32(0.0))
        self._powers += [inner(channel, channel) for channel in block]
        self._means += block.sum(axis=1, dtype=np.float64)
        self._cross += inner(block[0], block[1])
        if sample_peak(block) > _QUIET:
            heard = np.flatnonzero(np.abs(block).max(axis=0) > _QUIET)
            if self._first_heard is None:
                self._first_heard = self.samples + int(heard[0])
            self._last_heard = self.samples + int(heard[-1]) + 1
        self.samples += block.shape[1]
        return block

    def numbers(self, rate: int) -> dict[str, float]:
        count = max(1, self.samples)
        scale = float(np.sqrt(self._powers[0] * self._powers[1]))
        head = self.samples if self._first_heard is None else self._first_heard
        return {
            "duration_s": self.samples / rate,
            "rms_dbfs": power_to_db(float(self._powers.mean()) / count),
            "dc": float(np.abs(self._means).max()) / count,
            "correlation": self._cross / scale if scale > 0.0 else 1.0,
            "head_silence_s": head / rate,
            "tail_silence_s": (self.samples - self._last_heard) / rate,
        }


class _BandCrest:
    def __init__(self, rate: int, low_hz: float | None, high_hz: float | None) -> None:
        sections = []
        if low_hz is not None:
            sections.append(scipy.signal.butter(2, low_hz, "highpass", fs=rate, output="sos"))
        if high_hz is not None:
            sections.append(scipy.signal.butter(2, min(high_hz, 0.45 * rate), "lowpass", fs=rate, output="sos"))
        self._sos = np.concatenate(sections).astype(np.float32)
        self._memory = np.zeros((len(self._sos), 2), dtype=np.float32)
        self._peak, self._power, self._samples = 0.0, 0.0, 0

    def feed(self, signal: NDArray[np.float32]) -> None:
        band, self._memory = scipy.signal.sosfilt(self._sos, signal, zi=self._memory)
        self._peak = max(self._peak, sample_peak(band))
        self._power += inner(band, band)
        self._samples += len(signal)

    def crest_db(self) -> float:
        if self._power <= 0.0:
            return 0.0
        return gain_to_db(self._peak) - power_to_db(self._power / self._samples)


def _together(middle: Spectrum, side: Spectrum) -> Spectrum:
    # left² + right² = 2 (mid² + side²), so their mean is mid² + side².
    return Spectrum(middle.frequencies_hz, middle.power + side.power)
