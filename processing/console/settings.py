"""The settings document of the mixing console: tracks, buses and the master in physical units, with ranges.

An engineer can read and edit the JSON form. `ConsoleSettings.from_json` refuses what lies outside the declared
ranges, so a renderer never meets a value that it cannot take. Pure data: no audio, no Django.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from processing.console.devices import (
    Band,
    Compressor,
    CompressorBand,
    DeEsser,
    DynamicBand,
    Insert,
    Limiter,
    Ride,
    SideChain,
    Space,
    TransientShaper,
    Unmasking,
)
from processing.console.ranges import inside, read, several
from processing.errors import StudioError

__all__ = [
    "Band",
    "BusSettings",
    "Compressor",
    "CompressorBand",
    "ConsoleSettings",
    "DeEsser",
    "DynamicBand",
    "Insert",
    "Limiter",
    "Master",
    "Ride",
    "SideChain",
    "Space",
    "TrackSettings",
    "TransientShaper",
    "Unmasking",
]
VERSION = 3
STRAIGHT = "mix"
"""Where a track goes that is on no bus. No bus may be called so."""
MULTIBAND_MOST = 4
RIDES_MOST = 64


@dataclass(frozen=True)
class TrackSettings:
    """One channel strip. In signal order: trim, high-pass, mono below, ride, transients, de-ess, compress, multi-band,
    EQ, dynamic EQ, keyed dynamics, insert, limiter, width, pan, fader; then to its bus and its spaces.

    `trim_db` brings the recording to its working level, `gain_db` is the fader behind all processing, `rides` are its
    moves in the course of the song.
    """

    trim_db: float = inside(0.0, -48.0, 60.0, "dB", "trim")
    highpass_hz: float = inside(0.0, 0.0, 1000.0, "Hz", "high-pass")
    mono_below_hz: float = inside(0.0, 0.0, 500.0, "Hz", "mono below")
    ride_db: float = inside(0.0, 0.0, 9.0, "dB", "level riding")
    transients: TransientShaper | None = None
    de_esser: DeEsser | None = None
    compressor: Compressor | None = None
    multiband: tuple[CompressorBand, ...] = several(MULTIBAND_MOST)
    eq: tuple[Band, ...] = ()
    dynamic_eq: tuple[DynamicBand, ...] = ()
    sidechain: SideChain | None = None
    unmasking: Unmasking | None = None
    insert: Insert | None = None
    limiter: Limiter | None = None
    width: float = inside(1.0, 0.0, 2.0, "", "width")
    pan: float = inside(0.0, -1.0, 1.0, "", "pan")
    gain_db: float = inside(0.0, -48.0, 24.0, "dB", "level")
    rides: tuple[Ride, ...] = several(RIDES_MOST)
    muted: bool = field(default=False, metadata={"words": "muted"})
    bus: str = STRAIGHT
    sends_db: Mapping[str, float] = field(
        default_factory=dict, metadata={"low": -60.0, "high": 6.0, "unit": "dB", "words": "send"}
    )


@dataclass(frozen=True)
class BusSettings:
    """A group of tracks, summed at their faders, in signal order: compress, multi-band, EQ, dynamic EQ, keyed dynamics,
    insert, width, fader. Reverb is sent from the tracks, before their bus."""

    compressor: Compressor | None = None
    multiband: tuple[CompressorBand, ...] = several(MULTIBAND_MOST)
    eq: tuple[Band, ...] = ()
    dynamic_eq: tuple[DynamicBand, ...] = ()
    sidechain: SideChain | None = None
    unmasking: Unmasking | None = None
    insert: Insert | None = None
    width: float = inside(1.0, 0.0, 2.0, "", "width")
    gain_db: float = inside(0.0, -48.0, 24.0, "dB", "level")
    muted: bool = field(default=False, metadata={"words": "muted"})


@dataclass(frozen=True)
class Master:
    """What the sum goes through (mono below, glue, multi-band, EQ, dynamic EQ, insert, saturation), and the level at
    which the mix leaves."""

    glue: Compressor | None = None
    saturation_db: float = inside(0.0, 0.0, 12.0, "dB", "saturation")
    mono_below_hz: float = inside(0.0, 0.0, 300.0, "Hz", "mono below")
    multiband: tuple[CompressorBand, ...] = several(MULTIBAND_MOST)
    eq: tuple[Band, ...] = ()
    dynamic_eq: tuple[DynamicBand, ...] = ()
    insert: Insert | None = None
    loudness_lufs: float = inside(-16.0, -30.0, -8.0, "LUFS", "loudness")
    ceiling_dbtp: float = inside(-1.2, -6.0, -0.5, "dBTP", "ceiling")


@dataclass(frozen=True)
class ConsoleSettings:
    """The whole document. `reasons` say in words why each decision was taken; they change nothing in the sound."""

    version: int = VERSION
    genre: str = "pop"
    tracks: Mapping[str, TrackSettings] = field(default_factory=dict, metadata={"of": TrackSettings})
    buses: Mapping[str, BusSettings] = field(default_factory=dict, metadata={"of": BusSettings})
    spaces: Mapping[str, Space] = field(default_factory=dict, metadata={"of": Space})
    master: Master = field(default_factory=Master)
    reasons: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read and check a document of this version or an older one. Raises StudioError `mix.version_unknown`,
        `mix.setting_unknown`, `mix.setting_wrong_type`, `mix.setting_out_of_range`, `mix.ride_backwards` or
        `mix.source_unknown`."""
        settings = read(cls, _brought_up(data) if isinstance(data, Mapping) else data, where="")
        settings.check_routing()
        settings.check_rides()
        return settings

    def check_routing(self) -> None:
        """Every key source, bus and send must exist. Raises StudioError `mix.source_unknown`."""
        strips: list[tuple[str, TrackSettings | BusSettings]] = [*self.tracks.items(), *self.buses.items()]
        for name, strip in strips:
            keyed = [part.source for part in (strip.sidechain, strip.unmasking) if part is not None]
            missing = [source for source in keyed if source not in self.tracks]
            if isinstance(strip, TrackSettings):
                missing += [space for space in strip.sends_db if space not in self.spaces]
                missing += [strip.bus] if strip.bus not in (STRAIGHT, *self.buses) else []
            if missing:
                raise StudioError(
                    "mix.source_unknown",
                    f'{name} refers to "{missing[0]}", which is not in this mix. Choose one of its tracks, buses or'
                    " spaces.",
                    track=name,
                    source=missing[0],
                )
        if STRAIGHT in self.buses:
            words = f'No bus can be called "{STRAIGHT}": tracks without a bus go there. Choose another name.'
            raise StudioError("mix.source_unknown", words, source=STRAIGHT)

    def check_rides(self) -> None:
        """A ride ends after it began. Raises StudioError `mix.ride_backwards`."""
        for name, track in self.tracks.items():
            for ride in track.rides:
                if ride.end_s <= ride.start_s:
                    words = f"{name} moves from {ride.start_s:g} s to {ride.end_s:g} s: the end must come later."
                    raise StudioError("mix.ride_backwards", words, track=name)


def _brought_up(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """A document of version 1 said "bus" for the master and knew no buses, one of version 2 no rides. The rest is as it
    was."""
    version = data.get("version", 1 if "bus" in data else VERSION)
    if isinstance(version, bool) or version not in range(1, VERSION + 1):
        raise StudioError(
            "mix.version_unknown",
            f"These mix settings have version {version}, this studio reads versions 1 to {VERSION}.",
            version=version,
        )
    if version != 1:
        return {**data, "version": VERSION}
    rest = {name: value for name, value in data.items() if name not in ("version", "bus")}
    return {**rest, "version": VERSION, **({"master": data["bus"]} if "bus" in data else {})}
