"""Lay a voice on a band by ear: where it starts, how fast both go, how they drift, how they are tuned."""

from dataclasses import dataclass, replace

import numpy as np

from processing.dsp.alignment import entries, harmony, pulse
from processing.dsp.alignment.drift import Local, local_offsets
from processing.dsp.alignment.found import SURE, Alignment
from processing.dsp.alignment.offset import Likeness, Place, likeness, place
from processing.dsp.alignment.rises import Rises, rises, strength
from processing.dsp.alignment.session import signs, speed_by_lengths
from processing.dsp.beats import beats
from processing.dsp.levels import Audio, seconds
from processing.dsp.pitch import track_pitch

REACH_S = 2.3
_LEAST_STEADY = 0.25
_SAME_SPEED_S = 0.02  # no further apart at the end than this, both go at one speed
_NO_BEAT_S = 0.5  # taken as a beat where none is heard, so that the start can still be looked for


def measure(
    voice: Audio,
    band: Audio,
    rate: int,
    *,
    voice_bpm: float | None = None,
    around_s: float = 0.0,
    reach_s: float = REACH_S,
) -> Alignment:
    """Both `(channels, samples)` at `rate`. About 40 times faster than real time.

    `voice_bpm`: the tempo that a person typed or tapped; it wins over what is heard. The start of the voice is looked
    for within `reach_s` of `around_s`, and where several places fit alike, nearer ones are preferred.
    """
    pair = _Pair(voice, band, rate, around_s, reach_s)
    sung, played = rises(voice, rate), rises(band, rate)
    beat = _steady_beat(pair, played)
    beat_s = beat.beat_s if beat else _NO_BEAT_S
    heard = pulse.speed(strength(sung), beat.bpm, voice_bpm) if beat else pulse.Speed(1.0, 0.0, voice_bpm or 0.0)
    speed = heard if voice_bpm else _with_lengths(heard, pair, beat.bpm if beat else 0.0)
    ratio = speed.ratio if speed.confidence >= SURE else 1.0
    start, key = _laid(pair, likeness(sung, played, ratio, around_s, reach_s), ratio, beat_s)
    drift = _unrepaired(local_offsets(sung, played, ratio, start.offset_s, beat_s), ratio)
    found = _found(beat, speed, ratio, start, key, drift, round(seconds(voice, rate), 3))
    by_lengths = speed.confidence >= SURE > heard.confidence
    return replace(found, bpm_typed=voice_bpm is not None, tempo_by_lengths=by_lengths)


@dataclass(frozen=True)
class _Pair:
    """Both recordings, and where in the band the voice is looked for."""

    voice: Audio
    band: Audio
    rate: int
    around_s: float
    reach_s: float


def _steady_beat(pair: _Pair, played: Rises) -> pulse.Pulse | None:
    beat = pulse.steady_pulse(beats(pair.band, pair.rate), strength(played))
    return beat if beat and beat.confidence >= _LEAST_STEADY else None


def _with_lengths(heard: pulse.Speed, pair: _Pair, band_bpm: float) -> pulse.Speed:
    """What was heard, sharpened by the files' lengths, or what they tell alone."""
    voice, band, rate = pair.voice, pair.band, pair.rate
    told = heard.confidence >= SURE
    latest_s = pair.around_s + pair.reach_s
    ratio = speed_by_lengths(voice, band, rate, heard.ratio if told else None, latest_s) or heard.ratio
    if told and abs(ratio - 1.0) * seconds(voice, rate) <= _SAME_SPEED_S:
        ratio = 1.0
    if ratio == heard.ratio:
        return heard
    return pulse.Speed(ratio, max(SURE, heard.confidence), band_bpm / ratio)


def _laid(pair: _Pair, alike: Likeness, ratio: float, beat_s: float) -> tuple[Place, harmony.Transposition]:
    """Where the voice starts, and how far the band stands above it."""
    voice, band, rate = pair.voice, pair.band, pair.rate
    voice_tones, band_tones = harmony.tones_of_voice(track_pitch(voice, rate)), harmony.tones_of_band(band, rate)
    fits = harmony.agreement(voice_tones.classes, band_tones.classes, ratio, alike.lags_s)
    # Notes share a scale wherever the voice is laid, so the key is told before the beat is.
    anywhere = fits.mean(axis=1)
    steps = harmony.SHIFTS[int(anywhere.argmax())]
    start = place(
        alike,
        harmony.on_chords(voice_tones.classes, band_tones.classes, ratio, steps, alike.lags_s),
        entries.coming_in(entries.steps(voice, rate), entries.steps(band, rate), ratio, alike.lags_s),
        beat_s,
        pair.around_s,
        pair.reach_s,
        signs(voice, band, rate, ratio, pair.around_s, pair.reach_s),
    )
    there = fits[:, int(np.abs(alike.lags_s - start.offset_s).argmin())]
    around = (anywhere + start.confidence * there) / (1.0 + start.confidence)
    return start, harmony.transposition(around, voice_tones, band_tones)


def _found(
    beat: pulse.Pulse | None,
    speed: pulse.Speed,
    ratio: float,
    start: Place,
    key: harmony.Transposition,
    drift: tuple[Local, ...],
    voice_s: float,
) -> Alignment:
    return Alignment(
        offset_s=start.offset_s,
        offset_confidence=start.confidence,
        within_beat_confidence=start.within_beat,
        others_s=start.others_s,
        tempo_ratio=ratio,
        tempo_confidence=speed.confidence,
        voice_bpm=round(speed.voice_bpm, 3),
        band_bpm=round(beat.bpm, 3) if beat else 0.0,
        first_beat_s=beat.first_s if beat else 0.0,
        beat_confidence=beat.confidence if beat else 0.0,
        wander_ms=beat.most_wander_ms if beat else 0.0,
        transpose_semitones=key.semitones,
        key_confidence=key.confidence,
        drift=drift,
        voice_s=voice_s,
    )


def drift_after(voice: Audio, band: Audio, rate: int, offset_s: float, bpm: float) -> tuple[Local, ...]:
    """How late the voice lies against a band at `bpm` when it starts at `offset_s`: what is left after a repair."""
    return local_offsets(rises(voice, rate), rises(band, rate), 1.0, offset_s, 60.0 / bpm)


def _unrepaired(local: tuple[Local, ...], ratio: float) -> tuple[Local, ...]:
    """With what an unequal tempo adds to each window."""
    return tuple(Local(one.time_s, round(one.late_ms + 1000.0 * one.time_s * (1.0 - 1.0 / ratio), 1)) for one in local)
