"""One clause: "vocals up a bit in the chorus". Which quality it names, which way it points, and how far."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from processing.engines.propose_mix.words.lexicon import Phrase
from processing.engines.propose_mix.words.placing import MOMENT
from processing.engines.propose_mix.words.wish import LEVEL_MOST_DB, STEPS_MOST, Wish

UNKNOWN_MOST = 3
WITHIN = ("in", "during", "en", "durante")
CLEARED = 1.8
"""Steps for what should go altogether: "no reverb"."""
_DECIBELS = re.compile(r"(?:([+-])\s?)?(\d+(?:[.,]\d+)?)\s?(?:db|decibels?|decibelios?)\b")
_NUMBER = re.compile(r"\d")
_HALF = re.compile(r"\b(half a|one|a couple of|two|three|un|medio|dos|tres)\s(?:db|decibels?|decibelios?)\b")
_HALVES = {"half a": 0.5, "medio": 0.5, "one": 1.0, "un": 1.0, "a couple of": 2.0, "two": 2.0, "dos": 2.0, "three": 3.0,
           "tres": 3.0}  # fmt: skip


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


@dataclass(frozen=True)
class Clause:
    phrases: tuple[Phrase, ...]
    text: str
    shown: str = ""
    """The text as it was said."""
    joined: bool = False
    """Whether a word such as "and" ties it to the clause before it."""

    @cached_property
    def unknown(self) -> int:
        return sum(not phrase.marks and not _is_decibel(phrase.text) for phrase in self.phrases)

    @cached_property
    def known(self) -> int:
        return sum(bool(phrase.marks) and not phrase.has("fillers") for phrase in self.phrases)

    def has(self, *tables: str) -> bool:
        return any(phrase.has(*tables) for phrase in self.phrases)

    @cached_property
    def complete(self) -> bool:
        """Whether the clause names a part at its beginning, so that nobody named before is meant as well."""
        return bool(self.phrases) and not self.phrases[0].has("targets")

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """Places, those behind an "except" with "not" before them."""
        found, outside = [], False
        for phrase in self.phrases:
            outside = outside or phrase.has("outside")
            if phrase.has("sections"):
                said = str(phrase.says("sections"))
                found.append(f"not {said}" if outside and not said.startswith("not ") else said)
        return tuple(dict.fromkeys(found))

    @property
    def is_elsewhere(self) -> bool:
        """Whether it says "in the" of something that nobody knows: a limit must not be lost."""
        for at, phrase in enumerate(self.phrases):
            if phrase.text.split()[0] in WITHIN and phrase.has("inside", "fillers"):
                named = next((p for p in self.phrases[at + 1 :] if not p.has("fillers", "inside")), None)
                if named is not None and not named.marks and not _is_decibel(named.text):
                    return True
        return False

    @property
    def excepts(self) -> bool:
        return bool(self.sections) and all(place.startswith("not ") for place in self.sections)

    @property
    def leads(self) -> bool:
        """Whether its place is said before anything else."""
        said = next((p for p in self.phrases if p.marks and not p.has("inside", "fillers")), None)
        return said is not None and said.has("sections", "outside")

    @cached_property
    def targets(self) -> tuple[str, ...]:
        found = [p.says("targets") for i, p in enumerate(self.phrases) if self._is_target(i)]
        named = [target for target in found if target != "mix"]
        return tuple(dict.fromkeys(named or found))

    def _is_section(self, at: int) -> bool:
        return self.phrases[at].has("sections")

    def _is_target(self, at: int) -> bool:
        """A bass in the voice is a tone, not the player; "bajo" after "más" in Spanish is a player."""
        phrase = self.phrases[at]
        if not phrase.has("targets") or phrase.has("sections"):
            return False
        return not self._is_tone(at)

    def _is_verb(self, at: int) -> bool:
        """ "Baja la voz" turns it down, "la voz más baja" and "suena baja" speak of how it is."""
        if not self.phrases[at].has("up", "down"):
            return False
        return not any(p.has("more", "less", "too", "is", "want", "targets") for p in self.phrases[:at])

    def _is_tone(self, at: int) -> bool:
        if self.phrases[at].says("targets") != "bass":
            return False
        rest = self.phrases[at + 1 :]
        return len(rest) > 1 and rest[0].has("inside") and any(p.has("targets") for p in rest[1:4])

    @property
    def shares(self) -> bool:
        """Whether an instrument is named that has no track of its own."""
        return any(phrase.has("shared") for phrase in self.phrases)

    @cached_property
    def qualities(self) -> list[tuple[str, str, int]]:
        """Table, quality and sign of every phrase that names one."""
        found = []
        for at, phrase in enumerate(self.phrases):
            if self._is_target(at) or self._is_section(at):
                continue
            if self._is_tone(at):
                found.append(("named", "low", 1))
            for table in ("compared", "blamed", "named", "plain"):
                if phrase.has(table) and not self._is_verb(at):
                    found.append((table, *phrase.says(table)))
                    break
        return found

    @cached_property
    def amount(self) -> float:
        said = [phrase.says("amounts") for phrase in self.phrases if phrase.has("amounts")]
        return min(said, key=lambda one: (one > 1.0, -one)) if said else 1.0


def said(clause: Clause, before: tuple[str, ...]) -> Said:
    """What a clause says; `before` are the parts that the sentence has spoken of so far."""
    plain = Said(clause.shown, targets=clause.targets, sections=clause.sections, leads=clause.leads)
    if MOMENT in clause.sections or f"not {MOMENT}" in clause.sections or clause.has("finer"):
        return _noted(clause, "names no whole section: say from when to when, for example from 1:10 to 1:25")
    if clause.unknown > min(UNKNOWN_MOST, clause.known) or clause.is_elsewhere:
        return _noted(clause, "was not understood")
    level_db, wrong = _decibels(clause)
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
    wishes = _wishes(clause, level_db)
    if wishes is None:
        return _noted(clause, "could mean more or less: say which")
    return replace(plain, wishes=tuple(wishes))


def _without_part(clause: Clause) -> Said:
    """ "Turn it up a bit" means the whole; a clause of fillers means nothing."""
    direction = _asked(clause)
    if direction and clause.unknown == 0 and clause.has("up", "down", "more", "less"):
        return Said(clause.shown, (Wish("", "level", _steps(direction * clause.amount)),))
    return _noted(clause, "was not understood") if clause.unknown or clause.known else Said()


def _wishes(clause: Clause, level_db: float | None) -> list[Wish] | None:
    """Every quality that is named, pointed the right way; None where it points nowhere."""
    found = []
    for table, quality, sign in clause.qualities:
        direction = _direction(clause, table, sign)
        if direction is None:
            return None
        if level_db is not None and quality == "level":
            found.append(Wish("", "level", 0.0, direction * abs(level_db)))
        else:
            found.append(Wish("", quality, _steps(direction * _amount(clause))))
    if not found:
        direction = _asked(clause)
        if level_db is not None:
            signed = level_db if direction == 0 else direction * abs(level_db)
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


def _decibels(clause: Clause) -> tuple[float | None, str]:
    """A level said in dB, and what is wrong with the numbers of the clause."""
    text = clause.text
    if half := _HALF.search(text):
        return _HALVES[half[1]], ""
    if not _NUMBER.search(_NUMBERED_NAMES.sub("", text)):
        return None, ""
    found = _DECIBELS.search(text)
    if found is None or len(re.findall(r"\d+(?:[.,]\d+)?", _NUMBERED_NAMES.sub("", text))) > 1:
        return None, "holds a number that is no level in dB"
    value_db = float(found[2].replace(",", "."))
    if value_db > LEVEL_MOST_DB:
        return None, f"goes too far: a wish moves a level by up to {LEVEL_MOST_DB:g} dB"
    return -value_db if found[1] == "-" else value_db, ""


_NUMBERED_NAMES = re.compile(r"\b808s?\b|\bmiddle 8\b")


def _is_decibel(text: str) -> bool:
    return bool(_NUMBER.search(text)) or text in ("db", "decibel", "decibels", "decibelios")


def _noted(clause: Clause, words: str) -> Said:
    about = Said(clause.shown, targets=clause.targets, sections=clause.sections)
    return replace(about, note=f'"{_short(clause.shown)}" {words}.')


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
