"""Where the voice starts in a mix, and moving it: a person's ear wins over what was measured."""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from artists.models import User
from processing.findings import START_SURE
from processing.heard_stems import whole_under
from processing.models import Run, Stage
from processing.pipeline import aligning, launch
from processing.pipeline.sources import maker_of, tracks_of
from projects.errors import Invalid, StudioError
from projects.models import Asset
from projects.songs import GONE

BEATS_MOST = 8
TRIAL_DB = 12.0


@dataclass(frozen=True)
class Start:
    """The voice file's own time 0 lies at `start_s` of the backing; `doubted` where other beats fit about as well."""

    start_s: float
    bpm: float
    doubted: bool
    maker: Stage
    """The stage that rendered the mix."""

    @property
    def start_ms(self) -> int:
        return round(1000.0 * self.start_s)

    @property
    def beat_s(self) -> float:
        return 60.0 / self.bpm

    def moved(self, beats: float) -> float:
        return self.start_s + beats * 60.0 / self.bpm


def start_of(mix: Asset) -> Start | None:
    """None for a mix without a voice over a planned song."""
    try:
        return start_in(maker_of(mix))
    except StudioError:
        return None


def start_in(maker: Stage) -> Start | None:
    """The same of the stage that rendered it."""
    if "plan" not in maker.params or "vocal" not in maker.inputs:
        return None
    laid = aligning.gate_of(maker)
    found = (laid.result or {}) if laid else {}
    plan = found.get("plan") or maker.params["plan"]
    doubted = found.get("offset_confidence", 1.0) < START_SURE
    return Start(float(plan.get("vocal_offset_s", 0.0)), float(plan["bpm"]), doubted, maker)


@dataclass(frozen=True)
class Trial:
    """What is heard before a voice is moved: it over its backing, from its first word, `first_s` in its own file."""

    voice: Asset
    backing: Asset
    first_s: float

    @property
    def voice_db(self) -> float:
        """What brings the voice to the backing's loudness."""
        levels = [asset.measures.get("integrated_lufs") for asset in (self.backing, self.voice)]
        known = [float(level) for level in levels if level is not None]
        return round(min(max(known[0] - known[1], -TRIAL_DB), TRIAL_DB), 1) if len(known) == 2 else 0.0


def trial_of(mix: Asset, start: Start) -> Trial | None:
    """None where voice or backing are not kept as sounds of their own."""
    inputs = aligning.after_gate(start.maker, {}, tracks_of(start.maker)).inputs
    files = mix.project.assets.filter(removed_at=None)
    voice = files.filter(pk__in=inputs["vocal"]).first()
    backing = files.filter(pk=inputs["candidate"][-1]).first() if inputs.get("candidate") else None
    if backing is None:
        backing = whole_under([ids[0] for role, ids in inputs.items() if role.startswith("stem:") and ids])
    if voice is None or backing is None:
        return None
    heard = Stage.objects.filter(run__project=mix.project_id, kind="hear_voice", inputs__vocal=inputs["vocal"])
    found = heard.exclude(result={}).order_by("-pk").values_list("result", flat=True).first() or {}
    onsets_s = found.get("onsets_s") or [0.0]
    return Trial(voice, backing, round(float(onsets_s[0]), 3))


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
