"""Plain words to wishes, by rules: what is asked for, of which part, how much, where, and what is unclear."""

import re
import unicodedata
from dataclasses import dataclass, field, replace

from processing.engines.propose_mix.words.clause import Clause
from processing.engines.propose_mix.words.lexicon import language_of, phrases, plain, words_of
from processing.engines.propose_mix.words.placing import placed
from processing.engines.propose_mix.words.saying import Said, said
from processing.engines.propose_mix.words.wish import Wish
from processing.errors import StudioError

LENGTH_MOST = 600
CLAUSES_MOST = 12
SHARED = "Kick, snare and cymbals lie together in the drum track, so all of it changes."
_ODD = re.compile(
    r"[<>{}\[\]\\|=^~$#@]|https?:|www\.|\bignore\b.*\b(instruction|rule|previous|above)|\bsystem prompt\b"
)


@dataclass(frozen=True)
class Read:
    """`wishes` in the order in which they were said; `notes` are sentences about what was not taken up."""

    wishes: tuple[Wish, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class _Hearing:
    """A sentence on its way: what the clauses before have left open."""

    wishes: list[Wish] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    targets: tuple[str, ...] = ()
    waiting: list[Said] = field(default_factory=list)
    leading: tuple[str, ...] = ()
    run: int = 0
    """How many wishes there were when the clauses began that hang together by "and"."""

    def begin(self) -> None:
        """A new sentence."""
        self.targets, self.waiting, self.leading, self.run = (), [], (), len(self.wishes)

    def place(self, sections: tuple[str, ...]) -> None:
        """What was wished in this run without a place is wished there."""
        self.wishes[self.run :] = [w if w.sections else replace(w, sections=sections) for w in self.wishes[self.run :]]


def checked(text: str) -> str:
    """The text as it may be read. Raises StudioError `words.nothing`, `words.too_long` or `words.strange`."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        raise StudioError("words.nothing", "Say what to change first, for example: vocals up a bit.")
    if len(text) > LENGTH_MOST:
        raise StudioError("words.too_long", f"That is too much at once. Say it in up to {LENGTH_MOST} characters.")
    controls = any(
        unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cn") and letter not in "\n\r\t" for letter in text
    )
    if controls or _ODD.search(text.lower()):
        raise StudioError("words.strange", "That does not read like words about a mix, so nothing is changed.")
    return text


def read(text: str) -> Read:
    """Raises StudioError `words.*` when there is nothing that could be read; unclear parts are told in the notes."""
    bare = plain(checked(text))
    language = language_of(bare)
    hearing, understood, strange = _Hearing(), 0, 0
    for sentence in re.split(r"[.;!?\n]+(?!\d)", bare):
        hearing.begin()
        clauses = _clauses(sentence, language)
        for clause in clauses:
            found = said(clause, hearing.targets)
            strange += clause.unknown
            understood += clause.known
            if not clause.joined:
                hearing.run = len(hearing.wishes)
            if found.is_place:
                _hear_place(hearing, found, clause, last=clause is clauses[-1])
            else:
                _hear(hearing, found, clause)
        _settle(hearing)
    if strange > understood or (not hearing.wishes and not hearing.notes and not hearing.kept):
        raise StudioError("words.not_understood", "Nothing in this could be read as a wish about the mix.")
    return _consistent(hearing)


def _clauses(sentence: str, language: str) -> list[Clause]:
    joints = "|".join(re.escape(plain(word.strip())) for word in words_of(language)["splits"].split(","))
    places = placed(sentence, language)
    parts = re.split(rf"(,|/|&|\+(?!\d)| - |:|\s(?:{joints})\s)", f" {places.text} ")
    clauses, between = [], ""
    for part, joint in zip(parts[::2], (*parts[1::2], ""), strict=True):
        if found := tuple(phrases(part, language, places.means)):
            clauses.append(Clause(found, part.strip(), places.shown(part).strip(), bool(between.strip(" ,/:-"))))
            between = ""
        between += joint
    return clauses[:CLAUSES_MOST]


def _hear_place(hearing: _Hearing, found: Said, clause: Clause, *, last: bool) -> None:
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


def _hear(hearing: _Hearing, found: Said, clause: Clause) -> None:
    """Take up one clause: its targets reach on to what follows, and back to what came before them."""
    if found.note:
        hearing.notes.append(found.note)
    if found.kept:
        hearing.kept += found.kept
        return
    if found.only_amount and hearing.wishes:
        last = hearing.wishes.pop()
        hearing.wishes.append(replace(last, steps=last.steps * found.only_amount))
        return
    if found.targets and not found.wishes and not found.note:
        hearing.notes += [SHARED] if clause.shares else []
        hearing.waiting.append(found)
        hearing.targets = (*hearing.targets, *found.targets) if hearing.waiting[:-1] else found.targets
        return
    targets = found.targets
    if clause.shares:
        hearing.notes.append(SHARED)
    if found.wishes and found.targets and not clause.complete:
        targets = tuple(dict.fromkeys((*(t for w in hearing.waiting for t in w.targets), *targets)))
    sections = _places(hearing, found)
    reached = targets or hearing.targets or ("",)
    if found.targets:
        # "Louder and brighter vocals": the first wish waited for somebody to be meant.
        hearing.wishes = [replace(w, target=t) for w in hearing.wishes for t in ([w.target] if w.target else targets)]
        hearing.targets = targets
    hearing.wishes += [replace(wish, target=target, sections=sections) for wish in found.wishes for target in reached]
    hearing.waiting = []
    if found.leads:
        hearing.leading = sections
    elif found.sections:
        hearing.place(found.sections)


def _places(hearing: _Hearing, found: Said) -> tuple[str, ...]:
    """Its own places and those of parts that were named before it, else the one that leads the sentence."""
    waiting = [place for one in hearing.waiting for place in one.sections]
    return tuple(dict.fromkeys((*waiting, *found.sections))) or hearing.leading


def _settle(hearing: _Hearing) -> None:
    """Who is still not named is the whole mix; parts that were only named are asked about."""
    hearing.wishes = [wish if wish.target else replace(wish, target="mix") for wish in hearing.wishes]
    for found in hearing.waiting:
        if found.text:
            hearing.notes.append(f'"{found.text}": say what should change there, for example louder, or less harsh.')


def _consistent(hearing: _Hearing) -> Read:
    """Wishes that pull both ways are dropped and told, the same wish said twice counts once."""
    signs: dict[tuple[str, str, tuple[str, ...]], set[bool]] = {}
    for wish in hearing.wishes:
        direction = (wish.level_db if wish.level_db is not None else wish.steps) > 0.0
        signs.setdefault((wish.target, wish.quality, wish.sections), set()).add(direction)
    notes, wishes = list(hearing.notes), dict[tuple[str, str, tuple[str, ...]], Wish]()
    for key, found in signs.items():
        if len(found) > 1:
            notes.append(f"You ask for both more and less ({key[1]}, {key[0]}). Say which of the two you want.")
    for wish in hearing.wishes:
        key = (wish.target, wish.quality, wish.sections)
        if wish.target in hearing.kept:
            notes.append(f"You ask to leave the {wish.target} alone and to change it. Say which of the two you want.")
        elif len(signs[key]) == 1:
            wishes[key] = max(wishes.get(key, wish), wish, key=lambda one: abs(one.level_db or one.steps))
    return Read(tuple(wishes.values()), tuple(dict.fromkeys(notes)))
