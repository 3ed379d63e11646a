"""What people brought to a draft: shown, put right, taken out."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from projects import draft_files
from projects.models import Asset, Project
from projects.views.deeds import Done, deed, member


@login_required
@require_GET
def draft_files_part(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = visible_song(request, project_id)
    return render(request, "projects/_draft_files.html", {"project": project, "files": files_of(project)})


@deed
def set_file_kind(request: HttpRequest, asset_id: uuid.UUID) -> Done:
    """Put right what a file was taken for."""
    asset = _file(request, asset_id)
    draft_files.take_for(asset, request.POST.get("kind", ""), by=member(request))
    words = _("{name} is now used as: {kind}").format(name=asset.name, kind=Asset.Kind(asset.kind).label)
    return Done(words, reverse("draft", args=[asset.project_id]))


@deed
def remove_file(request: HttpRequest, asset_id: uuid.UUID) -> Done:
    asset = _file(request, asset_id)
    draft_files.take_out(asset, by=member(request))
    return Done(_("{name} is taken out.").format(name=asset.name), reverse("draft", args=[asset.project_id]))


def visible_song(request: HttpRequest, project_id: uuid.UUID) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)


def _file(request: HttpRequest, asset_id: uuid.UUID) -> Asset:
    return get_object_or_404(Asset.objects.visible_to(request.user).select_related("project"), pk=asset_id)


def files_of(project: Project) -> list[tuple[Asset, list[Asset.Kind]]]:
    """What people brought, each with what else it may be used as."""
    files = project.assets.filter(kind__in=draft_files.kinds_for(project)).order_by("created_at", "pk")
    return [(asset, draft_files.could_be(asset)) for asset in files]
