"""What is wrong with a song, in numbers, words and places.

Limits come from comparing generated songs with released recordings at the same codec: what separates the two, and what
both show and is therefore no fault. A number is only called a fault beyond its limit.
"""

from typing import TypedDict

import numpy as np

from processing.dsp.blocks import means
from processing.dsp.levels import Audio, seconds, stereo
from processing.dsp.loudness import SILENCE_LUFS, Loudness, folded_lufs, loudness
from processing.dsp.pathologies import damage, numbers, quiet
from processing.dsp.pathologies.fault import Fault, fault, moments, scores, where
from processing.dsp.pathologies.reading import Place, Reading, SongReading, read_song
from processing.dsp.true_peak import true_peak_dbtp

__all__ = ["Facts", "Fault", "diagnose", "scores"]

HOLES_LIMIT, HAZE_LIMIT, HARD_LIMIT = 0.005, 0.5, 0.25
WIDE_BASS_DB, WIDE_BASS_WITH_HOLES_DB = -6.5, -9.0
"""Where the song has holes in mono too, less of a wide bass is meant."""
WIDE_BASS_CORRELATION = 0.55
"""A recording that is otherwise close to mono may have wide bass on purpose."""
SHIMMER_LIMIT_DB = -2.0
MUD_LIMIT_DB = 5.0
FLAT_LIMIT_DB, FLAT_RANGE_LU = 6.0, 3.0
MISSING_TOP_CLIFF_DB = 15.0
"""Dark music fades; only what ends at an edge has lost its top."""
EXTENDED_BELOW_HZ = 13_000.0
"""Above this a made-up top is further from the truth than none."""
NO_HIGHS = "The highs end early, but they fade as they do in dark music: nothing was cut off."
NOTHING_HEARD = "There is too little sound in it to tell."


class Facts(TypedDict, total=False):
    """What a file says of itself. `claims_lossless`: that it is whole (WAV, FLAC …), so that a lossy past would be a
    hidden one. `channels`: how many it came with, where the sound at hand may have more."""

    claims_lossless: bool
    channels: int


def diagnose(
    audio: Audio, rate: int, *, claims_lossless: bool = False, channels: int | None = None
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
        *_damage(song, rate, reading),
    )


def _image(reading: SongReading, loss_lu: float, *, is_stereo: bool) -> list[Fault]:
    whole, places = reading.whole, reading.places
    holes = whole.holes > HOLES_LIMIT
    return [
        fault("mono_holes", "Holes on one loudspeaker", whole.holes, "share", HOLES_LIMIT, holes, "fold_antiphase",
               "Parts of the sound cancel out on a phone or a club system.",
               "What is heard in stereo is also heard on one loudspeaker.",
               where(places, lambda part: part.holes > HOLES_LIMIT)),
        _bass(reading, WIDE_BASS_WITH_HOLES_DB if holes else WIDE_BASS_DB),
        fault("incoherent_highs", "Hazy highs", whole.highs, "", HAZE_LIMIT, holes and whole.highs > HAZE_LIMIT,
               "narrow_highs", "Left and right have unrelated highs, heard as a haze around the song.",
               "The highs of left and right belong together.", where(places, lambda part: part.highs > HAZE_LIMIT),
               spared="Left and right have unrelated highs, but these do not cancel out on one loudspeaker."),
        fault("mono_loss", "Lost in mono", loss_lu, "LU", 2.0, loss_lu > 2.0, "fold_antiphase",
               "The song becomes clearly quieter when it is folded to one loudspeaker.",
               "The song stays as loud on one loudspeaker."),
        fault("hard_panning", "Artificial panning", whole.hard, "of the power", HARD_LIMIT, whole.hard > HARD_LIMIT,
               "soften_panning", "Much of the sound comes from one side alone, as no room would ever give it.",
               "What is panned is still heard a little on the other side.",
               where(places, lambda part: part.hard > HARD_LIMIT)),
        fault("narrow", "No width", whole.side_db, "dB", -30.0, is_stereo and whole.side_db < -30.0, "widen",
               "Both sides are the same: the song has no width.", "The song has width.", above=False,
               spared="The file has one channel: it is mono, and no width is expected of it."),
    ]  # fmt: skip


