"""What else than the music says where one recording starts in the other: their lengths, the silence before them, bleed.

Files that one session gave out start and end together. A backing that was moved afterwards keeps its length but for
the silence in front of it, and so does a voice; a voice that was cut at its start still ends with its backing.
"""

from dataclasses import dataclass

import numpy as np

from processing.dsp.alignment.bleed import bleed_at_s
from processing.dsp.levels import Audio, seconds

_SILENT = 10.0 ** (-80.0 / 20.0)
_LEAST_LEAD_S = 0.01
_ABRUPT_S, _ABRUPT_DB = 0.1, -30.0
_AT_ONCE_S, _AT_ONCE_DB = 0.005, -10.0  # a phrase rises from silence, what was cut or laid later stands there at once
_SAME_S = 0.012
_AS_RECORDED = 2e-4
_TEMPO_OFF = 1.5e-4  # how wrong a tempo may be: it moves where the end of the voice falls
_LEAST_MOVED_S, _MOST_PERCENT, _WHOLE, _LENGTH_S = 0.1, 6, 3e-4, 0.005
_AS_HEARD, _END_S = 0.003, 0.03
_EXPECTED, _FADED, _CUT, _ENDS, _BOTH, _HEARD = 0.115, 0.05, 0.25, 0.2, 12.0, 60.0
_TORN, _TORN_CUT = 0.35, 0.5
"""Equal lengths, yet music cut in after a silence: a band that waits, or one that was moved and cut to length again."""
_LATE, _LATE_CUT = 1.5, 0.6
"""The same of a voice, whose take more often begins late in its session."""


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


def speed_by_lengths(voice: Audio, band: Audio, rate: int, heard: float | None, latest_s: float = 2.0) -> float | None:
    """How much faster the band plays, where its length behind any silence in front says so: it fits a `heard` speed, to
    a few hundredths of a second at the end, or is the voice's at another speed by whole per cents, which is how people
    change it, behind a silence of at most `latest_s`. None where it does not."""
    lead_s, _ = _lead(band, rate)
    voice_s, rest_s = seconds(voice, rate), seconds(band, rate) - lead_s
    if rest_s <= 0.0:
        return None
    if heard is not None and abs(voice_s / rest_s / heard - 1.0) <= _END_S / voice_s:
        return voice_s / rest_s
    percents = [part for part in range(-_MOST_PERCENT, _MOST_PERCENT + 1) if part or heard]
    whole = [(1.0 + part / 100.0) ** power for part in percents for power in (1, -1)]
    nearest = min(whole, key=lambda ratio: abs(ratio * rest_s / voice_s - 1.0))
    fits = abs(nearest * rest_s / voice_s - 1.0) <= max(_WHOLE, _LENGTH_S / voice_s)
    as_heard = abs(nearest / heard - 1.0) <= _AS_HEARD if heard is not None else _LEAST_MOVED_S <= lead_s <= latest_s
    return nearest if fits and as_heard else None


def _cuts(voice: Audio, band: Audio, rate: int, ratio: float, expected: Sign) -> tuple[Sign, ...]:
    voice_s = seconds(voice, rate)
    ends_s = seconds(band, rate) - voice_s / ratio
    near_s = _SAME_S + _TEMPO_OFF * voice_s
    # At one and the same speed the ends tell the start to the sample, else but for what a tempo may be off.
    ends = Sign(ends_s, _ENDS, 0.0 if ratio == 1.0 else near_s)
    (lead_s, cut), late_s = _lead(band, rate), _late_s(voice, rate)
    moved = [Sign(lead_s, _CUT if cut else _FADED)] if lead_s > _LEAST_LEAD_S else []
    moved += [Sign(-late_s / ratio, _CUT)] if late_s > _LEAST_LEAD_S else []
    together = abs(expected.offset_s - ends_s) <= near_s
    agree = [abs(one.offset_s - ends_s) <= near_s for one in moved]
    if not together and not any(agree):
        return (expected, *moved, ends)
    if together and not any(agree):
        if lead_s > _LEAST_LEAD_S and cut:
            return Sign(expected.offset_s, _TORN), Sign(lead_s, _TORN_CUT)
        if late_s > _LEAST_LEAD_S:
            return Sign(expected.offset_s, _LATE), Sign(-late_s / ratio, _LATE_CUT)
    starts = zip((expected, *moved), (together, *agree), strict=True)
    return tuple(Sign(one.offset_s, _BOTH) if agrees else one for one, agrees in starts)


def _late_s(voice: Audio, rate: int) -> float:
    """The silence before a take that begins at once; 0 where it has none, or rises from it as a phrase does."""
    loud = np.abs(voice).max(axis=0) > _SILENT
    first = int(loud.argmax())
    at_once, after = (
        float(np.square(voice[:, first : first + round(span_s * rate)], dtype=np.float64).mean())
        for span_s in (_AT_ONCE_S, _ABRUPT_S)
    )
    return first / rate if loud.any() and at_once > after * 10.0 ** (_AT_ONCE_DB / 10.0) else 0.0


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
