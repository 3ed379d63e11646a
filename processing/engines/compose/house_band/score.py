"""The written music: what the composer hands to the players. Pure data, no sound."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """One note of a part. `pitch` is a MIDI number (drums: General MIDI percussion key), `velocity` 0..1.

    `start_s` already holds the human push and pull; `grid_s` is where the note stands on paper.
    """

    start_s: float
    duration_s: float
    pitch: int
    velocity: float
    grid_s: float


@dataclass(frozen=True)
class Bend:
    """A pitch glide on a monophonic part: from `cents` at `start_s` back to 0 at `end_s`."""

    start_s: float
    end_s: float
    cents: float


@dataclass(frozen=True)
class Part:
    """One player's notes. `stem` is where it is heard; `voice` names the sound (see sound.VOICES);
    `pan` -1..1; `level_db` relative to the stem's nominal level; `space` 0..1 is the reverb send."""

    name: str
    stem: str
    voice: str
    notes: tuple[Note, ...]
    pan: float = 0.0
    level_db: float = 0.0
    space: float = 0.2
    bends: tuple[Bend, ...] = ()


@dataclass(frozen=True)
class Chord:
    """A chord from `start_s` to `end_s`: root pitch class 0..11, intervals above it, and its name."""

    start_s: float
    end_s: float
    root: int
    intervals: tuple[int, ...]
    name: str


@dataclass(frozen=True)
class Dynamics:
    """How the band plays one section: overall level offset and brightness 0..1 (drives filters and layers)."""

    start_s: float
    end_s: float
    kind: str
    level_db: float
    brightness: float


@dataclass(frozen=True)
class Score:
    genre: str
    bpm: float
    meter: str
    key: str
    duration_s: float
    parts: tuple[Part, ...]
    chords: tuple[Chord, ...]
    dynamics: tuple[Dynamics, ...]
    beats_s: tuple[float, ...] = ()
    downbeats_s: tuple[float, ...] = ()
    swing: float = 0.0
    facts: dict[str, object] = field(default_factory=dict)
