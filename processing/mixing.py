"""Asking for another mix: an artist's sliders or an engineer's faders, always beside the mix that it starts from."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from artists.models import User
from processing.console.nudges import Nudge
from processing.console.settings import ConsoleSettings
from processing.estimate import Estimate, estimate_of
from processing.models import Run
from processing.pipeline import launch
from processing.pipeline.graph import Node
from projects.errors import Invalid, NotAllowed, StudioError
from projects.models import Asset, Project
from projects.songs import GONE

STAGES = (Node("console", "propose_mix"), Node("mix", "render_mix", ("console",)))


def base_of(project: Project, asset_id: str) -> Asset:
    """The mix to start from: the one named, else the newest. Raises Invalid `mix.none_yet` or `mix.not_here`."""
    mixes = project.assets.filter(kind=Asset.Kind.MIX).order_by("-version")
    if not asset_id:
        newest = mixes.first()
        if newest is None:
            raise Invalid("mix.none_yet", _("There is no mix yet. Pick a candidate first."))
        return newest
    wanted = _uuid(asset_id)
    found = mixes.filter(pk=wanted).first() if wanted else None
    if found is None:
        raise Invalid("mix.not_here", _("This mix is not one of this song's. Choose another."), field="base")
    return found


def nudge(base: Asset, wishes: Mapping[str, float], *, by: User) -> Run:
    """A new mix with the sliders' moves on the console of `base`. Raises `mix.*` and starts nothing then."""
    asked = Nudge.read(wishes)
    if asked.is_nothing:
        raise Invalid("mix.nothing_moved", _("Move a slider first; as it stands the mix would be the same."))
    _check_open(base.project)
    return launch.start(base.project, "mix", by=by, base=str(base.pk), wishes=asked.to_json())


def render(base: Asset, settings: ConsoleSettings, *, by: User) -> Run:
    """A new mix with exactly these settings. Engineers and admins only."""
    if not by.can_run_jobs:
        raise NotAllowed("mix.console_not_yours", _("Engineers and admins work the console. You can use the sliders."))
    _check_open(base.project)
    return launch.start(base.project, "mix", by=by, base=str(base.pk), settings=settings.to_json())


def estimate(base: Asset) -> Estimate:
    """How long another mix of this song takes and what it costs, from what the last ones took."""
    return estimate_of(STAGES, base.duration_s or 0.0)


def _check_open(project: Project) -> None:
    if project.state in GONE:
        raise StudioError("song.closed", _("This song is finished; no more mixes are made of it."))


def _uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
