"""Looking into one sound: the report with its pictures, and the button that asks for it."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from processing import repairing
from processing.diagnosis import is_looking, report_of
from processing.listening import HEARD
from processing.pipeline import launch
from processing.rescued import rescued
from processing.versions import version_title
from projects.errors import StudioError
from projects.models import Asset, Project
from projects.states import GONE
from projects.views.deeds import Done, deed, member


def _asset(request: HttpRequest, asset_id: uuid.UUID) -> Asset:
    rows = Asset.objects.visible_to(request.user).select_related("project__artist")
    return get_object_or_404(rows, pk=asset_id)


@login_required
@require_GET
def diagnosis(request: HttpRequest, asset_id: uuid.UUID) -> HttpResponse:
    asset = _asset(request, asset_id)
    context = {
        "asset": asset,
        "title": version_title(asset) if asset.kind in HEARD else asset.name,
        "project": asset.project,
        "report": report_of(asset),
        "is_looking": is_looking(asset),
    }
    part = "HX-Request" in request.headers
    return render(request, "processing/_diagnosis.html" if part else "processing/diagnosis.html", context)


@deed
def look_into(request: HttpRequest, asset_id: uuid.UUID) -> Done:
    asset = _asset(request, asset_id)
    if asset.project.state in GONE:
        raise StudioError("song.closed", _("This song is finished; nothing more is made for it."))
    launch.start(asset.project, "diagnose", by=member(request), asset=str(asset.pk))
    return Done(
        _("The studio listens closely. The report is there in a moment."), reverse("diagnosis", args=[asset.pk])
    )


@login_required
@require_GET
def room_rescue(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """What a rescue found, mended and left alone."""
    visible = Project.objects.visible_to(request.user).select_related("artist")
    project = get_object_or_404(visible, pk=project_id)
    return render(request, "processing/_rescued.html", {"project": project, "rescued": rescued(project)})


@deed
def repair_again(request: HttpRequest, project_id: uuid.UUID) -> Done:
    project = get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)
    repairing.again(project, request.POST.dict(), by=member(request))
    words = _("The song is repaired again. What you have stays; the new mix and master appear beside it.")
    return Done(words, reverse("room", args=[project.pk]))
