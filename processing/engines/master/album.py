"""The masters of one release as a family: who stands apart in loudness, tone or peaks, and bringing only those in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.dsp.levels import Audio
from processing.dsp.spectrum import CENTRES_HZ, balance_distance_db
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.contracts import MasteringEngine, MasterParams, Progress, Reference, silent
from processing.engines.master.goal import REFERENCES_MAX
from processing.engines.master.profile import check, heard

LOUDNESS_LU = 0.5
TONE_DB = 4.0
"""RMS distance of third octaves from the family's middle. Songs of one release differ in what plays; beyond this the
tone itself differs."""
CEILING_DBTP = -1.0
AIM_SHARE = 0.8
"""A tone is moved this far inside the limit: the limiter behind moves it once more."""
STEPS = np.linspace(0.0, 1.0, 21)
_COMPARED = (CENTRES_HZ > 31.0) & (CENTRES_HZ < 17_000.0)

Balance = NDArray[np.float64]


@dataclass(frozen=True)
class Heard:
    """One master in numbers; `balance_db` are third octaves with their common level removed."""

    integrated_lufs: float
    true_peak_dbtp: float
    side_over_mid_db: float
    balance_db: Balance


@dataclass(frozen=True)
class Family:
    """The middle of all masters: medians, so that one stranger moves nothing."""

    lufs: float
    balance_db: Balance

    def apart(self, song: Heard) -> tuple[str, ...]:
        """In what a master stands apart: any of "loudness", "tone", "peaks"."""
        found = {
            "loudness": abs(song.integrated_lufs - self.lufs) > LOUDNESS_LU,
            "tone": self.distance_db(song) > TONE_DB,
            "peaks": song.true_peak_dbtp > CEILING_DBTP,
        }
        return tuple(name for name, holds in found.items() if holds)

    def distance_db(self, song: Heard) -> float:
        return balance_distance_db(song.balance_db, self.balance_db)

    def measures(self, song: Heard) -> dict[str, Any]:
        """JSON-ready, with the distances from the middle."""
        return {
            "integrated_lufs": round(song.integrated_lufs, 2),
            "true_peak_dbtp": round(song.true_peak_dbtp, 2),
            "side_over_mid_db": round(song.side_over_mid_db, 2),
            "third_octaves_db": [round(float(level_db), 2) for level_db in song.balance_db],
            "loudness_off_lu": round(song.integrated_lufs - self.lufs, 2),
            "tone_distance_db": round(self.distance_db(song), 2),
            "apart": list(self.apart(song)),
        }


@dataclass(frozen=True)
class Moved:
    """A master brought to the family, how it measures, and how much of the others' tone it took (0 to 1)."""

    audio: Audio
    heard: Heard
    tone: float


def listen(audio: Audio, sample_rate: int) -> Heard:
    """Measure a master `(1 or 2, samples)`. Raises StudioError `master.mix_*` for what cannot be mastered."""
    audio = check(audio, sample_rate, "mix")
    profile = heard(audio, sample_rate)
    balance_db = profile.whole.third_octaves_db()
    return Heard(
        integrated_lufs=profile.integrated_lufs,
        true_peak_dbtp=true_peak_dbtp(audio, sample_rate),
        side_over_mid_db=profile.side_over_mid_db,
        balance_db=balance_db - balance_db[_COMPARED].mean(),
    )


def family_of(songs: Sequence[Heard]) -> Family:
    lufs = float(np.median([song.integrated_lufs for song in songs]))
    return Family(lufs, np.median([song.balance_db for song in songs], axis=0))


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
        moved = Moved(made.audio, listen(made.audio, sample_rate), tone)
        if best is None or family.distance_db(moved.heard) < family.distance_db(best.heard):
            best = moved
        if "tone" not in family.apart(moved.heard):
            break
    assert best is not None
    return best
