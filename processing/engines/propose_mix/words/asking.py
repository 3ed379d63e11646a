"""What words would change on a console: read, fulfilled within bounds, told as a difference. Nothing is rendered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from processing.console.differences import diff
from processing.console.settings import ConsoleSettings
from processing.engines.contracts import Section
from processing.engines.propose_mix.words import reading
from processing.engines.propose_mix.words.moves import moved_by
from processing.engines.propose_mix.words.wish import Wish
from processing.errors import StudioError

REASON_LENGTH = 120
WHOLE_SONG = "The console stands still from beginning to end, so nothing is changed in the {section} alone."


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
    settings: ConsoleSettings, text: str, *, sections: Sequence[Section] = (), readers: Sequence[Reader] = (Rules(),)
) -> Change:
    """Read `text` by the first reader that can, and fulfil it. Raises StudioError `words.*` when nobody can read it."""
    text = reading.checked(text)
    told: list[str] = []
    for reader in readers[:-1]:
        try:
            return fulfilled(settings, reader.read(text), text, sections=sections, by=reader.name)
        except StudioError as error:
            if error.code.startswith("words.not_") or error.code == "words.strange":
                raise
            told.append(error.words)
    last = readers[-1]
    change = fulfilled(settings, last.read(text), text, sections=sections, by=last.name)
    return replace(change, notes=(*told, *change.notes))


def fulfilled(
    settings: ConsoleSettings, read: reading.Read, text: str = "", *, sections: Sequence[Section] = (), by: str = ""
) -> Change:
    """The settings with every wish moved by its bounded step, the words among the reasons."""
    new, notes = settings, list(read.notes)
    for wish in read.wishes:
        if wish.sections:
            notes.append(WHOLE_SONG.format(section=" and ".join(wish.sections).replace("_", "-")))
            continue
        new, note = moved_by(new, wish)
        notes += [note] if note else []
    lines = diff(settings, new)
    if read.wishes and not lines and not notes:
        notes.append("All that this asks for stands at its end already.")
    if lines and text:
        new = replace(new, reasons=(*new.reasons, f"Asked: {short(text)}"))
    return Change(new, read.wishes, tuple(lines), tuple(dict.fromkeys(notes)), by)


def short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= REASON_LENGTH else text[: REASON_LENGTH - 3] + "..."
