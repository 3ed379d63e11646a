"""What is wrong with a song, in numbers, words and places.

Limits come from comparing generated songs with released recordings at the same codec: what separates the two, and what
both show and is therefore no fault. A number is only called a fault beyond its limit.
"""

from collections.abc import Sequence
from typing import TypedDict

import numpy as np

from processing.dsp.levels import Audio, stereo
from processing.dsp.loudness import SHORT_TERM_S, SILENCE_LUFS, STEP_S, Loudness, folded_lufs, loudness
from processing.dsp.pathologies import numbers
from processing.dsp.pathologies.damage_checks import damage_checks
from processing.dsp.pathologies.fault import Fault, fault, scores, where
from processing.dsp.pathologies.reading import Place, Reading, SongReading, read_song
from processing.dsp.true_peak import true_peak_dbtp

__all__ = ["Facts", "Fault", "diagnose", "scores"]

HOLES_LIMIT, HAZE_LIMIT, HARD_LIMIT = 0.005, 0.5, 0.25
WIDE_BASS_DB, WIDE_BASS_WITH_HOLES_DB = -6.5, -9.0
"""Where the song has holes in mono too, less of a wide bass is meant."""
WIDE_BASS_CORRELATION = 0.55
"""A recording that is otherwise close to mono may have wide bass on purpose ..."""
BASS_AGAINST_ITSELF_DB = 0.0
"""... but nobody wants more side than middle there."""
CODED_CORRELATION = 0.65
"""Lossy formats cancel highs of left and right that are unrelated; beyond that the song itself must be wide."""
SHIMMER_LIMIT_DB, STEADY_SHIMMER_DB = -2.0, -5.0
MUD_LIMIT_DB = 5.0
FLAT_LIMIT_DB, FLAT_RANGE_LU = 6.0, 3.0
SOFT_LIMIT_DB, SHARP_DB, STROKE_DB = 2.5, 8.0, 4.0
MISSING_TOP_CLIFF_DB = 15.0
"""Dark music fades; only what ends at an edge has lost its top."""
EXTENDED_BELOW_HZ = 13_000.0
"""Above this a made-up top is further from the truth than none."""
NO_HIGHS = "The highs end early, but they fade as they do in dark music: nothing was cut off."
NOTHING_HEARD = "There is too little sound in it to tell."


class Facts(TypedDict, total=False):
    """What a file says of itself. `claims_lossless`: that it is whole (WAV, FLAC …), so that a lossy past would be a
    hidden one. `channels`: how many it came with, where the sound at hand may have more. `cut_peaks`, `cut_spans`: how
    many of its peaks are flat at its own sample rate, and where, which the one at hand may hide. These are of the file
    itself and not of what is made of it."""

    claims_lossless: bool
    channels: int
    cut_peaks: int
    cut_spans: Sequence[Sequence[float]]


def diagnose(
    audio: Audio,
    rate: int,
    *,
    claims_lossless: bool = False,
    channels: int | None = None,
    cut_peaks: int = 0,
    cut_spans: Sequence[Sequence[float]] = (),
) -> tuple[Fault, ...]:
    """All checks of `(1 or 2, samples)`, healthy ones too, in the order in which people should read them. What the file
    says of itself is written as `Facts`."""
    song = stereo(np.atleast_2d(audio))
    reading, level = read_song(song, rate), loudness(song, rate)
    loss_lu = 0.0 if level.integrated_lufs <= SILENCE_LUFS else level.integrated_lufs - folded_lufs(song, rate)
    return (
        *_image(reading, loss_lu, is_stereo=(channels or np.atleast_2d(audio).shape[0]) > 1),
        *_tone(reading, claims_lossless=claims_lossless),
        *_motion(song, rate, reading, level),
        *damage_checks(song, rate, reading, cut_peaks=cut_peaks, cut_spans=cut_spans),
    )


