"""Section tags in a lyric sheet: [Verse 1], (Bridge), "Verse 2:", "Chorus x2", in English, Spanish, German and more."""

import re
import unicodedata
from dataclasses import dataclass

# kind -> what people call it, without accents.
CALLED: dict[str, str] = {
    "intro": "intro, introduccion, einleitung, entrada",
    "verse": "verse, vers, verso, estrofa, strophe, couplet, strofa, part, rap",
    "pre_chorus": (
        "pre chorus, prechorus, pre coro, precoro, pre estribillo, preestribillo, pre refrain, bridge to "
        "chorus, build, lift"
    ),
    "chorus": "chorus, refrain, hook, coro, estribillo, kehrvers, refrao, ritornello, drop",
    "post_chorus": "post chorus, postchorus, post coro, post refrain",
    "bridge": "bridge, puente, brucke, bruecke, middle eight, middle 8, pont, ponte, c part",
    "solo": "solo, guitar solo, instrumental, interlude, interludio, zwischenspiel, instrumental break",
    "break": "break, breakdown, pausa",
    "outro": "outro, ending, end, final, coda, schluss, tag, fin, salida",
}
KINDS = {name: kind for kind, names in CALLED.items() for name in names.split(", ")}
NAMES = {
    "intro": "Intro",
    "verse": "Verse",
    "pre_chorus": "Pre-chorus",
    "chorus": "Chorus",
    "post_chorus": "Post-chorus",
    "bridge": "Bridge",
    "solo": "Solo",
    "break": "Break",
    "outro": "Outro",
}
BRACKETED = re.compile(
    r"^\s*[\[({<【]\s*(.{1,60}?)\s*[\])}>】]\s*[:.]?\s*(?:[x×*]\s*(\d{1,2})|(\d{1,2})\s*[x×*])?\s*$", re.I
)
TIMES = re.compile(r"[\s(]*(?:\b[x×]\s*(\d{1,2})|\b(\d{1,2})\s*[x×])\b\)?\s*$", re.I)
NUMBERED = re.compile(r"[\s#]*(?:\d{1,2}|[ivx]{1,4}|one|two|three|four|uno|dos|tres|eins|zwei|drei|[a-d])\s*$", re.I)
MOST_REPEATS = 8
# Section names that are also words people sing; without brackets or a colon they stay lyrics.
SUNG_TOO = frozenset(
    ("rap", "part", "build", "lift", "drop", "hook", "break", "pausa", "end", "final", "fin", "salida", "tag", "solo")
)


@dataclass(frozen=True)
class Tag:
    kind: str
    repeats: int = 1


def read_tag(line: str) -> Tag | None:
    """The section a line announces, or None where the line is sung. Unknown words in square brackets open a verse."""
    if len(line) > 80:
        return None
    bracketed = BRACKETED.match(line)
    if bracketed:
        tag = _named(bracketed.group(1))
        if tag is None:
            return Tag("verse") if line.lstrip().startswith("[") and not line.rstrip().endswith(")") else None
        outside = bracketed.group(2) or bracketed.group(3)
        return Tag(tag.kind, _repeats(outside)) if outside else tag
    bare = line.strip()
    if bare.endswith(":"):
        return _named(bare[:-1])
    return _named(bare) if len(bare.split()) <= 4 and _plain(bare) not in SUNG_TOO else None


def _named(words: str) -> Tag | None:
    """Drop a performer ("Verse 1: Ana"), repeats ("x2") and numbers, then look the rest up."""
    name = words.split(":")[0] if ":" in words else re.split(r"\s[-–—|]\s", words)[0]
    times = TIMES.search(words)
    name = TIMES.sub("", name)
    plain = _plain(name)
    kind = KINDS.get(plain) or KINDS.get(_plain(NUMBERED.sub("", name))) or KINDS.get(re.sub(r"^\d{1,2}\s*", "", plain))
    if kind is None:
        return None
    return Tag(kind, _repeats(times.group(1) or times.group(2)) if times else 1)


def _repeats(digits: str | None) -> int:
    return max(1, min(MOST_REPEATS, int(digits))) if digits else 1


def _plain(words: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", words.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()
