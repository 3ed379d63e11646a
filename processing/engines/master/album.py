"""Bringing a master into the family of its release, and no further."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from processing.dsp.balance import balance_distance_db
from processing.dsp.levels import Audio
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.contracts import MasteringEngine, MasterParams, MasterResult, Progress, Reference, silent
from processing.engines.master.family import CEILING_DBTP, TONE_DB, Family, Heard, levelled
from processing.engines.master.goal import REFERENCES_MAX
from processing.engines.master.profile import check, heard

AIM_SHARE = 0.8
"""A tone is moved this far inside the limit: the limiter behind moves it once more."""
STEPS = np.linspace(0.0, 1.0, 21)


@dataclass(frozen=True)
class Moved:
    """A master brought to the family, how it measures, and how much of the others' tone it took (0 to 1)."""

    made: MasterResult
    heard: Heard
    tone: float


def listen(audio: Audio, sample_rate: int) -> Heard:
    """Measure a master `(1 or 2, samples)`. Raises StudioError `master.mix_*` for what cannot be mastered."""
    audio = check(audio, sample_rate, "mix")
    profile = heard(audio, sample_rate)
    return Heard(
        integrated_lufs=profile.integrated_lufs,
        true_peak_dbtp=true_peak_dbtp(audio, sample_rate),
        side_over_mid_db=profile.side_over_mid_db,
        balance_db=levelled(profile.whole.third_octaves_db()),
    )


def company(number: int, songs: Sequence[Heard], family: Family) -> list[int]:
    """Whom master `number` is led by: the others whose tone is the family's, nearest first; all others if none is."""
    others = [other for other in range(len(songs)) if other != number]
    inside = [other for other in others if "tone" not in family.apart(songs[other])]
    return sorted(inside or others, key=lambda other: family.distance_db(songs[other]))[:REFERENCES_MAX]


def tone_needed(song: Heard, led_by: Sequence[Heard], family: Family) -> float:
    """The least share of the others' tone that brings a song well inside the family; 0 where it is inside already."""
    if "tone" not in family.apart(song):
        return 0.0
    goal_db = np.mean([other.balance_db for other in led_by], axis=0)
    ways = [song.balance_db + step * (goal_db - song.balance_db) for step in STEPS]
    distances_db = [balance_distance_db(way, family.balance_db) for way in ways]
    inside = [step for step, distance_db in zip(STEPS, distances_db, strict=True) if distance_db <= AIM_SHARE * TONE_DB]
    return float(inside[0] if inside else STEPS[int(np.argmin(distances_db))])


def brought_in(
    source: Audio,
    sample_rate: int,
    family: Family,
    led_by: Sequence[tuple[Heard, Callable[[], Audio], str]],
    engine: MasteringEngine,
    *,
    genre: str,
    scratch: Path,
    progress: Progress = silent,
) -> Moved:
    """Master `source` (a master, or the mix it came from) to the family's loudness and just into its tone.

    What is inside already keeps its tone and width. Where the first share of tone does not reach, more is tried, and
    the one nearest to the family is kept.
    """
    references = [Reference(read, 1.0, name) for _heard, read, name in led_by]
    least = tone_needed(listen(source, sample_rate), [song for song, _read, _name in led_by], family)
    best: Moved | None = None
    for tone in sorted({least, (least + 1.0) / 2.0, 1.0}):
        params = MasterParams(target_lufs=family.lufs, ceiling_dbtp=CEILING_DBTP, tone=tone, width=0.0)
        made = engine.master(
            source, sample_rate, references=references, genre=genre, params=params, scratch=scratch, progress=progress
        )
        moved = Moved(made, listen(made.audio, sample_rate), tone)
        if best is None or family.distance_db(moved.heard) < family.distance_db(best.heard):
            best = moved
        if "tone" not in family.apart(moved.heard):
            break
    assert best is not None
    return best
