"""What a clause asks for: which way each quality that it names is to go, or why nothing is changed."""

from dataclasses import dataclass, replace

from processing.engines.propose_mix.words.clause import Clause
from processing.engines.propose_mix.words.decibels import level_db
from processing.engines.propose_mix.words.placing import MOMENT
from processing.engines.propose_mix.words.wish import STEPS_MOST, Wish

UNKNOWN_MOST = 3
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

    @property
    def is_place(self) -> bool:
        """Whether nothing but a place is said."""
        return bool(self.sections) and not (self.wishes or self.targets or self.kept or self.note)


def said(clause: Clause, before: tuple[str, ...]) -> Said:
    """What a clause says; `before` are the parts that the sentence has spoken of so far."""
    plain = Said(clause.shown, targets=clause.targets, sections=clause.sections, leads=clause.leads)
    if MOMENT in clause.sections or f"not {MOMENT}" in clause.sections or clause.has("finer"):
        return _noted(clause, "names no whole section: say from when to when, for example from 1:10 to 1:25")
    if clause.unknown > min(UNKNOWN_MOST, clause.known) or clause.is_elsewhere:
        return _noted(clause, "was not understood")
    asked_db, wrong = level_db(clause.text)
    if wrong:
        return _noted(clause, wrong)
    if clause.has("keep") and not clause.has("up", "down", "more", "less"):
        named = clause.targets or before
        return Said(text=clause.shown, kept=named) if not clause.qualities else _noted(clause, "is left as it is")
    if not clause.qualities and not (clause.targets or before) and not clause.sections:
        alone = clause.has("amounts") and not clause.has("more", "less", "up", "down")
        return Said(only_amount=min(1.0, clause.amount)) if alone else _without_part(clause)
    if clause.has("not") and _forbids(clause):
        return _noted(clause, "asks for no change, so nothing is changed there")
    wishes = _wishes(clause, asked_db)
    if wishes is None:
        return _noted(clause, "could mean more or less: say which")
    return replace(plain, wishes=tuple(wishes))


def _without_part(clause: Clause) -> Said:
    """ "Turn it up a bit" means the whole; a clause of fillers means nothing."""
    direction = _asked(clause)
    if direction and clause.unknown == 0 and clause.has("up", "down", "more", "less"):
        return Said(clause.shown, (Wish("", "level", _steps(direction * clause.amount)),))
    return _noted(clause, "was not understood") if clause.unknown or clause.known else Said()


def _wishes(clause: Clause, asked_db: float | None) -> list[Wish] | None:
    """Every quality that is named, pointed the right way; None where it points nowhere."""
    found = []
    for table, quality, sign in clause.qualities:
        direction = _direction(clause, table, sign)
        if direction is None:
            return None
        if asked_db is not None and quality == "level":
            found.append(Wish("", "level", 0.0, direction * abs(asked_db)))
        else:
            found.append(Wish("", quality, _steps(direction * _amount(clause))))
    if not found:
        direction = _asked(clause)
        if asked_db is not None:
            signed = asked_db if direction == 0 else direction * abs(asked_db)
            return [Wish("", "level", 0.0, signed)]
        if direction == 0:
            return []
        found = [Wish("", "level", _steps(direction * clause.amount))]
    return found


def _asked(clause: Clause) -> int:
    """+1 for more, -1 for less, 0 for neither, of the part that is named."""
    if clause.has("not") and clause.has("lacks"):
        return 1
    if clause.has("too", "less") or (clause.has("not") and clause.has("more", "amounts")):
        return -1
    if clause.has("lacks", "more"):
        return -1 if clause.has("down") and not clause.has("lacks") else 1
    if clause.has("up", "down"):
        return _verb(clause)
    return -1 if clause.has("not") else 0


def _verb(clause: Clause) -> int:
    """The particle wins: "bring the drums down", "turn them up"."""
    last = [p for p in clause.phrases if p.has("up", "down")][-1]
    return 1 if last.has("up") else -1


def _direction(clause: Clause, table: str, sign: int) -> int | None:
    """Which way a quality is to go. None where "the vocals are bright" may be praise or complaint."""
    negated = clause.has("not")
    if clause.has("lacks") and (negated or table in ("named", "compared", "plain")):
        return sign
    if clause.has("too", "less"):
        return -sign
    if clause.has("more"):
        return -sign if negated and table != "compared" else sign
    if table == "compared":
        return sign
    if table == "blamed":
        return -sign
    if table == "named":
        return sign * (-1 if negated else _verb(clause) if clause.has("up", "down") else 1)
    if negated:
        return -sign
    if clause.has("down") and not clause.has("up"):
        return -sign
    return None if clause.has("is") and not clause.has("want", "up", "amounts") else sign


def _forbids(clause: Clause) -> bool:
    """ "Don't make the vocals louder" asks for nothing; "not so loud" and "no reverb" ask for something."""
    if clause.has("lacks", "less", "too", "is"):
        return False
    compared = any(table == "compared" for table, *_ in clause.qualities)
    moved = clause.has("up", "down", "want") and not clause.has("amounts")
    return compared or (moved and not any(table == "blamed" for table, *_ in clause.qualities))


def _amount(clause: Clause) -> float:
    said_amount = clause.has("amounts")
    cleared = clause.has("not") and any(table in ("named", "blamed") for table, *_ in clause.qualities)
    return clause.amount if said_amount or not cleared else CLEARED


def _steps(value: float) -> float:
    return round(min(STEPS_MOST, max(-STEPS_MOST, value)), 2)


def _noted(clause: Clause, words: str) -> Said:
    about = Said(clause.shown, targets=clause.targets, sections=clause.sections)
    return replace(about, note=f'"{_short(clause.shown)}" {words}.')


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
