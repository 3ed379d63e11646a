"""The tune of the demo song: one bar a line, four bars a section, in D major at 92 BPM."""

from dataclasses import dataclass

from processing.demo.lyrics import SECTIONS, Syllable, syllables

BPM = 92.0
METER = "4/4"
KEY = "D major"
BEAT_S = 60.0 / BPM
BAR_S = 4 * BEAT_S
TONIC = 62
SCALE = (0, 2, 4, 5, 7, 9, 11)
LEAD_IN_BARS = 1
Sections = tuple[tuple[str, tuple[str, ...]], ...]
Tunes = dict[str, tuple[tuple[int, ...], ...]]
TUNES: Tunes = {
    "Verse": (
        (0, 1, 2, 2, 1, 0, 2, 4, 2),
        (1, 1, 2, 3, 2, 1, 1, 3, 1),
        (0, 2, 2, 4, 4, 2, 3, 2, 1),
        (1, 2, 3, 2, 1, 1, -1, 0, 0),
    ),
    "Chorus": (
        (4, 5, 7, 5, 4, 4, 5, 4, 4),
        (5, 5, 4, 2, 4, 5, 4, 2, 2),
        (4, 5, 7, 7, 5, 4, 7, 5, 4),
        (5, 4, 3, 2, 1, 2, 0, 0, 0),
    ),
    "Bridge": (
        (5, 5, 4, 5, 5, 4, 3, 2, 2),
        (4, 4, 3, 4, 4, 3, 2, 1, 1),
        (3, 4, 5, 4, 3, 2, 4, 4, 4),
        (2, 3, 4, 5, 4, 4, 2, 1, 1),
    ),
}
"""Scale steps above the tonic for each syllable of each line; a short line ends early, a long one stays on its last."""


@dataclass(frozen=True)
class SungSyllable:
    """A syllable at its place in the take: seconds, and the MIDI pitch it is sung on."""

    start_s: float
    end_s: float
    pitch: int
    syllable: Syllable


def sung(sections: Sections = SECTIONS, tunes: Tunes = TUNES) -> tuple[SungSyllable, ...]:
    """All syllables of the song, in time. The first sung downbeat is `LEAD_IN_BARS` bars after the start."""
    notes: list[SungSyllable] = []
    bar = LEAD_IN_BARS
    for label, lines in sections:
        for line, steps in zip(lines, tunes[label.split()[0]], strict=True):
            notes.extend(_line(syllables(line), steps, bar * BAR_S))
            bar += 1
    return tuple(notes)


def duration_s(sections: Sections = SECTIONS) -> float:
    return (LEAD_IN_BARS + sum(len(lines) for _, lines in sections) + 1) * BAR_S


def _line(words: tuple[Syllable, ...], steps: tuple[int, ...], start_s: float) -> list[SungSyllable]:
    """Eighths from the downbeat; the last syllable is held; where words are many, sixteenths at the end."""
    eighth = BEAT_S / 2
    extra = max(0, len(words) - 7)
    lengths = [1.0] * len(words)
    for k in range(2 * extra):
        lengths[len(words) - 2 - k] = 0.5
    notes, at = [], start_s
    for number, (word, length) in enumerate(zip(words, lengths, strict=True)):
        last = number == len(words) - 1
        end = start_s + BAR_S - 0.45 * eighth if last else at + length * eighth
        notes.append(SungSyllable(at, end, pitch(steps[min(number, len(steps) - 1)]), word))
        at = end
    return notes


def pitch(step: int) -> int:
    """MIDI number of a scale step above (or below) the tonic."""
    octave, degree = divmod(step, len(SCALE))
    return TONIC + 12 * octave + SCALE[degree]
