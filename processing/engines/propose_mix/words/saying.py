"""What a clause asks for: which way each quality that it names is to go, or why nothing is changed."""

from dataclasses import dataclass, replace

from processing.engines.propose_mix.words.clause import Clause
from processing.engines.propose_mix.words.decibels import SHARE_OF_STEP, Amount, amount_of, share_db
from processing.engines.propose_mix.words.placing import MOMENT
from processing.engines.propose_mix.words.pointing import asked, direction, merged
from processing.engines.propose_mix.words.telling import (
    against_itself,
    cautions,
    covers,
    elliptic,
    guessed,
    obscure,
    states,
)
from processing.engines.propose_mix.words.wish import LEVEL_MOST_DB, STEPS_MOST, Wish

UNKNOWN_MOST = 3
EARLIER = "asks for an earlier mix. Every mix stays, so start from that one"
OUT = f"A wish moves a level by up to {LEVEL_MOST_DB:g} dB. An engineer can mute a part at the console."
NO_CHANGE = "asks for no change, so nothing is changed there"
VAGUE = ("fix", "sort out", "deal with", "do something about", "clean up", "clear up", "arregla")
"""Orders that say nothing of a part by itself: "fix the vocals"."""
CLEARED = 1.8
"""Steps for what should go altogether: "no reverb"."""


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
    if MOMENT in clause.sections or f"not {MOMENT}" in clause.sections or clause.has("finer"):
        return _noted(clause, "names no whole section: say from when to when, for example from 1:10 to 1:25")
    if clause.has("earlier"):
        return _noted(clause, EARLIER)
    if clause.unknown > min(UNKNOWN_MOST, clause.known) or clause.is_elsewhere or _unreadable(clause):
        return _noted(clause, "was not understood")
    numbers, wrong = amount_of(clause.text)
    if wrong:
        return _noted(clause, wrong)
    if numbers.level_db == 0.0 or numbers.share == 0.0:
        return _noted(clause, NO_CHANGE)
    if (numbers.level_db or 0.0) < 0.0 and clause.has("up", "more") and not clause.has("down", "less"):
        return _noted(clause, "could mean more or less: say which")
    if clause.has("keep") and not clause.has("up", "down", "more", "less"):
        return _kept(clause, before)
    if clause.spared and not clause.asks:
        return plain
    if not clause.qualities and not (clause.targets or before or clause.spared) and not clause.sections:
        alone = clause.has("amounts") and not clause.has("more", "less", "up", "down")
        return Said(only_amount=min(1.0, clause.amount)) if alone else _without_part(clause)
    if clause.has("not") and _forbids(clause):
        refused = tuple((quality, sign) for table, quality, sign in clause.qualities if table == "compared")
        return replace(_noted(clause, NO_CHANGE), refused=refused)
    wishes = _wishes(clause, numbers)
    if wishes is None:
        return _noted(clause, "could mean more or less: say which")
    if wishes and guessed(clause, before):
        return _noted(clause, "was not understood")
    if wishes and wishes[0].level_db is None and _takes_out(clause, wishes):
        return replace(plain, wishes=(Wish("", "level", 0.0, -LEVEL_MOST_DB),), notes=(OUT,))
    return replace(plain, wishes=tuple(wishes))


def _takes_out(clause: Clause, wishes: list[Wish]) -> bool:
    """Whether it wants none of a part: "remove the pads", "no drums in the intro"."""
    whole = any(target in ("mix", "backing") for target in clause.targets)
    wanted = not clause.qualities and clause.targets and not whole and not clause.has("amounts", "more", "lacks", "too")
    return bool(wanted) and clause.has("gone") and wishes[0].steps < 0.0


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
    if points and clause.unknown == 0 and not clause.has("up", "down"):
        return _noted(clause, "does not say of what: name a part or how it should sound")
    if points and clause.unknown == 0 and clause.has("up", "down", "more", "less"):
        return Said(clause.shown, (Wish("", "level", _steps(points * clause.amount)),))
    return _noted(clause, "was not understood") if clause.unknown or clause.known else Said()


def _wishes(clause: Clause, numbers: Amount) -> list[Wish] | None:
    """Every quality that is named, pointed the right way; None where it points nowhere."""
    found = []
    for table, quality, sign in merged(clause.qualities) or ():
        points = direction(clause, table, quality, sign)
        if points is None:
            return None
        if quality == "level" and (asked_db := _said_db(numbers, points)) is not None:
            found.append(Wish("", "level", 0.0, asked_db))
        elif numbers.share is not None:
            found.append(Wish("", quality, _steps(points * abs(numbers.share) / SHARE_OF_STEP)))
        else:
            found.append(Wish("", quality, _steps(points * _amount(clause))))
    if not found:
        points = asked(clause)
        if (said_db := _said_db(numbers, points)) is not None:
            return [Wish("", "level", 0.0, said_db)]
        orders = [one.text for one in clause.phrases if one.has("down", "less")]
        if points == 0 or (orders and all(one in VAGUE for one in orders)):
            return []
        found = [Wish("", "level", _steps(points * clause.amount))]
    return found


def _said_db(numbers: Amount, points: int) -> float | None:
    """A level in dB that was said, the way that the words point; without any, its own sign counts."""
    if numbers.level_db is not None:
        return points * abs(numbers.level_db) if points else numbers.level_db
    if numbers.share is None:
        return None
    return round(share_db(points * abs(numbers.share) if points else numbers.share), 1)


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


def _amount(clause: Clause) -> float:
    said_amount = clause.has("amounts")
    cleared = (
        clause.has("not")
        and not clause.has("covers")
        and any(table in ("named", "blamed") for table, *_ in clause.qualities)
    )
    if said_amount and states(clause) and not clause.has("want"):
        # "Very loud" complains no more than "too loud" does.
        return min(1.0, clause.amount)
    return clause.amount if said_amount or not cleared else CLEARED


def _steps(value: float) -> float:
    return round(min(STEPS_MOST, max(-STEPS_MOST, value)), 2)


def _noted(clause: Clause, words: str) -> Said:
    about = Said(clause.shown, targets=clause.targets, sections=clause.sections)
    return replace(about, note=f'"{short(clause.shown)}" {words}.')


def short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
