"""Repair what is diagnosed and nothing else, step by step, each step on trial: one that does not help its own number,
or harms another, is tried with less, and left out when that does not do either. A song without faults comes back as
the very same samples."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from processing.dsp.blocks import by_blocks
from processing.dsp.levels import Audio, stereo
from processing.dsp.noise import denoise
from processing.dsp.pathologies.damage import clicks
from processing.dsp.pathologies.diagnosis import diagnose
from processing.dsp.pathologies.fault import Fault, of_code
from processing.dsp.repairs.attacks import sharpen_transients
from processing.dsp.repairs.guard import helps, most_harm
from processing.dsp.repairs.hum import de_hum
from processing.dsp.repairs.image import fold_antiphase, mono_bass, narrow_highs, soften_panning, widen
from processing.dsp.repairs.names import REMEDY_WORDS
from processing.dsp.repairs.samples import de_click, de_clip, without_offset
from processing.dsp.repairs.tone import de_mud, de_shimmer
from processing.dsp.repairs.top import extend_band

SHARES = ("share", "of the power")
"""Units of numbers that are read as percentages."""
LESS = (1.0, 0.5, 0.25)
"""How much of the wanted amount is tried, one after the other."""

Remedy = Callable[[Audio, int, float], Audio]

# In the order in which they are tried: samples, noise, band, image, tone, attacks.
REMEDIES: Mapping[str, Remedy] = {
    "highpass": lambda audio, rate, _amount: without_offset(audio, rate),
    "de_clip": lambda audio, _rate, _amount: de_clip(audio),
    "de_click": lambda audio, rate, _amount: de_click(audio, rate, clicks(audio, rate).tolist()),
    "de_hum": de_hum,
    "denoise": denoise,
    "extend_band": extend_band,
    "mono_bass": mono_bass,
    "fold_antiphase": fold_antiphase,
    "narrow_highs": narrow_highs,
    "soften_panning": soften_panning,
    "widen": widen,
    "de_mud": de_mud,
    "de_shimmer": de_shimmer,
    "sharpen_transients": sharpen_transients,
}
REMEDY_OF = {
    "dc_offset": "highpass",
    "clipping": "de_clip",
    "clicks": "de_click",
    "hum": "de_hum",
    "noise": "denoise",
    "wide_bass": "mono_bass",
    "mono_holes": "fold_antiphase",
    "mono_loss": "fold_antiphase",
    "incoherent_highs": "narrow_highs",
    "hard_panning": "soften_panning",
    "narrow": "widen",
    "mud": "de_mud",
    "shimmer": "de_shimmer",
    "soft_transients": "sharpen_transients",
}
WHOLE = ("highpass", "de_clip", "de_click")
"""Damage is mended or it is not: these know no half."""
ON_ASKING = frozenset({"denoise"})
"""Takes the air of a band with the noise: a whole song gets it only where somebody asks for it."""


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


Wanted = Callable[[Fault], bool]


def repair(
    audio: Audio,
    rate: int,
    *,
    amounts: Mapping[str, float] | None = None,
    tools: Mapping[str, Remedy] | None = None,
    wanted: Wanted = lambda fault: fault.found,
    watched: Collection[str] | None = None,
    known: Sequence[Step] = (),
    progress: Callable[[float, str], None] = lambda _fraction, _message: None,
) -> Repaired:
    """Try every remedy that a fault asks for. `amounts` 0..1 by remedy; 0 leaves it out.

    `audio` is `(1 or 2, samples)`; mono is repaired as dual mono. `tools` take the place of remedies of the same name
    (an engine with a model, say). `wanted` says which faults to repair, `watched` which codes no step may harm (all).
    `known` are the first steps as they came out before: they are done without another trial.
    """
    song = stereo(np.atleast_2d(audio))
    before = diagnose(song, rate)
    plan = [(name, fault.code) for name in REMEDIES for fault in before if remedy_of(fault) == name and wanted(fault)]
    steps = list(known)
    song = repeated(song, rate, steps, tools)
    now: Sequence[Fault] = diagnose(song, rate) if any(step.kept for step in known) else before
    done = plan.index((known[-1].remedy, known[-1].fault)) + 1 if known else 0
    for number, (name, code) in enumerate(plan[done:], done):
        progress((number + 0.5) / (len(plan) + 0.5), REMEDY_WORDS[name])
        amount = (amounts or {}).get(name, 0.0 if name in ON_ASKING else 1.0)
        fault = of_code(now, code)
        # An earlier step, or the same remedy for another fault, may have mended it.
        if amount <= 0.0 or not (wanted(fault) or fault.beyond > 0.0):
            continue
        remedy = (tools or {}).get(name, REMEDIES[name])
        trial = _Trial(song, rate, before, now, fault, watched)
        step, tried, then = trial.best(name, remedy, amount)
        steps.append(step)
        if step.kept:
            song, now = tried, then
    return Repaired(song if any(s.kept for s in steps) else audio, before, tuple(now), tuple(steps))


def repeated(audio: Audio, rate: int, steps: Sequence[Step], tools: Mapping[str, Remedy] | None = None) -> Audio:
    """The repairs that were kept once more, by the amounts that were found good, without a trial."""
    song = stereo(np.atleast_2d(audio))
    for step in steps:
        if step.kept:
            song = (tools or {}).get(step.remedy, REMEDIES[step.remedy])(song, rate, step.amount)
    return song


def remedy_of(fault: Fault) -> str:
    """The remedy that would help, also where the number is not beyond its limit; a top is only made up where it asks
    for one itself."""
    return fault.remedy or REMEDY_OF.get(fault.code, "")


def removed(before: Audio, after: Audio) -> Audio:
    """What a repair took away and added: for listening to the difference alone."""
    return by_blocks(np.subtract, stereo(np.atleast_2d(before)), after)


@dataclass(frozen=True)
class _Trial:
    """One remedy for one fault of a song as it is now; `before` is the song as it was brought."""

    song: Audio
    rate: int
    before: Sequence[Fault]
    now: Sequence[Fault]
    fault: Fault
    watched: Collection[str] | None

    def best(self, name: str, remedy: Remedy, amount: float) -> tuple[Step, Audio, Sequence[Fault]]:
        """The largest part of the amount that helps and does no harm, and the song with it; else why the whole of it
        was left out, and the song as it is."""
        first: Step | None = None
        for part in LESS[:1] if name in WHOLE else LESS:
            tried = remedy(self.song, self.rate, part * amount)
            then = diagnose(tried, self.rate)
            step = self._judged(name, part * amount, then)
            if step.kept:
                return step, tried, then
            first = first or step
            del tried
        assert first is not None
        return first, self.song, self.now

    def _judged(self, remedy: str, amount: float, then: Sequence[Fault]) -> Step:
        fault, after = self.fault, of_code(then, self.fault.code)
        harmed, better = self._harmed(remedy, then), helps(fault, after)
        if harmed is not None:
            words = f"Left out: it would have made “{harmed.title.lower()}” worse."
        elif not better:
            words = "Left out: it did not help."
        else:
            words = f"{fault.title}: {_figure(fault)} before, {_figure(after)} after."
        kept = better and harmed is None
        severities = round(fault.severity, 1), round(after.severity, 1)
        return Step(fault.code, remedy, round(amount, 3), *severities, kept=kept, words=words)

    def _harmed(self, remedy: str, then: Sequence[Fault]) -> Fault | None:
        """What stands worse than it was brought and than it is now, so that many small harms do not add up."""
        for old, current, new in zip(self.before, self.now, then, strict=True):
            severity = new.severity_by(current)
            allowed = most_harm(new.code, severity, unmasks=remedy in WHOLE)
            mine = new.code == self.fault.code or (self.watched is not None and new.code not in self.watched)
            if not mine and severity > max(current.severity, min(old.severity, current.severity) + allowed):
                return new
        return None


def _figure(fault: Fault) -> str:
    if fault.unit in SHARES:
        return f"{100.0 * fault.value:.3g} %"
    return f"{fault.value:.3g} {fault.unit}".strip()
