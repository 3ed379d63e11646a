"""Voice-like rests in an instrumental: where a separated voice is heard in it, and the instrumental without them.

Only where the voice is heard is anything taken away; everywhere else the instrumental stays as it is, to the sample.
Audio is (2, samples).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from processing.dsp.balance import balance_distance_db
from processing.dsp.levels import Audio, faded, power_to_db
from processing.dsp.loudness import integrated_lufs
from processing.dsp.notes import spans as runs
from processing.dsp.pathologies.numbers import RISE_S, onset_rise_db
from processing.dsp.pitch import HOP_S, track_pitch
from processing.dsp.spectrum import third_octaves_db

HEARD_DB = -24.0
"""A voice this far below everything that sounds with it is covered by it."""
SILENT_DB = -90.0
BRIDGE_S, SHORTEST_S = 0.3, 0.2
ROUND_S, FADE_S = 0.15, 0.05
"""Consonants around what is voiced go with it; then the voice fades away rather than being cut."""
QUIETER_MOST_LU = 3.0
"""What is half of the sound was no rest, but something that plays along."""
BALANCE_MOST_DB = 1.0
SOFTER_MOST_DB = 1.0
TO_COMPARE_S = 2.0

Curve = NDArray[np.float64]
Spans = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Ghosts:
    """`share` 0..1 of the song's time in which the voice is heard, where that is, and how loud it is there against the
    rest (dB)."""

    share: float
    spans: tuple[tuple[float, float], ...]
    level_db: float


@dataclass(frozen=True)
class Harm:
    """What taking the voice away does to the rest, there where it is taken away: loudness lost; how much further its
    balance then lies from where no voice is heard (below 0: nearer); attacks that rise less within 10 ms."""

    quieter_lu: float
    balance_db: float
    softer_db: float

    @property
    def is_too_much(self) -> bool:
        return self.quieter_lu > QUIETER_MOST_LU or self.balance_db > BALANCE_MOST_DB or self.softer_db > SOFTER_MOST_DB

    def to_json(self) -> dict[str, float]:
        return {name: round(value, 2) for name, value in asdict(self).items()}


def hear_ghosts(song: Audio, voice: Audio, rate: int) -> Ghosts:
    """Where `voice`, as a separator found it in `song`, is voiced and loud enough to be heard beside the rest."""
    voiced = track_pitch(voice, rate).voiced
    ours, rest = _powers(voice, rate, voiced.size), _powers(song - voice, rate, voiced.size)
    loud = (ours > rest * 10.0 ** (HEARD_DB / 10.0)) & (ours > 10.0 ** (SILENT_DB / 10.0))
    spans = _joined(voiced & loud, voiced.size)
    inside = np.zeros(voiced.size, bool)
    for start, stop in spans:
        inside[start:stop] = True
    level_db = power_to_db(float(ours[inside].sum())) - power_to_db(float(rest[inside].sum())) if spans else SILENT_DB
    return Ghosts(
        share=round(float((voiced & loud).mean()), 4),
        spans=tuple((round(start * HOP_S, 2), round(stop * HOP_S, 2)) for start, stop in spans),
        level_db=round(level_db, 1),
    )


def _powers(audio: Audio, rate: int, frames: int) -> Curve:
    """Mean power around each frame of a pitch track."""
    hop = round(HOP_S * rate)
    power = np.square(audio, dtype=np.float64).mean(axis=0)
    power = np.pad(power, (2 * hop, max(0, (frames + 3) * hop - power.size)))
    whole = np.concatenate([[0.0], np.cumsum(power)])
    starts = np.arange(frames) * hop
    return np.asarray((whole[starts + 4 * hop] - whole[starts]) / (4 * hop))


def _joined(heard: NDArray[np.bool_], frames: int) -> list[tuple[int, int]]:
    """Runs of frames: near ones are one, short ones are none, and all reach a little beyond what is voiced."""
    joined: list[list[int]] = []
    for start, stop in runs(heard):
        if joined and start - joined[-1][1] < BRIDGE_S / HOP_S:
            joined[-1][1] = stop
        else:
            joined.append([start, stop])
    more = round(ROUND_S / HOP_S)
    return [(max(0, a - more), min(frames, b + more)) for a, b in joined if (b - a) * HOP_S >= SHORTEST_S]


def without_ghosts(song: Audio, voice: Audio, spans: Spans, rate: int) -> Audio:
    """`song` less `voice` within `spans`, faded in and out."""
    out = song.copy()
    for here in _slices(spans, rate):
        out[:, here] -= faded(voice[:, here], rate, in_s=FADE_S, out_s=FADE_S)
    return out


def harm(song: Audio, cleaned: Audio, spans: Spans, rate: int) -> Harm:
    """How the rest fares where something was taken away."""
    before, after = (np.concatenate([one[:, here] for here in _slices(spans, rate)], axis=1) for one in (song, cleaned))
    rises_db = [onset_rise_db(_levels_db(one, rate)) for one in (before, after)]
    return Harm(
        quieter_lu=integrated_lufs(before, rate) - integrated_lufs(after, rate),
        balance_db=_further_db(before, after, _elsewhere(song, spans, rate), rate),
        softer_db=rises_db[0] - rises_db[1],
    )


def _elsewhere(song: Audio, spans: Spans, rate: int) -> Audio:
    sung = np.zeros(song.shape[1], bool)
    for here in _slices(spans, rate):
        sung[here] = True
    return song[:, ~sung]


def _further_db(before: Audio, after: Audio, elsewhere: Audio, rate: int) -> float:
    """0 where too little is left to compare with."""
    if elsewhere.shape[1] < TO_COMPARE_S * rate:
        return 0.0
    usual_db = third_octaves_db(elsewhere, rate)
    was_db, is_db = (balance_distance_db(third_octaves_db(one, rate), usual_db) for one in (before, after))
    return is_db - was_db


def _levels_db(audio: Audio, rate: int) -> Curve:
    block = round(RISE_S * rate)
    middle = audio.mean(axis=0)[: audio.shape[1] // block * block].reshape(-1, block)
    return np.asarray(10.0 * np.log10(np.square(middle, dtype=np.float64).mean(axis=1) + 1e-9))


def _slices(spans: Spans, rate: int) -> list[slice]:
    return [slice(round(start * rate), round(stop * rate)) for start, stop in spans]
