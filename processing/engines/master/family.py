"""The masters of one release in numbers: their middle, who stands apart from it, and what was done in words.

Knows no sound, so that pages can ask it of what was measured before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.dsp.balance import CENTRES_HZ, COMPARED, balance_distance_db

LOUDNESS_LU = 0.5
TONE_DB = 4.0
"""RMS distance of third octaves from the family's middle. Songs of one release differ in what plays; beyond this the
tone itself differs."""
CEILING_DBTP = -1.0

Balance = NDArray[np.float64]


@dataclass(frozen=True)
class Heard:
    """One master in numbers; `balance_db` are third octaves with their common level removed."""

    integrated_lufs: float
    true_peak_dbtp: float
    balance_db: Balance
    side_over_mid_db: float | None = None


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
        side = song.side_over_mid_db
        return {
            "integrated_lufs": round(song.integrated_lufs, 2),
            "true_peak_dbtp": round(song.true_peak_dbtp, 2),
            **({} if side is None else {"side_over_mid_db": round(side, 2)}),
            "third_octaves_db": [round(float(level_db), 2) for level_db in song.balance_db],
            "loudness_off_lu": round(song.integrated_lufs - self.lufs, 2),
            "tone_distance_db": round(self.distance_db(song), 2),
            "apart": list(self.apart(song)),
        }


def heard_in(measures: Mapping[str, Any]) -> Heard | None:
    """The same from what is kept about a file (`dsp.measures`); None where that is not enough."""
    octaves_db = np.asarray(measures.get("third_octaves", {}).get("levels_db", ()), np.float64)
    if octaves_db.shape != CENTRES_HZ.shape or not {"integrated_lufs", "true_peak_dbtp"} <= measures.keys():
        return None
    return Heard(float(measures["integrated_lufs"]), float(measures["true_peak_dbtp"]), levelled(octaves_db))


def levelled(octaves_db: Balance) -> Balance:
    """Third octaves without their common level."""
    found: Balance = octaves_db - octaves_db[COMPARED].mean()
    return found


def family_of(songs: Sequence[Heard]) -> Family:
    lufs = float(np.median([song.integrated_lufs for song in songs]))
    return Family(lufs, np.median([song.balance_db for song in songs], axis=0))


def told(before: Mapping[str, Any], after: Mapping[str, Any], tone: float, *, from_mix: bool) -> list[str]:
    """What was done to a song, in words; `before` and `after` as `Family.measures` gives them."""
    loudness, distance = "integrated_lufs", "tone_distance_db"
    words = ["Mastered again from its mix." if from_mix else "Mastered again from the master."]
    if abs(after[loudness] - before[loudness]) >= 0.1:
        words.append(f"Loudness: {before[loudness]:.1f} to {after[loudness]:.1f} LUFS.")
    if tone > 0.0:
        words.append(
            f"Tone: {tone:.0%} of the way to the others, {before[distance]:.1f} dB from the family's middle before, "
            f"{after[distance]:.1f} dB now."
        )
    if "peaks" in before["apart"]:
        words.append(f"True peak: {before['true_peak_dbtp']:.1f} to {after['true_peak_dbtp']:.1f} dBTP.")
    if "loudness" in after["apart"]:
        words.append("It does not reach the family's loudness: louder would be heard as distortion.")
    if "tone" in after["apart"]:
        words.append("Its tone stays outside the family: a master cannot change what plays. Look at the mix.")
    return words
