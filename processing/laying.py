"""Where the voice starts in a mix, and moving it: a person's ear wins over what was measured."""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from artists.models import User
from processing.findings import FAIRLY_SURE
from processing.models import Run
from processing.pipeline import aligning, launch
from processing.pipeline.sources import maker_of
from projects.errors import Invalid, StudioError
from projects.models import Asset
from projects.songs import GONE

BEATS_MOST = 8


@dataclass(frozen=True)
class Start:
    """The voice file's own time 0 lies at `start_s` of the backing; `doubted` where other beats fit about as well."""

    start_s: float
    bpm: float
    doubted: bool

    @property
    def start_ms(self) -> int:
        return round(1000.0 * self.start_s)

    def moved(self, beats: float) -> float:
        return self.start_s + beats * 60.0 / self.bpm


def start_of(mix: Asset) -> Start | None:
    """None for a mix without a voice over a planned song."""
    try:
        maker = maker_of(mix)
    except StudioError:
        return None
    if "plan" not in maker.params or "vocal" not in maker.inputs:
        return None
    laid = aligning.gate_of(maker)
    found = (laid.result or {}) if laid else {}
    plan = found.get("plan") or maker.params["plan"]
    doubted = found.get("offset_confidence", 1.0) < FAIRLY_SURE
    return Start(float(plan.get("vocal_offset_s", 0.0)), float(plan["bpm"]), doubted)


def lay(base: Asset, *, beats: float | None, start_s: float | None, by: User) -> Run:
    """A new mix of the same tracks with the voice so many beats later, or exactly there. Raises `align.*`."""
    now = start_of(base)
    if now is None:
        raise StudioError("align.no_voice", _("This mix has no voice that could be moved."))
    if beats is not None and not (math.isfinite(beats) and abs(beats) <= BEATS_MOST):
        raise Invalid("align.start_out_of_song", _("Move the voice by up to eight beats at a time."), field="beats")
    to_s = now.moved(beats) if beats is not None else start_s
    if to_s is None or abs(to_s - now.start_s) < 0.0005:
        raise Invalid("align.not_moved", _("Say where the voice should start; as it stands nothing would change."))
    if base.project.state in GONE:
        raise StudioError("song.closed", _("This song is finished; no more mixes are made of it."))
    return launch.start(base.project, "mix", by=by, base=str(base.pk), start_s=round(to_s, 6))
