"""What was found between a voice and a band, what follows from it, and both in words."""

from dataclasses import dataclass
from typing import Any

from processing.dsp.alignment.drift import Local, straight

TEMPO_LIMIT = 0.06
SEMITONES_LIMIT = 2.0
SURE = 0.5
DRIFT_LIMIT_MS = 20.0
_ROUNDED = 0.3  # semitones: two instruments a little apart still count as two semitones
_START_SURE = 0.65  # before a start is told without a doubt: recordings cut anywhere have reached 0.59 while wrong
_KEY_SURE = 0.7  # before anything is refused for its key
_DETUNED = 0.15
_WANDERS_MS = 40.0
_LOST_MS = 150.0  # a sixteenth at 100 BPM: no one could sing to it from a grid


@dataclass(frozen=True)
class Refusal:
    code: str
    words: str


@dataclass(frozen=True)
class Repair:
    """The band is slowed down `stretch` times (below 1: sped up) and moved by `semitones`; the voice stays."""

    stretch: float
    semitones: float


@dataclass(frozen=True)
class Alignment:
    """Times in seconds, confidences 0..1 (below a half: it can not be told). The voice's time t lies in the band at
    `offset_s + t / tempo_ratio`; the band stands `transpose_semitones` above the voice.

    `within_beat_confidence` is how sure the place between two beats is, `offset_confidence` which beat it is, too;
    `others_s` are places that fit almost as well. `wander_ms` is how far the band's beats leave an even grid. `drift`:
    how late the voice lies against the band along its time, when both start together and nothing is repaired.
    """

    offset_s: float
    offset_confidence: float
    within_beat_confidence: float
    others_s: tuple[float, ...]
    tempo_ratio: float
    tempo_confidence: float
    voice_bpm: float
    band_bpm: float
    first_beat_s: float
    beat_confidence: float
    wander_ms: float
    transpose_semitones: float
    key_confidence: float
    drift: tuple[Local, ...]
    voice_s: float
    bpm_typed: bool = False
    tempo_by_lengths: bool = False

    @property
    def tempo_told(self) -> bool:
        return self.tempo_confidence >= SURE

    @property
    def key_told(self) -> bool:
        return self.key_confidence >= SURE

    @property
    def end_drift_ms(self) -> float:
        """How far voice and band are apart at the end of the voice when nothing is done."""
        return 1000.0 * self.voice_s * (1.0 - 1.0 / self.tempo_ratio) if self.tempo_told else 0.0

    @property
    def refused(self) -> Refusal | None:
        """Why this band can not be laid under this voice, when that is sure."""
        if self.bpm_typed and (self.beat_confidence == 0.0 or self.wander_ms > _LOST_MS):
            words = f"The backing keeps no steady beat, and the song is meant to be at {self.voice_bpm:g} BPM."
            return Refusal("align.no_common_beat", f"{words} Choose another candidate.")
        if self.tempo_told and abs(self.tempo_ratio - 1.0) > TEMPO_LIMIT:
            apart = f"{self.band_bpm:.1f} BPM against {self.voice_bpm:.1f} ({self.tempo_ratio - 1.0:+.1%})"
            words = f"The backing's tempo is too far from the voice's: {apart}. Up to 6 % could be repaired."
            return Refusal("align.tempo_too_far", words)
        if self.key_confidence >= _KEY_SURE and abs(self.transpose_semitones) > SEMITONES_LIMIT + _ROUNDED:
            words = f"The backing stands {self.transpose_semitones:+.0f} semitones from the voice."
            return Refusal("align.key_too_far", f"{words} Up to two could be repaired.")
        return None

    @property
    def repair(self) -> Repair | None:
        """What would bring the band to the voice; None where nothing needs it, nothing is sure, or it is too far."""
        if self.refused:
            return None
        stretch = self.tempo_ratio if abs(self.end_drift_ms) > DRIFT_LIMIT_MS / 2 else 1.0
        apart = abs(self.transpose_semitones)
        can_move = self.key_told and _DETUNED < apart <= SEMITONES_LIMIT + _ROUNDED
        semitones = -self.transpose_semitones if can_move else 0.0
        return Repair(stretch, semitones) if stretch != 1.0 or semitones else None

    def to_json(self) -> dict[str, Any]:
        refused = self.refused
        return {
            "offset_s": self.offset_s,
            "offset_confidence": self.offset_confidence,
            "within_beat_confidence": self.within_beat_confidence,
            "other_offsets_s": list(self.others_s),
            "tempo_ratio": round(self.tempo_ratio, 6),
            "tempo_confidence": self.tempo_confidence,
            "tempo_by_lengths": self.tempo_by_lengths,
            "voice_bpm": self.voice_bpm,
            "backing_bpm": self.band_bpm,
            "backing_first_beat_s": round(self.first_beat_s, 4),
            "beat_confidence": self.beat_confidence,
            "wander_ms": self.wander_ms,
            "drift_ms": [[one.time_s, one.late_ms] for one in self.drift],
            "transpose_semitones": self.transpose_semitones,
            "key_confidence": self.key_confidence,
            "repaired": None,
            "refused": {"code": refused.code, "words": refused.words} if refused else None,
            "words": list(words_of(self)),
        }


def words_of(found: Alignment) -> tuple[str, ...]:
    """One sentence each for start, tempo and key; what can not be told says so."""
    refused = found.refused
    wander = (f"The backing's beat wanders by {found.wander_ms:.0f} ms.",) if found.wander_ms > _WANDERS_MS else ()
    return (_start(found), _tempo(found), *wander, _key(found), *((refused.words,) if refused else ()))


def _start(found: Alignment) -> str:
    if found.within_beat_confidence < SURE:
        return f"Where the voice starts can not be heard; it is laid at {found.offset_s:.2f} s."
    where = f"The voice starts at {found.offset_s:.3f} s of the backing"
    if found.offset_confidence >= _START_SURE:
        return f"{where}."
    return f"{where}: between the beats that is sure, but other beats fit about as well. Listen to the start."


def _tempo(found: Alignment) -> str:
    if found.tempo_by_lengths:
        return (
            f"By the lengths of the files the backing plays {found.tempo_ratio - 1.0:+.2%} against the voice, "
            "which alone does not tell its tempo. Listen to the end."
        )
    if found.beat_confidence == 0.0:
        return "No steady beat was heard in the backing, so its tempo is left as it is."
    if not found.tempo_told:
        return f"The voice alone does not tell its tempo; the backing ({found.band_bpm:.1f} BPM) is left as it is."
    apart = f"{found.band_bpm:.2f} BPM under a voice at {found.voice_bpm:.2f}"
    if found.bpm_typed:
        apart = f"{apart}, as typed"
    if abs(found.end_drift_ms) <= DRIFT_LIMIT_MS / 2:
        return f"The tempo fits: the backing plays {apart}."
    return f"The backing plays {apart}: {abs(found.end_drift_ms) / 1000:.2f} s apart at the end."


def _key(found: Alignment) -> str:
    if not found.key_told:
        return "Too little is clearly sung to tell whether the keys fit."
    if abs(found.transpose_semitones) <= _DETUNED:
        return "The backing is in tune with the voice."
    return f"The backing stands {found.transpose_semitones:+.2f} semitones from the voice."


def line_ms(found: tuple[Local, ...], voice_s: float) -> tuple[float, float, float]:
    """Drift at the start, the middle and the end of the voice, by the straight line through what was heard."""
    start, slope = straight(found)
    return round(start, 1), round(start + slope * voice_s / 2, 1), round(start + slope * voice_s, 1)
