"""From wishes to settings: what an engineer would turn for "less harsh", by how much at most, and why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from processing.console.nudges import LIMITS, WIDE_ROLES, Nudge, nudged
from processing.console.settings import ConsoleSettings, Master, Space, TrackSettings
from processing.engines.propose_mix.roles import role_of
from processing.engines.propose_mix.words.touches import (
    attacked,
    banded,
    de_essed,
    moved,
    scaled,
    sent,
    squeezed,
    within,
)
from processing.engines.propose_mix.words.tracks import tracks_for, tracks_of
from processing.engines.propose_mix.words.wish import LEVEL_MOST_DB, Wish

LEVEL_STEP_DB = 1.5
SPACE_STEP_DB = 3.0
SQUEEZE_STEP_DB = 2.5
WIDTH_STEP = 0.15
VOICE_WIDTH_MOST = 1.3
MIX_LUFS = (-20.0, -12.0)
"""Between these a wish moves the loudness of the whole mix; the master decides how loud the song is."""

Track = Callable[[TrackSettings, float, str, Mapping[str, Space]], TrackSettings]
Bus = Callable[[Master, float], Master]


@dataclass(frozen=True)
class Curve:
    """A tone as bands: kind, frequency in Hz, dB for one step, Q."""

    bands: tuple[tuple[str, float, float, float], ...]

    def on(self, part: TrackSettings | Master, steps: float) -> TrackSettings | Master:
        for kind, freq_hz, step_db, q in self.bands:
            part = banded(part, kind, freq_hz, round(step_db * steps, 2), q)
        return part


TONES = {
    "bright": Curve((("high_shelf", 6000.0, 1.5, 0.7),)),
    "warm": Curve((("low_shelf", 220.0, 1.0, 0.7), ("high_shelf", 6000.0, -0.7, 0.7))),
    "low": Curve((("low_shelf", 100.0, 1.5, 0.7),)),
    "body": Curve((("peak", 180.0, 1.5, 0.8),)),
    "mud": Curve((("peak", 300.0, 1.5, 0.9),)),
    "boom": Curve((("peak", 90.0, 1.5, 1.0),)),
    "nasal": Curve((("peak", 1000.0, 1.5, 1.2),)),
    "harsh": Curve((("peak", 3200.0, 1.5, 1.2),)),
    "presence": Curve((("peak", 3600.0, 1.2, 0.8),)),
    "air": Curve((("high_shelf", 10500.0, 1.5, 0.7),)),
}
VOICE_TONES = {"mud": 280.0, "boom": 150.0}
"""Where the same words lie in a voice."""


def _toned(quality: str, track: TrackSettings, steps: float, role: str, _spaces: Mapping[str, Space]) -> TrackSettings:
    curve = TONES[quality]
    if role == "vocal" and quality in VOICE_TONES:
        ((kind, _freq_hz, step_db, q),) = curve.bands
        curve = Curve(((kind, VOICE_TONES[quality], step_db, q),))
    out = curve.on(track, steps)
    assert isinstance(out, TrackSettings)
    return out


def _sibilant(track: TrackSettings, steps: float, role: str, spaces: Mapping[str, Space]) -> TrackSettings:
    if role == "vocal":
        return de_essed(track, -1.5 * steps)
    return banded(track, "peak", 7000.0, 1.5 * steps, 1.0)


def _punched(track: TrackSettings, steps: float, role: str, spaces: Mapping[str, Space]) -> TrackSettings:
    return banded(attacked(track, 1.4**steps), "peak", 90.0 if role in ("drums", "bass") else 2500.0, steps, 0.9)


def _tightened(track: TrackSettings, steps: float, role: str, spaces: Mapping[str, Space]) -> TrackSettings:
    if track.compressor:
        track = replace(track, compressor=scaled(track.compressor, "release_ms", 0.75**steps))
    return sent(banded(track, "low_shelf", 60.0, -steps), -2.0 * max(0.0, steps), spaces)


def _provoked(track: TrackSettings, steps: float, role: str, spaces: Mapping[str, Space]) -> TrackSettings:
    track = squeezed(moved(track, "gain_db", 0.5 * steps), SQUEEZE_STEP_DB * steps)
    return banded(track, "peak", 4000.0, steps, 0.8)


def _livened(track: TrackSettings, steps: float, role: str, spaces: Mapping[str, Space]) -> TrackSettings:
    if role == "drums":
        return _provoked(track, steps, role, spaces)
    return _widened(moved(track, "gain_db", 0.7 * steps), 0.7 * steps, role, spaces)


def _widened(track: TrackSettings, steps: float, role: str, spaces: Mapping[str, Space]) -> TrackSettings:
    track = moved(track, "width", WIDTH_STEP * steps)
    return replace(track, width=min(track.width, VOICE_WIDTH_MOST)) if role == "vocal" else track


def _placed(track: TrackSettings, steps: float, role: str, spaces: Mapping[str, Space]) -> TrackSettings:
    track = banded(moved(track, "gain_db", steps), "peak", 3600.0, 0.5 * steps, 0.8)
    return sent(track, -2.0 * steps, spaces) if track.sends_db or steps < 0.0 else track


def _spaced(track: TrackSettings, steps: float, role: str, spaces: Mapping[str, Space]) -> TrackSettings:
    return sent(track, SPACE_STEP_DB * steps, spaces)


def _evened(track: TrackSettings, steps: float, role: str, spaces: Mapping[str, Space]) -> TrackSettings:
    return squeezed(track, SQUEEZE_STEP_DB * steps)


ON_TRACKS: dict[str, Track] = {
    **{quality: partial(_toned, quality) for quality in TONES},
    "sibilance": _sibilant,
    "punch": _punched,
    "tight": _tightened,
    "aggression": _provoked,
    "energy": _livened,
    "width": _widened,
    "space": _spaced,
    "depth": _placed,
    "compression": _evened,
}


def _bus_toned(quality: str, bus: Master, steps: float) -> Master:
    out = TONES[quality].on(bus, steps)
    assert isinstance(out, Master)
    return out


def _glued(by_db: float, bus: Master, steps: float) -> Master:
    return replace(bus, glue=moved(bus.glue, "threshold_db", -by_db * steps)) if bus.glue else bus


def _saturated(bus: Master, steps: float) -> Master:
    return moved(bus, "saturation_db", steps)


ON_BUS: dict[str, Bus] = {
    **{quality: partial(_bus_toned, quality) for quality in TONES},
    "sibilance": lambda bus, steps: banded(bus, "peak", 7000.0, steps, 1.0),
    "tight": lambda bus, steps: banded(bus, "low_shelf", 60.0, -steps),
    "aggression": lambda bus, steps: _saturated(_glued(2.0, bus, steps), 0.8 * steps),
    "compression": partial(_glued, 2.0),
    "glue": partial(_glued, 2.0),
    "dirt": _saturated,
}
GLUED = ("compression", "glue", "aggression")


def moved_by(settings: ConsoleSettings, wish: Wish) -> tuple[ConsoleSettings, str]:
    """The settings with one wish fulfilled, and a sentence where it could not be or needs saying more; no sections."""
    if (wish.target == "mix" and not wish.spared) or wish.quality in ("glue", "dirt"):
        return _on_whole(settings, wish)
    names, missed = tracks_for(settings, wish)
    if missed:
        return settings, missed
    if wish.target == "mix" and wish.quality in ("width", "space", "depth"):
        return _on_many(settings, wish, names), ""
    act = _levelled if wish.quality == "level" else ON_TRACKS[wish.quality]
    steps = level_db_of(wish) if wish.quality == "level" else wish.steps
    tracks = {
        name: act(track, steps, role_of(name), settings.spaces) if name in names else track
        for name, track in settings.tracks.items()
    }
    return replace(settings, tracks=tracks), ""


def level_db_of(wish: Wish) -> float:
    level_db = wish.level_db if wish.level_db is not None else LEVEL_STEP_DB * wish.steps
    return round(min(LEVEL_MOST_DB, max(-LEVEL_MOST_DB, level_db)), 1)


def _levelled(track: TrackSettings, by_db: float, role: str, spaces: Mapping[str, Space]) -> TrackSettings:
    return moved(track, "gain_db", by_db)


def _on_whole(settings: ConsoleSettings, wish: Wish) -> tuple[ConsoleSettings, str]:
    steps, bus = wish.steps, settings.master
    if wish.spared:
        return settings, "Glue and dirt are set for the whole mix on its bus, so no part can be left out of them."
    if wish.quality == "level":
        low, high = MIX_LUFS
        wanted_lufs = round(bus.loudness_lufs + level_db_of(wish), 1)
        loudness_lufs = min(max(high, bus.loudness_lufs), max(min(low, bus.loudness_lufs), wanted_lufs))
        words = "How loud the song is in the end is decided in mastering."
        return replace(
            settings, master=replace(bus, loudness_lufs=within(Master, "loudness_lufs", loudness_lufs))
        ), words
    if wish.quality in ("energy", "punch"):
        most = LIMITS["energy"]
        livelier = nudged(settings, Nudge(energy=min(most, max(-most, 0.4 * steps))))
        return replace(livelier, reasons=settings.reasons), ""
    if wish.quality in ("width", "space", "depth"):
        return _on_many(settings, wish, tracks_of(settings, "mix")), ""
    if wish.quality in GLUED and bus.glue is None:
        return settings, "The mix bus of this mix has no compressor to turn."
    words = "" if wish.target == "mix" or wish.quality == "glue" else "Dirt is set for the whole mix, on its bus."
    return replace(settings, master=ON_BUS[wish.quality](bus, steps)), words


def _on_many(settings: ConsoleSettings, wish: Wish, names: list[str]) -> ConsoleSettings:
    """Width belongs to the accompaniment; space to every track that has some."""
    tracks = dict(settings.tracks)
    for name in names:
        track = tracks[name]
        role, steps = role_of(name), wish.steps
        if wish.quality == "width":
            # A track that was narrowed to survive in mono stays narrow.
            wide = role in WIDE_ROLES and (track.width >= 1.0 or steps < 0.0)
            tracks[name] = _widened(track, steps, role, settings.spaces) if wide else track
        elif wish.quality == "space":
            tracks[name] = sent(track, SPACE_STEP_DB * steps, settings.spaces) if track.sends_db else track
        else:
            tracks[name] = sent(track, -2.0 * steps, settings.spaces) if track.sends_db else track
    return replace(settings, tracks=tracks)
