"""The numbers behind a diagnosis. Each takes `(1 or 2, samples)` and stays finite for silence and short clips."""

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio, mono, power_to_db
from processing.dsp.pathologies.cells import coherence_of_highs, hole_shares
from processing.dsp.spectrum import Spectrum

RISE_S = 0.01
SILENCE_DB = -110.0
CLICK_TIMES = 60.0
CLICK_LEAST = 10 ** (-40 / 20)


def shimmer_db(song: Spectrum) -> float:
    """Level between 8 and 12 kHz over that between 2 and 5 kHz: metallic haze lifts it."""
    return _over(song, (8_000.0, 12_000.0), (2_000.0, 5_000.0))


def mud_db(song: Spectrum) -> float:
    """Level between 200 and 500 Hz over the line through its neighbours."""
    neighbours = (song.band_db(100.0, 200.0) + song.band_db(500.0, 1_000.0)) / 2
    here = song.band_db(200.0, 500.0)
    return here - neighbours if min(here, neighbours) > SILENCE_DB else 0.0


def mono_holes(audio: Audio, rate: int) -> float:
    """Share of what is heard in stereo that vanishes on one loudspeaker."""
    shares = hole_shares(audio, rate)
    return float(shares.mean()) if shares.size else 0.0


def incoherent_highs(audio: Audio, rate: int) -> float:
    """1 minus the likeness of left and right above 4 kHz: 0 for a centre, 1 for unrelated sides."""
    return float(np.clip(1.0 - coherence_of_highs(audio, rate), 0.0, 2.0))


def onset_rise_db(audio: Audio, rate: int) -> float:
    """How fast the attacks of the song rise, in dB per 10 ms: the 95th percentile over its louder half. 0 when it is
    too short to tell."""
    levels = _levels_db(mono(audio), round(RISE_S * rate))
    if levels.size < 20:
        return 0.0
    rises = np.diff(levels)[levels[1:] > np.median(levels)]
    return float(np.percentile(rises, 95.0)) if rises.size else 0.0


def hum_db(audio: Audio, rate: int) -> float:
    """The strongest mains hum: lines at 50 or 60 Hz and their harmonics over what lies beside them, in the quietest
    tenth of the song. 0 where there is none."""
    signal = mono(audio)
    frame = rate  # one second resolves one hertz
    count = signal.size // frame
    if count < 3:
        return 0.0
    frames = signal[: count * frame].reshape(count, frame)
    power = (frames**2).mean(axis=1)
    quiet = frames[np.argsort(power)[: max(1, count // 10)]]
    seen = (np.abs(np.fft.rfft(quiet * np.hanning(frame))) ** 2).mean(axis=0)
    return max(_line_over_floor_db(seen, mains) for mains in (50, 60))


def clicks(audio: Audio, rate: int) -> NDArray[np.float64]:
    """Times (s) of clicks: a jump of a sample or a few, far out of its surroundings, after which nothing rings on."""
    signal = mono(audio).astype(np.float64)
    bend = np.abs(np.diff(signal, 3))
    block = max(16, rate // 200)  # 5 ms
    count = bend.size // block
    if count < 4:
        return np.zeros(0)
    usual = np.median(bend[: count * block].reshape(count, block), axis=1)
    limit = np.repeat(np.maximum(usual * CLICK_TIMES, CLICK_LEAST), block)
    found = np.flatnonzero(bend[: limit.size] > limit)
    starts = found[np.diff(found, prepend=-rate) > block]
    return np.asarray([at / rate for at in starts if _stands_alone(bend, int(at), block)])


def _stands_alone(bend: NDArray[np.float64], at: int, block: int) -> bool:
    """Whether it is as still behind the jump as before it; an attack rings on."""
    before, after = bend[max(0, at - block) : max(0, at - 4)], bend[at + 24 : at + 24 + block]
    if before.size < 8 or after.size < 8:
        return False
    calm = max(float(np.sqrt(np.mean(before**2))), CLICK_LEAST / CLICK_TIMES)
    return float(np.sqrt(np.mean(after**2))) < 2.0 * calm


def dropouts(audio: Audio, rate: int) -> NDArray[np.float64]:
    """Times (s) at which the sound is cut to digital silence for 2 to 500 ms in the middle of loud music."""
    silent = (np.abs(np.atleast_2d(audio)).max(axis=0) < 1e-6).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], silent, [0]])))
    found = []
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        inside = start > rate // 10 and stop < silent.size - rate // 10
        if inside and 0.002 <= (stop - start) / rate <= 0.5:
            around = np.concatenate(
                [mono(audio[:, start - rate // 20 : start]), mono(audio[:, stop : stop + rate // 20])]
            )
            if power_to_db(float(np.mean(around**2))) > -45.0:
                found.append(start / rate)
    return np.asarray(found)


def cliff_db(song: Spectrum) -> float:
    """How far the level falls within 1.5 kHz around the upper edge, beyond the slope before it: a lossy encoder's
    low-pass falls off a cliff, instruments fade. 0 when the edge lies above 19.5 kHz."""
    edge = song.bandwidth_hz()
    if not 8_000.0 < edge < 19_500.0:
        return 0.0
    below = song.band_db(edge - 2_000.0, edge - 1_000.0)
    further = song.band_db(edge - 3_000.0, edge - 2_000.0)
    return max(0.0, below - song.band_db(edge + 200.0, edge + 1_200.0) - max(0.0, further - below))


def _over(song: Spectrum, band_hz: tuple[float, float], other_hz: tuple[float, float]) -> float:
    here, there = song.band_db(*band_hz), song.band_db(*other_hz)
    return here - there if there > SILENCE_DB else SILENCE_DB


def _levels_db(signal: NDArray[np.float32], block: int) -> NDArray[np.float64]:
    count = signal.size // block
    power = (signal[: count * block].reshape(count, block).astype(np.float64) ** 2).mean(axis=1)
    return np.asarray(10.0 * np.log10(power + 1e-9))


def _line_over_floor_db(power: NDArray[np.float64], mains_hz: int) -> float:
    """Median over four harmonics of a line's height over its surroundings: music rarely hits them all."""
    heights = []
    for harmonic in range(1, 5):
        at = mains_hz * harmonic
        floor = np.median(np.concatenate([power[at - 12 : at - 3], power[at + 4 : at + 13]])) + 1e-12
        heights.append(10.0 * np.log10(power[at - 1 : at + 2].max() / floor + 1e-12))
    return float(max(0.0, np.min(heights)))
