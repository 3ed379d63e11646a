"""A wish for a part of the song: rides of the tracks' faders there. What is no level stands still from beginning to
end."""

from collections.abc import Sequence
from dataclasses import replace

from processing.console.devices import Ride
from processing.console.settings import RIDES_MOST, ConsoleSettings, TrackSettings
from processing.engines.contracts import Section
from processing.engines.propose_mix.words.moves import level_db_of
from processing.engines.propose_mix.words.places import Span, spans_of
from processing.engines.propose_mix.words.tracks import tracks_for
from processing.engines.propose_mix.words.wish import Wish
from processing.errors import StudioError

RIDE_MOST_DB = 6.0
"""Wishes, however often they are repeated, move a fader no further than this within a song."""
AS_LEVEL_DB = {"depth": 1.0, "energy": 1.0}
"""Qualities that an engineer would bring out in one section by level, dB for one step."""


def ridden(
    settings: ConsoleSettings, wish: Wish, sections: Sequence[Section], end_s: float
) -> tuple[ConsoleSettings, str]:
    """The settings with a wish for a part of the song fulfilled, and a sentence where it could not be."""
    gain_db = level_db_of(wish) if wish.quality == "level" else AS_LEVEL_DB.get(wish.quality, 0.0) * wish.steps
    if not gain_db:
        where = " and ".join(place.name for place in wish.places)
        note = f"Only levels move within a song, so nothing is changed in {where} alone. Ask for it in the whole song."
        return settings, note
    try:
        spans = spans_of(wish.places, sections, end_s)
    except StudioError as error:
        return settings, error.words
    names, missed = tracks_for(settings, wish)
    if missed:
        return settings, missed
    tracks = {n: _moved(t, spans, gain_db) if n in names else t for n, t in settings.tracks.items()}
    if any(len(track.rides) > RIDES_MOST for track in tracks.values()):
        return settings, f"A track can have up to {RIDES_MOST} moves within a song. Take some out at the console first."
    return replace(settings, tracks=tracks), ""


def _moved(track: TrackSettings, spans: Sequence[Span], gain_db: float) -> TrackSettings:
    """The same stretch under the same name is one ride; one that comes to nothing is taken out."""
    rides = list(track.rides)
    for span in spans:
        here = Ride(span.start_s, span.end_s, 0.0, span.name)
        at = next((i for i, one in enumerate(rides) if replace(one, gain_db=0.0) == here), None)
        if at is None:
            rides.append(replace(here, gain_db=_bounded(gain_db)))
            continue
        most_db = max(RIDE_MOST_DB, abs(rides[at].gain_db))
        rides[at] = replace(here, gain_db=_bounded(rides[at].gain_db + gain_db, most_db))
    kept = [ride for ride in rides if ride.gain_db]
    return replace(track, rides=tuple(sorted(kept, key=lambda ride: (ride.start_s, ride.end_s))))


def _bounded(gain_db: float, most_db: float = RIDE_MOST_DB) -> float:
    return round(min(most_db, max(-most_db, gain_db)), 1)
