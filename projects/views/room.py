"""The song room: its frame, and the parts that know people. What machines do in it is `processing.views`."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from projects import declarations, picks
from projects.models import Asset, Project, Review
from projects.songs import GONE
from projects.views.days import history_of
from projects.views.deeds import Done, deed, member


def _song(request: HttpRequest, project_id: uuid.UUID) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)


def _asset(request: HttpRequest, asset_id: uuid.UUID) -> Asset:
    return get_object_or_404(Asset.objects.visible_to(request.user).select_related("project__artist"), pk=asset_id)


@login_required
@require_safe
def room(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = _song(request, project_id)
    if project.state == Project.State.DRAFT:
        return HttpResponseRedirect(reverse("draft", args=[project.pk]))
    newest = project.lyrics.first()
    context = {"project": project, "lyrics": newest, "history": history_of(project)}
    return render(request, "projects/room.html", {**context, **_head(project), **_bring(project)})


@login_required
@require_GET
def head(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = _song(request, project_id)
    return render(request, "projects/_head.html", {"project": project, **_head(project)})


@login_required
@require_GET
def history(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """`?who=people|machines` filters; `?before=` is an earlier page, told without the frame around it."""
    project, before = _song(request, project_id), request.GET.get("before", "")
    number = int(before) if before.isdigit() and len(before) < 18 else None
    context = {"project": project, "history": history_of(project, request.GET.get("who", ""), number)}
    return render(request, "projects/_history_days.html" if number else "projects/_history.html", context)


def _bring(project: Project) -> dict[str, object]:
    """Whether a take can be brought now, and the words about whose voice it is that nobody has said yet."""
    if project.kind == Project.Kind.RESCUE or project.state in GONE:
        return {"takes_voices": False}
    is_said = "voice" in declarations.declared_for(project)
    return {"takes_voices": True, "voice_statement": "" if is_said else declarations.STATEMENTS["voice"]}


def _head(project: Project) -> dict[str, object]:
    reviews = project.reviews.select_related("asset", "requested_by").order_by("-pk")
    waiting = [one for one in reviews if one.state == Review.State.OPEN]
    master = project.assets.filter(kind=Asset.Kind.MASTER).order_by("-version").first()
    under_review = {one.asset_id for one in waiting}
    return {"waiting": waiting, "master": master if master and master.pk not in under_review else None}


@deed
def pick(request: HttpRequest, asset_id: uuid.UUID) -> Done:
    asset = _asset(request, asset_id)
    picks.pick(asset, by=member(request))
    return Done(_("Picked. The studio goes on from here."), _room_of(asset))


def _room_of(asset: Asset) -> str:
    return reverse("room", args=[asset.project_id])
