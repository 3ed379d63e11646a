"""The band plays a score: every part on its track, every stem through the desk, then the last hand on all of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from processing.engines.compose.house_band.score import Part, Score
from processing.engines.compose.house_band.sound import curves
from processing.engines.compose.house_band.sound.bank import BankPlayer, find_bank, player_for
from processing.engines.compose.house_band.sound.desk import DESKS, Desk
from processing.engines.compose.house_band.sound.finish import Finish, finish, integrated_lufs
from processing.engines.compose.house_band.sound.kits import KITS, balance
from processing.engines.compose.house_band.sound.loops import (
    HIGH_PASS,
    LOW_PASS,
    SAMPLE_RATE,
    ride,
    sweep,
    weighted_energy,
)
from processing.engines.compose.house_band.sound.source import Notes
from processing.engines.compose.house_band.sound.space import reverberate
from processing.engines.compose.house_band.sound.track import play_part
from processing.engines.compose.house_band.sound.voices import VOICES
from processing.engines.compose.house_band.sound.waves import Samples
from processing.engines.contracts import STEMS, Hear, Progress, silent, unheard
from processing.errors import StudioError

MONO_BELOW_HZ = 120.0
BRIGHTNESS_HZ = {
    "drums": (10_500.0, 20_000.0),
    "bass": (2_200.0, 9_000.0),
    "harmony": (4_500.0, 19_000.0),
    "lead": (6_000.0, 19_000.0),
    "texture": (3_500.0, 19_000.0),
}
"""Where a stem's low-pass stands in the darkest and in the brightest section."""
DEEPEST_BASS_DB = 3.5
"""A bass may hold so much more energy than a meter that hears like an ear admits: a sub would drown the rest."""
PLAYING = 0.9
"""Share of the work that is playing; the rest is the finish."""


@dataclass(frozen=True)
class Played:
    """Stems (2, samples) at 48 kHz that add up to the instrumental, and who played them."""

    stems: Mapping[str, Samples]
    source: str
    finish: Finish


def play(
    score: Score,
    *,
    seed: int,
    source: str = "auto",
    tuning_cents: float = 0.0,
    progress: Progress = silent,
    hear: Hear = unheard,
) -> Played:
    """Play a score. `source` is "synth", "bank" or "auto" (a sound bank where one is found).

    Raises StudioError `sound.unknown_voice`, `sound.no_bank`. The same score, seed and source give the same bytes.
    """
    _check(score)
    bank = _bank(source)
    notes = Notes(seed, bank, tuning_cents)
    samples = round(score.duration_s * SAMPLE_RATE)
    desk = DESKS.get(score.genre, DESKS["pop"])
    total = max(1, sum(len(p.notes) for p in score.parts))
    done = 0
    stems: dict[str, Samples] = {}
    so_far = np.zeros((2, samples), np.float32)
    for stem in STEMS:
        dry, send = np.zeros((2, samples), np.float32), np.zeros(samples, np.float32)
        for part in (p for p in score.parts if p.stem == stem):
            progress(min(PLAYING, PLAYING * done / total), f"Playing {part.name}")
            _record(part, notes, score, dry, send)
            notes.forget()
            done += len(part.notes)
        progress(min(PLAYING, PLAYING * done / total), f"Mixing the {stem}")
        stems[stem] = _mix(stem, dry, send, score, desk)
        so_far += stems[stem]
        hear(so_far)
    del so_far
    progress(PLAYING, "Balancing the band")
    finished = finish(stems, score.dynamics)
    progress(1.0, "The band has played")
    return Played(stems, _credit(bank), finished)


def _check(score: Score) -> None:
    unknown = sorted({p.voice for p in score.parts} - set(VOICES))
    if unknown:
        raise StudioError("sound.unknown_voice", f"The band has no instrument called {unknown[0]}.", voices=unknown)


def _bank(source: str) -> BankPlayer | None:
    if source == "synth":
        return None
    bank = find_bank()
    if bank is None and source == "bank":
        raise StudioError(
            "sound.no_bank", "No sound bank was found. Put a FluidR3 bank into the soundfonts folder and try again."
        )
    return player_for(bank) if bank is not None else None


