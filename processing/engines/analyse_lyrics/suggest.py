"""What words suggest: a language, a mood, a genre and a tempo, each with its reason for people."""

from collections.abc import Mapping, Sequence

from processing.engines.analyse_lyrics import words as lists
from processing.engines.analyse_lyrics.syllables import WORD

# Lines of more syllables than this are rapped, of fewer than that are chanted.
WORDY_LINE, SHORT_LINE = 13.0, 6.5
MOOD_LEANINGS = {
    "rock": ("angry",),
    "house": ("energetic",),
    "rnb": ("romantic",),
    "lofi": ("calm", "melancholic", "sad"),
    "hip_hop": ("confident",),
    "pop": ("happy", "hopeful"),
}


def language(lines: Sequence[str]) -> tuple[str, str]:
    """The ISO code of the language and why; `und` when it cannot be told."""
    heard = [word for line in lines for word in WORD.findall(line.lower().replace("’", "'"))]
    scores = {code: sum(word in common for word in heard) for code, common in lists.LANGUAGES.items()}
    best = max(scores, key=lambda code: scores[code])
    if scores[best] < max(1, 0.05 * len(heard)):
        return "und", "Too few common words to tell the language; syllables are counted as in English."
    return best, f"{scores[best]} of {len(heard)} words are everyday words of this language."


def _matches(bag: Mapping[str, int], stems: Sequence[str]) -> dict[str, int]:
    """Words that are a listed stem or begin with one of at least four letters."""
    whole, starts = frozenset(stems), tuple(stem for stem in stems if len(stem) >= 4)
    return {word: count for word, count in bag.items() if word in whole or word.startswith(starts)}


def _tell(found: Mapping[str, int]) -> str:
    often = sorted(found, key=lambda word: (-found[word], word))[:4]
    return ", ".join(f"“{word}”" for word in often)


def mood(bag: Mapping[str, int]) -> tuple[str, str]:
    """The mood that counted words point to, and why."""
    # A refrain sung ten times counts, but not tenfold.
    found = {name: _matches(bag, stems) for name, stems in lists.MOODS.items()}
    scores = {name: sum(count**0.5 for count in words.values()) for name, words in found.items()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] == 0:
        return lists.NEUTRAL_MOOD, f"No word points to a mood; “{lists.NEUTRAL_MOOD}” is a neutral start."
    return best, f"Words such as {_tell(found[best])} suggest it."


def genre(bag: Mapping[str, int], mood: str, wordiness: float) -> tuple[str, str]:
    """The genre for the words, the mood and the mean syllables in a line, and why."""
    found = {name: _matches(bag, stems) for name, stems in lists.GENRES.items()}
    scores = {name: sum(count**0.5 for count in words.values()) for name, words in found.items()}
    wordy = wordiness >= WORDY_LINE
    scores["hip_hop"] += 2.5 if wordy else 0.0
    for name, moods in MOOD_LEANINGS.items():
        scores[name] += 1.2 if mood in moods else 0.0
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < 1.0:
        return "pop", "Nothing in the words points to a genre; pop leaves all ways open."
    if best == "hip_hop" and wordy:
        return best, f"Lines of about {wordiness:.0f} syllables read like rap."
    if found[best]:
        return best, f"Words such as {_tell(found[best])} are at home there."
    return best, f"The mood “{mood}” is at home there."


def tempo(mood: str, genre: str, wordiness: float) -> tuple[float, str]:
    """The mood's tempo, moved by the length of the lines, kept where the genre lives."""
    bpm, why = lists.TEMPOS[mood], f"Songs in the mood “{mood}” often move at about {lists.TEMPOS[mood]:.0f}"
    if wordiness >= WORDY_LINE - 2:
        bpm, why = bpm * 0.94, f"{why}; long lines want a little more time"
    elif 0 < wordiness <= SHORT_LINE:
        bpm, why = bpm * 1.06, f"{why}; short lines can move faster"
    low, high = lists.TEMPO_RANGES[genre]
    kept = float(round(max(low, min(high, bpm))))
    if kept != round(bpm):
        why = f"{why}; {genre.replace('_', '-')} lives between {low:.0f} and {high:.0f}"
    return kept, f"{why}."
