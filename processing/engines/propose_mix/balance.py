"""Faders by loudness: the arranger's balance within a tolerance, the voice on its target while it sings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from processing.console.settings import TrackSettings
from processing.dsp.levels import Audio, db_to_gain
from processing.dsp.loudness import SILENCE_LUFS, integrated_lufs
from processing.engines.propose_mix.genres import BALANCE_LU, Genre
from processing.engines.propose_mix.listening import Heard, only
from processing.engines.render_mix.keys import Keys
from processing.engines.render_mix.strip import Rack, keyed, processed, widened

TOLERANCE_LU = 3.0
"""An arranger's own balance is kept unless it is further than this from what the genre asks."""


@dataclass(frozen=True)
class Stage:
    """An excerpt of every track, where the voice sings in it, and the rate: what levels are tried on."""

    tracks: Mapping[str, Audio]
    singing: NDArray[np.bool_]
    sample_rate: int

    def lufs(self, audio: Audio) -> float:
        """Loudness while the voice sings (throughout, when nobody sings)."""
        return integrated_lufs(only(audio, self.singing, self.sample_rate), self.sample_rate)


def backing_moves(
    roles: Mapping[str, str], heard: Mapping[str, Heard], genre: Genre, energy: float
) -> dict[str, float]:
    """How far each backing track must move (dB) from the level at which it was delivered."""
    wanted = {n: _wanted_lu(role, genre, energy) for n, role in roles.items() if role != "vocal"}
    sounding = [n for n in wanted if not heard[n].silent]
    if len(sounding) < 2:
        return dict.fromkeys(wanted, 0.0)
    off = {n: heard[n].loudness_lufs - wanted[n] for n in sounding}
    middle = float(np.median(list(off.values())))
    moves = dict.fromkeys(wanted, 0.0)
    for name in sounding:
        too_loud = off[name] - middle
        moves[name] = round(float(np.clip(too_loud, -TOLERANCE_LU, TOLERANCE_LU)) - too_loud, 1)
    return moves


def _wanted_lu(role: str, genre: Genre, energy: float) -> float:
    extra = {"drums": genre.drums_lu + energy, "bass": genre.bass_lu}
    return BALANCE_LU.get(role, 0.0) + extra.get(role, 0.0)


def before_keys(stage: Stage, tracks: Mapping[str, TrackSettings]) -> dict[str, Audio]:
    """Every excerpt through its strip, but for what listens to other tracks."""
    rack = Rack(stage.sample_rate, Keys(stage.tracks, stage.sample_rate))
    plain = {n: replace(t, sidechain=None, unmasking=None, width=1.0) for n, t in tracks.items()}
    return {n: processed(stage.tracks[n], t, rack) for n, t in plain.items()}


def fader_db(heard: Heard, strip_out: Audio, move_db: float, trim_db: float, sample_rate: int) -> float:
    """The fader that gives back the delivered level plus `move_db`, whatever the strip did to the excerpt."""
    out_lufs = integrated_lufs(strip_out, sample_rate)
    if min(heard.excerpt_lufs, out_lufs) <= SILENCE_LUFS:
        return move_db - trim_db
    return heard.excerpt_lufs + move_db - out_lufs


def backing_sum(
    stage: Stage, strips_out: Mapping[str, Audio], tracks: Mapping[str, TrackSettings], names: Sequence[str]
) -> Audio:
    """The backing of the excerpt at its faders, keyed dynamics and width included."""
    rack = Rack(stage.sample_rate, Keys(stage.tracks, stage.sample_rate))
    total = np.zeros_like(next(iter(strips_out.values())))
    for name in names:
        out = keyed(strips_out[name].copy(), tracks[name], rack)
        total += widened(out, tracks[name].width) * np.float32(db_to_gain(tracks[name].gain_db))
    return total
