"""Finds the parts that a sentence only compares with, or that something covers: "louder than the drums", "drowned out
by the guitars", "the pads swamp the voice". What is compared with is not what the wish is for."""

import re

from processing.engines.propose_mix.words.lexicon import Mark, phrases, words_of
from processing.engines.propose_mix.words.marking import Marked, Names, names

REFERENCE = (Mark("fillers"), Mark("reference"))
# Written as pairs: a quality that stands in a mark itself would be taken for a word that people read.
TOO_FAR_BACK, TOO_FAR_IN_FRONT, TOO_LOUD, TOO_WET = (
    Mark("blamed", pair) for pair in (("depth", -1), ("depth", 1), ("level", 1), ("space", 1))
)
IN_FRONT, BEHIND = (Mark("compared", pair) for pair in (("depth", 1), ("depth", -1)))
COVERED = (TOO_FAR_BACK, Mark("covered"))
COVERS = (TOO_LOUD, Mark("covers"))
_CLITIC = r"(?:la|lo|las|los) "


def compared(marked: Marked) -> None:
    named = names(marked.language)
    _washed(marked, named)
    if marked.language == "spanish":
        _fronted(marked, named)
    _covered(marked, named)
    _covers(marked, named)
    _on_top(marked, named)
    _conditions(marked, named)
    for table, points in (("ahead", IN_FRONT), ("beneath", BEHIND)):
        _after(marked, named, rf"\b(?:{named.words(table)})", (points, *REFERENCE))
    _after(marked, named, rf"(?<!other )\b(?:{named.words('than')})", REFERENCE)
    _after(marked, named, rf"(?<!such )(?<!well )(?<!far )\b(?:{named.words('as_than')})", REFERENCE)
    _too_for(marked, named)
    if marked.language == "spanish":
        _than_que(marked, named)
    _than_there(marked, named)


def _after(marked: Marked, named: Names, begins: str, marks: tuple[Mark, ...]) -> None:
    """The word and the parts that follow it become one token; a list ends where another wish begins."""
    at = 0
    while found := re.compile(rf"{begins} ").search(marked.text, at):
        at = found.end()
        ends = list(named.lists(marked.text, at))
        if not ends or re.match(named.counted, marked.text[at:]):
            continue
        end = next((one for one in ends if not marked.says(marked.rest(one))), ends[-1])
        at = found.start() + len(_put(marked, named, found.start(), end, marks))


def _put(marked: Marked, named: Names, start: int, end: int, marks: tuple[Mark, ...]) -> str:
    """A token for a piece of the text; it keeps which parts lie in it."""
    said = marked.text[start:end]
    token = marked.token(said, *marks, Mark("against", named.of(said)))
    marked.text = f"{marked.text[:start]}{token}{marked.text[end:]}"
    return token


def _washed(marked: Marked, named: Names) -> None:
    """ "Drowned in reverb" is about the reverb."""
    spaces = "|".join(one.strip() for one in words_of(marked.language)["named"]["space"][0].split(",") if one.strip())
    covered = rf"\b(?:{named.words('covered')}) (?:{named.words('covered_by')})"
    pattern = rf"{covered} (?:(?:{named.words('loads')}) )*(?:{spaces})\b"
    marked.put(pattern, lambda match: marked.token(match[0], TOO_WET))


def _covered(marked: Marked, named: Names) -> None:
    """ "Buried under the guitars": the part before is too far back."""
    _after(marked, named, rf"\b(?:{named.words('covered')}) (?:{named.words('covered_by')})", COVERED)


def _covers(marked: Marked, named: Names) -> None:
    """ "Drown out the voice": the part before is too loud."""
    verb, whom = rf"\b(?:{named.words('covers')})", named.words("whom")
    out = r"(?: (?:out|up)\b)?"
    marked.put(rf"{verb}{out} (?:{whom}){out}(?= |$)", lambda match: marked.token(match[0], *COVERS))
    _after(marked, named, rf"{verb}{out}", COVERS)
    if marked.language == "spanish":
        marked.put(rf"\b{_CLITIC}(?:{named.words('covers')})(?= |$)", lambda match: marked.token(match[0], *COVERS))


def _fronted(marked: Marked, named: Names) -> None:
    """ "La voz la tapan las guitarras": who is named first is covered."""
    pattern = rf"(?<= ){_CLITIC}(?:{named.words('covers')})"
    before = rf"(?:^| )(?:{named.part}) $"
    at = 0
    while found := re.compile(pattern).search(marked.text, at):
        at = found.end()
        ends = list(named.lists(marked.text, at + 1))
        if ends:
            # Without a part before it, "la tapan las guitarras" does not say what is covered.
            known = re.search(before, marked.text[: found.start()])
            at = found.start() + len(
                _put(marked, named, found.start(), ends[0], COVERED if known else (Mark("unread"),))
            )


def _on_top(marked: Marked, named: Names) -> None:
    """ "It sits on top of the mix" complains; "I want it to sit on top of the mix" does not."""

    def made(match: re.Match[str]) -> str | None:
        wished = re.search(rf"\b(?:{named.words('wishes_for')})\b", match.string[: match.start()])
        return None if wished else marked.token(match[0], TOO_FAR_IN_FRONT)

    marked.put(rf"\b(?:{named.words('stands')}) (?:\w+ )?(?:{named.words('above_all')})(?= |$)", made)


def _conditions(marked: Marked, named: Names) -> None:
    """ "When the voice comes in": nothing here can wait for that."""
    _after(marked, named, rf"\b(?:{named.words('conditions')})", (Mark("unread"),))


def _than_que(marked: Marked, named: Names) -> None:
    """ "Más alta que la batería"; "quiero que la batería..." compares nothing."""
    at = 0
    while found := re.compile(r"\b(?:que|como) (?:en )?").search(marked.text, at):
        at = found.end()
        ends = list(named.lists(marked.text, at))
        before = re.split(r",", marked.text[: found.start()])[-1]
        end = next((one for one in ends if not marked.says(marked.rest(one))), None)
        if end is not None and re.search(rf"\b(?:{named.words('than_begins')})\b", before):
            _put(marked, named, found.start(), end, REFERENCE)


def _too_for(marked: Marked, named: Names) -> None:
    """ "The bass is too loud for the voice"; "too much reverb for the voice" is about the voice."""
    at = 0
    while found := re.compile(r"\b(?:for|para) ").search(marked.text, at):
        at = found.end()
        ends = list(named.lists(marked.text, at))
        before = re.split(",", marked.text[: found.start()])[-1]
        excess = any(phrase.has("too") for phrase in phrases(before, marked.language, marked.means))
        if ends and excess and set(named.of(before)) - {"mix"}:
            _put(marked, named, found.start(), ends[-1], REFERENCE)


def _than_there(marked: Marked, named: Names) -> None:
    """ "Louder than in the verse" is not about the verse."""
    place = rf"(?:P[A-Z]|{named.counted})"
    begins = "que en" if marked.language == "spanish" else "than"
    marked.put(
        rf"\b{begins} (?:(?:in|on|during) )?(?:(?:the|el|la|los|las) )?{place}",
        lambda match: marked.token(match[0], Mark("fillers")),
    )
