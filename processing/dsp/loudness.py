"""Loudness after ITU-R BS.1770-4 and EBU Tech 3341/3342. Mono is measured as dual mono, as it will be heard."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from processing.dsp.blocks import stretches
from processing.dsp.gated import ABSOLUTE_LUFS, KWeighted, gated_lufs, integrated, levels, windows
from processing.dsp.levels import Audio, mono

SILENCE_LUFS = ABSOLUTE_LUFS
"""The absolute gate of BS.1770: nothing reads lower, so that every reading is finite."""
MOMENTARY_STEPS, SHORT_TERM_STEPS = 4, 30
STEP_S = 0.1
SHORT_TERM_S = SHORT_TERM_STEPS * STEP_S
# EBU Tech 3341 test 13: a tone of exactly 0.4 s must be found wherever it begins.
_PARTS = 5
# EBU Tech 3342: what is 20 LU under the mean does not count, nor do the lowest tenth and the highest twentieth.
_RANGE_GATE_LU, _RANGE_LOW, _RANGE_HIGH = -20.0, 0.1, 0.95


Curve = NDArray[np.float32]


@dataclass(frozen=True)
class Loudness:
    """All in LUFS/LU. Curves hold one value each 0.1 s; value i ends at `(i + 1) * 0.1` seconds."""

    integrated_lufs: float
    short_term_max_lufs: float
    momentary_max_lufs: float
    loudness_range_lu: float
    momentary_lufs: Curve
    short_term_lufs: Curve


class LoudnessMeter:
    """Streams blocks of `(1 or 2, samples)` in constant memory (but for fifty values a second)."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._weighted = KWeighted(rate, _PARTS)
        self._head = _Head(rate)

    def feed(self, block: Audio) -> None:
        self._head.note(block)
        self._weighted.feed(block)

    def finish(self) -> Loudness:
        if not self._head.full:
            return self._finish_short()
        momentary_max, momentary, short_term, steps = self._read()
        return Loudness(
            integrated_lufs=integrated(steps, self._weighted.step),
            # A window that is not full yet still counts silence before the song.
            short_term_max_lufs=float(short_term[SHORT_TERM_STEPS - 1 :].max()),
            momentary_max_lufs=momentary_max,
            loudness_range_lu=_range_lu(steps, self._weighted.step),
            momentary_lufs=momentary,
            short_term_lufs=short_term,
        )

    def _read(self) -> tuple[float, Curve, Curve, NDArray[np.float64]]:
        """The highest momentary loudness, both curves, and the energy of each step."""
        parts, step = self._weighted.sums(), self._weighted.step
        steps = parts.reshape(-1, _PARTS).sum(axis=1)
        momentary = levels(windows(parts, MOMENTARY_STEPS * _PARTS) / (MOMENTARY_STEPS * step))
        short_term = levels(windows(steps, SHORT_TERM_STEPS) / (SHORT_TERM_STEPS * step))
        highest = float(momentary.max(initial=SILENCE_LUFS))
        return highest, momentary[_PARTS - 1 :: _PARTS].astype(np.float32), short_term.astype(np.float32), steps

    def _finish_short(self) -> Loudness:
        """A clip shorter than the 3 s window is read as if it were looped: the windows could not fill otherwise. Its
        integrated loudness is its own from one gating block on, as every other meter reads it."""
        if not self._head.samples:
            empty = np.zeros(0, dtype=np.float32)
            return Loudness(SILENCE_LUFS, SILENCE_LUFS, SILENCE_LUFS, 0.0, empty, empty)
        looped = LoudnessMeter(self._rate)
        looped.feed(self._head.looped())
        reading, (_, momentary, short_term, steps) = looped.finish(), self._read()
        own = len(steps) >= MOMENTARY_STEPS
        return replace(
            reading,
            integrated_lufs=integrated(steps, self._weighted.step) if own else reading.integrated_lufs,
            loudness_range_lu=0.0,
            momentary_lufs=momentary,
            short_term_lufs=short_term,
        )


class _Head:
    """The first three seconds of what is measured, all there is of a clip."""

    def __init__(self, rate: int) -> None:
        self._enough = round(SHORT_TERM_S * rate)
        self._rate = rate
        self._blocks: list[Audio] = []
        self.samples = 0

    @property
    def full(self) -> bool:
        return self.samples >= self._enough

    def note(self, block: Audio) -> None:
        if not self.full:
            self._blocks.append(np.atleast_2d(block))
        self.samples += block.shape[-1]

    def looped(self) -> Audio:
        clip = np.concatenate(self._blocks, axis=1)
        return np.tile(clip, (1, int(np.ceil((SHORT_TERM_S + 1.0) * self._rate / clip.shape[1]))))


def loudness(audio: Audio, rate: int) -> Loudness:
    """Measure `(1 or 2, samples)` or a 1-D mono array."""
    meter = LoudnessMeter(rate)
    for span in stretches(audio):
        meter.feed(audio[..., span])
    return meter.finish()


class IntegratedMeter:
    """Only the integrated loudness. Blocks are `(1 or 2, samples)`."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._weighted = KWeighted(rate)
        self._head = _Head(rate)

    def feed(self, block: Audio) -> None:
        self._head.note(block)
        self._weighted.feed(block)

    def finish(self) -> float:
        steps = self._weighted.sums()
        if self._head.samples and len(steps) < MOMENTARY_STEPS:
            return gated_lufs(self._head.looped(), self._rate)
        return integrated(steps, self._weighted.step)


def integrated_lufs(audio: Audio, rate: int) -> float:
    """Integrated loudness of `(1 or 2, samples)` or a 1-D array; -70 for silence."""
    meter = IntegratedMeter(rate)
    for span in stretches(audio):
        meter.feed(audio[..., span])
    return meter.finish()


def folded_lufs(audio: Audio, rate: int) -> float:
    """Integrated loudness of `(channels, samples)` on one loudspeaker."""
    meter = IntegratedMeter(rate)
    for span in stretches(audio):
        meter.feed(mono(audio[:, span]))
    return meter.finish()


def gain_to_target_db(audio: Audio, rate: int, target_lufs: float) -> float:
    """The static gain that brings `audio` to `target_lufs`; 0 for silence, which no gain can help."""
    measured_lufs = integrated_lufs(audio, rate)
    return 0.0 if measured_lufs <= SILENCE_LUFS else target_lufs - measured_lufs


def _range_lu(steps: NDArray[np.float64], step: int) -> float:
    """EBU Tech 3342 over windows of 3 s that begin each second."""
    power = windows(steps, SHORT_TERM_STEPS)[SHORT_TERM_STEPS - 1 :: 10] / (SHORT_TERM_STEPS * step)
    readings = levels(power)
    heard = readings[readings > SILENCE_LUFS]
    if not heard.size:
        return 0.0
    mean_lufs = levels(power[readings > SILENCE_LUFS].mean())
    heard = np.sort(heard[heard >= mean_lufs + _RANGE_GATE_LU])
    low, high = (heard[int((heard.size - 1) * share + 0.5)] for share in (_RANGE_LOW, _RANGE_HIGH))
    return float(high - low)
