"""Loudness after ITU-R BS.1770-4 and EBU Tech 3341/3342. Mono is measured as dual mono, as it will be heard."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyebur128
from numpy.typing import NDArray

from processing.dsp.gated import gated_lufs
from processing.dsp.levels import Audio, stereo

SILENCE_LUFS = -70.0
"""The absolute gate of BS.1770: nothing reads lower, so that every reading is finite."""
GATE_BLOCK_S = 0.4
SHORT_TERM_S = 3.0
STEP_S = 0.1
# EBU Tech 3341 test 13: a tone of exactly 0.4 s must be found wherever it begins.
_MOMENTARY_STEPS = 5
_MODES = (
    pyebur128.MeasurementMode.MODE_I | pyebur128.MeasurementMode.MODE_LRA | pyebur128.MeasurementMode.MODE_S
)  # S implies M


@dataclass(frozen=True)
class Loudness:
    """All in LUFS/LU. Curves hold one value each 0.1 s; value i ends at `(i + 1) * 0.1` seconds."""

    integrated_lufs: float
    short_term_max_lufs: float
    momentary_max_lufs: float
    loudness_range_lu: float
    momentary_lufs: NDArray[np.float32]
    short_term_lufs: NDArray[np.float32]


@dataclass
class LoudnessMeter:
    """Streams blocks of `(1 or 2, samples)` in constant memory (but for two curves of ten values a second)."""

    rate: int
    _state: pyebur128.R128State = field(init=False)
    _rest: Audio = field(init=False)
    _head: list[Audio] = field(init=False, default_factory=list)
    _fed: int = field(init=False, default=0)
    _momentary: list[float] = field(init=False, default_factory=list)
    _momentary_max: float = field(init=False, default=SILENCE_LUFS)
    _short_term: list[float] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._state = pyebur128.R128State(2, self.rate, _MODES)
        self._rest = np.zeros((2, 0), dtype=np.float32)

    def feed(self, block: Audio) -> None:
        block = stereo(block)
        if self._fed < SHORT_TERM_S * self.rate:
            self._head.append(block)
        self._fed += block.shape[1]
        audio = np.concatenate([self._rest, block], axis=1) if self._rest.shape[1] else block
        step = round(STEP_S * self.rate)
        whole = audio.shape[1] // step * step
        for start in range(0, whole, step):
            self._momentary.append(self._step(audio[:, start : start + step]))
            self._short_term.append(_floored(pyebur128.get_loudness_shortterm(self._state)))
        self._rest = audio[:, whole:]

    def _step(self, audio: Audio) -> float:
        """Add a tenth of a second in smaller steps, for the highest momentary loudness; the last is the curve's."""
        edges = np.linspace(0, audio.shape[1], _MOMENTARY_STEPS + 1).astype(int)
        for start, stop in itertools.pairwise(edges):
            self._add(audio[:, start:stop])
            momentary = _floored(pyebur128.get_loudness_momentary(self._state))
            self._momentary_max = max(self._momentary_max, momentary)
        return momentary

    def _add(self, audio: Audio) -> None:
        self._state.add_frames(np.ascontiguousarray(audio.T).reshape(-1), audio.shape[1])

    def finish(self) -> Loudness:
        if self._fed < SHORT_TERM_S * self.rate:
            return self._finish_short()
        if self._rest.shape[1]:
            self._add(self._rest)
        momentary, short_term = _curve(self._momentary), _curve(self._short_term)
        # A window that is not full yet still counts silence before the song.
        full_short_term = short_term[round(SHORT_TERM_S / STEP_S) - 1 :]
        return Loudness(
            integrated_lufs=_floored(pyebur128.get_loudness_global(self._state)),
            short_term_max_lufs=float(full_short_term.max()),
            momentary_max_lufs=self._momentary_max,
            loudness_range_lu=max(0.0, float(pyebur128.get_loudness_range(self._state))),
            momentary_lufs=momentary,
            short_term_lufs=short_term,
        )

    def _finish_short(self) -> Loudness:
        """A clip shorter than the 3 s window is read as if it were looped: the windows could not fill otherwise."""
        if self._fed == 0:
            empty = np.zeros(0, dtype=np.float32)
            return Loudness(SILENCE_LUFS, SILENCE_LUFS, SILENCE_LUFS, 0.0, empty, empty)
        clip = np.concatenate(self._head, axis=1)
        loops = int(np.ceil((SHORT_TERM_S + 1.0) * self.rate / clip.shape[1]))
        looped = LoudnessMeter(self.rate)
        looped.feed(np.tile(clip, (1, loops)))
        reading = looped.finish()
        return Loudness(
            integrated_lufs=reading.integrated_lufs,
            short_term_max_lufs=reading.short_term_max_lufs,
            momentary_max_lufs=reading.momentary_max_lufs,
            loudness_range_lu=0.0,
            momentary_lufs=_curve(self._momentary),
            short_term_lufs=_curve(self._short_term),
        )


def loudness(audio: Audio, rate: int, blocks_of: int = 1 << 20) -> Loudness:
    """Measure `(1 or 2, samples)` or a 1-D mono array."""
    meter = LoudnessMeter(rate)
    for block in _blocks(np.atleast_2d(audio), blocks_of):
        meter.feed(block)
    return meter.finish()


class IntegratedMeter:
    """Only the integrated loudness, about four times as fast. Blocks are `(1 or 2, samples)`."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._state = pyebur128.R128State(2, rate, pyebur128.MeasurementMode.MODE_I)
        self._head: list[Audio] = []
        self._fed = 0

    def feed(self, block: Audio) -> None:
        block = stereo(block)
        if self._fed < SHORT_TERM_S * self._rate:
            self._head.append(block)
        self._fed += block.shape[1]
        self._state.add_frames(np.ascontiguousarray(block.T).reshape(-1), block.shape[1])

    def finish(self) -> float:
        if self._fed < SHORT_TERM_S * self._rate and self._fed:
            return loudness(np.concatenate(self._head, axis=1), self._rate).integrated_lufs
        return _floored(pyebur128.get_loudness_global(self._state))


def integrated_lufs(audio: Audio, rate: int) -> float:
    """Integrated loudness of `(1 or 2, samples)` or a 1-D array; -70 for silence."""
    audio = np.atleast_2d(audio)
    if audio.shape[1] >= SHORT_TERM_S * rate:
        return gated_lufs(audio, rate)
    meter = IntegratedMeter(rate)
    meter.feed(audio)
    return meter.finish()


def gain_to_target_db(audio: Audio, rate: int, target_lufs: float) -> float:
    """The static gain that brings `audio` to `target_lufs`; 0 for silence, which no gain can help."""
    measured_lufs = integrated_lufs(audio, rate)
    return 0.0 if measured_lufs <= SILENCE_LUFS else target_lufs - measured_lufs


def _blocks(audio: Audio, samples: int) -> Iterator[Audio]:
    for start in range(0, audio.shape[1], samples):
        yield audio[:, start : start + samples]


def _floored(value_lufs: float) -> float:
    return max(SILENCE_LUFS, float(value_lufs)) if np.isfinite(value_lufs) else SILENCE_LUFS


def _curve(values: list[float]) -> NDArray[np.float32]:
    return np.asarray(values, dtype=np.float32)
