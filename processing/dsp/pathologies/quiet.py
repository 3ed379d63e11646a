"""What stands under the quiet parts of a song: steady noise and mains hum. Audio is `(2, samples)`."""

import numpy as np
from numpy.typing import NDArray

from processing.dsp.blocks import stretches
from processing.dsp.levels import Audio, mono
from processing.dsp.on_disk import let_go
from processing.dsp.pathologies.numbers import RISE_S

PIECE = 16_384
"""Samples of a quiet piece in which noise is looked for: a third of a second at 48 kHz."""
NOISE_HZ = (500.0, 8_000.0)
NOISE_FLATNESS = 0.3
"""Hiss has 0.6 and more of a flat spectrum, rumble a third, tones and chords a tenth."""
NOISE_STEADY_DB = 4.0
NOISE_BELOW_DB = -14.0
"""Music that never gets this quiet beside its loud moments has no pause to hear noise in."""
NO_NOISE_DB = -90.0

Curve = NDArray[np.float64]


def noise_db(song: Audio, rate: int, levels_db: Curve) -> float:
    """Steady noise under the quietest moments, in dB relative to the loud ones; -90 where there is none.

    A fade is not steady and a held chord not noise: neither counts.
    """
    step = PIECE / (RISE_S * rate)
    count = int(levels_db.size // step)
    if count < 12:
        return NO_NOISE_DB
    powers = 10 ** (levels_db / 10)
    pieces = np.array([powers[int(i * step) : int((i + 1) * step)].mean() for i in range(count)])
    quietest = np.argsort(pieces)[: max(3, count // 20)]
    pieces_db, loud_db = 10 * np.log10(pieces[quietest]), float(np.percentile(levels_db, 95.0))
    if np.median(pieces_db) > loud_db + NOISE_BELOW_DB:
        return NO_NOISE_DB
    if np.ptp(pieces_db) > NOISE_STEADY_DB or _flatness(song, rate, quietest) < NOISE_FLATNESS:
        return NO_NOISE_DB
    return float(np.clip(np.median(pieces_db) - loud_db, NO_NOISE_DB, 0.0))


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


def hum_db(song: Audio, rate: int) -> float:
    """The strongest mains hum: lines at 50 or 60 Hz and their harmonics over what lies beside them, in the quietest
    tenth of the song. 0 where there is none."""
    seen = quiet_spectrum(song, rate)
    return 0.0 if seen is None else max(line_over_floor_db(seen, mains) for mains in (50, 60))


def quiet_spectrum(song: Audio, rate: int) -> Curve | None:
    """Power of the mono sum in the quietest seconds, a tenth of all, in bins of one hertz; None below three seconds.

    The median over those seconds: what is not there all the time is no hum.
    """
    count = song.shape[1] // rate
    if count < 3:
        return None
    whole = song[:, : count * rate]
    power = [float(np.mean(mono(whole[:, second]) ** 2)) for second in stretches(whole, block=rate)]
    quietest = np.argsort(power)[: min(60, max(1, count // 10))]
    window = np.hanning(rate).astype(np.float32)
    spectra = []
    for number in quietest:
        second = mono(whole[:, number * rate : (number + 1) * rate])
        spectra.append(np.abs(np.fft.rfft(second * window)[:2_000]) ** 2)
        let_go(song)
    return np.asarray(np.median(spectra, axis=0), dtype=np.float64)


def line_over_floor_db(power: Curve, mains_hz: int, harmonics: int = 4) -> float:
    """The least height of the first harmonics over their surroundings: music rarely hits them all."""
    return float(max(0.0, min(line_heights_db(power, mains_hz, harmonics))))


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
