"""What a search may turn on a console, how far, and the console that comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from processing.console.settings import Band, ConsoleSettings, TrackSettings
from processing.console.vector import Knob, knobs, turned
from processing.engines.propose_mix.roles import role_of

REACH = {
    "tracks.*.gain_db": 4.0,
    "tracks.*.eq.*.gain_db": 4.0,
    "tracks.*.compressor.threshold_db": 6.0,
    "tracks.*.sends_db.*": 6.0,
    "tracks.*.width": 0.4,
    "master.eq.*.gain_db": 4.0,
    "master.glue.threshold_db": 4.0,
}
"""What the search may turn, and how far from where the rules left it, in the knob's own unit."""
VOICE_REACH = 0.5
"""A voice is turned half as far: what a reference does to its singer may be wrong for another."""
SMALL = 0.07
"""Less than this share of a knob's reach is not worth a move."""
TRACK_BANDS = (("low_shelf", 150.0, 0.7), ("peak", 450.0, 0.8), ("peak", 2200.0, 0.7), ("high_shelf", 7000.0, 0.7))
MASTER_BANDS = (
    ("low_shelf", 70.0, 0.7),
    ("peak", 220.0, 0.7),
    ("peak", 800.0, 0.7),
    ("peak", 2600.0, 0.7),
    ("high_shelf", 8000.0, 0.7),
)
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Turn:
    """A knob, and how far of its way it is turned when the search says 1."""

    knob: Knob
    reach: float

    def at(self, share: float) -> float:
        value = self.knob.value + self.reach * float(np.clip(share, -1.0, 1.0))
        return min(self.knob.high, max(self.knob.low, value))


def opened(settings: ConsoleSettings) -> ConsoleSettings:
    """The same console with flat bands put in where the search may want to turn."""
    tracks = {n: replace(t, eq=_with_bands(t.eq, TRACK_BANDS)) for n, t in settings.tracks.items()}
    master = replace(settings.master, eq=_with_bands(settings.master.eq, MASTER_BANDS))
    return replace(settings, tracks=tracks, master=master)


def turns_of(settings: ConsoleSettings) -> list[Turn]:
    """Everything that may be turned on a console."""
    found = []
    for wanted, reach in REACH.items():
        for knob in knobs(settings, [wanted]):
            voice = knob.steps[0] == "tracks" and role_of(knob.steps[1]) == "vocal"
            # A voice stands in the middle; its width is no taste of the reference's.
            if not (voice and knob.steps[-1] == "width"):
                found.append(Turn(knob, reach * VOICE_REACH if voice else reach))
    return found


def moved(base: ConsoleSettings, turns: Sequence[Turn], place: Vector) -> ConsoleSettings:
    """The console with every knob at its place; bands that came to nothing are taken out again."""
    positions = {}
    for turn, share in zip(turns, place, strict=True):
        value = turn.at(float(share))
        if abs(value - turn.knob.value) >= SMALL * turn.reach:
            positions[turn.knob] = (value - turn.knob.low) / (turn.knob.high - turn.knob.low)
    settings = turned(base, positions)
    tracks = {n: replace(t, eq=_without_flat(t.eq)) for n, t in settings.tracks.items()}
    return _rounded(
        replace(settings, tracks=tracks, master=replace(settings.master, eq=_without_flat(settings.master.eq)))
    )


def _with_bands(bands: tuple[Band, ...], wanted: Sequence[tuple[str, float, float]]) -> tuple[Band, ...]:
    return (*bands, *(Band(kind, freq_hz, 0.0, q) for kind, freq_hz, q in wanted))


def _without_flat(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    return tuple(band for band in bands if band.gain_db)


def _rounded(settings: ConsoleSettings) -> ConsoleSettings:
    def track(one: TrackSettings) -> TrackSettings:
        sends = {name: round(send_db, 1) for name, send_db in one.sends_db.items()}
        device = one.compressor
        compressor = replace(device, threshold_db=round(device.threshold_db, 1)) if device else None
        own = replace(one, gain_db=round(one.gain_db, 1), width=round(one.width, 2), eq=_tidy(one.eq))
        return replace(own, sends_db=sends, compressor=compressor)

    master = settings.master
    glue = replace(master.glue, threshold_db=round(master.glue.threshold_db, 1)) if master.glue else None
    tracks = {name: track(one) for name, one in settings.tracks.items()}
    return replace(settings, tracks=tracks, master=replace(master, glue=glue, eq=_tidy(master.eq)))


def _tidy(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    return tuple(replace(band, gain_db=round(band.gain_db, 1)) for band in bands)
