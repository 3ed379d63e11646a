"""The part of the lyrics editor that reads: figures for the blocks, proposals, what the composer will receive."""

import uuid
from dataclasses import asdict

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from processing.reading import read_sheet
from projects.errors import StudioError
from projects.models import Project
from projects.models.project import Genre
from projects.said import said


@login_required
@require_http_methods(["GET", "POST"])
def reading(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The saved words read (GET), or those on the screen (POST)."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=project_id)
    if request.method == "POST":
        text = request.POST.get("lyrics", "")
    else:
        newest = project.lyrics.first()
        text = newest.text if newest else ""
    try:
        sheet = read_sheet(project, text)
    except StudioError as error:
        return HttpResponse(said(error.words), status=422, content_type="text/plain")
    parts = [{**asdict(one), "seconds": one.end_s - one.start_s} for one in sheet.plan.sections]
    context = {
        "project": project,
        "sheet": sheet,
        "sections": parts,
        "genres": Genre.choices,
        "genre_label": dict(Genre.choices).get(sheet.plan.genre, sheet.plan.genre),
    }
    return render(request, "processing/_reading.html", context)
