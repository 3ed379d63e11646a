"""An order that only takes up what was complained of before it: "the reverb is too loud, turn it down", "the vocal is
harsh, tame it". It says nothing new of the part."""

from dataclasses import replace

from processing.engines.propose_mix.words.clause import Clause
from processing.engines.propose_mix.words.wish import STEPS_MOST, Wish, steps_of_db

PRONOUNS = ("it", "them", "that", "this", "they", "her", "him", "lo", "la", "los", "las")
TAMING = (
    "tame", "tone down", "soften", "calm", "calm down", "ease", "ease off", "ease back", "control", "fix", "clean up",
    "clear up", "sort out", "deal with", "do something about", "take out", "remove", "get rid of", "kill", "lose",
    "reduce", "dial back", "dial down", "back off", "cut back", "scale back", "knock down", "trim", "attenuate", "cut",
    "arregla", "corrige", "doma", "suaviza", "controla", "quita", "reduce", "elimina", "limpia", "atenua", "recorta",
    "corta", "saca",
)  # fmt: skip
"""Said of a fault, they mend it; "turn it down" turns the part down."""


def repeated(before: list[Wish], orders: tuple[Wish, ...], clause: Clause, *, by_noun: bool) -> list[Wish] | None:
    """What was wished `before`, as far as this order says; None where it is a wish of its own. `by_noun` is whether the
    complaint was of a thing such as the reverb, which "it" then is."""
    if clause.sections or not before or not orders:
        return None
    if clause.only_number:
        # "Bass quieter, 2 dB": the number has no sign of its own.
        orders = tuple(_turned(order, before[-1]) for order in orders)
    if [_points(wish) for wish in before] == [_points(wish) for wish in orders]:
        if any(wish.level_db is not None for wish in (*before, *orders)):
            return _said_in_db(before, orders)
        return [replace(one, steps=order.steps) for one, order in zip(before, orders, strict=True)]
    refers = not clause.targets and any(phrase.text in PRONOUNS for phrase in clause.phrases)
    tames = any(phrase.text in TAMING for phrase in clause.phrases)
    if not refers or not (by_noun or tames) or any(wish.quality not in ("level", "depth") for wish in orders):
        return None
    order = orders[0]
    if any(wish.quality == "level" or _further(wish) != _further(order) for wish in before):
        return None
    return [replace(wish, steps=_steps(wish, order)) for wish in before]


def _said_in_db(before: list[Wish], orders: tuple[Wish, ...]) -> list[Wish] | None:
    """ "Too loud, down 1 dB": the number tells how far."""
    levels = all(wish.quality == "level" for wish in (*before, *orders))
    if not levels or any(wish.level_db is not None for wish in before):
        return None
    return [replace(one, steps=0.0, level_db=order.level_db) for one, order in zip(before, orders, strict=True)]


def _steps(wish: Wish, order: Wish) -> float:
    if order.level_db is None:
        return order.steps
    return steps_of_db(wish.quality, order.level_db) or min(STEPS_MOST, max(-STEPS_MOST, wish.steps))


def _further(wish: Wish) -> bool:
    """Whether it asks for more."""
    return (wish.level_db if wish.level_db is not None else wish.steps) > 0.0


def _turned(order: Wish, before: Wish) -> Wish:
    if order.level_db is None or _further(order) == _further(before):
        return order
    return replace(order, level_db=-order.level_db)


def _points(wish: Wish) -> tuple[str, bool]:
    """ "It is buried, bring it up": how far in front something stands is mended with its level too."""
    return "level" if wish.quality == "depth" else wish.quality, _further(wish)
