"""Single touches of the console that wishes are made of: a fader, a band, a threshold. Each stays inside its range."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from processing.console.settings import Band, Compressor, DeEsser, TrackSettings

T = TypeVar("T")

BAND_MOST_DB = 6.0
"""Wishes, however often they are repeated, move a band no further than this."""


def within(kind: type, name: str, value: float) -> float:
    """`value` brought inside the declared range of a setting."""
    declared = next(item.metadata for item in fields(kind) if item.name == name)
    return round(float(min(declared["high"], max(declared["low"], value))), 2)


def moved(part: T, name: str, by: float) -> T:
    """One number of a part of the console moved by so much."""
    return replace(part, **{name: within(type(part), name, getattr(part, name) + by)})  # type: ignore[type-var]


def scaled(part: T, name: str, by: float) -> T:
    return replace(part, **{name: within(type(part), name, getattr(part, name) * by)})  # type: ignore[type-var]


def banded(part: T, kind: str, freq_hz: float, by_db: float, q: float = 0.7) -> T:
    """A band that stands at this place moved by so much, or a new one; one that comes to nothing is taken out."""
    bands: tuple[Band, ...] = part.eq  # type: ignore[attr-defined]
    here = next((band for band in bands if (band.kind, band.freq_hz) == (kind, freq_hz)), None)
    before_db = here.gain_db if here else 0.0
    # A band that stood further out already may come back, but not go on.
    most_db = max(BAND_MOST_DB, abs(before_db))
    gain_db = round(min(most_db, max(-most_db, before_db + by_db)), 2)
    moved_band = replace(here, gain_db=gain_db) if here else Band(kind, freq_hz, gain_db, q)
    kept = [moved_band if band is here else band for band in bands] if here else [*bands, moved_band]
    return replace(part, eq=tuple(band for band in kept if band.gain_db))  # type: ignore[type-var]


def squeezed(track: TrackSettings, by_db: float) -> TrackSettings:
    """A lower threshold; a compressor that was off comes on when more is asked for."""
    if track.compressor is None:
        return replace(track, compressor=moved(Compressor(), "threshold_db", -by_db)) if by_db > 0.0 else track
    return replace(track, compressor=moved(track.compressor, "threshold_db", -by_db))


def attacked(track: TrackSettings, by: float) -> TrackSettings:
    """A slower attack lets more of each hit through; the compressor comes on for it."""
    device = track.compressor or Compressor(threshold_db=-14.0, ratio=3.0)
    return replace(track, compressor=scaled(device, "attack_ms", by))


def de_essed(track: TrackSettings, by_db: float) -> TrackSettings:
    if track.de_esser is None:
        return (
            replace(track, de_esser=DeEsser(range_db=within(DeEsser, "range_db", 3.0 + by_db))) if by_db > 0 else track
        )
    return replace(track, de_esser=moved(track.de_esser, "range_db", by_db))


def sent(track: TrackSettings, by_db: float, spaces: Mapping[str, Any]) -> TrackSettings:
    """More or less of every space; a dry track is sent to the first one when more is asked for."""
    sends = dict(track.sends_db)
    if not sends and by_db > 0.0 and spaces:
        sends = {next(iter(spaces)): -24.0}
    moved_sends = {name: within(TrackSettings, "sends_db", send_db + by_db) for name, send_db in sends.items()}
    return replace(track, sends_db=moved_sends)
