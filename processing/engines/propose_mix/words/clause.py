"""One clause: "vocals up a bit in the chorus". Which part and quality it names, where, and how far."""

from dataclasses import dataclass
from functools import cached_property

from processing.engines.propose_mix.words.decibels import is_decibel
from processing.engines.propose_mix.words.lexicon import Phrase

REST = "rest"
"""Stands for every part that is not named."""
TELLING = ("get", "don't", "dont", "doesn't", "doesnt", "sit", "sits", "sitting")
"""They begin an order too, but not behind the part that they speak of."""
WITHIN = ("in", "during", "en", "durante")


@dataclass(frozen=True)
class Clause:
    phrases: tuple[Phrase, ...]
    text: str
    shown: str = ""
    """The text as it was said."""
    joined: bool = False
    """Whether a word such as "and" ties it to the clause before it."""
    added: bool = False
    """Whether that word is "and"; "but" begins something else."""
    follows: bool = False
    """Whether something has been wished in its sentence before it."""

    @cached_property
    def unknown(self) -> int:
        return len(self.strange)

    @cached_property
    def known(self) -> int:
        return sum(bool(phrase.marks) and not phrase.has("fillers") for phrase in self.phrases)

    def has(self, *tables: str) -> bool:
        return any(phrase.has(*tables) for phrase in self.phrases)

    @property
    def asks(self) -> bool:
        """Whether it holds a wish, or a part that is to be left alone."""
        return bool(self.qualities) or self.has("up", "down", "more", "less", "too", "lacks", "keep")

    @cached_property
    def spared(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(target for p in self.phrases for target in p.says("spared") or ()))

    @cached_property
    def complete(self) -> bool:
        """Whether the clause does not begin with a part, so that nobody named before is meant as well."""
        return bool(self.phrases) and not self.phrases[0].has("targets")

    @property
    def goes_on(self) -> bool:
        """Whether it goes on with a list: "and the drums are too loud"."""
        first = next((p for p in self.phrases if not p.has("fillers", "inside")), None)
        return self.added and first is not None and first.has("targets")

    @property
    def bare(self) -> bool:
        """Whether parts are named and nothing is said of them."""
        known = all(p.has("targets", "fillers", "inside") and p.text.split()[0] not in TELLING for p in self.phrases)
        return known and self.has("targets")

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
        named = [target for target in found if target != "mix" and not (target == "backing" and REST in found)]
        return tuple(dict.fromkeys(named or found))

    def _is_section(self, at: int) -> bool:
        return self.phrases[at].has("sections")

    def _is_target(self, at: int) -> bool:
        """A bass in the voice is a tone, not the player; "bajo" after "más" in Spanish is a player."""
        phrase = self.phrases[at]
        if not phrase.has("targets") or phrase.has("sections"):
            return False
        if phrase.has("plain") and at and any(p.has("targets") for p in self.phrases[:at]):
            # "El piano más bajo": of somebody else, it is how low.
            return not self.phrases[at - 1].has("more", "less", "too", "amounts", "is")
        return not self._is_tone(at)

    def _is_adverb(self, at: int) -> bool:
        """ "De-ess it harder" is about how much, not about a harder sound."""
        verbs = [p.says("compared") for p in self.phrases[:at] if p.has("compared")]
        return self.phrases[at].text in ("hard", "harder") and any(
            quality in ("sibilance", "compression", "glue", "dirt", "mud") for quality, _ in verbs
        )

    def _is_verb(self, at: int) -> bool:
        """ "Baja la voz" turns it down, "la voz más baja" and "suena baja" speak of how it is."""
        if not self.phrases[at].has("up", "down"):
            return False
        return not any(p.has("more", "less", "too", "is", "want", "targets") for p in self.phrases[:at])

    @property
    def orders(self) -> bool:
        """Whether a verb turns something up or down: "baja" in "no está baja" tells how it is."""
        return any(self._is_verb(at) for at in range(len(self.phrases)))

    def _is_tone(self, at: int) -> bool:
        if self.phrases[at].says("targets") != "bass":
            return False
        rest = self.phrases[at + 1 :]
        return len(rest) > 1 and rest[0].has("inside") and any(p.has("targets") for p in rest[1:4])

    @property
    def shares(self) -> bool:
        """Whether an instrument is named that has no track of its own."""
        return self.has("shared")

    @cached_property
    def qualities(self) -> list[tuple[str, str, int]]:
        """Table, quality and sign of every phrase that names one."""
        found = []
        for at, phrase in enumerate(self.phrases):
            if self._is_target(at) or self._is_section(at) or self._is_adverb(at):
                continue
            if self._is_tone(at):
                found.append(("named", "low", 1))
                continue
            for table in ("compared", "blamed", "named", "plain"):
                if phrase.has(table) and not self._is_verb(at):
                    found.append((table, *phrase.says(table)))
                    break
        return found

    @property
    def by_noun(self) -> bool:
        """Whether it speaks of a thing: the reverb, the highs."""
        return any(table == "named" and quality != "level" for table, quality, _ in self.qualities)

    @property
    def only_number(self) -> bool:
        """ "2 dB", "by 2 dB": nothing but a number without a sign."""
        return (
            "+" not in self.text
            and "-" not in self.text
            and all(is_decibel(p.text) or p.has("fillers", "inside") for p in self.phrases)
        )

    @property
    def strange(self) -> tuple[str, ...]:
        """The words that nobody knows."""
        return tuple(p.text for p in self.phrases if not p.marks and not is_decibel(p.text))

    @cached_property
    def amount(self) -> float:
        said = [phrase.says("amounts") for phrase in self.phrases if phrase.has("amounts")]
        return min(said, key=lambda one: (one > 1.0, -one)) if said else 1.0
