"""Moving the voice to another beat of its backing."""

import uuid

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from processing import laying, mixing
from projects.models import Project
from projects.views.deeds import Done, deed, member, number


@deed
def move_voice(request: HttpRequest, project_id: uuid.UUID) -> Done:
    """A new mix with the voice some beats earlier or later, or at a typed place; beside the one it starts from."""
    project = get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)
    base = mixing.base_of(project, request.POST.get("base", ""))
    beats = number(request.POST.get("beats"), code="align.not_a_number", field="beats")
    typed_ms = number(request.POST.get("start_ms"), code="align.not_a_number", field="start_ms")
    start_s = None if typed_ms is None else typed_ms / 1000.0
    laying.lay(base, beats=beats, start_s=start_s, by=member(request))
    words = _("A new mix is on its way with the voice moved. Listen to its start; the one you have stays.")
    return Done(words, reverse("room", args=[project.pk]))
