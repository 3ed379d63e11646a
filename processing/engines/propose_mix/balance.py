"""Faders by loudness: the arranger's balance within a tolerance, the voice on its target while it sings."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from processing.console.settings import TrackSettings
from processing.dsp.levels import Audio, db_to_gain, stereo
from processing.dsp.loudness import SILENCE_LUFS, integrated_lufs
from processing.engines.propose_mix.genres import BALANCE_LU, Genre
from processing.engines.propose_mix.listening import GRID_S, Heard, cut, excerpts, only, sounding
from processing.engines.propose_mix.roles import is_main, other_side, part_lu
from processing.engines.render_mix.keys import Keys
from processing.engines.render_mix.strip import Rack, keyed, processed, widened

TOLERANCE_LU = 3.0
"""An arranger's own balance is kept unless it is further than this from what the genre asks."""
PARTS_LU = (-6.0, 3.0)
"""The same between tracks of one kind, such as kick and snare, where a quiet one may be meant."""
VOICES_LU = 6.0
"""A second voice stands at most so much under the leading one."""


@dataclass(frozen=True)
class Stage:
    """An excerpt of every track, where the voice sings in it, and the rate: what levels are tried on."""

    tracks: Mapping[str, Audio]
    singing: NDArray[np.bool_]
    sample_rate: int

    def lufs(self, audio: Audio) -> float:
        """Loudness while the voice sings (throughout, when nobody sings)."""
        return integrated_lufs(only(audio, self.singing, self.sample_rate), self.sample_rate)


def set_up(tracks: Mapping[str, Audio], leading: Sequence[str], sample_rate: int) -> tuple[Stage, NDArray[np.bool_]]:
    """The stage for `tracks`, and where `leading`, the voices, sound over the whole song."""
    samples = max(audio.shape[-1] for audio in tracks.values())
    active = np.any([sounding(_as_long(tracks[name], samples), sample_rate) for name in leading], axis=0)
    places = excerpts(samples, active, sample_rate)
    full = {n: _as_long(audio, samples) for n, audio in tracks.items()} if len(places) == 1 else tracks
    step = round(GRID_S * sample_rate)
    here = np.concatenate([active[p.start // step : p.stop // step] for p in places])
    return Stage(cut(full, places), here, sample_rate), active


def _as_long(audio: Audio, samples: int) -> Audio:
    """As stereo, with silence up to the end of the longest track."""
    audio = stereo(audio)
    missing = samples - audio.shape[1]
    return np.pad(audio, ((0, 0), (0, missing))) if missing else audio


def voices_of(roles: Mapping[str, str], full_lufs: Mapping[str, float]) -> list[str]:
    """Who sings, the leading voice first: the one that is called so, else the loudest. A silent voice is no voice."""
    heard = [n for n, role in roles.items() if role == "vocal" and full_lufs[n] > SILENCE_LUFS]
    return sorted(heard, key=lambda name: (not is_main(name), -full_lufs[name]))


def voice_moves(voices: Sequence[str], heard: Mapping[str, Heard]) -> dict[str, float]:
    """How far each voice must move (dB): none stands over the leading one, or far below it."""
    moves = {}
    for name in voices:
        over_lu = heard[name].loudness_lufs - heard[voices[0]].loudness_lufs
        moves[name] = round(float(np.clip(over_lu, -VOICES_LU, 0.0)) - over_lu, 1)
    return moves


def backing_moves(
    roles: Mapping[str, str], heard: Mapping[str, Heard], genre: Genre, energy: float
) -> dict[str, float]:
    """How far each backing track must move (dB) from the level at which it was delivered; tracks of one kind, such as
    the parts of a drum kit, move together."""
    sounding = [n for n in roles if not heard[n].silent]
    moves = dict.fromkeys(roles, 0.0)
    groups = [[n for n in sounding if roles[n] == role] for role in dict.fromkeys(roles[n] for n in sounding)]
    within = [_parts_moves(group, heard) for group in groups]
    off = {}
    for number, (group, inside) in enumerate(zip(groups, within, strict=True)):
        power = sum(10.0 ** ((heard[n].loudness_lufs + inside[n]) / 10.0) for n in group)
        off[number] = 10.0 * math.log10(power) - _wanted_lu(roles[group[0]], genre, energy)
    for number, move_db in _brought_nearer(off, (-TOLERANCE_LU, TOLERANCE_LU)).items():
        moves |= {n: round(move_db + within[number][n], 1) for n in groups[number]}
    return moves


Key = TypeVar("Key", str, int)


def _parts_moves(group: Sequence[str], heard: Mapping[str, Heard]) -> dict[str, float]:
    """Moves between tracks of one kind; the two sides of a pair come out equally loud."""
    off = {n: heard[n].loudness_lufs - part_lu(n) for n in group}
    for name in group:
        if (other := other_side(name, group)) is not None:
            off[name] = (heard[name].loudness_lufs + heard[other].loudness_lufs) / 2.0 - part_lu(name)
    moves = _brought_nearer(off, PARTS_LU)
    return {n: moves[n] + off[n] + part_lu(n) - heard[n].loudness_lufs for n in group}


def _brought_nearer(off: Mapping[Key, float], within_lu: tuple[float, float]) -> dict[Key, float]:
    """What is further from the middle than it may be is moved to there."""
    middle = float(np.median(list(off.values()))) if off else 0.0
    return {key: float(np.clip(by - middle, *within_lu)) - (by - middle) for key, by in off.items()}


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


def sum_at_faders(
    stage: Stage, strips_out: Mapping[str, Audio], tracks: Mapping[str, TrackSettings], names: Sequence[str]
) -> Audio:
    """These tracks of the excerpt at their faders, keyed dynamics and width included."""
    rack = Rack(stage.sample_rate, Keys(stage.tracks, stage.sample_rate))
    total = np.zeros_like(next(iter(strips_out.values())))
    for name in names:
        out = keyed(strips_out[name].copy(), tracks[name], rack)
        total += widened(out, tracks[name].width) * np.float32(db_to_gain(tracks[name].gain_db))
    return total


def delivered_over_lu(
    tracks: Mapping[str, Audio],
    singing: NDArray[np.bool_],
    stage: Stage,
    voices_db: Mapping[str, float],
    backing_db: Mapping[str, float],
) -> float:
    """Voices over backing (LU) while singing, over the whole song against the excerpt.

    Both at the level at which they came, plus how far each track moves.
    """
    over_lu = []
    for moves_db in (voices_db, backing_db):
        whole = only(_delivered(tracks, moves_db), singing, stage.sample_rate)
        here_lufs = stage.lufs(_delivered(stage.tracks, moves_db))
        over_lu.append(integrated_lufs(whole, stage.sample_rate) - here_lufs)
    return over_lu[0] - over_lu[1]


def _delivered(tracks: Mapping[str, Audio], moves_db: Mapping[str, float]) -> Audio:
    """The tracks that `moves_db` names, summed one at a time."""
    audios = {name: tracks[name] for name in moves_db}
    total = np.zeros((2, max(audio.shape[-1] for audio in audios.values())), dtype=np.float32)
    for name, audio in audios.items():
        total[:, : audio.shape[-1]] += stereo(audio) * np.float32(db_to_gain(moves_db[name]))
    return total
