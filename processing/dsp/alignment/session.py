"""What else than the music says where one recording starts in the other: their lengths, the silence before them, bleed.

Files that one session gave out start and end together. A backing that was moved afterwards keeps its length but for
the silence in front of it; a voice that was cut at its start still ends with its backing.
"""

from dataclasses import dataclass

import numpy as np

from processing.dsp.alignment.bleed import bleed_at_s
from processing.dsp.levels import Audio, seconds

_SILENT = 10.0 ** (-80.0 / 20.0)
_LEAST_LEAD_S = 0.01
_ABRUPT_S, _ABRUPT_DB = 0.1, -30.0
_SAME_S = 0.012
_AS_RECORDED = 2e-4
_TEMPO_OFF = 1.5e-4  # how wrong a tempo may be: it moves where the end of the voice falls
_EXPECTED, _FADED, _CUT, _ENDS, _BOTH, _HEARD = 0.115, 0.05, 0.25, 0.2, 12.0, 60.0
_TORN, _TORN_CUT = 0.35, 0.5
"""Equal lengths, yet music cut in after a silence: a band that waits, or one that was moved and cut to length again."""


@dataclass(frozen=True)
class Sign:
    """The voice may start at `offset_s`, known within `within_s`; `odds` against all other places before listening."""

    offset_s: float
    odds: float
    within_s: float = 0.0


def signs(voice: Audio, band: Audio, rate: int, ratio: float, around_s: float, reach_s: float) -> tuple[Sign, ...]:
    """Both `(channels, samples)`; `ratio` is the band's speed against the voice's, `around_s` where it is expected."""
    heard_s = bleed_at_s(voice, band, rate, around_s, reach_s) if abs(ratio - 1.0) < _AS_RECORDED else None
    bleed = () if heard_s is None else (Sign(heard_s, _HEARD),)
    expected = Sign(around_s, _EXPECTED / reach_s)
    return (*_cuts(voice, band, rate, ratio, expected), *bleed)


def _cuts(voice: Audio, band: Audio, rate: int, ratio: float, expected: Sign) -> tuple[Sign, ...]:
    voice_s = seconds(voice, rate)
    ends_s = seconds(band, rate) - voice_s / ratio
    ends = Sign(ends_s, _ENDS, _SAME_S + _TEMPO_OFF * voice_s)
    lead_s, cut = _lead(band, rate)
    starts = [expected]
    if lead_s > _LEAST_LEAD_S:
        starts.append(Sign(lead_s, _CUT if cut else _FADED))
    both = [abs(one.offset_s - ends_s) <= ends.within_s for one in starts]
    if not any(both):
        return (*starts, ends)
    if both[0] and cut and lead_s > _LEAST_LEAD_S and not both[-1]:
        return Sign(starts[0].offset_s, _TORN), Sign(lead_s, _TORN_CUT)
    return tuple(Sign(one.offset_s, _BOTH) if agrees else one for one, agrees in zip(starts, both, strict=True))


def _lead(band: Audio, rate: int) -> tuple[float, bool]:
    """(silence before the first sound in seconds, whether that sound is there at once, as where a song was cut)."""
    loud = np.abs(band).max(axis=0)
    sounding = np.flatnonzero(loud > _SILENT)
    if not sounding.size:
        return 0.0, False
    first = int(sounding[0])
    power = float(np.square(band[:, first : first + round(_ABRUPT_S * rate)], dtype=np.float64).mean())
    usual = float(np.square(band[:, first:], dtype=np.float64).mean())
    return first / rate, power > usual * 10.0 ** (_ABRUPT_DB / 10.0)
