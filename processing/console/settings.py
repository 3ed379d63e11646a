"""The settings document of the mixing console: tracks, buses and the mix bus in physical units, with ranges.

An engineer can read and edit the JSON form. `ConsoleSettings.from_json` refuses what lies outside the declared
ranges, so a renderer never meets a value that it cannot take. Pure data: no audio, no Django.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from processing.console.ranges import choice, inside, read
from processing.errors import StudioError

VERSION = 1


@dataclass(frozen=True)
class Band:
    """One equaliser band. Shelves use `freq_hz` as their corner."""

    kind: str = choice("peak", "kind", ("peak", "low_shelf", "high_shelf"))
    freq_hz: float = inside(1000.0, 20.0, 20000.0, "Hz", "frequency")
    gain_db: float = inside(0.0, -12.0, 12.0, "dB", "gain")
    q: float = inside(1.0, 0.1, 10.0, "", "Q")


@dataclass(frozen=True)
class Compressor:
    """Downward compression above `threshold_db` (dBFS of the track at its working level)."""

    threshold_db: float = inside(-18.0, -60.0, 0.0, "dB", "threshold")
    ratio: float = inside(2.0, 1.0, 20.0, ":1", "ratio")
    attack_ms: float = inside(10.0, 0.1, 250.0, "ms", "attack")
    release_ms: float = inside(120.0, 5.0, 1000.0, "ms", "release")
    makeup_db: float = inside(0.0, 0.0, 24.0, "dB", "make-up")


@dataclass(frozen=True)
class DeEsser:
    """Turns the band above `freq_hz` down, by at most `range_db`, where it stands out over the rest of the voice."""

    freq_hz: float = inside(6000.0, 3000.0, 12000.0, "Hz", "frequency")
    threshold_db: float = inside(-6.0, -40.0, 12.0, "dB", "threshold against the body of the voice")
    range_db: float = inside(6.0, 0.0, 18.0, "dB", "range")


@dataclass(frozen=True)
class SideChain:
    """Ducks this track while the low end of `source` (the kick) sounds."""

    source: str = "drums"
    depth_db: float = inside(5.0, 0.0, 18.0, "dB", "depth")
    attack_ms: float = inside(2.0, 0.5, 50.0, "ms", "attack")
    release_ms: float = inside(120.0, 20.0, 1000.0, "ms", "release")


@dataclass(frozen=True)
class Unmasking:
    """Cuts the bands of this track's mid that `source` (the voice) uses, only while it uses them."""

    source: str = "vocal"
    depth_db: float = inside(3.0, 0.0, 9.0, "dB", "depth")


@dataclass(frozen=True)
class TrackSettings:
    """One channel strip, in signal order: trim, high-pass, ride, de-ess, compress, EQ, keyed dynamics, width, fader.

    `trim_db` brings the recording to its working level, `gain_db` is the fader behind all processing.
    """

    trim_db: float = inside(0.0, -48.0, 60.0, "dB", "trim")
    highpass_hz: float = inside(0.0, 0.0, 1000.0, "Hz", "high-pass")
    mono_below_hz: float = inside(0.0, 0.0, 500.0, "Hz", "mono below")
    ride_db: float = inside(0.0, 0.0, 9.0, "dB", "level riding")
    de_esser: DeEsser | None = None
    compressor: Compressor | None = None
    eq: tuple[Band, ...] = ()
    sidechain: SideChain | None = None
    unmasking: Unmasking | None = None
    width: float = inside(1.0, 0.0, 2.0, "", "width")
    pan: float = inside(0.0, -1.0, 1.0, "", "pan")
    gain_db: float = inside(0.0, -48.0, 24.0, "dB", "level")
    muted: bool = False
    sends_db: Mapping[str, float] = field(
        default_factory=dict, metadata={"low": -60.0, "high": 6.0, "unit": "dB", "words": "send"}
    )


@dataclass(frozen=True)
class Space:
    """A reverb return: pre-delayed and filtered so that it stays behind the voice."""

    size: float = inside(0.5, 0.0, 1.0, "", "size")
    damping: float = inside(0.5, 0.0, 1.0, "", "damping")
    predelay_ms: float = inside(20.0, 0.0, 200.0, "ms", "pre-delay")
    highpass_hz: float = inside(250.0, 20.0, 1000.0, "Hz", "high-pass")
    lowpass_hz: float = inside(8000.0, 1000.0, 20000.0, "Hz", "low-pass")
    gain_db: float = inside(0.0, -48.0, 12.0, "dB", "return level")


@dataclass(frozen=True)
class MixBus:
    """What the sum goes through, and the level at which the mix leaves."""

    glue: Compressor | None = None
    saturation_db: float = inside(0.0, 0.0, 12.0, "dB", "saturation")
    mono_below_hz: float = inside(0.0, 0.0, 300.0, "Hz", "mono below")
    eq: tuple[Band, ...] = ()
    loudness_lufs: float = inside(-16.0, -30.0, -8.0, "LUFS", "loudness")
    ceiling_dbtp: float = inside(-1.2, -6.0, -0.5, "dBTP", "ceiling")


@dataclass(frozen=True)
class ConsoleSettings:
    """The whole document. `reasons` say in words why each decision was taken; they change nothing in the sound."""

    version: int = VERSION
    genre: str = "pop"
    tracks: Mapping[str, TrackSettings] = field(default_factory=dict, metadata={"of": TrackSettings})
    spaces: Mapping[str, Space] = field(default_factory=dict, metadata={"of": Space})
    bus: MixBus = field(default_factory=MixBus)
    reasons: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read and check a document. Raises StudioError `mix.version_unknown`, `mix.setting_unknown`,
        `mix.setting_wrong_type`, `mix.setting_out_of_range` or `mix.source_unknown`."""
        if data.get("version", VERSION) != VERSION:
            raise StudioError(
                "mix.version_unknown",
                f"These mix settings have version {data.get('version')}, this studio reads version {VERSION}.",
                version=data.get("version"),
            )
        settings = read(cls, data, where="")
        settings.check_routing()
        return settings

    def check_routing(self) -> None:
        """Every key source and send must exist. Raises StudioError `mix.source_unknown`."""
        for name, track in self.tracks.items():
            keyed = [part.source for part in (track.sidechain, track.unmasking) if part is not None]
            for source in [s for s in keyed if s not in self.tracks] + [
                s for s in track.sends_db if s not in self.spaces
            ]:
                raise StudioError(
                    "mix.source_unknown",
                    f'{name} refers to "{source}", which is not in this mix. Choose one of its tracks or spaces.',
                    track=name,
                    source=source,
                )
