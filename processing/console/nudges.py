"""An artist's four sliders: small bounded moves on the console of a finished mix. Everything else on it stays.

`vocal_db` is the voice's own fader. `brightness_db` tilts the whole mix: highs up, lows down by half as much.
`space_db` is how much every track sends to its reverb. `energy` (-1..1) is drums, their compression, the glue and
warmth of the mix bus, and how wide the accompaniment stands.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from processing.console.settings import Band, Compressor, ConsoleSettings, Master, TrackSettings
from processing.engines.propose_mix.roles import role_of
from processing.errors import StudioError

LIMITS = {"vocal_db": 3.0, "brightness_db": 3.0, "space_db": 6.0, "energy": 1.0}
TILT = (("high_shelf", 4000.0, 1.0), ("low_shelf", 250.0, -0.5))
"""Shelves of the tilt: kind, corner, share of the brightness that each takes."""
TILT_MOST_DB = 6.0
DRUMS_DB, DRUMS_SQUEEZE_DB, GLUE_DB, WARMTH_DB, WIDTH = 1.5, 3.0, 3.0, 1.0, 0.15
WIDE_ROLES = ("harmony", "lead", "texture")


@dataclass(frozen=True)
class Nudge:
    vocal_db: float = 0.0
    brightness_db: float = 0.0
    space_db: float = 0.0
    energy: float = 0.0

    @classmethod
    def read(cls, wishes: Mapping[str, Any]) -> Self:
        """Raises StudioError `mix.wish_unknown`, `mix.wish_not_a_number` or `mix.wish_out_of_range`."""
        return cls(**{name: _bounded(name, value) for name, value in wishes.items()})

    @property
    def is_nothing(self) -> bool:
        return not any(getattr(self, item.name) for item in fields(self))

    def to_json(self) -> dict[str, float]:
        return {item.name: getattr(self, item.name) for item in fields(self) if getattr(self, item.name)}


def _bounded(name: str, value: Any) -> float:
    if name not in LIMITS:
        known = ", ".join(LIMITS)
        raise StudioError("mix.wish_unknown", f'"{name}" is no wish. Choose from: {known}.', field=name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise StudioError("mix.wish_not_a_number", f"{name} must be a number.", field=name)
    if not math.isfinite(value) or abs(value) > LIMITS[name]:
        words = f"{name} can be moved from -{LIMITS[name]:g} to +{LIMITS[name]:g} at a time."
        raise StudioError("mix.wish_out_of_range", words, field=name)
    return float(value)


def within_reach(settings: ConsoleSettings) -> frozenset[str]:
    """The sliders that move something on this console: a rescued song may have no reverb, an instrumental no voice."""
    voices = any(role_of(name) == "vocal" for name in settings.tracks)
    rooms = any(track.sends_db for track in settings.tracks.values())
    kept = {"brightness_db": True, "energy": True, "vocal_db": voices, "space_db": rooms}
    return frozenset(name for name, moves in kept.items() if moves)


def nudged(settings: ConsoleSettings, nudge: Nudge) -> ConsoleSettings:
    """The settings with the moves made; a fader at its end stays there. Only the named values change."""
    return replace(
        settings,
        tracks={name: _track(name, track, nudge) for name, track in settings.tracks.items()},
        master=_master(settings.master, nudge),
        reasons=(*settings.reasons, *_reasons(nudge)),
    )


def _track(name: str, track: TrackSettings, nudge: Nudge) -> TrackSettings:
    role = role_of(name)
    moved_db = nudge.vocal_db if role == "vocal" else DRUMS_DB * nudge.energy if role == "drums" else 0.0
    changes: dict[str, Any] = {}
    if moved_db:
        changes["gain_db"] = _within(TrackSettings, "gain_db", track.gain_db + moved_db)
    if nudge.space_db and track.sends_db:
        changes["sends_db"] = {
            space: _within(TrackSettings, "sends_db", send_db + nudge.space_db)
            for space, send_db in track.sends_db.items()
        }
    if nudge.energy and role == "drums" and track.compressor:
        changes["compressor"] = _squeezed(track.compressor, DRUMS_SQUEEZE_DB * nudge.energy)
    # A track that was narrowed to survive in mono stays narrow.
    if nudge.energy and role in WIDE_ROLES and track.width >= 1.0:
        changes["width"] = round(max(1.0, _within(TrackSettings, "width", track.width + WIDTH * nudge.energy)), 2)
    return replace(track, **changes)


def _master(master: Master, nudge: Nudge) -> Master:
    if nudge.brightness_db:
        master = replace(master, eq=_tilted(master.eq, nudge.brightness_db))
    if nudge.energy:
        glue = _squeezed(master.glue, GLUE_DB * nudge.energy) if master.glue else None
        warmth = _within(Master, "saturation_db", master.saturation_db + WARMTH_DB * nudge.energy)
        master = replace(master, glue=glue, saturation_db=warmth)
    return master


def _tilted(bands: tuple[Band, ...], brightness_db: float) -> tuple[Band, ...]:
    for kind, freq_hz, share in TILT:
        here = next((band for band in bands if (band.kind, band.freq_hz) == (kind, freq_hz)), None)
        gain_db = round((here.gain_db if here else 0.0) + share * brightness_db, 2)
        gain_db = min(TILT_MOST_DB, max(-TILT_MOST_DB, gain_db))
        rest = tuple(band for band in bands if band is not here)
        bands = (*rest, Band(kind, freq_hz, gain_db, 0.7)) if gain_db else rest
    return bands


def _squeezed(device: Compressor, by_db: float) -> Compressor:
    return replace(device, threshold_db=_within(Compressor, "threshold_db", device.threshold_db - by_db))


def _within(kind: Any, name: str, value: float) -> float:
    declared = next(item.metadata for item in fields(kind) if item.name == name)
    return round(float(min(declared["high"], max(declared["low"], value))), 2)


def _reasons(nudge: Nudge) -> list[str]:
    moves = (
        (nudge.vocal_db, f"Wished: the voice {nudge.vocal_db:+.1f} dB."),
        (nudge.brightness_db, f"Wished: {nudge.brightness_db:+.1f} dB of brightness over the whole mix."),
        (nudge.space_db, f"Wished: {nudge.space_db:+.1f} dB of room on every track that has one."),
        (nudge.energy, f"Wished: {'more' if nudge.energy > 0 else 'less'} energy, {abs(nudge.energy):.0%} of the way."),
    )
    return [words for value, words in moves if value]
