"""A first look at a decoded take, block by block: what is wrong with it, in words that an artist can act on."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from processing.dsp.full_scale import FlatPeaks, FullScaleRuns
from processing.dsp.levels import Audio, gain_to_db, inner, power_to_db, sample_peak, stereo

ABSURD = 64.0  # 36 dB above full scale is no sound but broken data
SILENT_PEAK = 10.0 ** (-90.0 / 20.0)
_MAX_FULL_SCALE = 8
_MAX_DC = 0.01
_ONE_SIDED_DB = 40.0
_MIN_CORRELATION = -0.2
_LOW_LEVEL_DB = -45.0
_NOISE_FRAME_S = 0.045
_NOISE_TOP_HZ = 16_000.0
_MIN_NOISE_DISTANCE_DB = 35.0
_NOISE_FLATNESS = 0.15
_HEARD_DB = -75.0


@dataclass(frozen=True)
class Finding:
    """One thing to know about a file: a stable code, plain words, and the number behind them."""

    code: str
    words: str
    value: float


def unbroken(block: Audio) -> tuple[Audio, int]:
    """The block with what is no number silenced, and how many samples that were."""
    bad = ~(np.abs(block) < ABSURD)  # written so that NaN counts as bad
    broken = int(bad.sum())
    return (np.where(bad, np.float32(0.0), block) if broken else block), broken


@dataclass
class Soundness:
    """Feed every block `(1 or 2, samples)` at the file's own rate; `repaired` returns it free of broken samples."""

    rate: int
    samples: int = 0
    broken: int = 0
    peak: float = 0.0
    runs: FullScaleRuns = field(default_factory=FullScaleRuns)
    flat: FlatPeaks = field(default_factory=FlatPeaks)
    _sums: NDArray[np.float64] = field(default_factory=lambda: np.zeros(2))
    _powers: NDArray[np.float64] = field(default_factory=lambda: np.zeros(2))
    _cross: float = 0.0
    _stereo: bool = False
    _frames: list[tuple[float, float]] = field(default_factory=list)

    def repaired(self, block: Audio) -> Audio:
        """Take notes on one block and return it with broken samples silenced."""
        block, broken = unbroken(block)
        self.broken += broken
        self.samples += block.shape[1]
        self._stereo = self._stereo or block.shape[0] == 2
        self.peak = max(self.peak, sample_peak(block))
        self.runs.feed(block)
        self.flat.feed(stereo(block))
        self._sums += block.sum(axis=1, dtype=np.float64)
        self._powers += [inner(channel, channel) for channel in block]
        self._cross += inner(block[0], block[-1])
        # Uneven shares, so that turned polarity does not read as silence.
        self._note_noise(np.float32(0.7) * block[0] + np.float32(0.3) * block[-1])
        return block

    def _note_noise(self, signal: NDArray[np.float32]) -> None:
        size = round(_NOISE_FRAME_S * self.rate)
        count = len(signal) // size
        frames = signal[: count * size].reshape(count, size)
        heard = slice(8, round(_NOISE_TOP_HZ * _NOISE_FRAME_S))  # of a high rate only what can be heard
        spectra = np.abs(np.fft.rfft(frames * np.hanning(size).astype(np.float32)))[:, heard] ** 2 + 1e-20
        flatness = np.exp(np.log(spectra).mean(axis=1)) / spectra.mean(axis=1)
        levels = (frames * frames).mean(axis=1)
        self._frames += zip(levels.tolist(), flatness.tolist(), strict=True)

    @property
    def silent(self) -> bool:
        return self.peak < SILENT_PEAK

    @property
    def broken_share(self) -> float:
        return self.broken / max(1, self.samples * (2 if self._stereo else 1))

    def findings(self) -> tuple[Finding, ...]:
        """What to tell people, most harmful first."""
        found = [self._broken(), self._clipping(), self._one_sided(), self._out_of_phase()]
        return tuple(f for f in (*found, self._dc(), self._level(), self._noise()) if f is not None)

    def _broken(self) -> Finding | None:
        if not self.broken:
            return None
        words = f"{self.broken} samples held no number and were silenced. Export the file again if you hear clicks."
        return Finding("audio.repaired", words, self.broken)

    def _clipping(self) -> Finding | None:
        if self.runs.samples <= _MAX_FULL_SCALE:
            return None
        words = (
            f"{self.runs.samples} samples stand at full scale, up to {self.runs.longest} in a row: it sounds clipped. "
            "Record or export it a few decibels lower if you can."
        )
        return Finding("audio.clipped", words, self.runs.samples)

    def _one_sided(self) -> Finding | None:
        left_db, right_db = (power_to_db(p / max(1, self.samples)) for p in self._powers)
        if not self._stereo or abs(left_db - right_db) < _ONE_SIDED_DB:
            return None
        side = "left" if left_db > right_db else "right"
        return Finding("audio.one_sided", f"Only the {side} side holds sound.", abs(left_db - right_db))

    def _out_of_phase(self) -> Finding | None:
        scale = float(np.sqrt(self._powers[0] * self._powers[1]))
        correlation = self._cross / scale if scale > 0.0 else 1.0
        if not self._stereo or correlation > _MIN_CORRELATION:
            return None
        words = "Left and right work against each other: on one loudspeaker parts will vanish. Check the polarity."
        return Finding("audio.out_of_phase", words, round(correlation, 3))

    def _dc(self) -> Finding | None:
        offset = float(np.abs(self._sums).max()) / max(1, self.samples)
        if offset < _MAX_DC:
            return None
        words = "The waveform does not rest on zero (DC offset). The mix will filter it out."
        return Finding("audio.dc", words, round(offset, 4))

    def _level(self) -> Finding | None:
        loud = self._loud_db()
        if loud > _LOW_LEVEL_DB:
            return None
        words = f"It is very quiet ({loud:.0f} dB): raising it will raise the noise of the room as well."
        return Finding("audio.low_level", words, round(loud, 1))

    def _loud_db(self) -> float:
        if not self._frames:
            return gain_to_db(self.peak)
        return power_to_db(float(np.percentile([level for level, _ in self._frames], 95)))

    def _noise(self) -> Finding | None:
        """Noise shows in the pauses: the quietest frames that are not digital silence, if they are flat in spectrum."""
        heard = sorted(f for f in self._frames if power_to_db(f[0]) > _HEARD_DB)
        pauses = heard[: max(4, len(heard) // 20)]
        if len(heard) < 40 or float(np.median([flat for _, flat in pauses])) < _NOISE_FLATNESS:
            return None
        distance = self._loud_db() - power_to_db(float(np.mean([level for level, _ in pauses])))
        if distance > _MIN_NOISE_DISTANCE_DB:
            return None
        words = f"The pauses are only {distance:.0f} dB quieter than the music: there is audible noise."
        return Finding("audio.noisy", words, round(distance, 1))