def _bass(reading: SongReading, limit_db: float) -> Fault:
    def is_wide(part: Reading | Place) -> bool:
        return part.bass_side_db > limit_db and part.correlation < WIDE_BASS_CORRELATION

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
    return [
        fault("shimmer", "Metallic shimmer", whole.shimmer_db, "dB", SHIMMER_LIMIT_DB,
               whole.shimmer_db > SHIMMER_LIMIT_DB, "de_shimmer",
               "Between 8 and 12 kHz there is far more than music has: it sounds metallic.",
               "The top end is as strong as in released music.",
               where(places, lambda part: part.shimmer_db > SHIMMER_LIMIT_DB)),
        fault("mud", "Mud", whole.mud_db, "dB", MUD_LIMIT_DB, whole.mud_db > MUD_LIMIT_DB, "de_mud",
               "The low mids (200 to 500 Hz) bury the rest.", "The low mids leave room for the rest.",
               where(places, lambda part: part.mud_db > MUD_LIMIT_DB)),
        fault("missing_top", "Missing top octave", bandwidth_hz, "Hz", 15_000.0, no_top, extend,
               "Nothing sounds above this frequency: the song has no air.", "The highs reach up as they should.",
               above=False, spared=NO_HIGHS if bandwidth_hz > 0.0 else NOTHING_HEARD),
        fault("lossy_source", "Hidden lossy source", cliff_db, "dB", 25.0, claims_lossless and cliff_db > 25.0, extend,
               "The spectrum ends in a cliff, as after MP3 or AAC: ask for the original file.",
               "The spectrum fades as instruments do.",
               spared="The spectrum ends in a cliff, as the format of this file makes it."),
        fault("holes", "Spectral holes", whole.gaps, "share", 0.05, whole.gaps > 0.05, "",
               "Bands drop out for moments while the music goes on, as after a starved encoder.",
               "No band drops out.", where(places, lambda part: part.gaps > 0.05)),
    ]  # fmt: skip


def _motion(song: Audio, rate: int, reading: SongReading, level: Loudness) -> list[Fault]:
    rise_db = numbers.onset_rise_db(reading.levels_db)
    psr_db = true_peak_dbtp(song, rate) - level.short_term_max_lufs
    is_flat = psr_db < FLAT_LIMIT_DB and level.loudness_range_lu < FLAT_RANGE_LU and level.integrated_lufs > -40.0
    return [
        fault("soft_transients", "Soft attacks", rise_db, "dB in 10 ms", 2.5,
               0.0 < rise_db < 2.5, "sharpen_transients",
               "Drums and plucked sounds begin softly, as if behind a curtain.", "Attacks are clear.", above=False,
               spared=NOTHING_HEARD),
        fault("flat_dynamics", "Flat dynamics", psr_db, "dB", FLAT_LIMIT_DB, is_flat, "",
               "Nearly no distance is left between peaks and loudness, and nothing changes over the song.",
               "There is life between loud and soft.", above=False,
               spared="Little distance is left between peaks and loudness, but the song has loud and soft parts."
               if level.loudness_range_lu >= FLAT_RANGE_LU else NOTHING_HEARD),
    ]  # fmt: skip


def _damage(song: Audio, rate: int, reading: SongReading) -> list[Fault]:
    minutes = max(seconds(song, rate) / 60.0, 1e-3)
    flats = damage.flat_peaks(song) / minutes
    clicks, dropouts = damage.clicks(song, rate), damage.dropouts(song, rate)
    hum_db, noise_db = quiet.hum_db(song, rate), quiet.noise_db(song, rate, reading.levels_db)
    offset = float(np.abs(means(song)).max())
    per_minute = damage.sure_per_minute(clicks.size, minutes)
    return [
        # Loud masters touch the ceiling now and then on purpose.
        fault("clipping", "Clipping", flats, "per minute", 20.0, flats > 20.0, "de_clip",
               "Peaks are cut off flat, heard as crackle and harshness.", "No peak is cut off."),
        # Electronic music is full of clicks that are meant: only many are called a fault.
        fault("clicks", "Clicks", per_minute, "per minute", 30.0, per_minute > 30.0, "de_click",
               "There are clicks.", "There are no clicks.", moments(clicks)),
        fault("dropouts", "Dropouts", float(dropouts.size), "", 0.5, dropouts.size > 0, "",
               "The sound breaks off for a moment; bring the file in again from its source.",
               "The sound never breaks off.", moments(dropouts)),
        fault("hum", "Mains hum", hum_db, "dB", 12.0, hum_db > 12.0, "de_hum",
               "A mains hum stands under the quiet parts.", "There is no mains hum."),
        fault("noise", "Noise", noise_db, "dB", -50.0, noise_db > -50.0, "denoise",
               "Steady noise stands under the quiet parts.", "The quiet parts are quiet."),
        fault("dc_offset", "Constant offset", offset, "of full scale", 0.01, offset > 0.01, "highpass",
               "The wave is off its centre line, which costs headroom.", "The wave stands on its centre line."),
    ]  # fmt: skip
