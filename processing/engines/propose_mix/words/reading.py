"""Plain words to wishes, by rules: what is asked for, of which part, how much, where, and what is unclear."""

import re
import unicodedata
from dataclasses import dataclass

from processing.engines.propose_mix.words.agreeing import consistent
from processing.engines.propose_mix.words.clause import REST
from processing.engines.propose_mix.words.clauses import clauses_of
from processing.engines.propose_mix.words.heard import Hearing
from processing.engines.propose_mix.words.hearing import settle, take, take_place
from processing.engines.propose_mix.words.lexicon import language_of, plain
from processing.engines.propose_mix.words.orderly import orderly
from processing.engines.propose_mix.words.plainer import plainer
from processing.engines.propose_mix.words.plainer_spanish import plainer_spanish
from processing.engines.propose_mix.words.preparing import prepared, without_questions
from processing.engines.propose_mix.words.saying import said, short
from processing.engines.propose_mix.words.spelling import spelt
from processing.engines.propose_mix.words.wish import Wish
from processing.errors import StudioError

LENGTH_MOST = 600
CLAUSES_MOST = 12
_ODD = re.compile(
    r"[<>{}\[\]\\|=^~$#]|@(?!\s?\d)|https?:|www\.|\bignore\b.*\b(instruction|rule|previous|above)|\bsystem prompt\b"
    r"|^\s*(?:system|assistant|user)\s*:|\byou are (?:now )?(?:an? |root|admin)"
    r"|\b(?:disregard|forget) (?:all|every|your)|\bdrop table\b|\bdeveloper mode\b|\bsudo\b"
    r"|\bignor\w+\b.*\b(?:instrucci|reglas?\b|anterior|previ)|\bolvida(?:te)? (?:de )?(?:todo|todas|tus)\b"
    r"|^\s*(?:sistema|asistente|usuario)\s*:|\beres (?:ahora )?(?:un |el )?(?:root|admin)|\bmodo (?:de )?desarroll"
)


@dataclass(frozen=True)
class Read:
    """`wishes` in the order in which they were said; `notes` are sentences about what was not taken up."""

    wishes: tuple[Wish, ...] = ()
    notes: tuple[str, ...] = ()


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
    bare, slips = spelt(orderly(bare) if language == "spanish" else bare, language)
    bare = plainer(bare) if language == "english" else plainer_spanish(bare)
    bare, questions = without_questions(bare, language)
    hearing, understood, strange = Hearing(notes=list(slips)), 0, 0
    for one in questions:
        hearing.notes.append(f'"{short(one)}" asks a question, so nothing is changed for it.')
    for sentence in re.split(r"[.;!?\n]+(?!\d)", prepared(bare, language)):
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
                take_place(hearing, found, clause, last=clause is clauses[-1])
            else:
                take(hearing, found, clause)
        settle(hearing)
    if strange > understood or (not hearing.wishes and not hearing.notes[len(slips) :] and not hearing.kept):
        raise StudioError("words.not_understood", "Nothing in this could be read as a wish about the mix.")
    if hearing.kept and not hearing.wishes and not hearing.notes[len(slips) :]:
        hearing.notes.append(f'"{short(text)}" is left as it is.')
    # "Leave the rest alone" leaves alone what nobody asks to change.
    wishes, notes = consistent(hearing.wishes, [one for one in hearing.kept if one != REST], hearing.named)
    return Read(wishes, tuple(dict.fromkeys((*hearing.notes, *notes))))