def _image(reading: SongReading, loss_lu: float, *, is_stereo: bool) -> list[Fault]:
    whole, places = reading.whole, reading.places
    own = whole.low_holes > HOLES_LIMIT or whole.correlation < CODED_CORRELATION
    holes = whole.holes > HOLES_LIMIT and own
    return [
        fault("mono_holes", "Holes on one loudspeaker", whole.holes, "share", HOLES_LIMIT, holes, "fold_antiphase",
               "Parts of the sound cancel out on a phone or a club system.",
               "What is heard in stereo is also heard on one loudspeaker.",
               where(places, lambda part: part.holes > HOLES_LIMIT),
               spared="Only high tones cancel out on one loudspeaker, as lossy formats make them do."),
        _bass(reading, WIDE_BASS_WITH_HOLES_DB if holes else WIDE_BASS_DB),
        fault("incoherent_highs", "Hazy highs", whole.highs, "", HAZE_LIMIT, holes and whole.highs > HAZE_LIMIT,
               "narrow_highs", "Left and right have unrelated highs, heard as a haze around the song.",
               "The highs of left and right belong together.", where(places, lambda part: part.highs > HAZE_LIMIT),
               spared="Left and right have unrelated highs, but these do not cancel out on one loudspeaker."),
        fault("mono_loss", "Lost in mono", loss_lu, "LU", 2.0, loss_lu > 2.0, "fold_antiphase",
               "The song becomes clearly quieter when it is folded to one loudspeaker.",
               "The song stays as loud on one loudspeaker.", where(places, lambda part: part.loss_lu > 2.0)),
        fault("hard_panning", "Artificial panning", whole.hard, "of the power", HARD_LIMIT, whole.hard > HARD_LIMIT,
               "soften_panning", "Much of the sound comes from one side alone, as no room would ever give it.",
               "What is panned is still heard a little on the other side.",
               where(places, lambda part: part.hard > HARD_LIMIT)),
        fault("narrow", "No width", whole.side_db, "dB", -30.0, is_stereo and whole.side_db < -30.0, "widen",
               "Both sides are the same: the song has no width.", "The song has width.",
               where(places, lambda part: part.side_db < -30.0), above=False,
               spared="The file has one channel: it is mono, and no width is expected of it."),
    ]  # fmt: skip


def _bass(reading: SongReading, limit_db: float) -> Fault:
    def is_wide(part: Reading | Place) -> bool:
        against_itself = part.bass_side_db > BASS_AGAINST_ITSELF_DB
        return part.bass_side_db > limit_db and (part.correlation < WIDE_BASS_CORRELATION or against_itself)

    return fault(
        "wide_bass", "Bass out of the middle", reading.whole.bass_side_db, "dB", limit_db, is_wide(reading.whole),
        "mono_bass", "The bass pulls left and right apart: it loses its punch and vanishes in mono.",
        "The bass stands in the middle.", where(reading.places, is_wide),
        spared="The bass is wide, but left and right are alike enough on the whole for it to be meant.",
    )  # fmt: skip


