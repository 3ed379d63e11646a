"""How work is told in templates: time that is left, lengths of time, signed figures."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from processing.costs import refusal_of
from processing.estimate import Estimate
from processing.models import Run
from processing.shown_runs import ShownRun
from processing.standing import Standing, shut_queues, standing_of
from projects.figures import figure
from projects.models import Project
from projects.said import said

register = template.Library()

MINUTE_S = 60


@register.filter
def time_left(seconds: float | None) -> str:
    """`12 s`, `1:05 min`; nothing when there is no telling. As `left` in clock.ts says it."""
    if seconds is None:
        return ""
    whole = max(1, round(seconds))
    return f"{whole} s" if whole < MINUTE_S else f"{whole // MINUTE_S}:{whole % MINUTE_S:02d} min"


@register.simple_tag
def over_budget(project: Project | None, estimate: Estimate | None) -> str:
    """Why it would be refused, in words; empty when it may be started."""
    refused = refusal_of(project, estimate.cost) if project and estimate else None
    return said(refused.words) if refused else ""


@register.filter
def standing(shown: ShownRun) -> Standing:
    """How a run of a song stands."""
    stages = [(one.stage.state, one.stage.queue) for one in shown.stages]
    return standing_of(shown.run, stages, shut_queues() if shown.run.state == Run.State.RUNNING else {})


@register.filter
def lasted(seconds: float | None) -> str:
    """What work took: `4.2 s`, and above a minute `3:05 min`."""
    if seconds is None:
        return ""
    if seconds < MINUTE_S - 0.05:
        return f"{figure(seconds, '.1f')} s"
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02d}:{whole % 60:02d} h" if hours else f"{minutes}:{whole % 60:02d} min"


@register.filter
def about_time(seconds: float) -> str:
    """How long something will take, no more exact than anybody can know."""
    if seconds < MINUTE_S:
        return _("about {n} seconds").format(n=max(5, 5 * round(seconds / 5)))
    minutes = max(1, round(seconds / MINUTE_S))
    return ngettext("about {n} minute", "about {n} minutes", minutes).format(n=minutes)
