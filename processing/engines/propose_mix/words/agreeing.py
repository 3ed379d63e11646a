"""Brings the wishes of a text together: who "the rest" is, who is left out, which of them contradict one another."""

from collections.abc import Iterable
from dataclasses import replace

from processing.engines.propose_mix.words.clause import REST
from processing.engines.propose_mix.words.wish import Wish

WIDE = ("mix", "backing")


def consistent(
    heard: Iterable[Wish], kept: Iterable[str], named: Iterable[str]
) -> tuple[tuple[Wish, ...], tuple[str, ...]]:
    """Wishes that pull both ways are dropped and told, the same wish said twice counts once. `kept` are parts to be
    left alone, `named` all that the text speaks of."""
    kept = tuple(dict.fromkeys(kept))
    meant = [_sparing(_of_rest(wish, named), kept) for wish in heard]
    signs: dict[tuple[str, str, tuple[str, ...]], set[bool]] = {}
    for wish in meant:
        points = (wish.level_db if wish.level_db is not None else wish.steps) > 0.0
        signs.setdefault((wish.target, wish.quality, wish.sections), set()).add(points)
    notes, wishes = list[str](), dict[tuple[str, str, tuple[str, ...]], Wish]()
    for key, found in signs.items():
        if len(found) > 1:
            notes.append(f"You ask for both more and less ({key[1]}, {key[0]}). Say which of the two you want.")
    for wish in meant:
        key = (wish.target, wish.quality, wish.sections)
        if wish.target in (*kept, *wish.spared):
            notes.append(f"You ask to leave the {wish.target} alone and to change it. Say which of the two you want.")
        elif len(signs[key]) == 1:
            larger = max(wishes.get(key, wish), wish, key=lambda one: abs(one.level_db or one.steps))
            spared = (*wishes.get(key, wish).spared, *wish.spared)
            wishes[key] = replace(larger, spared=tuple(dict.fromkeys(spared)))
    return tuple(wishes.values()), tuple(notes)


def _of_rest(wish: Wish, named: Iterable[str]) -> Wish:
    """ "Everything else" is all but the parts that are named; without any it is the backing."""
    if wish.target != REST:
        return wish
    others = tuple(dict.fromkeys(one for one in named if one not in (*WIDE, REST)))
    if others in ((), ("vocal",)):
        return replace(wish, target="backing")
    return replace(wish, target="mix", spared=tuple(dict.fromkeys((*wish.spared, *others))))


def _sparing(wish: Wish, kept: tuple[str, ...]) -> Wish:
    """A wish for the whole leaves out what is to be left alone."""
    if wish.target not in WIDE:
        return replace(wish, spared=tuple(one for one in wish.spared if one == wish.target))
    parts = [one for one in (*wish.spared, *kept) if one not in (wish.target, "mix", REST)]
    conflicting = [one for one in wish.spared if one == wish.target]
    return replace(wish, spared=tuple(dict.fromkeys((*parts, *conflicting))))
