"""What the rules hear in a track: loudness, tone, dynamics, image. Numbers only, no decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import welch

from processing.dsp.dynamics import HOP, active_hops, sibilance_db, smoothed, voice_power
from processing.dsp.levels import Audio, mono, sample_peak_db, stereo, with_gain_db
from processing.dsp.loudness import SILENCE_LUFS, integrated_lufs

EXCERPTS, EXCERPT_S = 3, 12.0
GRID_S = 0.1
SAMPLE_S = 3.0
FIXED_LUFS = -20.0
ESS_HZ = 6000.0
BODY_HZ = (500.0, 2000.0)


@dataclass(frozen=True)
class Heard:
    """`excerpt_lufs` is the loudness of the part that was listened to.

    `low_mid_db`, `presence_db`, `air_db`: density of 200-450 Hz, 2.5-5 kHz, 8-14 kHz against 0.5-2 kHz.
    `mono_loss_lu` is what a mono sum takes away; `sibilance_db` the 98th percentile of sibilance over body.
    """

    loudness_lufs: float
    excerpt_lufs: float
    crest_db: float
    low_mid_db: float
    presence_db: float
    air_db: float
    sibilance_db: float
    phrase_spread_db: float
    mono_loss_lu: float

    @property
    def silent(self) -> bool:
        return self.loudness_lufs <= SILENCE_LUFS


def hear(audio: Audio, sample_rate: int, *, full_lufs: float, voice: bool) -> Heard:
    """Listen to an excerpt (2, samples) of a track whose loudness over the whole song is `full_lufs`.

    Sibilance and the spread of phrases are listened for in a voice only.
    """
    signal = mono(audio)
    low_mid, presence, air = _tone(signal, sample_rate)
    mono_lufs = integrated_lufs(stereo(signal), sample_rate)
    here_lufs = integrated_lufs(audio, sample_rate)
    return Heard(
        loudness_lufs=full_lufs,
        excerpt_lufs=here_lufs,
        crest_db=sample_peak_db(audio) - here_lufs,
        low_mid_db=low_mid,
        presence_db=presence,
        air_db=air,
        sibilance_db=_sibilance_db(audio, sample_rate) if voice else -100.0,
        phrase_spread_db=_phrase_spread_db(signal, sample_rate) if voice else 0.0,
        mono_loss_lu=max(0.0, here_lufs - mono_lufs),
    )


def sampled_lufs(audio: Audio, sample_rate: int) -> float:
    """Loudness of a long track from 3 s in every 9: within some tenths of all of it, at a third of the time."""
    audio = np.atleast_2d(audio)
    window = round(SAMPLE_S * sample_rate)
    if audio.shape[1] < 12 * window:
        return settled_lufs(audio, sample_rate)
    parts = [audio[:, start : start + window] for start in range(0, audio.shape[1], 3 * window)]
    sampled = settled_lufs(np.concatenate(parts, axis=1), sample_rate)
    # A track may sound only between the samples.
    return sampled if sampled > SILENCE_LUFS else settled_lufs(audio, sample_rate)


def settled_lufs(audio: Audio, sample_rate: int) -> float:
    """Loudness that rises by exactly what the recording level rises.

    The meter's absolute gate counts more or fewer near-silent moments as the level changes (0.1 LU and more for a
    voice with pauses), so the reading is taken again at a fixed level.
    """
    first = integrated_lufs(audio, sample_rate)
    if first <= SILENCE_LUFS:
        return first
    shift_db = FIXED_LUFS - first
    return integrated_lufs(with_gain_db(audio, shift_db), sample_rate) - shift_db


def sounding(voice: Audio, sample_rate: int) -> NDArray[np.bool_]:
    """Where a voice sounds, on a grid of 0.1 s; all False for silence."""
    power = voice_power(mono(voice), sample_rate)
    if power.size == 0 or np.percentile(power, 99.0) < 1e-9:
        return np.zeros(_grid(voice, sample_rate), dtype=bool)
    active = active_hops(power, sample_rate)
    hops_per_cell = GRID_S * sample_rate / HOP
    cells = ((np.arange(_grid(voice, sample_rate)) + 0.5) * hops_per_cell).astype(int)
    return np.asarray(active[np.minimum(cells, active.size - 1)])


def only(audio: Audio, active: NDArray[np.bool_], sample_rate: int) -> Audio:
    """The parts of `audio` in active cells, joined."""
    step = round(GRID_S * sample_rate)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], active, [False]]).astype(np.int8)))
    parts = [audio[:, a * step : b * step] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return np.concatenate(parts, axis=1) if parts else audio[:, :0]


def excerpts(samples: int, activity: NDArray[np.bool_], sample_rate: int) -> Sequence[slice]:
    """The busiest 12 s of each third of the song; the whole song when it is not longer than that."""
    length = round(EXCERPT_S * sample_rate)
    if samples <= EXCERPTS * length:
        return [slice(0, samples)]
    step, window = round(GRID_S * sample_rate), round(EXCERPT_S / GRID_S)
    third = activity.size // EXCERPTS
    chosen = []
    for first in range(0, third * EXCERPTS, third):
        inside = activity[first : first + third].astype(np.float64)
        busy = np.convolve(inside, np.ones(window), mode="valid")
        start = (first + int(np.argmax(busy))) * step
        chosen.append(slice(start, min(samples, start + length)))
    return chosen


def cut(tracks: Mapping[str, Audio], places: Sequence[slice]) -> dict[str, Audio]:
    """The same places of every track, joined; stereo. Where a track has ended it is silent."""
    return {n: stereo(np.concatenate([_piece(np.atleast_2d(a), p) for p in places], axis=1)) for n, a in tracks.items()}


def _piece(audio: Audio, place: slice) -> Audio:
    piece = audio[:, place]
    return np.pad(piece, ((0, 0), (0, place.stop - place.start - piece.shape[1])))


def _tone(signal: Audio, sample_rate: int) -> tuple[float, float, float]:
    freqs, density = welch(signal, sample_rate, nperseg=min(8192, signal.size), noverlap=0)

    def level(low_hz: float, high_hz: float) -> float:
        inside = density[(freqs >= low_hz) & (freqs < high_hz)]
        return float(10.0 * np.log10(inside.mean() + 1e-16)) if inside.size else -160.0

    body = level(*BODY_HZ)
    return level(200.0, 450.0) - body, level(2500.0, 5000.0) - body, level(8000.0, 14000.0) - body


def _sibilance_db(voice: Audio, sample_rate: int) -> float:
    curve = sibilance_db(voice, sample_rate, ESS_HZ)
    heard = curve[curve > -100.0]
    return float(np.percentile(heard, 98.0)) if heard.size else -100.0


def _phrase_spread_db(signal: Audio, sample_rate: int) -> float:
    """Distance between quiet and loud phrases: 10th to 90th percentile of the level over 1.5 s while it sounds."""
    power = voice_power(signal, sample_rate)
    active = active_hops(power, sample_rate)
    if not active.any():
        return 0.0
    phrases = 10.0 * np.log10(smoothed(power, 1.5, sample_rate)[active] + 1e-12)
    return float(np.percentile(phrases, 90.0) - np.percentile(phrases, 10.0))


def _grid(audio: Audio, sample_rate: int) -> int:
    return int(audio.shape[-1]) // round(GRID_S * sample_rate)
