"""Pages and parts about work: the song's making, its versions, the jobs board, the engines."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from processing import rescue_map
from processing.alignment_picture import newest_laid, picture_of
from processing.engines.catalogue import ENGINES
from processing.findings import findings_of
from processing.first_listen import tempo_findings
from processing.licences.gate import judge, licences
from processing.making import is_held, open_phase, phases_of, runs_in_phase, tempo_question
from processing.models import Run, Stage
from processing.pipeline import launch
from processing.shown_runs import RUNS_PER_PAGE, ShownRun, all_runs_of, intake_of, runs_of
from processing.stage_graph import StageGraph
from processing.stage_sheet import StageSheet
from projects import songs
from projects.errors import NotAllowed, StudioError
from projects.figures import filled
from projects.models import Asset, Project
from projects.views.deeds import Done, deed, member, number

LIVE_SONGS = 60


def _song(request: HttpRequest, project_id: uuid.UUID) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)


@login_required
@require_GET
def making(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The map; `?phase=` keeps one phase open, `none` keeps all shut, otherwise it follows what happens."""
    project = _song(request, project_id)
    runs, asked = runs_of(project), request.GET.get("phase", "")
    if project.kind == Project.Kind.RESCUE:
        runs = rescue_map.parts_of(runs)
        phases = rescue_map.phases_of(project, runs)
    else:
        phases = phases_of(project, runs)
    opened = open_phase(phases, asked)
    context = {
        "project": project,
        "phases": phases,
        "asked": asked if asked == opened else "",
        "opened": next((phase for phase in phases if phase.name == opened), None),
        "graphs": [StageGraph(shown) for shown in runs_in_phase(opened, runs)],
        "may_run": member(request).may_steer_runs,
        "is_held": is_held(runs),
    }
    return render(request, "processing/_making.html", context)


@login_required
@require_GET
def work(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Everything the studio did for a song, a page of runs at a time."""
    project, before = _song(request, project_id), request.GET.get("before", "")
    runs = all_runs_of(project, int(before) if before.isdigit() and len(before) < 18 else None)
    more = runs[-1].run.pk if len(runs) == RUNS_PER_PAGE else None
    context = {"project": project, "runs": runs, "more": more, "may_run": member(request).may_steer_runs}
    return render(request, "processing/_work.html", context)


@login_required
@require_GET
def findings(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = _song(request, project_id)
    intake = intake_of(project)
    plan = next((shown.stage for shown in intake.stages if shown.stage.kind == "plan_song"), None) if intake else None
    # A plan says where a voice will lie; that is told of a backing once there is one.
    played = project.assets.filter(kind=Asset.Kind.CANDIDATE).exists()
    doubts, laid = tempo_findings(project), newest_laid(project) or (plan if played else None)
    context = {
        "project": project,
        "findings": [*findings_of(intake, project), *doubts],
        "tempo": tempo_question(intake),
        "alignment": picture_of(laid, doubted=bool(doubts)) if laid else None,
    }
    return render(request, "processing/_findings.html", context)


@login_required
@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """How far every song at work has come, for cards."""
    visible = Project.objects.visible_to(request.user)
    runs = (
        Run.objects.filter(project__in=visible, state=Run.State.RUNNING)
        .exclude(recipe__in=("check", "diagnose"))
        .order_by("pk")
    )
    shown = [ShownRun.whole(run) for run in runs.prefetch_related("stages")[:LIVE_SONGS]]
    return render(request, "processing/_progress.html", {"runs": {one.run.project_id: one for one in shown}.values()})


@login_required
@require_GET
def stage(request: HttpRequest, stage_id: int) -> HttpResponse:
    """One stage opened: as a sheet over the room, or as a page of its own."""
    rows = Stage.objects.visible_to(request.user).select_related("run__project__artist", "run__by")
    user = member(request)
    sheet = StageSheet(get_object_or_404(rows, pk=stage_id), user)
    context = {"sheet": sheet, "stage": sheet.stage, "project": sheet.stage.run.project, "may_run": user.may_steer_runs}
    part = "HX-Request" in request.headers
    context["whole"] = request.headers.get("HX-Target") == "stage-page"
    return render(request, "processing/_stage.html" if part else "processing/stage.html", context)


@deed
def tempo(request: HttpRequest, project_id: uuid.UUID) -> Done:
    """The artist says the tempo; intake listens again with it."""
    project, user = _song(request, project_id), member(request)
    bpm = number(request.POST.get("bpm"), code="brief.bpm_missing", field="bpm")
    if bpm is None:
        raise StudioError("brief.bpm_missing", _("Type or tap the tempo first."), field="bpm")
    songs.change_brief(project, by=user, bpm=bpm)
    launch.start(project, "intake", by=user)
    return Done(filled(_("Thank you. The band plays at {bpm:g} BPM."), bpm=bpm), reverse("room", args=[project.pk]))


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
    if not member(request).may_steer_runs:
        raise NotAllowed("run.not_yours", _("Engineers and admins steer the label's jobs."))
    return run


@login_required
@require_GET
def engines(request: HttpRequest) -> HttpResponse:
    """Every engine with the facts of its licences and whether the label may use it."""
    table = licences()
    rows = [(spec, judge(spec), [found for key in spec.licences if (found := table.get(key))]) for spec in ENGINES]
    return render(request, "processing/engines.html", {"rows": rows})
