"""One player's part laid on its track: notes, releases, bends, chokes, then the voice's own effects."""

from dataclasses import dataclass

import numpy as np

from processing.engines.compose.house_band.score import Bend, Note, Part
from processing.engines.compose.house_band.sound.amps import echo
from processing.engines.compose.house_band.sound.kits import HATS, KITS
from processing.engines.compose.house_band.sound.loops import SAMPLE_RATE, lay
from processing.engines.compose.house_band.sound.source import LONGEST_S, Notes
from processing.engines.compose.house_band.sound.voices import PITCHED, Voice
from processing.engines.compose.house_band.sound.waves import Samples, count

OPEN_HAT = 46
REFERENCE_VELOCITY = 0.8
ACROSS = 0.25
"""How much of each of two takes is heard on the other side."""
TAIL_S = 2.5
"""How long a part is followed after its last note: echoes and open strings."""


@dataclass(frozen=True)
class Track:
    """A played part: `sound` (2, samples) begins at sample `start` of the song."""

    start: int
    sound: Samples


@dataclass(frozen=True)
class _Held:
    """How a note is laid: its gain, the samples it is held, how it is let go."""

    gain: float
    hold: int
    release: Samples


def play_part(part: Part, notes: Notes, song_samples: int, echo_s: float) -> Track:
    """Play all notes of a part. What would sound before the song or after its end is cut."""
    start, stop = _span(part, song_samples)
    sound = np.zeros((2, max(0, stop - start)), np.float32)
    track = Track(start, sound)
    if part.voice in KITS:
        _drum(part, notes, track)
    else:
        voice = PITCHED[part.voice]
        _pitch(part, voice, notes, track)
        if voice.insert is not None:
            voice.insert(sound, start / SAMPLE_RATE)
        if voice.echo:
            echo(sound, echo_s, voice.echo)
    return track


def loudness_of(velocity: float) -> float:
    """Gain of a stroke: half as hard is 10 dB softer."""
    return float((max(velocity, 0.02) / REFERENCE_VELOCITY) ** 1.6)


def _span(part: Part, song_samples: int) -> tuple[int, int]:
    if not part.notes:
        return 0, 0
    first = min(n.start_s for n in part.notes)
    last = max(n.start_s + min(n.duration_s, LONGEST_S) for n in part.notes)
    return max(0, count(max(first, 0.0)) - 1), min(song_samples, count(max(last, 0.0) + TAIL_S))


def _lay(track: Track, takes: tuple[Samples, ...], at: int, note: _Held) -> None:
    """Add a note at a sample of the song. One take stands in the middle; of two, one goes to each side, with enough
    of the other to hold together in mono."""
    for side, channel in enumerate(track.sound):
        for number, take in enumerate(takes):
            sound = take if take.ndim == 1 else take[side]
            share = 1.0 if len(takes) == 1 or number == side else ACROSS
            lay(channel, sound, at - track.start, share * note.gain, note.hold, note.release)


def _drum(part: Part, notes: Notes, track: Track) -> None:
    hats = sorted(n.start_s for n in part.notes if n.pitch in HATS)
    choke = _release(0.03)
    for number, note in enumerate(part.notes):
        hit = notes.struck(part.voice, note.pitch, note.velocity, number * 7 + note.pitch)
        hold = hit.shape[-1]
        if note.pitch == OPEN_HAT:
            after = int(np.searchsorted(hats, note.start_s + 1e-4))
            if after < len(hats):
                hold = min(hold, count(hats[after] - note.start_s))
        _lay(track, (hit,), round(note.start_s * SAMPLE_RATE), _Held(loudness_of(note.velocity), hold, choke))


def _pitch(part: Part, voice: Voice, notes: Notes, track: Track) -> None:
    release = _release(voice.release_s)
    for number, note in enumerate(part.notes):
        takes = tuple(_take(part, voice, notes, note, number + k) for k in range(2 if voice.double else 1))
        hold = max(take.shape[-1] for take in takes) if voice.exact else count(note.duration_s)
        held = _Held(loudness_of(note.velocity), hold, release)
        _lay(track, takes, round(note.start_s * SAMPLE_RATE), held)


def _take(part: Part, voice: Voice, notes: Notes, note: Note, number: int) -> Samples:
    length_s = note.duration_s + (0.0 if voice.exact else voice.release_s)
    sound = notes.pitched(part.voice, note.pitch, note.velocity, length_s, number)
    bends = [b for b in part.bends if b.start_s < note.start_s + note.duration_s and b.end_s > note.start_s]
    return bent(sound, note.start_s, bends) if bends else sound


def _release(release_s: float) -> Samples:
    length = count(release_s)
    return ((0.5 + 0.5 * np.cos(np.pi * (np.arange(length) + 1) / length)) ** 2).astype(np.float32)


def bent(sound: Samples, start_s: float, bends: list[Bend]) -> Samples:
    """The sound read faster or slower while a bend lasts: from its cents, in a straight line, back to none."""
    t = start_s + np.arange(sound.shape[-1]) / SAMPLE_RATE
    cents = np.zeros(len(t))
    for bend in bends:
        within = (t >= bend.start_s) & (t < bend.end_s)
        cents[within] += bend.cents * (bend.end_s - t[within]) / max(bend.end_s - bend.start_s, 1e-6)
    position = np.concatenate([[0.0], np.cumsum(2.0 ** (cents[:-1] / 1200))])
    here = np.arange(len(t))
    if sound.ndim == 1:
        return np.asarray(np.interp(position, here, sound), np.float32)
    return np.stack([np.interp(position, here, side) for side in sound]).astype(np.float32)
