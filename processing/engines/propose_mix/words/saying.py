"""What a clause asks for: which way each quality that it names is to go, or why nothing is changed."""

from dataclasses import dataclass, replace

from processing.engines.propose_mix.words.again import PRONOUNS
from processing.engines.propose_mix.words.clause import Clause
from processing.engines.propose_mix.words.decibels import Amount, amount_of
from processing.engines.propose_mix.words.placing import MOMENT
from processing.engines.propose_mix.words.pointing import asked, merged
from processing.engines.propose_mix.words.reaching import steps_within, wishes_of
from processing.engines.propose_mix.words.telling import (
    against_itself,
    cautions,
    covers,
    elliptic,
    guessed,
    obscure,
    states,
    suffices,
)
from processing.engines.propose_mix.words.wish import LEVEL_MOST_DB, Wish

UNKNOWN_MOST = 3
EARLIER = "asks for an earlier mix. Every mix stays, so start from that one"
OUT = f"A wish moves a level by up to {LEVEL_MOST_DB:g} dB. An engineer can mute a part at the console."
SHARED_SPARED = "Kick, snare and cymbals lie together in the drum track, so all of it is left alone."
EITHER = "could mean more or less: say which"
NO_CHANGE = "asks for no change, so nothing is changed there"


@dataclass(frozen=True)
class Said:
    """What a clause says. Its wishes have no target yet; `kept` are parts that are to be left alone."""

    text: str = ""
    wishes: tuple[Wish, ...] = ()
    targets: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    only_amount: float = 0.0
    note: str = ""
    leads: bool = False
    """Whether the clause begins with its place, which then holds for what follows too."""
    bare: bool = False
    """Whether parts are named and nothing is said of them."""
    spared: tuple[str, ...] = ()
    """Parts that its wishes leave out."""
    refused: tuple[tuple[str, int], ...] = ()
    """Qualities that are not to go this way: "not louder"."""
    notes: tuple[str, ...] = ()
    """Sentences beside its wishes."""
    elliptic: bool = False
    """Whether it leaves the quality to what was said before: "more on the drums"."""

    @property
    def is_place(self) -> bool:
        """Whether nothing but a place is said."""
        return bool(self.sections) and not (self.wishes or self.targets or self.kept or self.note or self.spared)


def said(clause: Clause, before: tuple[str, ...]) -> Said:
    """What a clause says; `before` are the parts that the sentence has spoken of so far."""
    plain = Said(
        clause.shown,
        targets=clause.targets,
        sections=clause.sections,
        leads=clause.leads,
        bare=clause.bare,
        spared=clause.spared,
        elliptic=elliptic(clause),
    )
    if cautions(clause) and not clause.has("keep"):
        words = "is understood as the reason or the limit of a wish, so nothing is changed for it"
        return replace(_noted(clause, words), targets=())
    numbers, wrong = amount_of(clause.text)
    if words := _hopeless(clause, before) or wrong or _pointless(clause, numbers):
        return _noted(clause, words)
    if clause.has("keep") and not clause.has("up", "down", "more", "less"):
        return _kept(clause, before)
    if clause.spared and not clause.asks:
        return plain
    if suffices(clause):
        return _noted(clause, NO_CHANGE)
    if not clause.qualities and not (clause.targets or clause.spared or clause.sections):
        graded = clause.has("more", "less", "up", "down", "not", "too", "lacks")
        if clause.has("amounts") and not graded and clause.unknown == 0:
            # "Vocals up, only slightly"; "really" behind a wish is no amount.
            return Said(only_amount=clause.amount if clause.amount in (1.8, 2.5) else min(1.0, clause.amount))
        if not before:
            return _without_part(clause)
    if clause.has("not") and _forbids(clause):
        refused = tuple((quality, sign) for table, quality, sign in clause.qualities if table == "compared")
        return replace(_noted(clause, NO_CHANGE), refused=refused)
    wishes = wishes_of(clause, numbers)
    if wishes is None:
        return _noted(clause, EITHER)
    empty = clause.unknown > 0 and not (wishes or clause.targets or clause.sections or clause.spared)
    if empty or (wishes and guessed(clause, before)):
        return _noted(clause, "was not understood")
    if wishes and wishes[0].level_db is None and _takes_out(clause, wishes):
        if clause.shares:
            return replace(_noted(clause, ""), note=SHARED_SPARED)
        return replace(plain, wishes=(Wish("", "level", 0.0, -LEVEL_MOST_DB),), notes=(OUT,))
    notes = tuple(f'"{text}" was not understood.' for text in clause.strange) if wishes else ()
    return replace(plain, wishes=tuple(wishes), notes=notes)


