"""Pages and parts about work: the song's making, its versions, the jobs board, the engines."""

import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from artists.models import User
from processing.board import board_for
from processing.engines.catalogue import ENGINES
from processing.findings import findings_of
from processing.licences.gate import judge, licences
from processing.listening import Listening
from processing.making import ShownRun, ShownStage, newest_per_recipe, phases_of, runs_of, tempo_question
from processing.models import Run, Stage
from processing.pipeline import launch
from projects import songs
from projects.errors import NotAllowed, StudioError
from projects.models import Asset, Project
from projects.views.deeds import Done, deed, member, number

NUDGE_MAX_DB = 3.0
LIVE_SONGS = 60


def _song(request: HttpRequest, project_id: uuid.UUID) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)


def _may_run(user: User) -> bool:
    """Artists steer their own songs' runs; among the label's staff, engineers and admins do."""
    return user.can_run_jobs or not user.is_label


@login_required
@require_GET
def making(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = _song(request, project_id)
    runs = runs_of(project)
    newest = list(newest_per_recipe(runs).values())
    context = {
        "project": project,
        "phases": phases_of(project, runs),
        "runs": newest,
        "earlier": [shown for shown in runs if shown not in newest],
        "may_run": _may_run(member(request)),
        "currency": settings.CURRENCY,
    }
    return render(request, "processing/_making.html", context)


@login_required
@require_GET
def findings(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = _song(request, project_id)
    intake = newest_per_recipe(runs_of(project)).get("intake")
    context = {"project": project, "findings": findings_of(intake, project), "tempo": tempo_question(intake)}
    return render(request, "processing/_findings.html", context)


@login_required
@require_GET
def listen(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = _song(request, project_id)
    return render(request, "processing/_listen.html", {"project": project, "listening": Listening(project)})


@login_required
@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """How far every song at work has come, for cards."""
    visible = Project.objects.visible_to(request.user)
    runs = Run.objects.filter(project__in=visible, state=Run.State.RUNNING).order_by("pk")
    shown = [
        ShownRun(run, [ShownStage(stage) for stage in run.stages.all()])
        for run in runs.prefetch_related("stages")[:LIVE_SONGS]
    ]
    return render(request, "processing/_progress.html", {"runs": {one.run.project_id: one for one in shown}.values()})


@login_required
@require_GET
def stage(request: HttpRequest, stage_id: int) -> HttpResponse:
    rows = Stage.objects.visible_to(request.user).select_related("run__project").prefetch_related("outputs__asset")
    found = get_object_or_404(rows, pk=stage_id)
    ids = [pk for pks in found.inputs.values() for pk in pks]
    context = {
        "shown": ShownStage(found),
        "stage": found,
        "inputs": Asset.objects.visible_to(request.user).filter(pk__in=ids),
        "engine": next((spec for spec in ENGINES if spec.key == found.engine), None),
        "currency": settings.CURRENCY,
    }
    return render(request, "processing/_stage.html", context)


@deed
def tempo(request: HttpRequest, project_id: uuid.UUID) -> Done:
    """The artist says the tempo; intake listens again with it."""
    project, user = _song(request, project_id), member(request)
    bpm = number(request.POST.get("bpm"), code="brief.bpm_missing", field="bpm")
    if bpm is None:
        raise StudioError("brief.bpm_missing", _("Type or tap the tempo first."), field="bpm")
    songs.change_brief(project, by=user, bpm=bpm)
    launch.start(project, "intake", by=user)
    return Done(_("Thank you. The band plays at {bpm:g} BPM.").format(bpm=bpm), reverse("room", args=[project.pk]))


@deed
def nudge_mix(request: HttpRequest, project_id: uuid.UUID) -> Done:
    """A new mix with the voice a little louder or softer."""
    project, user = _song(request, project_id), member(request)
    vocal_db = number(request.POST.get("vocal_db"), code="mix.not_a_level", field="vocal_db") or 0.0
    if not -NUDGE_MAX_DB <= vocal_db <= NUDGE_MAX_DB:
        raise StudioError("mix.level_out_of_range", _("The voice moves by up to 3 dB."), field="vocal_db")
    launch.start(project, "mix", by=user, wishes={"vocal_db": vocal_db})
    return Done(_("A new mix is on its way."), reverse("room", args=[project.pk]))


@deed
def more_candidates(request: HttpRequest, project_id: uuid.UUID) -> Done:
    """Another round of candidates with fresh seeds."""
    project, user = _song(request, project_id), member(request)
    seed = project.seed + project.assets.filter(kind=Asset.Kind.CANDIDATE).count()
    launch.start(project, "instrumental", by=user, seed=seed)
    return Done(_("The band plays again."), reverse("room", args=[project.pk]))


@deed
def cancel_run(request: HttpRequest, run_id: int) -> Done:
    run = _run(request, run_id)
    launch.cancel(run, by=member(request))
    return Done(_("Cancelled."), reverse("room", args=[run.project_id]))


@deed
def retry_run(request: HttpRequest, run_id: int) -> Done:
    run = _run(request, run_id)
    launch.retry(run, by=member(request))
    return Done(_("Trying again from where it stopped."), reverse("room", args=[run.project_id]))


def _run(request: HttpRequest, run_id: int) -> Run:
    run = get_object_or_404(Run.objects.visible_to(request.user).select_related("project"), pk=run_id)
    if not _may_run(member(request)):
        raise NotAllowed("run.not_yours", _("Engineers and admins steer the label's jobs."))
    return run


@login_required
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    user = member(request)
    if not user.is_label:
        raise Http404
    context = {"board": board_for(user), "may_run": user.can_run_jobs, "currency": settings.CURRENCY}
    part = request.headers.get("HX-Target") == "board"
    return render(request, "processing/_board.html" if part else "processing/jobs.html", context)


@login_required
@require_GET
def engines(request: HttpRequest) -> HttpResponse:
    """Every engine with the facts of its licences and whether the label may use it."""
    table = licences()
    rows = [(spec, judge(spec), [found for key in spec.licences if (found := table.get(key))]) for spec in ENGINES]
    return render(request, "processing/engines.html", {"rows": rows})
