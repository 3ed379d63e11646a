"""What is put right in a text before it is taken apart: numbers as people write them, wishes that run into one another,
comparisons with the mix as it stands."""

import re
from collections.abc import Callable
from functools import cache

from processing.engines.propose_mix.words.lexicon import QUALITY_TABLES, phrases, plain, words_of
from processing.engines.propose_mix.words.marking import names

_NUMBER = r"\d+(?:\.\d+)?"
_UNIT = r"(?:db|decibels?|decibelios?)\b"
_BARE_POINT = re.compile(r"(?<![\d.,:])[.,](\d)")
_LIST_NUMBER = re.compile(r"(?:(?:^|(?<=[\n;.]))\s*\(?\d{1,2}[.:)]|(?<!\S)\(?\d{1,2}\))\s+(?=\D)")
_FIRST, _NEXT = re.compile(r"\s*\(?1[.:)]\s"), re.compile(r"(?<=[a-z.,;!])\s+\(?[2-9][.:)]\s+(?=[a-z])")
_PERCENT = re.compile(r"(?<=\d) ?(?:percent|per cent|por ciento)\b")
_WRITTEN = {
    "half a": "0.5", "medio": "0.5", "a couple of": "2", "a couple": "2", "couple of": "2", "couple": "2", "a few": "3",
    "an": "1", "a": "1", "one": "1", "un": "1", "uno": "1", "two": "2", "dos": "2", "three": "3", "tres": "3",
    "four": "4", "cuatro": "4", "five": "5", "cinco": "5", "six": "6", "seis": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "diez": "10", "twelve": "12", "twenty": "20", "veinte": "20", "a hundred": "100",
    "hundred": "100", "cien": "100", "a thousand": "1000", "mil": "1000", "a million": "1000000",
}  # fmt: skip
_SAID = re.compile(rf"(?<![\w.])({'|'.join(_WRITTEN)})(?= (?:(?:or|to|o|a|-) (?:\d|one|two|three|dos|tres)|{_UNIT}))")
_SPAN = re.compile(
    rf"(?:(?:between|from|entre) )?({_NUMBER}) ?(?:{_UNIT} )?"
    rf"(?:(?<! )[-–]|(?<= )(?:or|to|and|o|a|y) )({_NUMBER}|two|three|dos|tres) ?{_UNIT}"
)
_COUNTED = re.compile(
    r"\b(?:chorus(?:es)?|verses?|hooks?|bridges?|estribillos?|estrofas?|puentes?) (?:\d (?:and|y) )*$"
)
_SIGNED = re.compile(rf"(?<![\w:.%])([+-]{_NUMBER})(?=\s*(?:$|[;!?\n&)]| /|/ |[.,](?!\d)|(?:and|y|in|on|en)\b))")
_MOVED = re.compile(rf"\b(up|down|by|sube|baja) ({_NUMBER})(?=\s*(?:$|[;!?\n&)]|[.,](?!\d)|(?:and|y|in|on|en)\b))")
_QUOTED = re.compile(r"(?<!\w)'([\w -]+)'(?!\w)")
_QUITE = re.compile(r"\btoo quite\b(?=\s*(?:$|[,.;!?]|(?:and|in|but)\b))")
_DROP = re.compile(r"\b(the|each|every|both|all|all the) drops?\b")
_EVEN = re.compile(r"\beven (?=more\b|less\b|\w+er\b)")
_TOO = re.compile(r"\b(is|are|was|were|sounds?|it's|seems?|feels?) to (?=[a-z-]+\b(?! of| the))")
_EVENED = re.compile(r"(^|[,;.!?\n]\s*|\b(?:and|please|then) )level (?!of\b)(?=(?:the |my |out )?[a-z]+)")
_NOT_MUCH = {
    "english": (re.compile(r",? but (?:not (?:by )?much|not a lot|nothing drastic)(?=\s*(?:$|[.,;!]))"), " a touch"),
    "spanish": (re.compile(r",? pero (?:no mucho|no demasiado|sin pasarse)(?=\s*(?:$|[.,;!]))"), " un poquito"),
}
_LENGTH = {"shorter": "less", "longer": "more"}
_TAILS = re.compile(r"\b(shorter|longer) (?=(?:reverb|verb|delay|echo|hall|room|ambience)\b)")
_HIGHS = r"(?:treble|highs|high end|top end|top|mids|sparkle|air)"
_MORE = r"(?:,| and| but)?(?: a bit| a little| a lot| much)? (?:more|less)"
_TREBLE = re.compile(rf"\b(?:more|less) bass(?={_MORE} {_HIGHS}\b)|\b(?:more|less) {_HIGHS}{_MORE} bass\b")
"""Beside highs, "bass" is the lows and nobody who plays."""
_BEFORE = {
    "english": re.compile(
        r",?\b(?:(?:than|as|like|(?:the )?same as|compared (?:to|with))(?: in| on)?(?: the| my| our| your)? "
        r"(?:last|previous|current|present) (?:mix|version|one|time|bounce|render|take|attempt|try|pass)"
        r"|(?:than|as|like|(?:the )?same as) (?:before|now|previously|last time)"
        r"|than (?:it|they) (?:is|are|was|were)(?: now| before)?)\b"
    ),
    "spanish": re.compile(
        r"\b(?:(?:que|como|igual que)(?: en)?(?: la| el)? (?:(?:ultima|pasada|anterior) (?:mezcla|version|vez)"
        r"|(?:mezcla|version|vez) (?:anterior|pasada|de antes))|(?:que|como|igual que) (?:antes|ahora))\b"
    ),
}
"""A wish always starts from the mix that it is said of, so nothing is lost without these."""
APARTS = ("and", "or", "than", "without", "but", "no", "not", "y", "o", "que", "sin", "pero")
_AMOUNT = r"(?: (?:a bit|a little|a lot|a touch|a tad|slightly|un poco|mucho|un pelin))?"
_ORDER = (
    r"(?:turn|bring|push|pull) (?:up|down)|raise|lower|boost|cut|reduce|increase|lift|sube|baja|subele|bajale|quita"
)
_MOVES = r"(?:up|down|louder|quieter|softer|higher|lower)"