def _tone(reading: SongReading, *, claims_lossless: bool) -> list[Fault]:
    whole, places = reading.whole, reading.places
    bandwidth_hz, cliff_db = whole.tone.bandwidth_hz(), numbers.cliff_db(whole.tone)
    extend = "extend_band" if 0.0 < bandwidth_hz < EXTENDED_BELOW_HZ else ""
    no_top = 0.0 < bandwidth_hz < 15_000.0 and cliff_db > MISSING_TOP_CLIFF_DB
    rings = whole.shimmer_db > SHIMMER_LIMIT_DB and whole.steady_top_db > STEADY_SHIMMER_DB
    buries = whole.mud_db > MUD_LIMIT_DB and whole.has_low_end and numbers.buried_db(whole.tone) > 0.0
    return [
        fault("shimmer", "Metallic shimmer", whole.shimmer_db, "dB", SHIMMER_LIMIT_DB, rings, "de_shimmer",
               "Between 8 and 12 kHz there is far more than music has: it sounds metallic.",
               "The top end is as strong as in released music.",
               where(places, lambda part: part.shimmer_db > SHIMMER_LIMIT_DB),
               spared="The top end is strong, but only while cymbals and hats are struck."),
        fault("mud", "Mud", whole.mud_db, "dB", MUD_LIMIT_DB, buries, "de_mud",
               "The low mids (200 to 500 Hz) bury the rest.", "The low mids leave room for the rest.",
               where(places, lambda part: part.mud_db > MUD_LIMIT_DB),
               spared="The low mids are strong, as in a voice or an instrument alone: there is nothing to bury."),
        fault("missing_top", "Missing top octave", bandwidth_hz, "Hz", 15_000.0, no_top, extend,
               "Nothing sounds above this frequency: the song has no air.", "The highs reach up as they should.",
               reading.everywhere, above=False, spared=NO_HIGHS if bandwidth_hz > 0.0 else NOTHING_HEARD),
        fault("lossy_source", "Hidden lossy source", cliff_db, "dB", 25.0, claims_lossless and cliff_db > 25.0, extend,
               "The spectrum ends in a cliff, as after MP3 or AAC: ask for the original file.",
               "The spectrum fades as instruments do.", reading.everywhere,
               spared="The spectrum ends in a cliff, as the format of this file makes it."),
        fault("holes", "Spectral holes", whole.gaps, "share", 0.05, whole.gaps > 0.05, "",
               "Bands drop out for moments while the music goes on, as after a starved encoder.",
               "No band drops out.", where(places, lambda part: part.gaps > 0.05)),
    ]  # fmt: skip


def _motion(song: Audio, rate: int, reading: SongReading, level: Loudness) -> list[Fault]:
    levels_db, places = reading.levels_db, reading.places
    rise_db = numbers.onset_rise_db(levels_db)
    struck, sharp = numbers.stroke_rise_db(levels_db) > STROKE_DB, numbers.sharpest_rise_db(levels_db) > SHARP_DB
    is_soft = 0.0 < rise_db < SOFT_LIMIT_DB and struck and not sharp and reading.whole.has_low_end
    psr_db = true_peak_dbtp(song, rate) - level.short_term_max_lufs
    is_flat = psr_db < FLAT_LIMIT_DB and level.loudness_range_lu < FLAT_RANGE_LU and level.integrated_lufs > -40.0
    return [
        fault("soft_transients", "Soft attacks", rise_db, "dB in 10 ms", SOFT_LIMIT_DB, is_soft, "sharpen_transients",
               "Drums and plucked sounds begin softly, as if behind a curtain.", "Attacks are clear.",
               where(places, lambda part: 0.0 < numbers.onset_rise_db(_within(levels_db, part)) < SOFT_LIMIT_DB),
               above=False, spared=_no_attacks(rise_db, sharp=sharp)),
        fault("flat_dynamics", "Flat dynamics", psr_db, "dB", FLAT_LIMIT_DB, is_flat, "",
               "Nearly no distance is left between peaks and loudness, and nothing changes over the song.",
               "There is life between loud and soft.",
               where(places, lambda part: part.peak_db - _loudest_lufs(level, part) < FLAT_LIMIT_DB), above=False,
               spared="Little distance is left between peaks and loudness, but the song has loud and soft parts."
               if level.loudness_range_lu >= FLAT_RANGE_LU else NOTHING_HEARD),
    ]  # fmt: skip


def _no_attacks(rise_db: float, *, sharp: bool) -> str:
    """Why few or slow attacks are none that have become soft."""
    if rise_db <= 0.0:
        return NOTHING_HEARD
    return "Attacks are rare, but clear." if sharp else "Little is struck or plucked here that could begin softly."


def _within(levels_db: numbers.Curve, place: Place) -> numbers.Curve:
    return levels_db[round(place.start_s / numbers.RISE_S) : round(place.end_s / numbers.RISE_S)]


def _loudest_lufs(level: Loudness, place: Place) -> float:
    """The loudest three seconds that lie in a window."""
    first, last = round((place.start_s + SHORT_TERM_S) / STEP_S) - 1, round(place.end_s / STEP_S)
    return float(level.short_term_lufs[max(0, first) : last].max(initial=SILENCE_LUFS))
