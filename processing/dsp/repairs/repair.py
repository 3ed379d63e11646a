"""Repair what is diagnosed and nothing else, step by step, each step on trial: one that does not help its own number,
or harms another, is left out and says so. A song without faults comes back as the very same samples."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from processing.dsp.levels import Audio, stereo
from processing.dsp.pathologies.diagnosis import Fault, diagnose
from processing.dsp.pathologies.numbers import clicks
from processing.dsp.repairs.attacks import sharpen_transients
from processing.dsp.repairs.image import fold_antiphase, mono_bass, narrow_highs
from processing.dsp.repairs.samples import de_click, de_clip, without_offset
from processing.dsp.repairs.tone import de_mud, de_shimmer

HARM = 5.0
"""Points of severity that a step may cost a number that is, or becomes, a fault."""
SHIFT = 20.0
"""Points that it may move a number which stays healthy: music without mud has other attacks than music with it."""
WORTH = 0.5
"""Points of severity that a step must bring its own number."""

Remedy = Callable[[Audio, int, float], Audio]

# In the order in which they are tried: samples, image, tone, attacks.
REMEDIES: Mapping[str, Remedy] = {
    "highpass": lambda audio, rate, _amount: without_offset(audio, rate),
    "de_clip": lambda audio, _rate, _amount: de_clip(audio),
    "de_click": lambda audio, rate, _amount: de_click(audio, rate, clicks(audio, rate).tolist()),
    "mono_bass": mono_bass,
    "fold_antiphase": fold_antiphase,
    "narrow_highs": narrow_highs,
    "de_mud": de_mud,
    "de_shimmer": de_shimmer,
    "sharpen_transients": sharpen_transients,
}


@dataclass(frozen=True)
class Step:
    """One repair on trial. `before` and `after` are the severities of its fault, 0 to 100."""

    fault: str
    remedy: str
    amount: float
    before: float
    after: float
    kept: bool
    words: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Repaired:
    """`audio` is the input itself when nothing was changed."""

    audio: Audio
    before: tuple[Fault, ...]
    after: tuple[Fault, ...]
    steps: tuple[Step, ...]


def repair(
    audio: Audio,
    rate: int,
    *,
    amounts: Mapping[str, float] | None = None,
    progress: Callable[[float, str], None] = lambda _fraction, _message: None,
) -> Repaired:
    """Try every remedy that a diagnosed fault asks for. `amounts` 0..1 by remedy; 0 leaves it out.

    `audio` is `(1 or 2, samples)`; mono is repaired as dual mono.
    """
    song = stereo(np.atleast_2d(audio))
    before = now = diagnose(song, rate)
    wanted = [(name, fault.code) for name in REMEDIES for fault in before if fault.remedy == name]
    steps: list[Step] = []
    for number, (name, code) in enumerate(wanted):
        progress((number + 0.5) / (len(wanted) + 0.5), name)
        amount = (amounts or {}).get(name, 1.0)
        fault = next(f for f in now if f.code == code)
        # An earlier step, or the same remedy for another fault, may have mended it.
        if amount <= 0.0 or _beyond(fault) <= 0.0:
            continue
        tried = REMEDIES[name](song, rate, amount)
        then = diagnose(tried, rate)
        step = _judge(fault, name, amount, now, then)
        steps.append(step)
        if step.kept:
            song, now = tried, then
    return Repaired(song if any(s.kept for s in steps) else audio, before, now, tuple(steps))


def removed(before: Audio, after: Audio) -> Audio:
    """What a repair took away and added: for listening to the difference alone."""
    return np.asarray(stereo(np.atleast_2d(before)) - after, dtype=np.float32)


def _judge(fault: Fault, remedy: str, amount: float, now: Sequence[Fault], then: Sequence[Fault]) -> Step:
    after = next(f for f in then if f.code == fault.code)
    harmed = _harmed(fault, now, then)
    helps = _beyond(fault) - _beyond(after) > 0.0 and fault.severity - after.severity >= min(WORTH, fault.severity)
    helps = helps or _improves_beyond_scale(fault, after)
    if harmed is not None:
        words = f"Left out: it would have made “{harmed.title.lower()}” worse."
    elif not helps:
        words = "Left out: it did not help."
    else:
        words = f"{fault.title}: {_figure(fault)} before, {_figure(after)} after."
    kept = helps and harmed is None
    return Step(fault.code, remedy, amount, round(fault.severity, 1), round(after.severity, 1), kept, words)


def _harmed(fault: Fault, now: Sequence[Fault], then: Sequence[Fault]) -> Fault | None:
    others = [(old, new) for old, new in zip(now, then, strict=True) if old.code != fault.code]
    return next(
        (new for old, new in others if new.severity - old.severity > (HARM if new.severity > 50 else SHIFT)), None
    )


def _beyond(fault: Fault) -> float:
    """How far the number lies beyond its limit, in its own unit; negative on the good side."""
    return (fault.value - fault.limit) * (1 if fault.above else -1)


def _improves_beyond_scale(fault: Fault, after: Fault) -> bool:
    """Very bad numbers stand at 100 before and after; a clear move towards the limit counts."""
    return fault.severity >= 100.0 and _beyond(after) < 0.8 * _beyond(fault)


def _figure(fault: Fault) -> str:
    return f"{fault.value:.3g} {fault.unit}".strip()
