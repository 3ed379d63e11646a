"""The stems of a song mended one by one, and the sum of them judged against the song."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from processing.dsp.levels import Audio
from processing.dsp.pathologies.diagnosis import diagnose
from processing.dsp.pathologies.fault import Fault
from processing.dsp.repairs.repair import HARM, SHIFTS, Remedy, Repaired, Step, beyond, remedy_of, repair

SUITS: Mapping[str, tuple[str, ...]] = {
    "vocals": (
        "highpass", "de_clip", "de_click", "de_hum", "denoise", "extend_band", "mono_bass", "fold_antiphase",
        "narrow_highs", "de_mud", "de_shimmer",
    ),
    "drums": (
        "highpass", "de_clip", "extend_band", "mono_bass", "fold_antiphase", "narrow_highs", "soften_panning",
        "de_shimmer", "sharpen_transients",
    ),
    "bass": ("highpass", "de_clip", "mono_bass", "fold_antiphase", "de_mud"),
    "other": (
        "highpass", "de_clip", "de_click", "extend_band", "mono_bass", "fold_antiphase", "narrow_highs",
        "soften_panning", "widen", "de_mud", "de_shimmer", "sharpen_transients",
    ),
}  # fmt: skip
"""What makes sense on which stem: drums click on purpose, a bass hums, nobody wants a wide voice."""
OWN: Mapping[str, tuple[str, ...]] = {
    "vocals": ("noise", "hum", "clicks", "dc_offset"),
    "drums": ("dc_offset",),
    "bass": ("dc_offset",),
    "other": ("dc_offset",),
}
"""Faults that a stem may have of its own, though the whole song hides them."""
SHARE = 25.0
"""A stem takes part in a fault of the whole song from this severity on: half way to the limit."""

Told = Callable[[float, str], None]


def restore_stem(
    source: str,
    audio: Audio,
    rate: int,
    song_faults: Collection[str],
    *,
    amounts: Mapping[str, float] | None = None,
    tools: Mapping[str, Remedy] | None = None,
    without: Collection[str] = (),
    progress: Told = lambda _fraction, _message: None,
) -> Repaired:
    """Mend one stem, (2, samples), of what the whole song was found to have and of what is its own.

    `song_faults` are the codes found in the whole song, `without` remedies that are left out. A stem that nothing was
    done to comes back as the very same samples.
    """
    suits = [name for name in SUITS[source] if name not in without]

    def wanted(fault: Fault) -> bool:
        ours = fault.code in song_faults and (fault.found or fault.severity >= SHARE)
        return remedy_of(fault) in suits and (ours or (fault.found and fault.code in OWN[source]))

    watched = {code for code in WATCHED if code not in BAND_OF_ITS_OWN.get(source, ())}
    dose = {"denoise": 1.0, **(amounts or {})}
    return repair(audio, rate, amounts=dose, tools=tools, wanted=wanted, watched=watched, progress=progress)


WATCHED = (
    "mono_holes", "wide_bass", "incoherent_highs", "mono_loss", "hard_panning", "shimmer", "mud", "missing_top",
    "holes", "soft_transients", "flat_dynamics", "clipping", "clicks", "dropouts", "hum",
)  # fmt: skip
BAND_OF_ITS_OWN: Mapping[str, tuple[str, ...]] = {
    "bass": ("shimmer", "mud", "missing_top", "incoherent_highs", "hum", "soft_transients", "holes", "flat_dynamics"),
    "drums": ("mud", "clicks", "hum"),
    "vocals": ("wide_bass", "soft_transients", "flat_dynamics"),
}
"""Numbers that say nothing about a stem alone: a bass has no highs that could be hazy."""


Load = Callable[[], Audio]
"""A stem that is read when it is needed: four of a long song at once would be a gigabyte."""


@dataclass(frozen=True)
class Judged:
    """`stems` are those that count; `kept` names the sources that differ from what was brought."""

    stems: Mapping[str, Load]
    before: tuple[Fault, ...]
    after: tuple[Fault, ...]
    steps: Mapping[str, tuple[Step, ...]]
    withheld: tuple[dict[str, str], ...]
    kept: tuple[str, ...]


@dataclass
class Bench:
    """The stems of a song as they were brought and as they were restored, with the means to restore them again."""

    brought: Mapping[str, Load]
    rate: int
    restore: Callable[[str, Collection[str]], Repaired]
    """Restores a source once more without some remedies."""
    stems: dict[str, Load] = field(default_factory=dict)
    steps: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    without: list[str] = field(default_factory=list)

    def used(self) -> list[str]:
        """Remedies that are in use, the last in the order of work first."""
        kept = [step.remedy for steps in self.steps.values() for step in steps if step.kept]
        return list(dict.fromkeys(reversed(kept)))

    def leave_out(self, remedies: Sequence[str]) -> dict[str, Repaired]:
        """The stems that used any of them, restored without."""
        concerned = [s for s, steps in self.steps.items() if any(t.kept and t.remedy in remedies for t in steps)]
        return {source: self.restore(source, [*self.without, *remedies]) for source in concerned}

    def whole(self, changed: Mapping[str, Repaired]) -> tuple[Fault, ...]:
        stems = (changed[source].audio if source in changed else load() for source, load in self.stems.items())
        return diagnose(mixed(stems), self.rate)

    def take(self, changed: Mapping[str, Repaired]) -> None:
        for source, repaired in changed.items():
            self.stems[source], self.steps[source] = held(repaired.audio), repaired.steps


def judge(bench: Bench, progress: Told = lambda _fraction, _message: None) -> Judged:
    """Hold the sum of the restored stems against the song: a number that got worse by more than 5 points costs the
    remedy that did it, and the page is told so."""
    progress(0.05, "Looking at the song as it was")
    before = diagnose(mixed(load() for load in bench.brought.values()), bench.rate)
    if not bench.used():
        return Judged(bench.stems, before, before, bench.steps, tuple(left_alone(before, before)), ())
    progress(0.2, "Looking at the sum of the stems")
    after, withheld = bench.whole({}), []
    for number in range(len(bench.used())):
        worse = worst(before, after)
        if worse is None:
            break
        progress(0.3 + 0.6 * number / 8, f"Finding what made “{worse.title.lower()}” worse")
        name, changed, after = _culprit(bench, before, after, worse)
        words = f"Left out: together with it the song would have had “{worse.title.lower()}” worse."
        withheld.append({"remedy": name, "words": words})
        bench.without.append(name)
        bench.take(changed)
    kept = tuple(source for source, steps in bench.steps.items() if any(step.kept for step in steps))
    told = {one["remedy"] for one in withheld}
    withheld += [one for one in left_alone(before, after) if one["remedy"] not in told]
    return Judged(bench.stems, before, after, bench.steps, tuple(withheld), kept)


def left_alone(before: Sequence[Fault], after: Sequence[Fault]) -> list[dict[str, str]]:
    """What was found and did not get better, so that nobody thinks that it was mended."""
    said = []
    for old, new in zip(before, after, strict=True):
        if not old.found or beyond(new) < beyond(old):
            continue
        words = f"{old.title}: left as it is, there is no repair for it."
        if remedy_of(old):
            words = f"{old.title}: left as it is, no repair of it helped here."
        said.append({"remedy": remedy_of(old), "fault": old.code, "words": words})
    return said


def _culprit(
    bench: Bench, before: Sequence[Fault], after: tuple[Fault, ...], worse: Fault
) -> tuple[str, dict[str, Repaired], tuple[Fault, ...]]:
    """The remedy without which the number stands best; the first that heals it wholly is taken at once."""
    best: tuple[float, str, dict[str, Repaired], tuple[Fault, ...]] | None = None
    for name in bench.used():
        changed = bench.leave_out([name])
        then = bench.whole(changed)
        left = next(fault.severity for fault in then if fault.code == worse.code)
        if best is None or left < best[0]:
            best = left, name, changed, then
        if worst(before, then) is None:
            break
    assert best is not None
    return best[1:]


def worst(before: Sequence[Fault], after: Sequence[Fault]) -> Fault | None:
    """The number that lost most, if any lost more than it may."""
    losses = [(new.severity - old.severity - _allowed(new), new) for old, new in zip(before, after, strict=True)]
    loss, fault = max(losses, key=lambda pair: pair[0])
    return fault if loss > 0.0 else None


def _allowed(fault: Fault) -> float:
    return HARM if fault.severity > 50.0 else SHIFTS.get(fault.code, HARM)


def held(audio: Audio) -> Load:
    return lambda: audio


def mixed(stems: Iterable[Audio]) -> Audio:
    """The plain sum, in the precision of the stems."""
    total: Audio | None = None
    for stem in stems:
        total = stem.astype(np.float32) if total is None else total + stem
    assert total is not None
    return total


def restore_song(
    stems: Mapping[str, Audio],
    rate: int,
    *,
    amounts: Mapping[str, float] | None = None,
    tools: Mapping[str, Remedy] | None = None,
    progress: Told = lambda _fraction, _message: None,
) -> Judged:
    """Restore all stems of a song, each (2, samples), one after the other, and judge their sum."""
    found = [fault.code for fault in diagnose(mixed(stems.values()), rate) if fault.found]

    def restore(source: str, without: Collection[str]) -> Repaired:
        return restore_stem(source, stems[source], rate, found, amounts=amounts, tools=tools, without=without)

    bench = Bench({source: held(audio) for source, audio in stems.items()}, rate, restore)
    for number, source in enumerate(stems):
        progress(0.6 * number / len(stems), source)
        bench.take({source: restore(source, ())})
    return judge(bench, lambda fraction, words: progress(0.6 + 0.4 * fraction, words))
