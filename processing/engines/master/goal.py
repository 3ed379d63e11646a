"""What the master should sound like: one to five references by weight, or a style of our own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from processing.dsp.balance import CENTRES_HZ
from processing.dsp.levels import power_to_db
from processing.engines.contracts import Reference
from processing.engines.master.profile import CLIPPED_RUNS, Profile, check, heard_once
from processing.engines.master.style import style_gains_db, style_side_over_mid_db, target_balance_db
from processing.engines.master.tone import AUDIBLE_HZ, Power, matching_gains_db, smoothed
from processing.errors import StudioError

REFERENCES_MAX = 5
LOUDEST_LUFS, QUIETEST_LUFS = -7.0, -20.0
"""A target read from references stays within these: beyond, no service plays it as it is."""
LEAST_SIDE_DB = -45.0
FLOOR = 1e-9
"""Relative power below which two songs are equally silent."""


@dataclass(frozen=True)
class Goal:
    """Gains for mid and side per bin (dB) that lead all the way, and what the result is compared with.

    `side_over_mid_db` None: the goal has no width to speak of. `lufs` None: it has no loudness of its own.
    """

    name: str
    middle_db: Power
    side_db: Power
    balance_db: NDArray[np.float64]
    side_over_mid_db: float | None
    lufs: float | None
    words: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def style_goal(mix: Profile, genre: str) -> Goal:
    """Toward the balance and width that the genre has."""
    gains_db = style_gains_db(mix.whole, genre)
    width_db = style_side_over_mid_db(genre, mix.side_over_mid_db)
    name = f"our own {genre} style"
    return Goal(name, gains_db, gains_db, target_balance_db(genre), width_db, None)


def listened(mix: Profile, references: Sequence[Reference], sample_rate: int) -> list[tuple[Profile, float, str]]:
    """Each reference's profile, its share (all sum to 1) and its name. One at a time is in memory.

    Raises StudioError `master.reference_*`, `master.too_many_references`, `master.weight_out_of_range`.
    """
    if len(references) > REFERENCES_MAX:
        raise StudioError("master.too_many_references", f"Choose at most {REFERENCES_MAX} references.")
    if any(not 0.0 <= reference.weight <= 100.0 for reference in references):
        raise StudioError("master.weight_out_of_range", "A reference weighs from 0 to 100.")
    wanted = [reference for reference in references if reference.weight > 0.0]
    if references and not wanted:
        raise StudioError("master.weight_out_of_range", "Give at least one reference some weight.")
    total = sum(reference.weight for reference in wanted)
    found = []
    for reference in wanted:
        profile = heard_once(reference.kept, None, sample_rate)
        if profile is None:
            audio = check(reference.read(), sample_rate, "reference")
            profile = heard_once(reference.kept, audio, sample_rate)
        assert profile is not None
        if profile.same_song_as(mix):
            raise StudioError(
                "master.reference_is_mix", "The reference is the mix itself. Choose another song as reference."
            )
        found.append((replace(profile, encoded=reference.lossy), reference.weight / total, reference.name))
    return found


def reference_goal(mix: Profile, found: Sequence[tuple[Profile, float, str]]) -> Goal:
    """The middle of the references by weight, in decibels, frequency by frequency."""
    middle, side, balance_db = _mean([(profile, share) for profile, share, _name in found])
    widths = [(p.side_over_mid_db, share) for p, share, _name in found if p.side_over_mid_db > LEAST_SIDE_DB]
    words, warnings = [], [text for profile, _share, name in found for text in _warnings(profile, name)]
    width_db = None
    if widths:
        width_db = sum(db * share for db, share in widths) / sum(share for _db, share in widths)
    else:
        words.append("Width: left as in the mix, the reference is mono.")
    lufs = float(np.clip(sum(p.integrated_lufs * s for p, s, _name in found), QUIETEST_LUFS, LOUDEST_LUFS))
    reach_hz = _reach_hz([profile for profile, _share, _name in found])
    return Goal(
        name="the reference" if len(found) == 1 else f"{len(found)} references",
        middle_db=matching_gains_db(mix.middle, middle, reach_hz),
        side_db=matching_gains_db(mix.side, side if widths else middle, reach_hz),
        balance_db=balance_db,
        side_over_mid_db=width_db,
        lufs=lufs,
        words=tuple(words),
        warnings=tuple(warnings),
    )


def _mean(found: Sequence[tuple[Profile, float]]) -> tuple[Power, Power, NDArray[np.float64]]:
    """Smooth spectra of mid and side and third octaves: means in decibels, each song at the same level."""
    frequencies = found[0][0].middle.frequencies_hz
    middle, side, balance = np.zeros_like(frequencies), np.zeros_like(frequencies), np.zeros(CENTRES_HZ.size)
    for profile, share in found:
        level = profile.whole.band_power(*AUDIBLE_HZ)
        middle += share * np.log(smoothed(profile.middle) / level + FLOOR)
        side += share * np.log(smoothed(profile.side) / level + FLOOR)
        balance += share * (profile.whole.third_octaves_db() - power_to_db(level))
    return np.exp(middle), np.exp(side), balance


def _reach_hz(profiles: Sequence[Profile]) -> float:
    """Up to where the references may be asked: a lossy one says nothing about the highs it has thrown away."""
    return min([AUDIBLE_HZ[1], *(profile.bandwidth_hz - 500.0 for profile in profiles if profile.is_lossy)])


def _warnings(profile: Profile, name: str) -> list[str]:
    found = []
    if profile.is_lossy:
        found.append(
            f"{name} comes from a lossy file: above {profile.bandwidth_hz / 1000:.1f} kHz nothing is left. "
            "What lies above is not matched. Upload a WAV or FLAC of it."
        )
    elif profile.encoded:
        found.append(
            f"{name} comes from a lossy file ({profile.encoded}): its highs and its width are partly the encoder's. "
            "Upload a WAV or FLAC of it."
        )
    if profile.clipped_runs > CLIPPED_RUNS:
        found.append(
            f"{name} is clipped in {profile.clipped_runs:.0f} places: its loudness is no model to follow. "
            "Choose a target in LUFS, or another copy of it."
        )
    return found
