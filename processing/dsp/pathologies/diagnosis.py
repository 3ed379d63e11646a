"""What is wrong with a song, in numbers, words and places.

Limits come from comparing generated songs with released recordings at the same codec: what separates the two, and what
both show and is therefore no fault. A number is only called a fault beyond its limit.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from processing.dsp.full_scale import full_scale_runs
from processing.dsp.levels import Audio, seconds, stereo
from processing.dsp.loudness import loudness
from processing.dsp.pathologies import numbers
from processing.dsp.spectrum import Spectrum, spectrum
from processing.dsp.stereo import correlation, low_side_db, mono_loss_lu
from processing.dsp.true_peak import true_peak_dbtp

WINDOW_S = 5.0
# The middle of released recordings.
HEALTHY = {
    "mono_holes": 0.0005, "wide_bass": -12.0, "incoherent_highs": 0.1, "mono_loss": 0.7, "shimmer": -8.6, "mud": 0.9,
    "missing_top": 20_000.0, "lossy_source": 0.0, "soft_transients": 4.5, "flat_dynamics": 10.9, "clipping": 0.0,
    "clicks": 0.0, "dropouts": 0.0, "hum": 0.0, "dc_offset": 0.0,
}  # fmt: skip
WIDE_BASS_CORRELATION = 0.55
"""A recording that is otherwise close to mono may have wide bass on purpose."""


@dataclass(frozen=True)
class Fault:
    """One number with its limit. `above`: beyond the limit means larger. `spans` are (start, end) in seconds where it
    is found; empty when it is a property of the whole song. `remedy` names the repair, if there is one."""

    code: str
    title: str
    value: float
    unit: str
    limit: float
    above: bool
    found: bool
    words: str
    remedy: str = ""
    spans: tuple[tuple[float, float], ...] = ()

    @property
    def severity(self) -> float:
        """0 as released music has it, 50 at the limit, 100 far beyond: for comparing before and after."""
        healthy = HEALTHY[self.code]
        return float(np.clip(50.0 * (self.value - healthy) / (self.limit - healthy), 0.0, 100.0))

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "severity": round(self.severity, 1)}


@dataclass(frozen=True)
class _Reading:
    """All numbers of one stretch of music."""

    holes: float
    highs: float
    bass_side_db: float
    correlation: float
    shimmer_db: float
    mud_db: float
    rise_db: float


def diagnose(audio: Audio, rate: int) -> tuple[Fault, ...]:
    """All checks of `(1 or 2, samples)`, healthy ones too, in the order in which people should read them."""
    song = stereo(np.atleast_2d(audio))
    tone = spectrum(song, rate)
    whole = _read(song, rate, tone)
    places = _windows(song, rate)
    return (
        *_image(whole, places, mono_loss_lu(song, rate)),
        *_tone(whole, places, tone),
        *_motion(song, rate, whole),
        *_damage(song, rate),
    )


def scores(faults: Sequence[Fault]) -> dict[str, float]:
    """Severity by code, for before and after."""
    return {fault.code: round(fault.severity, 1) for fault in faults}


Places = list[tuple[tuple[float, float], _Reading]]


def _read(song: Audio, rate: int, tone: Spectrum) -> _Reading:
    return _Reading(
        holes=numbers.mono_holes(song, rate),
        highs=numbers.incoherent_highs(song, rate),
        bass_side_db=low_side_db(song, rate),
        correlation=correlation(song),
        shimmer_db=numbers.shimmer_db(tone),
        mud_db=numbers.mud_db(tone),
        rise_db=numbers.onset_rise_db(song, rate),
    )


def _windows(song: Audio, rate: int) -> Places:
    length = round(WINDOW_S * rate)
    starts = range(0, max(1, song.shape[1] - length // 2), length)
    parts = [(start, min(start + length, song.shape[1])) for start in starts]
    readings = (_read(part, rate, spectrum(part, rate)) for part in (song[:, start:stop] for start, stop in parts))
    return [((start / rate, stop / rate), reading) for (start, stop), reading in zip(parts, readings, strict=True)]


def _where(places: Places, is_bad: Callable[[_Reading], bool]) -> tuple[tuple[float, float], ...]:
    """Joined windows in which it is found."""
    spans: list[tuple[float, float]] = []
    for (start, end), reading in places:
        if not is_bad(reading):
            continue
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple((round(start, 2), round(end, 2)) for start, end in spans)


def _image(whole: _Reading, places: Places, loss_lu: float) -> list[Fault]:
    holes = whole.holes > 0.005

    def wide_bass(part: _Reading) -> bool:
        return part.bass_side_db > (-9.0 if holes else -6.5) and part.correlation < WIDE_BASS_CORRELATION

    return [
        _fault("mono_holes", "Holes on one loudspeaker", whole.holes, "share", 0.005, holes, "fold_antiphase",
               "Parts of the sound cancel out on a phone or a club system.",
               "What is heard in stereo is also heard on one loudspeaker.",
               _where(places, lambda part: part.holes > 0.005)),
        _fault("wide_bass", "Bass out of the middle", whole.bass_side_db, "dB", -6.5, wide_bass(whole), "mono_bass",
               "The bass pulls left and right apart: it loses its punch and vanishes in mono.",
               "The bass stands in the middle.", _where(places, wide_bass)),
        _fault("incoherent_highs", "Hazy highs", whole.highs, "", 0.5, holes and whole.highs > 0.5, "narrow_highs",
               "Left and right have unrelated highs, heard as a haze around the song.",
               "The highs of left and right belong together.", _where(places, lambda part: part.highs > 0.5)),
        _fault("mono_loss", "Lost in mono", loss_lu, "LU", 2.0, loss_lu > 2.0, "fold_antiphase",
               "The song becomes clearly quieter when it is folded to one loudspeaker.",
               "The song stays as loud on one loudspeaker."),
    ]  # fmt: skip


def _tone(whole: _Reading, places: Places, tone: Spectrum) -> list[Fault]:
    bandwidth_hz, cliff_db = tone.bandwidth_hz(), numbers.cliff_db(tone)
    return [
        _fault("shimmer", "Metallic shimmer", whole.shimmer_db, "dB", -2.0, whole.shimmer_db > -2.0, "de_shimmer",
               "Between 8 and 12 kHz there is far more than music has: it sounds metallic.",
               "The top end is as strong as in released music.",
               _where(places, lambda part: part.shimmer_db > -2.0)),
        _fault("mud", "Mud", whole.mud_db, "dB", 5.0, whole.mud_db > 5.0, "de_mud",
               "The low mids (200 to 500 Hz) bury the rest.", "The low mids leave room for the rest.",
               _where(places, lambda part: part.mud_db > 5.0)),
        _fault("missing_top", "Missing top octave", bandwidth_hz, "Hz", 16_000.0,
               0.0 < bandwidth_hz < 16_000.0, "extend_band",
               "Nothing sounds above this frequency: the song has no air.", "The highs reach up to where ears end.",
               above=False),
        _fault("lossy_source", "Hidden lossy source", cliff_db, "dB", 25.0, cliff_db > 25.0, "",
               "The spectrum ends in a cliff, as after MP3 or AAC: ask for the original file.",
               "The spectrum fades as instruments do."),
    ]  # fmt: skip


def _motion(song: Audio, rate: int, whole: _Reading) -> list[Fault]:
    reading = loudness(song, rate)
    psr_db = true_peak_dbtp(song, rate) - reading.short_term_max_lufs
    is_flat = psr_db < 6.0 and reading.loudness_range_lu < 3.0 and reading.integrated_lufs > -40.0
    return [
        _fault("soft_transients", "Soft attacks", whole.rise_db, "dB in 10 ms", 3.0,
               0.0 < whole.rise_db < 3.0, "sharpen_transients",
               "Drums and plucked sounds begin softly, as if behind a curtain.", "Attacks are clear.", above=False),
        _fault("flat_dynamics", "Flat dynamics", psr_db, "dB", 6.0, is_flat, "",
               "Nearly no distance is left between peaks and loudness, and nothing changes over the song.",
               "There is life between loud and soft.", above=False),
    ]  # fmt: skip


def _damage(song: Audio, rate: int) -> list[Fault]:
    minutes = max(seconds(song, rate) / 60.0, 1e-3)
    runs = full_scale_runs(song)
    clicks, dropouts = numbers.clicks(song, rate), numbers.dropouts(song, rate)
    hum_db = numbers.hum_db(song, rate)
    offset = float(np.abs(song.mean(axis=1, dtype=np.float64)).max()) if song.size else 0.0
    per_minute = clicks.size / minutes
    return [
        _fault("clipping", "Clipping", float(runs.runs), "runs", 3.0, runs.runs > 3, "de_clip",
               "Peaks are cut off flat, heard as crackle and harshness.", "No peak is cut off."),
        # Electronic music is full of clicks that are meant: only many are called a fault.
        _fault("clicks", "Clicks", per_minute, "per minute", 20.0, clicks.size > 4 and per_minute > 20.0, "de_click",
               "There are clicks.", "There are no clicks.", _moments(clicks)),
        _fault("dropouts", "Dropouts", float(dropouts.size), "", 0.5, dropouts.size > 0, "",
               "The sound breaks off for a moment; bring the file in again from its source.",
               "The sound never breaks off.", _moments(dropouts)),
        _fault("hum", "Mains hum", hum_db, "dB", 12.0, hum_db > 12.0, "de_hum",
               "A mains hum stands under the quiet parts.", "There is no mains hum."),
        _fault("dc_offset", "Constant offset", offset, "of full scale", 0.01, offset > 0.01, "highpass",
               "The wave is off its centre line, which costs headroom.", "The wave stands on its centre line."),
    ]  # fmt: skip


def _moments(times_s: Sequence[float] | Any, most: int = 50) -> tuple[tuple[float, float], ...]:
    return tuple((round(float(t), 3), round(float(t), 3)) for t in list(times_s)[:most])


def _fault(
    code: str, title: str, value: float, unit: str, limit: float, found: bool, remedy: str, bad: str, good: str,
    spans: tuple[tuple[float, float], ...] = (), *, above: bool = True,
) -> Fault:  # fmt: skip
    return Fault(
        code, title, round(float(value), 4), unit, limit, above, bool(found), bad if found else good,
        remedy if found else "", spans if found else (),
    )  # fmt: skip
