"""What stands under the quiet parts of a song: steady noise and mains hum. Audio is `(2, samples)`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from processing.dsp.blocks import stretches
from processing.dsp.levels import Audio, mono
from processing.dsp.on_disk import let_go
from processing.dsp.pathologies.fault import runs
from processing.dsp.pathologies.numbers import RISE_S

PIECE = 16_384
"""Samples of a quiet piece in which noise is looked for: a third of a second at 48 kHz."""
NOISE_HZ = (500.0, 8_000.0)
NOISE_FLATNESS = 0.3
"""Hiss has 0.6 and more of a flat spectrum, rumble a third, tones and chords a tenth."""
NOISE_STEADY_DB = 4.0
NOISE_BELOW_DB = -14.0
"""Music that never gets this quiet beside its loud moments has no pause to hear noise in."""
SILENT_POWER = 3e-9
"""-85 dB: less is silence that somebody put there."""
MAINS_HZ = (50, 60)
STANDING_S = 8.0

Curve = NDArray[np.float64]
Spans = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Heard:
    """A level in dB and where (start, end in seconds) it is heard best."""

    level_db: float
    spans: Spans = ()


def noise(song: Audio, rate: int, levels_db: Curve) -> Heard:
    """Steady noise under the quietest moments, in dB relative to the loud ones; -90 where there is none.

    A fade is not steady, a held chord not noise, and digital silence before or behind the music no moment of it: none
    of them counts.
    """
    step = PIECE / (RISE_S * rate)
    count = int(levels_db.size // step)
    powers = 10 ** (levels_db / 10)
    pieces = np.array([powers[int(i * step) : int((i + 1) * step)].mean() for i in range(count)])
    # What is half silence has half the noise: the pieces beside silent ones are left out with them.
    silent = np.convolve(pieces <= SILENT_POWER, np.ones(3), "same") > 0.0 if count else np.zeros(0, bool)
    sounding = np.flatnonzero(~silent)
    if sounding.size < 12:
        return NO_NOISE
    quietest = sounding[np.argsort(pieces[sounding])[: max(3, sounding.size // 20)]]
    pieces_db, loud_db = 10 * np.log10(pieces[quietest]), float(np.percentile(levels_db, 95.0))
    if np.median(pieces_db) > loud_db + NOISE_BELOW_DB:
        return NO_NOISE
    if np.ptp(pieces_db) > NOISE_STEADY_DB or _flatness(song, rate, quietest) < NOISE_FLATNESS:
        return NO_NOISE
    level_db = float(np.clip(np.median(pieces_db) - loud_db, NO_NOISE.level_db, 0.0))
    return Heard(level_db, joined(quietest, PIECE / rate))


def _flatness(song: Audio, rate: int, pieces: NDArray[np.int64]) -> float:
    """1 for white noise, towards 0 for tones, of the mean spectrum of some pieces."""
    hz = np.fft.rfftfreq(PIECE, 1.0 / rate)
    inside = (hz >= NOISE_HZ[0]) & (hz < NOISE_HZ[1])
    seen = np.zeros(int(inside.sum()))
    for piece in pieces[:40].tolist():
        part = mono(song[:, piece * PIECE : (piece + 1) * PIECE])
        seen += np.abs(np.fft.rfft(part * _PIECE_WINDOW)[inside]) ** 2
        let_go(song)
    # Neighbouring bins together, so that the roughness of few pieces is not taken for tones.
    seen = seen[: seen.size // 16 * 16].reshape(-1, 16).mean(axis=1) + 1e-20
    return float(np.exp(np.log(seen).mean()) / seen.mean())


def hum(song: Audio, rate: int) -> Heard:
    """The strongest mains hum, 0 dB where there is none: lines at 50 or 60 Hz and their harmonics over what lies beside
    them in the quietest tenth of the song, or the first of these lines where it stands through all the music."""
    quietest = quiet_seconds(song, rate)
    seen = _power(song, rate, quietest)
    if seen is None:
        return Heard(0.0)
    in_pauses_db = max(line_over_floor_db(seen, mains) for mains in MAINS_HZ)
    throughout_db = max(0.0, *(heights[0] for heights in standing_lines_db(song, rate).values()))
    if throughout_db > in_pauses_db:
        return Heard(throughout_db, ((0.0, round(song.shape[1] / rate, 2)),))
    return Heard(in_pauses_db, joined(quietest, 1.0))


def hum_lines_db(song: Audio, rate: int, harmonics: int) -> dict[int, float]:
    """How high each line of the mains stands by its frequency in Hz, where `hum` hears it best: in the quiet parts, or
    through the music. Empty where there is too little to tell."""
    seen = quiet_spectrum(song, rate)
    if seen is None:
        return {}
    in_pauses = {mains: line_heights_db(seen, mains, harmonics) for mains in MAINS_HZ}
    standing = standing_lines_db(song, rate, harmonics)
    quiet, always = max(MAINS_HZ, key=lambda hz: _hum_db(in_pauses[hz])), max(MAINS_HZ, key=lambda hz: standing[hz][0])
    stands = standing[always][0] > _hum_db(in_pauses[quiet])
    mains, heights = (always, standing[always]) if stands else (quiet, in_pauses[quiet])
    return {mains * number: height for number, height in enumerate(heights, 1)}


def quiet_spectrum(song: Audio, rate: int) -> Curve | None:
    """Power of the mono sum in the quietest seconds, a tenth of all, in bins of one hertz; None below three seconds.

    The median over those seconds: what is not there all the time is no hum.
    """
    return _power(song, rate, quiet_seconds(song, rate))


def quiet_seconds(song: Audio, rate: int) -> NDArray[np.int64]:
    """The numbers of the quietest seconds that are not silent, a tenth of all; none below three seconds."""
    whole = song[:, : song.shape[1] // rate * rate]
    power = np.array([float(np.mean(mono(whole[:, second]) ** 2)) for second in stretches(whole, block=rate)])
    sounding = np.flatnonzero(power > SILENT_POWER)
    if sounding.size < 3:
        return np.zeros(0, np.int64)
    return np.asarray(sounding[np.argsort(power[sounding])[: min(60, max(1, sounding.size // 10))]])


def _power(song: Audio, rate: int, seconds: NDArray[np.int64]) -> Curve | None:
    window = np.hanning(rate).astype(np.float32)
    spectra = []
    for number in seconds.tolist():
        second = mono(song[:, number * rate : (number + 1) * rate])
        spectra.append(np.abs(np.fft.rfft(second * window)[:2_000]) ** 2)
        let_go(song)
    return np.asarray(np.median(spectra, axis=0), dtype=np.float64) if spectra else None


def standing_lines_db(song: Audio, rate: int, harmonics: int = 1) -> dict[int, list[float]]:
    """By mains, how far its lines stand over all that lies beside them, by what sounds in three of four long stretches:
    no note is held as long, nor as exactly there, and a beat that repeats itself has lines on both sides."""
    slower = max(1, rate // 2_000)
    length = min(round(STANDING_S * rate), song.shape[1]) // slower * slower
    hz = np.arange(0.0, harmonics * max(MAINS_HZ) + 10.0, rate / (4 * max(1, length)))
    stretched: list[Curve] = []
    for start in range(0, song.shape[1] - length + 1, max(1, length)):
        part = resample_poly(mono(song[:, start : start + length]).astype(np.float64), 1, slower)
        stretched.append(np.abs(np.fft.rfft(part * np.hanning(part.size), 4 * part.size)[: hz.size]) ** 2)
        let_go(song)
    power = np.percentile(stretched, 25.0, axis=0) + 1e-14

    def height_db(line_hz: int) -> float:
        away = np.abs(hz - line_hz)
        beside = power[(away > 0.9) & (away < 6.0)].max()
        return 10.0 * float(np.log10(power[away < 0.3].max() / beside))

    return {mains: [height_db(mains * number) for number in range(1, harmonics + 1)] for mains in MAINS_HZ}


def joined(numbers: NDArray[np.int64], each_s: float) -> Spans:
    """Pieces of one length by their numbers, as (start, end) in seconds; neighbours are one."""
    return tuple((round(a * each_s, 2), round((b + 1) * each_s, 2)) for a, b in runs(np.sort(numbers), 1.0))


def line_over_floor_db(power: Curve, mains_hz: int) -> float:
    """The least height over their surroundings of the first line and two of its next four harmonics: music rarely hits
    them all, and some mains have only odd ones."""
    return _hum_db(line_heights_db(power, mains_hz, 5))


def _hum_db(heights_db: list[float]) -> float:
    first, *others = heights_db[:5]
    return max(0.0, min(first, sorted(others)[-2]))


def line_heights_db(power: Curve, mains_hz: int, harmonics: int) -> list[float]:
    heights = []
    for harmonic in range(1, harmonics + 1):
        at = mains_hz * harmonic
        floor = np.median(np.concatenate([power[at - 12 : at - 3], power[at + 4 : at + 13]])) + 1e-12
        # A line is higher than what lies three hertz away; the flank of a bass note is not.
        flank = max(power[at - 3], power[at + 3]) + 1e-12
        heights.append(10.0 * float(np.log10(power[at - 1 : at + 2].max() / max(floor, flank) + 1e-12)))
    return heights


_PIECE_WINDOW = np.hanning(PIECE).astype(np.float32)
NO_NOISE = Heard(-90.0)
