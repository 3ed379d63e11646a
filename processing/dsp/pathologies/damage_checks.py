"""The checks of damage: what recording, copying and exporting did to a song."""

from collections.abc import Sequence

import numpy as np

from processing.dsp.blocks import means
from processing.dsp.levels import Audio, seconds
from processing.dsp.pathologies import damage, quiet
from processing.dsp.pathologies.fault import Fault, fault, moments, runs
from processing.dsp.pathologies.reading import SongReading


def damage_checks(
    song: Audio, rate: int, reading: SongReading, *, cut_peaks: int = 0, cut_spans: Sequence[Sequence[float]] = ()
) -> list[Fault]:
    """`song` is (2, samples), and has been read. `cut_peaks` and `cut_spans` are what was counted where `song` comes
    from: another sample rate rounds what was flat, so the larger number is told."""
    minutes = max(seconds(song, rate) / 60.0, 1e-3)
    flats, clicks, dropouts = (find(song, rate) for find in (damage.flat_peaks, damage.clicks, damage.dropouts))
    hum, noise = quiet.hum(song, rate), quiet.noise(song, rate, reading.levels_db)
    offset = float(np.abs(means(song)).max())
    cut_at = apart(flats) if flats.size >= cut_peaks else tuple((float(a), float(b)) for a, b in cut_spans)
    cut, clicking = max(flats.size, cut_peaks) / minutes, damage.sure_per_minute(clicks.size, minutes)
    return [
        # Loud masters touch the ceiling now and then on purpose.
        fault("clipping", "Clipping", cut, "per minute", 20.0, cut > 20.0, "de_clip",
               "Peaks are cut off flat, heard as crackle and harshness.", "No peak is cut off.", cut_at),
        # Electronic music is full of clicks that are meant: only many are called a fault.
        fault("clicks", "Clicks", clicking, "per minute", 30.0, clicking > 30.0, "de_click",
               "There are clicks.", "There are no clicks.", moments(clicks)),
        fault("dropouts", "Dropouts", float(dropouts.size), "", 0.5, dropouts.size > 0, "",
               "The sound breaks off for a moment; bring the file in again from its source.",
               "The sound never breaks off.", moments(dropouts)),
        fault("hum", "Mains hum", hum.level_db, "dB", 12.0, hum.level_db > 12.0, "de_hum",
               "A mains hum stands under the quiet parts.", "There is no mains hum.", hum.spans),
        fault("noise", "Noise", noise.level_db, "dB", -50.0, noise.level_db > -50.0, "denoise",
               "Steady noise stands under the quiet parts.", "The quiet parts are quiet.", noise.spans),
        fault("dc_offset", "Constant offset", offset, "of full scale", 0.01, offset > 0.01, "highpass",
               "The wave is off its centre line, which costs headroom.", "The wave stands on its centre line.",
               reading.everywhere),
    ]  # fmt: skip


def apart(times_s: damage.Curve, least_s: float = 0.5) -> tuple[tuple[float, float], ...]:
    """Many moments as few places: what follows within half a second belongs to the same one."""
    return tuple((round(first, 2), round(last, 2)) for first, last in runs(times_s, least_s))