def _hopeless(clause: Clause, before: tuple[str, ...]) -> str:
    """Why nothing in it can be taken up, whatever else it says."""
    if MOMENT in clause.sections or f"not {MOMENT}" in clause.sections or clause.has("finer"):
        return "names no whole section: say from when to when, for example from 1:10 to 1:25"
    if clause.has("earlier"):
        return EARLIER
    strange = clause.unknown > UNKNOWN_MOST or (clause.unknown > 1 and clause.unknown >= clause.known)
    if strange or clause.is_elsewhere or _unreadable(clause) or (not before and _takes_all(clause)):
        return "was not understood"
    return ""


def _pointless(clause: Clause, numbers: Amount) -> str:
    """Why its amount can not be meant."""
    if numbers.level_db == 0.0 or numbers.share == 0.0:
        return NO_CHANGE
    is_against = (numbers.level_db or 0.0) < 0.0 and clause.has("up", "more") and not clause.has("down", "less")
    return EITHER if is_against else ""


def _takes_out(clause: Clause, wishes: list[Wish]) -> bool:
    """Whether it wants none of a part: "remove the pads", "no drums in the intro"."""
    whole = any(target in ("mix", "backing") for target in clause.targets)
    whole = whole and not clause.spared
    wanted = not clause.qualities and clause.targets and not whole and not clause.has("amounts", "more", "lacks", "too")
    return bool(wanted) and clause.has("gone") and wishes[0].steps < 0.0


def _takes_all(clause: Clause) -> bool:
    """ "Mute all tracks" leaves no song; "kill it" speaks of what was complained of."""
    whole = set(clause.targets) <= {"mix"} and not clause.qualities and not clause.spared
    graded = clause.has("amounts", "more", "less", "too", "lacks", "up")
    return whole and clause.has("gone") and not graded and not any(p.text in PRONOUNS for p in clause.phrases)


def _unreadable(clause: Clause) -> bool:
    """Whether its words are known, but say nothing that the console can do, or not of whom."""
    if clause.has("unread") or against_itself(clause) or (clause.has("covers") and not covers(clause)):
        return True
    return merged(clause.qualities) is None or (not clause.qualities and obscure(clause))


def _kept(clause: Clause, before: tuple[str, ...]) -> Said:
    if not clause.qualities:
        return Said(text=clause.shown, kept=clause.targets or before, spared=clause.spared)
    return replace(_noted(clause, "is left as it is"), kept=clause.targets)


def _without_part(clause: Clause) -> Said:
    """ "Turn it up a bit" means the whole; "a bit more" says not of what, a clause of fillers nothing."""
    points = asked(clause)
    if points and clause.has("not") and clause.has("up", "down") and not clause.has("more", "less", "amounts"):
        # "Don't turn it up".
        return _noted(clause, NO_CHANGE)
    if points and clause.unknown == 0 and not clause.has("up", "down"):
        return _noted(clause, "does not say of what: name a part or how it should sound")
    if points and clause.unknown == 0 and clause.has("up", "down", "more", "less"):
        return Said(clause.shown, (Wish("", "level", steps_within(points * clause.amount)),))
    praise = all(phrase.has("fillers", "is") for phrase in clause.phrases)
    return Said() if praise else _noted(clause, "was not understood")


def _forbids(clause: Clause) -> bool:
    """ "Don't make the vocals louder" asks for nothing; "not so loud" and "no reverb" ask for something."""
    lacking = [phrase.text for phrase in clause.phrases if phrase.has("lacks")]
    if clause.has("too") or (lacking and not any("enough" in one or "suficiente" in one for one in lacking)):
        return True
    if clause.has("lacks", "less") or (states(clause) and not clause.has("want")):
        return False
    compared = any(table == "compared" for table, *_ in clause.qualities)
    moved = clause.has("up", "down", "want") and not clause.has("amounts")
    return compared or (moved and not any(table == "blamed" for table, *_ in clause.qualities))


def _noted(clause: Clause, words: str) -> Said:
    about = Said(clause.shown, targets=clause.targets, sections=clause.sections)
    return replace(about, note=f'"{short(clause.shown)}" {words}.')


def short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
