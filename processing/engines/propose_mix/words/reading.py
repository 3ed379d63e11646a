"""Plain words to wishes, by rules: what is asked for, of which part, how much, where, and what is unclear."""

import re
import unicodedata
from dataclasses import dataclass, field, replace

from processing.engines.propose_mix.words.agreeing import consistent
from processing.engines.propose_mix.words.clause import REST, Clause
from processing.engines.propose_mix.words.clauses import clauses_of
from processing.engines.propose_mix.words.lexicon import language_of, plain
from processing.engines.propose_mix.words.saying import Said, said, short
from processing.engines.propose_mix.words.wish import Wish
from processing.errors import StudioError

LENGTH_MOST = 600
CLAUSES_MOST = 12
SHARED_SPARED = "Kick, snare and cymbals lie together in the drum track, so all of it is left alone."
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
    named: list[str] = field(default_factory=list)
    targets: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    """What `targets` leave out."""
    unsure: bool = False
    """Whether "them" may mean what was left out as well as all the rest."""
    waiting: list[Said] = field(default_factory=list)
    leading: tuple[str, ...] = ()
    run: int = 0
    """How many wishes there were when the clauses began that hang together by "and"."""

    def begin(self) -> None:
        """A new sentence."""
        self.targets, self.spared, self.unsure = (), (), False
        self.waiting, self.leading, self.run = [], (), len(self.wishes)

    def place(self, sections: tuple[str, ...]) -> None:
        """What was wished in this run without a place is wished there."""
        self.wishes[self.run :] = [w if w.sections else replace(w, sections=sections) for w in self.wishes[self.run :]]

    def spare(self, targets: tuple[str, ...]) -> None:
        """What was wished in this run for the whole, or for nobody yet, leaves these parts out."""
        self.spared = tuple(dict.fromkeys((*self.spared, *targets)))
        wide = ("", "mix", "backing", REST)
        self.wishes[self.run :] = [
            replace(wish, spared=self.spared) if wish.target in wide else wish for wish in self.wishes[self.run :]
        ]


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
        clauses = clauses_of(sentence, language)[:CLAUSES_MOST]
        for clause in clauses:
            found = said(clause, hearing.targets)
            hearing.named += found.targets
            hearing.named += found.kept
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
    if hearing.kept and not hearing.wishes and not hearing.notes:
        hearing.notes.append(f'"{short(text)}" is left as it is.')
    wishes, notes = consistent(hearing.wishes, _kept(hearing), hearing.named)
    return Read(wishes, tuple(dict.fromkeys((*hearing.notes, *notes))))


def _kept(hearing: _Hearing) -> list[str]:
    """ "Leave the rest alone" leaves alone what nobody asks to change."""
    return [target for target in hearing.kept if target != REST]


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
    if found.spared:
        if clause.shares and not set(found.targets) & {"drums"}:
            hearing.notes.append(SHARED_SPARED)
        if not found.wishes and not found.note:
            _leave_out(hearing, found)
            return
    if hearing.unsure and found.wishes and not found.targets:
        hearing.notes.append(f'"{short(found.text)}" was not understood.')
        return
    if found.only_amount and hearing.wishes:
        last = hearing.wishes.pop()
        hearing.wishes.append(replace(last, steps=last.steps * found.only_amount))
        return
    if found.targets and not found.wishes and not found.note:
        hearing.notes += [SHARED] if clause.shares else []
        hearing.spared, hearing.unsure = (), False
        hearing.waiting.append(found)
        hearing.targets = (*hearing.targets, *found.targets) if hearing.waiting[:-1] else found.targets
        return
    targets = found.targets
    if clause.shares:
        hearing.notes.append(SHARED)
    listed = not clause.complete or (clause.goes_on and all(one.bare for one in hearing.waiting))
    if found.wishes and found.targets and not listed:
        _ask_back(hearing)
    elif found.wishes and found.targets:
        targets = tuple(dict.fromkeys((*(t for w in hearing.waiting for t in w.targets), *targets)))
    sections = _places(hearing, found)
    reached = targets or hearing.targets or ("",)
    wishes = _completed(hearing, found)
    if found.targets:
        hearing.spared, hearing.unsure = found.spared, False
    elif found.spared and found.wishes:
        hearing.spare(found.spared)
    if found.targets and found.note:
        # "Louder, and pan the guitars": what was not taken up says nothing of what was wished before.
        hearing.targets = targets
    elif found.targets:
        # "Louder and brighter vocals": the first wish waited for somebody to be meant.
        hearing.wishes = [replace(w, target=t) for w in hearing.wishes for t in ([w.target] if w.target else targets)]
        hearing.targets = targets
    hearing.wishes += [
        replace(wish, target=target, sections=sections, spared=hearing.spared) for wish in wishes for target in reached
    ]
    hearing.waiting = []
    if found.leads:
        hearing.leading = sections
    elif found.sections:
        hearing.place(found.sections)


def _leave_out(hearing: _Hearing, found: Said) -> None:
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


def _completed(hearing: _Hearing, found: Said) -> tuple[Wish, ...]:
    """ "More reverb on the voice, less on the drums": less of the reverb."""
    if not (found.elliptic and hearing.wishes):
        return found.wishes
    quality = hearing.wishes[-1].quality
    return tuple(replace(wish, quality=quality) if wish.quality == "level" else wish for wish in found.wishes)


def _places(hearing: _Hearing, found: Said) -> tuple[str, ...]:
    """Its own places and those of parts that were named before it, else the one that leads the sentence."""
    waiting = [place for one in hearing.waiting for place in one.sections]
    return tuple(dict.fromkeys((*waiting, *found.sections))) or hearing.leading


def _settle(hearing: _Hearing) -> None:
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


def _ask_back(hearing: _Hearing) -> None:
    for found in hearing.waiting:
        if found.text:
            hearing.notes.append(f'"{found.text}": say what should change there, for example louder, or less harsh.')
