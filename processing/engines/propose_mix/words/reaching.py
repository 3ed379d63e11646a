"""How far each quality that a clause names is to go, and which way."""

from processing.engines.propose_mix.words.clause import Clause
from processing.engines.propose_mix.words.decibels import SHARE_OF_STEP, Amount, share_db
from processing.engines.propose_mix.words.pointing import asked, direction, merged
from processing.engines.propose_mix.words.telling import states
from processing.engines.propose_mix.words.wish import STEPS_MOST, Wish, steps_of_db

VAGUE = ("fix", "sort out", "deal with", "do something about", "clean up", "clear up", "arregla", "corrige", "limpia")
"""Orders that say nothing of a part by itself: "fix the vocals"."""
CLEARED = 1.8
"""Steps for what should go altogether: "no reverb"."""


def wishes_of(clause: Clause, numbers: Amount) -> list[Wish] | None:
    """Every quality that is named, pointed the right way; None where it points nowhere."""
    found = []
    for table, quality, sign in merged(clause.qualities) or ():
        points = direction(clause, table, quality, sign)
        if points is None:
            return None
        if table == "named" and _signed_down(clause, numbers):
            # "Reverb -2 dB" has nothing but its sign to say which way.
            points = -1
        if quality in ("level", "depth") and (asked_db := _said_db(numbers, points)) is not None:
            found.append(Wish("", "level", 0.0, asked_db))
        elif numbers.level_db is not None and (steps := steps_of_db(quality, points * abs(numbers.level_db))):
            found.append(Wish("", quality, steps))
        elif numbers.share is not None:
            found.append(Wish("", quality, steps_within(points * abs(numbers.share) / SHARE_OF_STEP)))
        else:
            found.append(Wish("", quality, steps_within(points * _amount(clause))))
    if not found:
        points = asked(clause)
        if (said_db := _said_db(numbers, points)) is not None:
            return [Wish("", "level", 0.0, said_db)]
        orders = [one.text for one in clause.phrases if one.has("down", "less")]
        if points == 0 or (orders and all(one in VAGUE for one in orders)):
            return []
        found = [Wish("", "level", steps_within(points * clause.amount))]
    return found


def _signed_down(clause: Clause, numbers: Amount) -> bool:
    negative = (numbers.level_db or numbers.share or 0.0) < 0.0
    return negative and not clause.has("up", "down", "more", "less", "too", "lacks", "not")


def _said_db(numbers: Amount, points: int) -> float | None:
    """A level in dB that was said, the way that the words point; without any, its own sign counts."""
    if numbers.level_db is not None:
        return points * abs(numbers.level_db) if points else numbers.level_db
    if numbers.share is None:
        return None
    return round(share_db(points * abs(numbers.share) if points else numbers.share), 1)


def _amount(clause: Clause) -> float:
    said_amount = clause.has("amounts")
    cleared = (
        clause.has("not")
        and not clause.has("covers")
        and any(table in ("named", "blamed") for table, *_ in clause.qualities)
    )
    if said_amount and clause.has("not"):
        # "Not very loud", "it shouldn't be so loud".
        return min(1.0, clause.amount)
    if said_amount and states(clause) and not clause.has("want"):
        # "Very loud" complains no more than "too loud" does.
        return min(1.0, clause.amount)
    return clause.amount if said_amount or not cleared else CLEARED


def steps_within(value: float) -> float:
    return round(min(STEPS_MOST, max(-STEPS_MOST, value)), 2)
