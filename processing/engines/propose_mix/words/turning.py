"""Finds verbs that stand in two pieces and words that turn a verb round: "roll the lows off", "don't squash it so
much", "the vocal's too dry", "a dB and a half"."""

import re

from processing.engines.propose_mix.words.lexicon import Mark, joints, words_of
from processing.engines.propose_mix.words.marking import Marked, Names, names

FILLER = Mark("fillers")
_ONE_AND_A_HALF = re.compile(r"\b(?:an?|one|1|un|uno) (?:db|decibels?|decibelio) (?:and a half|y medio)\b")
_MORE_AND_A_HALF = re.compile(
    r"\b(two|three|dos|tres|[2-5]) (?:(?:db|decibels?|decibelios) (?:and a half|y medio)|and a half (?:db|decibels?))\b"
)
_NUMBERS = {"two": 2, "dos": 2, "three": 3, "tres": 3}


def turned(marked: Marked) -> None:
    named = names(marked.language)
    _halves(marked)
    _is(marked, named)
    _not_so_much(marked, named)
    _new(marked, named)
    if marked.language == "english":
        _off(marked)
        _out(marked, named)
        _back(marked, named)


def _halves(marked: Marked) -> None:
    """ "A dB and a half": one number, so that its "and" does not begin a new wish."""
    marked.text = _ONE_AND_A_HALF.sub("1.5 db", marked.text)

    def more(match: re.Match[str]) -> str:
        return f"{_NUMBERS.get(match[1]) or int(match[1])}.5 db"

    marked.text = _MORE_AND_A_HALF.sub(more, marked.text)


def _is(marked: Marked, named: Names) -> None:
    """ "The vocal's too dry" says how it is, "the vocal's reverb" whose it is."""
    if marked.language != "english":
        return
    nouns = "|".join(
        re.escape(one.strip()) for ends in words_of("english")["named"].values() for one in ends[0].split(",") if one
    )
    part = rf"((?<![\w-])(?:{named.part}))'(?:s|re)\b"
    marked.put(rf"{part}(?= (?:{nouns})\b)", lambda match: match[1])
    marked.put(part, lambda match: f"{match[1]} is")


def _not_so_much(marked: Marked, named: Names) -> None:
    """ "Don't squash the drums so much" wants less of it; "I don't hear it so much" is no such order."""
    people = rf"(?:{named.words('people')}) "
    dont, much = named.words("dont"), named.words("so_much")
    pattern = rf"(?:(?<=^)|(?<= ))({people})?({dont}) ((?:[\w'-]+ ){{1,6}}?)({much})(?= |$)"

    def made(match: re.Match[str]) -> str | None:
        begins = rf"(?:^|,|:|/|\s(?:{joints(marked.language)})\s) *(?:(?:{named.words('polite')}) )*$"
        if match[1] or not re.search(begins, match.string[: match.start()]):
            return None
        if re.match(rf"(?:{named.words('hearing')})\b", match[3]) or re.search(dont, match[3]):
            return None
        return f"{marked.token(match[2], Mark('less'))} {match[3]}{marked.token(match[4], FILLER)}"

    marked.put(pattern, made)


def _new(marked: Marked, named: Names) -> None:
    """ "Add a guitar solo": what is not there can not be turned up."""
    parts = "|".join(re.escape(one) for one, of in named.targets.items() if of != "mix")
    few = "bit|little|touch|lot|tad|hair|smidge|tiny|few|couple|poco|pelin|pizca|toque|poquito"
    one = r"(?:an?|another|one more|some new|un|una|otro|otra)"
    pattern = rf"\b(?:add|insert|include|añade|mete|pon) {one} (?!(?:{few})\b)(?:[\w-]+ )?(?={parts})"
    marked.put(pattern, lambda match: f"{marked.token(match[0].strip(), Mark('unread'))} ")


def _off(marked: Marked) -> None:
    """ "Roll the lows off", "back the compression off"."""
    verbs = "turn|switch|shut|back|roll|ease|knock|dial|shave|cut|take|lay|pull|peel"
    pattern = rf"\b({verbs}) (?!off\b|the edge\b)((?:[\w'-]+ ){{1,6}}?)(off)\b"
    none = (Mark("gone"), Mark("down"))

    def made(match: re.Match[str]) -> str:
        marks = none if match[1] in ("turn", "switch", "shut") else none[1:]
        return f"{marked.token(match[1], *marks)} {match[2]}{marked.token(match[3], FILLER)}"

    marked.put(pattern, made)


def _out(marked: Marked, named: Names) -> None:
    """ "Take the drums out of the intro" wants none of them there; "take the lows out" is about a tone."""
    part = rf"({named.articles}(?:{'|'.join(map(re.escape, named.targets))}))(?![\w-])"
    marked.put(
        rf"\b(take|drop|cut|leave) {part} out\b(?! of the way)(?! of {named.part})",
        lambda m: f"{marked.token(m[1], Mark('gone'), Mark('down'))} {m[2]} {marked.token('out', FILLER)}",
    )


def _back(marked: Marked, named: Names) -> None:
    """ "Pull the reverb back" is about how much of it there is; "bring it back" may mean that it had been there."""
    tables = words_of("english")
    nouns = "|".join(
        re.escape(one.strip())
        for table in ("named", "blamed")
        for ends in tables[table].values()
        for one in f"{ends[0]},{ends[1]}".split(",")
        if one.strip()
    )
    thing = rf"((?:{named.articles})(?:[\w-]+ )?(?:{nouns}) )"
    marked.put(
        rf"\b(pull|dial|cut|scale|ease|take|roll|push|knock|bring) {thing}(back|out)\b(?! up| down)",
        lambda m: (
            f"{marked.token(m[1], Mark('unread' if m[1] == 'bring' else 'down'))} {m[2]}{marked.token(m[3], FILLER)}"
        ),
    )
    # "Bring the bass back" may be how it was, or further back; "bring the bass back a bit" is further back.
    marked.put(
        rf"\b(?:get|bring|put|have|want|need|like|return) {named.part} back(?= *$| *,| again\b| please\b)",
        lambda m: marked.token(m[0], Mark("earlier")),
    )
    marked.put(
        r"\b(bring) ((?:[\w'-]+ ){1,4}?)(back in)(?= *$|,)",
        lambda m: f"{marked.token(m[1], Mark('up'))} {m[2]}{marked.token(m[3], FILLER)}",
    )
