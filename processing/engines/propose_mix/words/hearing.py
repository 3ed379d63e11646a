"""A text on its way: what its clauses say, one after another, and what each leaves open for the next."""

from dataclasses import replace

from processing.engines.propose_mix.words.again import PRONOUNS, repeated
from processing.engines.propose_mix.words.clause import Clause
from processing.engines.propose_mix.words.heard import Hearing
from processing.engines.propose_mix.words.placing import MOMENT
from processing.engines.propose_mix.words.reaching import steps_within
from processing.engines.propose_mix.words.saying import SHARED_SPARED, Said, short
from processing.engines.propose_mix.words.wish import Wish

SHARED = "Kick, snare and cymbals lie together in the drum track, so all of it changes."


def take_place(hearing: Hearing, found: Said, clause: Clause, *, last: bool) -> None:
    """A clause that is only a place: "vocals up, except in the bridge" looks back, "in the chorus, vocals up" ahead."""
    before = hearing.wishes[hearing.run :] or hearing.wishes[-1:]
    if hearing.wishes and (last or clause.excepts) and not hearing.waiting:
        hearing.run = min(hearing.run, len(hearing.wishes) - len(before))
        told = [wish for wish in before if wish.sections]
        extended = [replace(wish, sections=tuple(dict.fromkeys((*wish.sections, *found.sections)))) for wish in told]
        hearing.wishes = [extended[told.index(wish)] if wish in told else wish for wish in hearing.wishes]
        hearing.place(found.sections)
        return
    hearing.leading = found.sections


def take(hearing: Hearing, found: Said, clause: Clause) -> None:
    """Take up one clause: its targets reach on to what follows, and back to what came before them."""
    hearing.notes += [found.note] if found.note else found.notes
    if found.refused:
        hearing.refuse(found.refused, found.targets or hearing.targets)
    if found.kept:
        hearing.kept += found.kept
        hearing.half_kept = found.kept if clause.qualities else ()
        hearing.waiting = [one for one in hearing.waiting if not set(one.targets) <= set(found.kept)]
        return
    if MOMENT in found.sections and not clause.asks and not clause.targets:
        hearing.lose()
        return
    if found.note and clause.strange and not clause.known and not clause.joined:
        # "Gitarre, louder": somebody is meant, but not the mix.
        hearing.unsure = True
    if hearing.lost and found.wishes and not found.sections:
        hearing.notes.append(f'"{short(found.text)}" was not understood.')
        return
    if found.spared:
        if clause.has("shared_spared"):
            hearing.notes.append(SHARED_SPARED)
        if not found.wishes and not found.note:
            _leave_out(hearing, found)
            return
    if hearing.unsure and found.wishes and not found.targets:
        hearing.notes.append(f'"{short(found.text)}" was not understood.')
        return
    if found.only_amount and hearing.wishes:
        last = hearing.wishes.pop()
        hearing.wishes.append(replace(last, steps=steps_within(last.steps * found.only_amount)))
        return
    if found.targets and not found.wishes and not found.note:
        hearing.notes += [SHARED] if clause.shares else []
        hearing.spared, hearing.unsure = (), False
        hearing.waiting.append(found)
        hearing.targets = (*hearing.targets, *found.targets) if hearing.waiting[:-1] else found.targets
        return
    _wish(hearing, found, clause)


def _wish(hearing: Hearing, found: Said, clause: Clause) -> None:
    if clause.shares and found.note != SHARED_SPARED:
        hearing.notes.append(SHARED)
    targets = _listed(hearing, found, clause)
    if not targets and any(phrase.text in PRONOUNS for phrase in clause.phrases):
        hearing.free()
    sections = _places(hearing, found)
    reached = targets or hearing.targets or ("",)
    wishes = _completed(hearing, found)
    if not found.targets and _repeats(hearing, clause, wishes):
        return
    hearing.latest, hearing.by_noun = len(hearing.wishes), clause.by_noun
    if found.targets:
        hearing.spared, hearing.unsure, hearing.targets = found.spared, False, targets
    elif found.spared and found.wishes:
        hearing.spare(found.spared)
    if found.targets and not found.note:
        # "Louder and brighter vocals": the first wish waited for somebody to be meant.
        hearing.wishes = [
            wish if wish.target else replace(wish, target=target, spared=wish.spared or found.spared)
            for wish in hearing.wishes
            for target in ([wish.target] if wish.target else targets)
        ]
    hearing.wishes += [
        replace(wish, target=target, sections=sections, spared=hearing.spared) for wish in wishes for target in reached
    ]
    hearing.waiting = []
    if found.leads:
        hearing.leading = sections
    elif found.sections:
        hearing.place(found.sections)


def _repeats(hearing: Hearing, clause: Clause, wishes: tuple[Wish, ...]) -> bool:
    """ "The guitars mask the vocal in the chorus, bring them down": the order says what the complaint has asked for."""
    same = repeated(hearing.wishes[hearing.latest :], wishes, clause, by_noun=hearing.by_noun)
    if same is not None:
        hearing.wishes[hearing.latest :] = same
    return same is not None


def _listed(hearing: Hearing, found: Said, clause: Clause) -> tuple[str, ...]:
    """The parts of a clause and those before it that it goes on from: "the bass and the drums are too loud"."""
    if not (found.wishes and found.targets):
        return found.targets
    if clause.complete and not (clause.goes_on and all(one.bare for one in hearing.waiting)):
        _ask_back(hearing)
        return found.targets
    return tuple(dict.fromkeys((*(t for w in hearing.waiting for t in w.targets), *found.targets)))


def _leave_out(hearing: Hearing, found: Said) -> None:
    """ "..., and not on the drums" looks back; "the mix is fine except the drums" names two that may be meant next."""
    if hearing.wishes[hearing.run :]:
        hearing.spare(found.spared)
        return
    if hearing.wishes and not found.targets:
        hearing.run = len(hearing.wishes) - 1
        hearing.spare(found.spared)
        return
    hearing.targets, hearing.spared, hearing.unsure = found.targets, found.spared, bool(found.targets)
    if found.targets:
        hearing.waiting.append(found)


def _completed(hearing: Hearing, found: Said) -> tuple[Wish, ...]:
    """ "More reverb on the voice, less on the drums": less of the reverb."""
    if not (found.elliptic and hearing.wishes):
        return found.wishes
    quality = hearing.wishes[-1].quality
    return tuple(replace(wish, quality=quality) if wish.quality == "level" else wish for wish in found.wishes)


def _places(hearing: Hearing, found: Said) -> tuple[str, ...]:
    """Its own places and those of parts that were named before it, else the one that leads the sentence."""
    waiting = [place for one in hearing.waiting for place in one.sections]
    return tuple(dict.fromkeys((*waiting, *found.sections))) or hearing.leading


def settle(hearing: Hearing) -> None:
    """Who is still not named is the whole mix; parts that were only named are asked about."""
    last = hearing.waiting[-1:] if any(not wish.target for wish in hearing.wishes) else []
    reached = last[0].targets if last and not last[0].spared else ()
    # "Cut through more, the voice": who is meant is said last.
    hearing.waiting = [] if reached else hearing.waiting
    hearing.wishes = [
        replace(wish, target=target)
        for wish in hearing.wishes
        for target in ([wish.target] if wish.target else reached or ["mix"])
    ]
    _ask_back(hearing)


def _ask_back(hearing: Hearing) -> None:
    for found in hearing.waiting:
        if found.text:
            hearing.notes.append(f'"{found.text}": say what should change there, for example louder, or less harsh.')
