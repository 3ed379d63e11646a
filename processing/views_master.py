"""Asking for another master, hearing one encoded, and making the files that leave the house."""

import uuid

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from processing import mastering
from projects.models import Asset, Project
from projects.views.deeds import Done, deed, member

ABOUT = ("isrc", "album", "date")


@deed
def master_again(request: HttpRequest, project_id: uuid.UUID) -> Done:
    """A new master by dials and weights, beside the one that counts."""
    projects = Project.objects.visible_to(request.user).select_related("artist")
    project = get_object_or_404(projects, pk=project_id)
    mastering.again(project, request.POST.dict(), by=member(request))
    words = _("A new master is on its way. The one you have stays; compare them, then pick.")
    return Done(words, reverse("room", args=[project.pk]))


@deed
def preview_codecs(request: HttpRequest, asset_id: uuid.UUID) -> Done:
    master = _master(request, asset_id)
    mastering.codecs(master, by=member(request))
    return Done(_("It is being encoded. Listen in a moment."), reverse("room", args=[master.project_id]))


@deed
def deliver(request: HttpRequest, asset_id: uuid.UUID) -> Done:
    master = _master(request, asset_id)
    about = {name: request.POST[name].strip() for name in ABOUT if request.POST.get(name, "").strip()}
    mastering.deliver(master, about, by=member(request))
    return Done(_("The deliverables are being made. They appear here."), reverse("room", args=[master.project_id]))


def _master(request: HttpRequest, asset_id: uuid.UUID) -> Asset:
    rows = Asset.objects.visible_to(request.user).filter(kind=Asset.Kind.MASTER).select_related("project__artist")
    return get_object_or_404(rows, pk=asset_id)
