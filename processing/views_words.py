"""Asking for another mix in words, previewed before anything is rendered, or by another engine."""

import json
import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from processing import mixing
from processing.versions import version_title
from projects.errors import Invalid, StudioError
from projects.models import Project
from projects.views.deeds import Done, deed, member


def _song(request: HttpRequest, project_id: uuid.UUID) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)


@login_required
@require_POST
def mix_words(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """What the words would change, told before anything is rendered; or why they could not be read."""
    project, text = _song(request, project_id), request.POST.get("text", "")
    context: dict[str, Any] = {"project": project, "text": text}
    try:
        base = mixing.base_of(project, request.POST.get("base", ""))
        change = mixing.say(base, text)
    except StudioError as error:
        context["wrong"] = error
    else:
        wishes = json.dumps([wish.to_json() for wish in change.wishes])
        context |= {"base": base, "title": version_title(base), "change": change, "wishes": wishes}
    return render(request, "processing/_said.html", context)


@deed
def say_mix(request: HttpRequest, project_id: uuid.UUID) -> Done:
    """The mix that was previewed, beside the one it starts from."""
    project, user = _song(request, project_id), member(request)
    base = mixing.base_of(project, request.POST.get("base", ""))
    mixing.render_said(base, request.POST.get("text", ""), _wishes(request.POST.get("wishes", "")), by=user)
    words = mixing.on_its_way(project)
    return Done(words, reverse("room", args=[project.pk]))


@deed
def mix_anew(request: HttpRequest, project_id: uuid.UUID) -> Done:
    """A mix of the same tracks whose console an engine sets from the sound."""
    project, user = _song(request, project_id), member(request)
    base = mixing.base_of(project, request.POST.get("base", ""))
    mixing.set_anew(base, request.POST.get("engine", ""), by=user)
    words = mixing.on_its_way(project)
    return Done(words, reverse("room", args=[project.pk]))


def _wishes(text: str) -> list[Any]:
    try:
        wishes = json.loads(text)
    except ValueError:
        wishes = None
    if not isinstance(wishes, list):
        raise Invalid("words.wish_strange", _("Ask what would change once more, then make the mix."))
    return wishes