def prepared(text: str, language: str) -> str:
    """`text` after `plain`."""
    text = _numbers(_QUOTED.sub(r"\1", text))
    text = _TOO.sub(lambda match: match[0] if not _is_quality(match, language) else f"{match[1]} too ", text)
    far, amount = _NOT_MUCH[language]
    text = _BEFORE[language].sub(" ", _EVEN.sub("", far.sub(amount, text)))
    if language == "english":
        text = _TAILS.sub(lambda match: f"{_LENGTH[match[1]]} ", _EVENED.sub(r"\1even out ", text))
        text = _DROP.sub(r"\1 chorus", _QUITE.sub("too quiet", text))
        text = _TREBLE.sub(lambda match: match[0].replace("bass", "low end"), text)
    return _MOVED.sub(r"\1 \2 db", _SIGNED.sub(r"\1 db", _apart(text, language)))


def _numbers(text: str) -> str:
    if _FIRST.match(text):
        text = _NEXT.sub("\n", text)
    text = _LIST_NUMBER.sub("\n", _BARE_POINT.sub(r"0.\1", text))
    text = _PERCENT.sub("%", text)
    text = _SAID.sub(lambda match: _WRITTEN[match[1]], text)
    return _SPAN.sub(_middle, text)


def _middle(match: re.Match[str]) -> str:
    """ "1-2 dB", "between one and two dB": the middle of it."""
    if _COUNTED.search(match.string[: match.start()]):
        return match[0]
    low, high = float(match[1]), float(_WRITTEN.get(match[2], match[2]))
    return f"{(low + high) / 2.0:g} db" if low < high else match[0]


def _is_quality(match: re.Match[str], language: str) -> bool:
    """Whether "is to" stands before a word that tells how something is."""
    following = re.match(r"[a-z-]+", match.string[match.end() :])
    found = next(phrases(following[0], language), None) if following else None
    return found is not None and found.has("plain", "blamed") and not found.has("up", "down")


def _apart(text: str, language: str) -> str:
    """A comma where a new wish begins without one: "vocals up drums down", "more bass less treble"."""
    for pattern, fits in _runs(language):
        at = 0
        while found := pattern.search(text, at):
            at = found.start() + 1
            if fits(found[1]):
                text = f"{text[: found.end(1)]}, {text[found.end(1) :].lstrip()}"
                at = found.end(1)
    return text


@cache
def _runs(language: str) -> tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...]:
    named = names(language).targets
    part = "|".join(re.escape(one) for one in sorted(named, key=len, reverse=True) if named[one] != "mix")
    far = rf"(?:{_AMOUNT}(?: by)?(?: [+-]?{_NUMBER} ?(?:{_UNIT})?)?)"
    moved = rf"(\b(?:{part}) {_MOVES}{far})(?= (?:the |my )?(?:{part})\b(?! (?:and|is|are)\b))"
    turned = (
        rf"(\b(?:{_ORDER}) (?:the |my |a la |al |a los |a las |la |el |los |las )?(?:{part}){far})(?= (?:{_ORDER}) )"
    )
    more = "|".join(plain(one.strip()) for one in ("more", "less", "más", "menos"))
    compared = rf"\b((?:{more}) (?:[\w'-]+ ){{0,2}}?[\w'-]+)(?={_AMOUNT} (?:{more}) \w)"

    def says(text: str) -> bool:
        found = list(phrases(text, language))
        joined = any(word in APARTS for word in text.split())
        return not joined and any(one.has("targets", *QUALITY_TABLES) for one in found[1:])

    paired = rf"\b([a-z]{{3,}}er)(?= (?:{more}) [a-z-]+ )"

    def compares(text: str) -> bool:
        return any(one.has("compared") for one in phrases(text, language))

    led = rf"\b((?:up|down) (?:the |my )?(?:{part}))(?= (?:up|down) (?:the |my )?(?:{part})\b)"
    runs = ((turned, bool), (moved, bool), (compared, says), (paired, compares), (led, bool))
    return tuple((re.compile(pattern), fits) for pattern, fits in runs)


def without_questions(text: str, language: str) -> tuple[str, tuple[str, ...]]:
    """`text` without the questions that ask for no change, and those: "is the vocal too loud?"."""
    asking = "|".join(re.escape(plain(one.strip())) for one in words_of(language)["question"].split(","))
    found: list[str] = []

    def taken(match: re.Match[str]) -> str:
        found.append(match[0].strip(" ,.!?;\n¿"))
        return "\n"

    return re.sub(rf"(?:^|(?<=[.!?;\n¿]))\s*(?:{asking})\b[^.!?;\n]*\?", taken, text), tuple(found)
