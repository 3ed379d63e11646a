"""Repairing a rescued song again with more or less of each remedy."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from artists.models import User
from processing.dsp.repairs.names import REMEDY_WORDS
from processing.models import Run
from processing.pipeline import launch
from projects.errors import Invalid, StudioError
from projects.models import Project
from projects.said import said
from projects.songs import GONE


@dataclass(frozen=True)
class Amount:
    """How much of a remedy a rescue may use at the most, 0 to 1; the guard may have taken less."""

    name: str
    title: str
    share: float


def amounts_of(run: Run) -> list[Amount]:
    """Of every remedy that this rescue tried, or was told about."""
    told = run.params.get("amounts") or {}
    results = run.stages.filter(kind="restore").values_list("result", flat=True)
    tried = {step["remedy"] for result in results for step in result.get("steps", ())}
    named = [name for name in REMEDY_WORDS if name in tried or name in told]
    return [Amount(name, said(REMEDY_WORDS[name]), told.get(name, 1.0)) for name in named]


def again(project: Project, typed: Mapping[str, str], *, by: User) -> Run:
    """The newest rescue once more, with these shares (0 to 1) by remedy. What comes before is not done again.

    Raises Invalid `rescue.amount_wrong`, StudioError `rescue.nothing_to_repeat` or `song.closed`.
    """
    if project.state in GONE:
        raise StudioError("song.closed", _("This song is finished; nothing more is made for it."))
    run = project.runs.filter(recipe="rescue").order_by("-pk").first()
    if run is None:
        raise StudioError("rescue.nothing_to_repeat", _("This song has not been rescued yet."))
    amounts = {**(run.params.get("amounts") or {})}
    amounts |= {name: _share(name, text) for name, text in typed.items() if name in REMEDY_WORDS}
    return launch.start(project, "rescue", by=by, **{**run.params, "amounts": amounts})


def _share(name: str, text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = math.nan
    if not 0.0 <= share <= 1.0:
        words = _("{remedy} can be used from 0 to 100 %.").format(remedy=said(REMEDY_WORDS[name]))
        raise Invalid("rescue.amount_wrong", words, field=name)
    return share
