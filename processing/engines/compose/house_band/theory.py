"""Keys, chords by roman numeral, and voicings that move by small steps."""

import re
from dataclasses import dataclass
from functools import lru_cache

from processing.errors import StudioError

SHARP_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
FLAT_NAMES = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
MAJOR_SCALE = (0, 2, 4, 5, 7, 9, 11)
MINOR_SCALE = (0, 2, 3, 5, 7, 8, 10)
# The tonics whose signature carries flats, by mode.
FLAT_TONICS = {"major": {5, 10, 3, 8, 1}, "minor": {2, 7, 0, 5, 10, 3}}
NUMERALS = {"i": 0, "ii": 2, "iii": 4, "iv": 5, "v": 7, "vi": 9, "vii": 11}
NUMERAL = re.compile(r"^(b|#)?([iv]+|[IV]+)(.*)$")
KEY = re.compile(r"^\s*([A-Ga-g])\s*([#♯b♭]?)\s*(.*)$")
LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
# suffix -> (intervals over a major third, intervals over a minor third, name over major, name over minor)
QUALITIES: dict[str, tuple[tuple[int, ...], tuple[int, ...], str, str]] = {
    "": ((0, 4, 7), (0, 3, 7), "", "m"),
    "7": ((0, 4, 7, 10), (0, 3, 7, 10), "7", "m7"),
    "9": ((0, 4, 7, 10, 14), (0, 3, 7, 10, 14), "9", "m9"),
    "maj7": ((0, 4, 7, 11), (0, 3, 7, 11), "maj7", "m(maj7)"),
    "maj9": ((0, 4, 7, 11, 14), (0, 3, 7, 11, 14), "maj9", "m(maj9)"),
    "add9": ((0, 4, 7, 14), (0, 3, 7, 14), "add9", "m(add9)"),
    "6": ((0, 4, 7, 9), (0, 3, 7, 9), "6", "m6"),
    "sus4": ((0, 5, 7), (0, 5, 7), "sus4", "sus4"),
    "7sus4": ((0, 5, 7, 10), (0, 5, 7, 10), "7sus4", "7sus4"),
    "o": ((0, 3, 6), (0, 3, 6), "dim", "dim"),
    "m7b5": ((0, 3, 6, 10), (0, 3, 6, 10), "m7b5", "m7b5"),
}


@dataclass(frozen=True)
class Key:
    """A tonic pitch class 0..11 and a mode, `major` or `minor`."""

    tonic: int
    mode: str

    @property
    def scale(self) -> tuple[int, ...]:
        """Seven pitch classes from the tonic upwards."""
        steps = MAJOR_SCALE if self.mode == "major" else MINOR_SCALE
        return tuple((self.tonic + step) % 12 for step in steps)

    @property
    def note_names(self) -> tuple[str, ...]:
        return FLAT_NAMES if self.tonic in FLAT_TONICS[self.mode] else SHARP_NAMES

    @property
    def name(self) -> str:
        return f"{self.note_names[self.tonic]} {self.mode}"


@dataclass(frozen=True)
class Symbol:
    """A chord as the players read it: its numeral in the key, root pitch class, intervals and name."""

    numeral: str
    root: int
    intervals: tuple[int, ...]
    name: str

    @property
    def pitch_classes(self) -> tuple[int, ...]:
        return tuple((self.root + interval) % 12 for interval in self.intervals)

    @property
    def third(self) -> int:
        return self.intervals[1]

    @property
    def fifth(self) -> int:
        return self.intervals[2]


def read_key(text: str) -> Key:
    """Read `A minor`, `F# major`, `Bb`, `Cm`. Raises StudioError `plan.key_unknown`."""
    found = KEY.match(text)
    if found is None:
        raise StudioError("plan.key_unknown", f"“{text[:40]}” is not a key. Write it like “A minor” or “F# major”.")
    letter, accidental, rest = found.groups()
    shift = {"": 0, "#": 1, "♯": 1, "b": -1, "♭": -1}[accidental]
    word = rest.strip()
    minor = word == "m" or word.lower().startswith("min")
    if word and not minor and word != "M" and not word.lower().startswith("maj"):
        raise StudioError("plan.key_unknown", f"“{text[:40]}” is not a key. Write it like “A minor” or “F# major”.")
    return Key((LETTERS[letter.upper()] + shift) % 12, "minor" if minor else "major")


