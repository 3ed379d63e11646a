"""The devices that stand in a console's channels, in physical units with ranges. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from processing.console.ranges import choice, inside

LONGEST_S = 3600.0
TIME = "s"
"""The unit of places in a song: they are no values that a search turns."""
RIDE_DB = (-24.0, 12.0)


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
class CompressorBand:
    """One band of a multi-band compressor: from the band below it up to `up_to_hz`. What lies above the highest band
    passes. The crossovers sum flat."""

    up_to_hz: float = inside(20000.0, 40.0, 20000.0, "Hz", "up to")
    threshold_db: float = inside(-24.0, -60.0, 0.0, "dB", "threshold")
    ratio: float = inside(2.0, 1.0, 20.0, ":1", "ratio")
    attack_ms: float = inside(10.0, 0.5, 250.0, "ms", "attack")
    release_ms: float = inside(120.0, 5.0, 1000.0, "ms", "release")
    makeup_db: float = inside(0.0, -12.0, 12.0, "dB", "make-up")


@dataclass(frozen=True)
class DynamicBand:
    """A bell that moves with the sound itself: by half of what stands over `threshold_db` there, `range_db` at most.

    A negative range turns loud moments down, a positive one lifts them.
    """

    freq_hz: float = inside(2500.0, 20.0, 20000.0, "Hz", "frequency")
    q: float = inside(1.5, 0.3, 10.0, "", "Q")
    threshold_db: float = inside(-30.0, -80.0, 0.0, "dB", "threshold")
    range_db: float = inside(-4.0, -12.0, 12.0, "dB", "range")
    attack_ms: float = inside(8.0, 0.5, 250.0, "ms", "attack")
    release_ms: float = inside(120.0, 5.0, 1000.0, "ms", "release")


@dataclass(frozen=True)
class TransientShaper:
    """Makes beginnings of notes louder or softer, and what rings after them; the same at every recording level."""

    attack_db: float = inside(3.0, -12.0, 12.0, "dB", "beginnings")
    sustain_db: float = inside(0.0, -12.0, 12.0, "dB", "ringing")


@dataclass(frozen=True)
class Limiter:
    """Holds the true peak of the track at its working level at `ceiling_db` or below, looking 2 ms ahead."""

    ceiling_db: float = inside(-3.0, -24.0, 0.0, "dB", "ceiling")


@dataclass(frozen=True)
class Ride:
    """The fader stands so much higher or lower from `start_s` to `end_s` of the song; rides over the same time add up.

    `name` says where that is in words: "the chorus", "verse 2", "1:10 to 1:25".
    """

    start_s: float = inside(0.0, 0.0, LONGEST_S, TIME, "from")
    end_s: float = inside(LONGEST_S, 0.0, LONGEST_S, TIME, "to")
    gain_db: float = inside(0.0, *RIDE_DB, "dB", "level")
    name: str = ""


@dataclass(frozen=True)
class Insert:
    """A VST3 plug-in of the operator's folder, by name, with its parameters as 0..1; those not named stay put."""

    plugin: str = ""
    parameters: Mapping[str, float] = field(
        default_factory=dict, metadata={"low": 0.0, "high": 1.0, "unit": "", "words": "parameter"}
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
