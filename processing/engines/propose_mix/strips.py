"""A channel strip for each role, from what is heard in the track. Every decision leaves its reason in words."""

from collections.abc import Callable
from dataclasses import replace

from processing.console.settings import Band, Compressor, DeEsser, TrackSettings
from processing.engines.propose_mix.genres import Genre
from processing.engines.propose_mix.listening import ESS_HZ, Heard
from processing.engines.propose_mix.wishes import Wishes

WORKING_LUFS = -18.0
HIGHPASS_HZ = {"vocal": 90.0, "bass": 30.0, "harmony": 100.0, "lead": 130.0, "texture": 160.0}
MONO_BELOW_HZ = {"bass": 200.0}
MUD_FROM_DB = {"vocal": 9.0, "harmony": 9.0, "lead": 9.0, "texture": 9.0, "drums": 12.0, "instrumental": 12.0}
MUD_HZ = {"vocal": 280.0, "drums": 350.0}
ESS_FROM_DB = -2.0
SPREAD_FROM_DB = 4.0
SAFE_MONO_LOSS_LU = 2.5
COMPRESSORS = {
    "vocal": Compressor(threshold_db=-14.0, ratio=3.0, attack_ms=8.0, release_ms=110.0),
    "drums": Compressor(threshold_db=-8.0, ratio=2.0, attack_ms=25.0, release_ms=80.0),
    "bass": Compressor(threshold_db=-14.0, ratio=3.0, attack_ms=20.0, release_ms=140.0),
    "lead": Compressor(threshold_db=-12.0, ratio=2.0, attack_ms=15.0, release_ms=140.0),
}
Say = Callable[[str], None]


def strip(role: str, heard: Heard, genre: Genre, wishes: Wishes, say: Say) -> TrackSettings:
    """The strip without its fader, sends and keyed dynamics, which need the other tracks."""
    track = TrackSettings(
        trim_db=round(min(60.0, max(-48.0, WORKING_LUFS - heard.loudness_lufs)), 2),
        highpass_hz=HIGHPASS_HZ.get(role, 0.0),
        mono_below_hz=MONO_BELOW_HZ.get(role, 0.0),
        eq=_equaliser(role, heard, genre, wishes, say),
        compressor=_compressor(role, heard, say),
    )
    if track.highpass_hz:
        say(f"high-pass at {track.highpass_hz:g} Hz: nothing useful lies below")
    if role == "vocal":
        track = _vocal_dynamics(track, heard, say)
    return _safe_image(track, heard, say)


def _equaliser(role: str, heard: Heard, genre: Genre, wishes: Wishes, say: Say) -> tuple[Band, ...]:
    bands = []
    mud_db = heard.low_mid_db - MUD_FROM_DB.get(role, 99.0)
    if mud_db > 0.0:
        cut = round(min(4.0, 1.0 + 0.4 * mud_db), 1)
        bands.append(Band("peak", MUD_HZ.get(role, 300.0), -cut, 0.9))
        say(f"{cut:.1f} dB less around {bands[-1].freq_hz:g} Hz: low mids stand {heard.low_mid_db:.0f} dB out")
    if role == "vocal":
        bands += _vocal_tone(heard, genre, wishes, say)
    return tuple(bands)


def _vocal_tone(heard: Heard, genre: Genre, wishes: Wishes, say: Say) -> list[Band]:
    bands = []
    presence = round(min(3.5, max(0.0, 0.35 * (-10.0 - heard.presence_db)) + max(0.0, wishes.brightness)), 1)
    if presence >= 0.5:
        bands.append(Band("peak", 3600.0, presence, 0.8))
        say(
            f"+{presence:.1f} dB presence at 3.6 kHz: words lie {-heard.presence_db:.0f} dB under the body of the voice"
        )
    has_air = -45.0 < heard.air_db < -18.0
    air = round(genre.air_db * has_air + wishes.brightness, 1)
    if abs(air) >= 0.5:
        bands.append(Band("high_shelf", 10500.0, air, 0.7))
        say(f"{air:+.1f} dB air from 10.5 kHz")
    return bands


def _compressor(role: str, heard: Heard, say: Say) -> Compressor | None:
    device = COMPRESSORS.get(role)
    if device is None or heard.crest_db < 9.0:
        return None
    if role == "drums" and heard.crest_db < 14.0:
        say("no compression: the drums are dense as they are")
        return None
    say(f"compression {device.ratio:g}:1: peaks stand {heard.crest_db:.0f} dB over the average")
    return device


def _vocal_dynamics(track: TrackSettings, heard: Heard, say: Say) -> TrackSettings:
    if heard.sibilance_db > ESS_FROM_DB:
        range_db = round(min(8.0, 3.0 + heard.sibilance_db - ESS_FROM_DB), 1)
        track = replace(track, de_esser=DeEsser(ESS_HZ, ESS_FROM_DB - 3.0, range_db))
        say(f"de-ess by up to {range_db:.1f} dB: s sounds reach {heard.sibilance_db:+.0f} dB over the body")
    if heard.phrase_spread_db > SPREAD_FROM_DB:
        track = replace(track, ride_db=round(min(6.0, heard.phrase_spread_db / 2.0), 1))
        say(f"level ridden by up to {track.ride_db:.1f} dB: phrases differ by {heard.phrase_spread_db:.0f} dB")
    return track


def _safe_image(track: TrackSettings, heard: Heard, say: Say) -> TrackSettings:
    if heard.mono_loss_lu <= SAFE_MONO_LOSS_LU:
        return track
    width = round(max(0.3, 1.0 - 0.15 * (heard.mono_loss_lu - 1.0)), 2)
    say(f"width {width:g}: in mono it would lose {heard.mono_loss_lu:.1f} LU")
    return replace(track, width=width)
