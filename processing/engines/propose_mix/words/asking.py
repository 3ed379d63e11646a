"""What words would change on a console: read, fulfilled within bounds, told as a difference. Nothing is rendered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from processing.console.differences import diff
from processing.console.settings import ConsoleSettings
from processing.engines.contracts import Section
from processing.engines.propose_mix.words import reading
from processing.engines.propose_mix.words.instruments import together
from processing.engines.propose_mix.words.moves import moved_by
from processing.engines.propose_mix.words.riding import ridden
from processing.engines.propose_mix.words.tracks import of_voices
from processing.engines.propose_mix.words.wish import Wish
from processing.errors import StudioError

REASON_LENGTH = 120


class Reader(Protocol):
    """Whoever turns words into wishes: the rules, or a language model."""

    @property
    def name(self) -> str: ...

    def read(self, text: str) -> reading.Read: ...


class Rules:
    """Implements `Reader` without any model."""

    name = "rules"

    def read(self, text: str) -> reading.Read:
        return reading.read(text)


@dataclass(frozen=True)
class Change:
    """`lines` say in words what differs, `notes` what was not taken up and why, `by` who read the words."""

    settings: ConsoleSettings
    wishes: tuple[Wish, ...]
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    by: str


def asked(
    settings: ConsoleSettings,
    text: str,
    *,
    sections: Sequence[Section] = (),
    end_s: float = 0.0,
    readers: Sequence[Reader] = (Rules(),),
) -> Change:
    """Read `text` by the first reader that can, and fulfil it: `sections` say where the song's parts lie, `end_s` where
    it ends, 0 when that is not known. Raises StudioError `words.*` when nobody can read it."""
    heard = heard_by(readers, text)
    return fulfilled(settings, heard.read, reading.checked(text), sections=sections, end_s=end_s, by=heard.by)


@dataclass(frozen=True)
class Heard:
    read: reading.Read
    by: str


def heard_by(readers: Sequence[Reader], text: str) -> Heard:
    """The wishes in `text` as the first reader that can reads them; the others' excuses are among the notes. Raises
    StudioError `words.*` when nobody can read it."""
    text = reading.checked(text)
    told: list[str] = []
    for reader in readers[:-1]:
        try:
            return Heard(reader.read(text), reader.name)
        except StudioError as error:
            if error.code.startswith("words.not_") or error.code == "words.strange":
                raise
            told.append(error.words)
    read = readers[-1].read(text)
    return Heard(replace(read, notes=(*told, *read.notes)), readers[-1].name)


def fulfilled(
    settings: ConsoleSettings,
    read: reading.Read,
    text: str = "",
    *,
    sections: Sequence[Section] = (),
    end_s: float = 0.0,
    by: str = "",
) -> Change:
    """The settings with every wish moved by its bounded step, the words among the reasons."""
    end_s = sections[-1].end_s if sections else end_s
    new, notes = settings, list(read.notes)
    wishes = tuple(of_voices(settings, wish, text) for wish in read.wishes)
    for wish in wishes:
        new, note = ridden(new, wish, sections, end_s) if wish.sections else moved_by(new, wish)
        if note:
            notes.append(note)
    lines = diff(settings, new)
    if lines:
        notes += together(settings, wishes, text)
    if wishes and not lines and not notes:
        notes.append("All that this asks for stands at its end already.")
    if lines and text:
        new = replace(new, reasons=(*new.reasons, f"Asked: {short(text)}"))
    return Change(new, wishes, tuple(lines), tuple(dict.fromkeys(notes)), by)


def short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= REASON_LENGTH else text[: REASON_LENGTH - 3] + "..."
