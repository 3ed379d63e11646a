"""The jobs desk: the label's staff look, engineers and admins act. For everyone else there is no such page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from artists.models import User
from processing.board import board
from processing.failures import FAILURES_PAGE, failures_with, open_failures
from processing.house_runs import shown_runs
from processing.models import Run, Stage
from processing.pipeline import launch, turns
from processing.stage_sheet import log_of
from projects import events
from projects.api.people import whole_number
from projects.errors import Invalid, NotAllowed
from projects.views.deeds import Done, deed, member

# One request retries at most so many runs; the words say when there is more to do.
AT_ONCE = 200


def staff(request: HttpRequest) -> User:
    """The label's staff alone. Raises Http404 for everyone else."""
    user = member(request)
    if not user.is_label:
        raise Http404
    return user


def require_engineer(user: User) -> User:
    """Raises NotAllowed `run.not_yours` for staff who only look on."""
    if not user.can_run_jobs:
        raise NotAllowed("run.not_yours", _("Engineers and admins steer the label's jobs."))
    return user


def _engineer(request: HttpRequest) -> User:
    return require_engineer(staff(request))


@login_required
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """The page with its board; its runs follow, since they are as much again."""
    user = staff(request)
    part = request.headers.get("HX-Target") == "board"
    since = 0 if part else events.newest()
    context = {"since": since, "board": board(), "may_run": user.can_run_jobs}
    return render(request, "processing/_board.html" if part else "processing/jobs.html", context)


@login_required
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """What is under way and what is over."""
    user = staff(request)
    return render(request, "processing/_runs.html", {"runs": shown_runs(), "may_run": user.can_run_jobs})


@login_required
@require_GET
def failures(request: HttpRequest) -> HttpResponse:
    """One group of failures, a page of it."""
    user = staff(request)
    code = request.GET.get("code", "")
    rows = failures_with(code, whole_number(request.GET.get("before", "")))
    more = rows[-1].stage.pk if len(rows) == FAILURES_PAGE else None
    context = {"rows": rows, "code": code, "may_run": user.can_run_jobs, "more": more}
    return render(request, "processing/_failures.html", context)


@login_required
@require_GET
def stage_log(request: HttpRequest, stage_id: int) -> HttpResponse:
    """What a stage has told so far; asks again by itself while the stage runs.

    `?read=` is the mark of what the page shows: while there is no more, it keeps that, with what is selected in it.
    """
    rows = Stage.objects.visible_to(request.user).only("pk", "state", "attempt", "log", "error_words")
    stage = get_object_or_404(rows, pk=stage_id)
    log = log_of(stage)
    if stage.state == Stage.State.RUNNING and request.GET.get("read") == log.mark:
        return HttpResponse(status=204)
    return render(request, "processing/_log.html", {"stage": stage, "log": log})


@deed
def move(request: HttpRequest) -> Done:
    """A step (`to`), or right before or after another stage."""
    user = _engineer(request)
    stage = _stage(request.POST.get("stage", ""))
    if to := request.POST.get("to"):
        turns.step(stage, to, by=user)
    else:
        before, after = request.POST.get("before", ""), request.POST.get("after", "")
        other = _stage(before or after)
        turns.move_beside(stage, other, before=bool(before), by=user)
    place = Stage.objects.filter(state="queued", queue=stage.queue, place__lt=_place(stage)).count() + 1
    return Done(_("Moved to place {place}.").format(place=place), reverse("jobs"))


def _place(stage: Stage) -> float:
    return Stage.objects.values_list("place", flat=True).get(pk=stage.pk)


def _stage(text: str) -> Stage:
    return get_object_or_404(Stage.objects.select_related("run__project"), pk=whole_number(text))


@deed
def pause(request: HttpRequest) -> Done:
    user, queue = _engineer(request), request.POST.get("queue", "")
    turns.pause(queue, by=user, reason=request.POST.get("reason", ""))
    return Done(_("Paused. What runs is finished, nothing new is taken."), reverse("jobs"))


@deed
def resume(request: HttpRequest) -> Done:
    user = _engineer(request)
    turns.resume(request.POST.get("queue", ""), by=user)
    return Done(_("The queue goes on."), reverse("jobs"))


@deed
def prioritise(request: HttpRequest, run_id: int) -> Done:
    user = _engineer(request)
    run = get_object_or_404(Run.objects.select_related("project"), pk=run_id)
    turns.prioritise(run, _level(request.POST.get("priority", "")), by=user)
    return Done(_("Priority changed."), reverse("jobs"))


def _level(text: str) -> int:
    levels = {"-1": -1, "0": 0, "1": 1}
    if text not in levels:
        raise Invalid("run.no_such_priority", _("A run is of low, normal or high priority."), field="priority")
    return levels[text]


@deed
def retry(request: HttpRequest) -> Done:
    """Everything that failed with `code`, or the chosen `stage`s."""
    user = _engineer(request)
    runs, all_in_all = chosen_runs(request.POST.get("code"), request.POST.getlist("stage"))
    opened = launch.retry_all(runs, by=user)
    words = ngettext("{n} run is tried again.", "{n} runs are tried again.", opened).format(n=opened)
    if all_in_all > AT_ONCE:
        words = f"{words} {_('That was the first part: press again for more.')}"
    return Done(words, reverse("jobs"))


def chosen_runs(code: str | None, stages: list[Any]) -> tuple[list[Run], int]:
    """The runs of a group or of a selection of stages, at most AT_ONCE of them, and how many there are."""
    rows = open_failures()
    if code is not None:
        rows = rows.filter(error_code=code)
    else:
        rows = rows.filter(pk__in=[whole_number(str(stage)) for stage in stages[: 5 * AT_ONCE]])
    runs = Run.objects.filter(pk__in=rows.order_by().values("run")).select_related("project__artist").order_by("pk")
    count = runs.count()
    if not count:
        raise Invalid("jobs.nothing_chosen", _("Nothing that failed is chosen. Tick what is to be tried again."))
    return list(runs[:AT_ONCE]), count