def chord(numeral: str, key: Key) -> Symbol:
    """The chord a numeral names. Degrees count from the major scale: minor keys say bIII, bVI, bVII."""
    found = NUMERAL.match(numeral)
    if found is None:
        raise ValueError(f"not a numeral: {numeral!r}")
    accidental, degree, suffix = found.groups()
    shift = {"b": -1, "#": 1}.get(accidental or "", 0)
    root = (key.tonic + NUMERALS[degree.lower()] + shift) % 12
    major, minor, major_name, minor_name = QUALITIES[suffix]
    upper = degree.isupper()
    name = key.note_names[root] + (major_name if upper else minor_name)
    return Symbol(numeral, root, major if upper else minor, name)


def plain(symbol: Symbol) -> frozenset[int]:
    """The pitch classes of the bare triad under a coloured chord."""
    return frozenset(symbol.pitch_classes[:3])


def scale_over(symbol: Symbol, key: Key) -> tuple[int, ...]:
    """The key's scale bent to a chord: a foreign chord tone replaces its nearest scale neighbour."""
    scale = set(key.scale)
    for pitch_class in symbol.pitch_classes:
        if pitch_class not in scale:
            scale -= {n % 12 for n in (pitch_class - 1, pitch_class + 1) if n % 12 not in symbol.pitch_classes}
            scale.add(pitch_class)
    return tuple(sorted(scale))


@lru_cache(maxsize=1024)
def nearest(pitch: int, pitch_classes: tuple[int, ...]) -> int:
    """The MIDI pitch closest to `pitch` with one of these pitch classes; ties go down."""
    return min(range(pitch - 6, pitch + 7), key=lambda p: (p % 12 not in pitch_classes, abs(p - pitch), p))


@lru_cache(maxsize=4096)  # a song goes round the same few changes for minutes
def voice_lead(symbol: Symbol, previous: tuple[int, ...], centre: int, voices: int) -> tuple[int, ...]:
    """A close voicing around MIDI `centre` with the least movement from `previous` (empty: nearest to the centre)."""
    tones = _tones(symbol, voices)
    best: tuple[float, tuple[int, ...]] | None = None
    for turn in range(len(tones)):
        ring = tones[turn:] + tones[:turn]
        lowest = nearest(centre - 5, (ring[0],))
        for base in (lowest - 12, lowest, lowest + 12):
            voicing = [base]
            for pitch_class in ring[1:]:
                voicing.append(voicing[-1] + 1 + (pitch_class - voicing[-1] - 1) % 12)
            cost = _movement(voicing, previous) + 0.8 * abs(sum(voicing) / len(voicing) - centre)
            if best is None or cost < best[0]:
                best = (cost, tuple(voicing))
    assert best is not None
    return best[1]


def strum_shape(symbol: Symbol, low: int = 40) -> tuple[int, ...]:
    """Five strings upwards from a root at or above `low`: root, fifth, octave, third, fifth (or seventh)."""
    root = low + (symbol.root - low) % 12
    top = symbol.intervals[3] if len(symbol.intervals) > 3 and symbol.intervals[3] < 12 else symbol.fifth
    return tuple(sorted((root, root + symbol.fifth, root + 12, root + 12 + symbol.third, root + 12 + max(top, 5))))


def _tones(symbol: Symbol, voices: int) -> list[int]:
    """Pitch classes in close order; the bass has the root, so thick chords leave fifth, then root, to others."""
    intervals = list(symbol.intervals)
    while len(intervals) > voices:
        intervals.remove(symbol.fifth if symbol.fifth in intervals and len(symbol.intervals) > 3 else intervals[0])
    return sorted({(symbol.root + interval) % 12 for interval in intervals}, key=lambda p: (p - symbol.root) % 12)


def _movement(voicing: list[int], previous: tuple[int, ...]) -> float:
    if not previous:
        return 0.0
    return float(sum(min(abs(pitch - old) for old in previous) for pitch in voicing)) + abs(voicing[-1] - previous[-1])
