"""One clause: "vocals up a bit in the chorus". Which part and quality it names, where, and how far."""

from dataclasses import dataclass
from functools import cached_property

from processing.engines.propose_mix.words.decibels import is_decibel
from processing.engines.propose_mix.words.lexicon import Phrase

WITHIN = ("in", "during", "en", "durante")


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
        return sum(not phrase.marks and not is_decibel(phrase.text) for phrase in self.phrases)

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
                if named is not None and not named.marks and not is_decibel(named.text):
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
