"""How a song stands beside the others of its album, drawn: its loudness on a rail, its tone as a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from processing.dsp.balance import CENTRES_HZ, COMPARED
from processing.engines.master.family import LOUDNESS_LU, TONE_DB, Family

RAIL_LU = 4.0
WIDTH, HEIGHT, REACH_DB = 200, 52, 12.0
TICKS_HZ = (63.0, 250.0, 1000.0, 4000.0, 16_000.0)


@dataclass(frozen=True)
class Rail:
    """The song's loudness among `±RAIL_LU` of the family's middle, in hundredths of the rail; the mark is two wide."""

    mark: float
    low: float
    wide: float


@dataclass(frozen=True)
class ToneLine:
    """More (up) or less (down) of each third octave than the family's middle, in units of its view box."""

    points: str
    band_y: float
    band_height: float
    ticks: tuple[float, ...]
    alt: str

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def middle(self) -> float:
        return HEIGHT / 2


def rail_of(measures: dict[str, Any]) -> Rail:
    off_lu = float(np.clip(measures["loudness_off_lu"], -RAIL_LU, RAIL_LU))
    share = 50.0 / RAIL_LU
    return Rail(
        round(min(max(49.0 + share * off_lu, 0.0), 98.0), 1), 50.0 - share * LOUDNESS_LU, 2.0 * share * LOUDNESS_LU
    )


def tone_line_of(measures: dict[str, Any], family: Family) -> ToneLine:
    off_db = (np.asarray(measures["third_octaves_db"]) - family.balance_db)[COMPARED]
    off_db = off_db - off_db.mean()
    xs = np.linspace(2.0, WIDTH - 2.0, off_db.size)
    points = " ".join(f"{x:.1f},{_y(level):.1f}" for x, level in zip(xs, off_db, strict=True))
    ticks = tuple(round(float(np.interp(hz, CENTRES_HZ[COMPARED], xs)), 1) for hz in TICKS_HZ)
    return ToneLine(points, _y(TONE_DB), round(2.0 * (HEIGHT / 2 - _y(TONE_DB)), 1), ticks, _told(off_db))


def _told(off_db: Sequence[float]) -> str:
    """The three thirds of the range in words for who cannot see the line."""
    lows, mids, highs = (float(np.mean(part)) for part in np.array_split(np.asarray(off_db), 3))
    words = _("Against the family: lows {lows:+.1f} dB, mids {mids:+.1f} dB, highs {highs:+.1f} dB.")
    return words.format(lows=lows, mids=mids, highs=highs)


def _y(level_db: float) -> float:
    level_db = min(max(float(level_db), -REACH_DB), REACH_DB)
    return round(HEIGHT / 2 - (HEIGHT / 2 - 2) * level_db / REACH_DB, 1)
