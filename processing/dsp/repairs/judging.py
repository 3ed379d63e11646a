"""The sum of the mended stems judged against the song: what made it worse is taken back, what was found and did not
get better is told."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from processing.dsp.levels import Audio
from processing.dsp.pathologies.diagnosis import Facts, diagnose
from processing.dsp.pathologies.fault import Fault, of_code
from processing.dsp.repairs.bench import Bench, Load, held, mixed
from processing.dsp.repairs.guard import HARM, helps, lost
from processing.dsp.repairs.repair import Remedy, Repaired, Step, remedy_of
from processing.dsp.repairs.stems import Told, restore_stem
from processing.dsp.repairs.suspects import suspects

MOST_TRIED = 3
"""Suspects without whom the stems are restored, for one number that got worse."""


@dataclass(frozen=True)
class Judged:
    """`stems` are those that count; `kept` names the sources that differ from what was brought."""

    stems: Mapping[str, Load]
    before: tuple[Fault, ...]
    after: tuple[Fault, ...]
    steps: Mapping[str, tuple[Step, ...]]
    withheld: tuple[dict[str, str], ...]
    kept: tuple[str, ...]


def judge(bench: Bench, progress: Told = lambda _fraction, _message: None) -> Judged:
    """Hold the sum of the restored stems against the song: a number that got worse by more than 5 points costs the
    remedy that did it, and the page is told so."""
    progress(0.05, "Looking at the song as it was")
    before = bench.as_brought()
    if not bench.used():
        return Judged(bench.stems, before, before, bench.steps, tuple(_withheld(bench, before, before, {})), ())
    progress(0.2, "Looking at the sum of the stems")
    after, harm = bench.whole({}), dict[str, Fault]()
    for number in range(len(bench.used())):
        worse = worst(before, after)
        if worse is None:
            break
        progress(0.3 + 0.6 * number / 8, f"Finding what made “{worse.title.lower()}” worse")
        name, changed, after = _culprit(bench, before, after, worse)
        harm[name] = worse
        bench.without.append(name)
        bench.take(changed)
    kept = tuple(source for source, steps in bench.steps.items() if any(step.kept for step in steps))
    return Judged(bench.stems, before, after, bench.steps, tuple(_withheld(bench, before, after, harm)), kept)


def _withheld(
    bench: Bench, before: Sequence[Fault], after: Sequence[Fault], harm: Mapping[str, Fault]
) -> Iterator[dict[str, str]]:
    """Remedies that were taken back, by the `harm` that each did, and every fault that did not get better."""
    left = list(left_alone(bench, before, after))
    for name, worse in harm.items():
        if name not in {remedy_of(fault) for fault in left}:
            words = f"Left out: together with it the song would have had “{worse.title.lower()}” worse."
            yield {"remedy": name, "words": words}
    for old in left:
        yield {"remedy": remedy_of(old), "fault": old.code, "words": _why(old, bench, harm)}


def left_alone(bench: Bench, before: Sequence[Fault], after: Sequence[Fault]) -> Iterator[Fault]:
    """What was found and did not get better, so that nobody thinks that it was mended."""
    diagnosed = {fault.code: fault for fault in bench.diagnosed}
    for old, new in zip(before, after, strict=True):
        song = diagnosed.get(old.code, old)
        # Where nothing is mended the song stays the file that was brought, whatever taking it apart does to it.
        mended = bench.is_mended and helps(song if song.found else old, new)
        if (song.found or old.found) and not mended:
            yield song if song.found else old


def _why(old: Fault, bench: Bench, harm: Mapping[str, Fault]) -> str:
    name = remedy_of(old)
    if not name:
        return f"{old.title}: left as it is, there is no repair for it."
    if worse := harm.get(name):
        return f"{old.title}: left as it is, its repair would have made “{worse.title.lower()}” worse."
    tried = [step.kept for steps in (bench.first, *bench.steps.values()) for step in steps if step.remedy == name]
    if any(tried):
        return f"{old.title}: repaired in single stems, but hardly better in the whole song."
    if tried:
        return f"{old.title}: left as it is, no repair of it helped here."
    return f"{old.title}: left as it is, no repair of it was tried on any stem."


def _culprit(
    bench: Bench, before: Sequence[Fault], after: tuple[Fault, ...], worse: Fault
) -> tuple[str, dict[str, Repaired], tuple[Fault, ...]]:
    """Of those most suspected, the first remedy without which the number is healed or stands clearly better, else that
    without which it stands best."""
    best: tuple[float, str, dict[str, Repaired], tuple[Fault, ...]] | None = None
    old = of_code(before, worse.code)
    for name in suspects(bench, worse)[:MOST_TRIED]:
        changed = bench.leave_out(name)
        then = bench.whole(changed)
        new = of_code(then, worse.code)
        left = new.severity_by(worse)
        if best is None or left < best[0]:
            best = left, name, changed, then
        if lost(old, new) <= 0.0 or left <= worse.severity - HARM:
            break
    assert best is not None
    return best[1:]


def worst(before: Sequence[Fault], after: Sequence[Fault]) -> Fault | None:
    """The number that lost most, if any lost more than it may."""
    losses = [(lost(old, new), new) for old, new in zip(before, after, strict=True)]
    loss, fault = max(losses, key=lambda pair: pair[0])
    return fault if loss > 0.0 else None


def restore_song(
    stems: Mapping[str, Audio],
    rate: int,
    *,
    amounts: Mapping[str, float] | None = None,
    tools: Mapping[str, Remedy] | None = None,
    facts: Facts | None = None,
    progress: Told = lambda _fraction, _message: None,
) -> Judged:
    """Restore all stems of a song, each (2, samples), one after the other, and judge their sum."""
    told = facts or Facts()
    diagnosed = diagnose(mixed(stems.values()), rate, **told)
    found = [fault.code for fault in diagnosed if fault.found]

    def restore(source: str, without: Collection[str], known: Sequence[Step] = ()) -> Repaired:
        audio = stems[source]
        return restore_stem(source, audio, rate, found, amounts=amounts, tools=tools, without=without, known=known)

    brought = {source: held(audio) for source, audio in stems.items()}
    bench = Bench(brought, rate, restore, told, diagnosed, tools=dict.fromkeys(stems, tools or {}))
    for number, source in enumerate(stems):
        progress(0.6 * number / len(stems), source)
        bench.take({source: restore(source, ())})
    return judge(bench, lambda fraction, words: progress(0.6 + 0.4 * fraction, words))