def _credit(player: BankPlayer | None) -> str:
    return "own synthesisers" if player is None else f"{player.bank.name} ({player.bank.licence}) and own synthesisers"


def _echo_s(score: Score) -> float:
    """Repeats fall on the dotted eighth, or on two thirds of a beat where beats divide in three."""
    return 60.0 / score.bpm * (2 / 3 if score.meter == "6/8" else 0.75)


def _record(part: Part, notes: Notes, score: Score, dry: Samples, send: Samples) -> None:
    track = play_part(part, notes, dry.shape[1], _echo_s(score))
    if not track.sound.size:
        return
    here = slice(track.start, track.start + track.sound.shape[1])
    pan = 0.0 if part.stem == "bass" else part.pan
    level = np.float32(10 ** (part.level_db / 20))
    share = np.float32(0.5 * part.space * (0.55 if part.voice in KITS else 1.0))
    for side, sound, gain in zip(dry, track.sound, balance(pan), strict=True):
        sound *= np.float32(gain) * level
        side[here] += sound
        if part.stem != "bass":
            sound *= share
            send[here] += sound


def _mix(stem: str, dry: Samples, send: Samples, score: Score, desk: Desk) -> Samples:
    """One stem through the desk, in place where it can be."""
    if not dry.any():
        return dry
    samples = dry.shape[1]
    level = curves.gain(curves.level_curve(score, samples) + _duck(stem, score, desk, samples))
    dark, bright = BRIGHTNESS_HZ[stem]
    cutoff = curves.cutoff_curve(score, samples, dark_hz=dark, bright_hz=bright)
    for side in dry:
        side[:] = sweep(side, cutoff, 1.35, LOW_PASS)
        ride(side, level)
    ride(send, level)
    if send.any():
        reverberate(send, desk.drum_room if stem == "drums" else desk.room, dry)
    _stand(dry, mono=stem == "bass")
    return _drive(stem, dry, desk)


def _stand(stem: Samples, *, mono: bool) -> None:
    """Keep the bottom (or, for the bass, everything) in the middle."""
    middle = stem[0] + stem[1]
    middle *= np.float32(0.5)
    if mono:
        stem[:] = middle
        return
    side = sweep(stem[0] - middle, np.array([MONO_BELOW_HZ]), 1.414, HIGH_PASS)
    np.add(middle, side, out=stem[0])
    np.subtract(middle, side, out=stem[1])


def _duck(stem: str, score: Score, desk: Desk, samples: int) -> "np.ndarray":
    depth = {"bass": desk.duck_bass_db, "harmony": 0.6 * desk.duck_pads_db, "texture": desk.duck_pads_db}.get(stem, 0.0)
    return curves.duck_curve(curves.kick_times(score) if depth else (), samples, depth, desk.duck_s)


def _drive(stem: str, mixed: Samples, desk: Desk) -> Samples:
    """Bring the stem to its place in the balance and round its peaks; small signals keep their level."""
    hop = SAMPLE_RATE // 10
    level = integrated_lufs(weighted_energy(mixed[0], hop) + weighted_energy(mixed[1], hop))
    if np.isfinite(level):
        gain_db = float(np.clip(desk.stem_lufs(stem) - level, -40, 40))
        if stem == "bass":
            gain_db = min(gain_db, desk.stem_lufs(stem) + DEEPEST_BASS_DB - _rms_db(mixed))
        mixed *= np.float32(10 ** (gain_db / 20))
    amount = np.float32(desk.bus_drive(stem))
    np.multiply(mixed, amount, out=mixed)
    np.tanh(mixed, out=mixed)
    np.divide(mixed, amount, out=mixed)
    return mixed


def _rms_db(stem: Samples) -> float:
    """Unweighted level of what plays, both channels added: silence between the notes does not count."""
    hop = SAMPLE_RATE // 10
    frames = stem[0, : stem.shape[1] // hop * hop].reshape(-1, hop)
    power = 2 * np.mean(np.square(frames), axis=1)
    return float(10 * np.log10(np.mean(power[power > 0.05 * power.mean()]) + 1e-12))
