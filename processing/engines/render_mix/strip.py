"""One channel strip: everything that happens to a track before its fader."""

from collections.abc import Mapping, Sequence

import numpy as np
import pedalboard

from processing.console.settings import Band, Compressor, TrackSettings
from processing.dsp.dynamic_eq import unmask, voice_keys
from processing.dsp.dynamics import Compression, compress, de_ess, ride
from processing.dsp.filters import Curve, mono_below
from processing.dsp.levels import Audio, db_to_gain, stereo
from processing.dsp.sidechain import duck, kick_curve

BUFFER = 8192
SHELF_Q = 0.7


class Keys:
    """What keyed processors listen to, worked out once per source track. Independent of recording levels."""

    def __init__(self, tracks: Mapping[str, Audio], sample_rate: int) -> None:
        self._tracks, self._sample_rate = tracks, sample_rate
        self._kicks: dict[str, Curve] = {}
        self._voices: dict[str, list[Curve]] = {}

    def kick(self, source: str) -> Curve:
        if source not in self._kicks:
            self._kicks[source] = kick_curve(stereo(self._tracks[source]), self._sample_rate)
        return self._kicks[source]

    def voice(self, source: str) -> Sequence[Curve]:
        if source not in self._voices:
            self._voices[source] = voice_keys(stereo(self._tracks[source]), self._sample_rate)
        return self._voices[source]


def processed(audio: Audio, sample_rate: int, settings: TrackSettings, keys: Keys) -> Audio:
    """`audio` (channels, samples) through the whole strip up to its fader; stereo, same length."""
    out = through(stereo(audio), sample_rate, _input_effects(settings))
    if settings.mono_below_hz:
        out = mono_below(out, sample_rate, settings.mono_below_hz)
    if settings.ride_db:
        out = ride(out, sample_rate, settings.ride_db)
    if settings.de_esser:
        device = settings.de_esser
        out = de_ess(
            out, sample_rate, freq_hz=device.freq_hz, threshold_db=device.threshold_db, range_db=device.range_db
        )
    if settings.compressor:
        out = compress(out, sample_rate, compression(settings.compressor))
    out = through(out, sample_rate, equaliser(settings.eq))
    return with_width(keyed(out, sample_rate, settings, keys), settings.width)


def compression(device: Compressor) -> Compression:
    return Compression(device.threshold_db, device.ratio, device.attack_ms, device.release_ms, device.makeup_db)


def equaliser(bands: Sequence[Band]) -> list[pedalboard.Plugin]:
    kinds = {
        "peak": pedalboard.PeakFilter,
        "low_shelf": pedalboard.LowShelfFilter,
        "high_shelf": pedalboard.HighShelfFilter,
    }
    return [
        kinds[band.kind](cutoff_frequency_hz=band.freq_hz, gain_db=band.gain_db, q=band.q)
        for band in bands
        if band.gain_db
    ]


def _input_effects(settings: TrackSettings) -> list[pedalboard.Plugin]:
    effects: list[pedalboard.Plugin] = []
    if settings.trim_db:
        effects.append(pedalboard.Gain(settings.trim_db))
    if settings.highpass_hz:
        # pedalboard's high-pass falls by 6 dB per octave: two make the usual 12.
        effects += [pedalboard.HighpassFilter(settings.highpass_hz) for _ in range(2)]
    return effects


def through(audio: Audio, sample_rate: int, effects: list[pedalboard.Plugin]) -> Audio:
    """`audio` (channels, samples) through pedalboard effects, same length; without effects the very same array."""
    if not effects:
        return audio
    out = pedalboard.Pedalboard(effects)(audio, sample_rate, buffer_size=BUFFER)  # type: ignore[attr-defined]
    return np.asarray(out, dtype=np.float32)


def keyed(audio: Audio, sample_rate: int, settings: TrackSettings, keys: Keys) -> Audio:
    """The part of the strip that listens to other tracks: ducking under the kick, stepping back under the voice."""
    if settings.sidechain and settings.sidechain.depth_db:
        chain = settings.sidechain
        key = keys.kick(chain.source)
        audio = duck(
            audio,
            sample_rate,
            key,
            depth_db=chain.depth_db,
            attack_ms=chain.attack_ms,
            release_ms=chain.release_ms,
        )
    if settings.unmasking and settings.unmasking.depth_db:
        audio = unmask(audio, sample_rate, keys.voice(settings.unmasking.source), settings.unmasking.depth_db)
    return audio


def with_width(audio: Audio, width: float) -> Audio:
    if width == 1.0:
        return audio
    side = (audio[0] - audio[1]) * (0.5 * (width - 1.0))
    audio = audio.copy()
    audio[0] += side
    audio[1] -= side
    return audio


def fader_gain(settings: TrackSettings) -> float:
    return 0.0 if settings.muted else db_to_gain(settings.gain_db)
