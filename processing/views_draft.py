"""The part of a draft's page that says what the studio heard in its files."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from processing.first_listen import first_listen
from projects.models import Project


@login_required
@require_GET
def heard(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=project_id)
    return render(request, "processing/_heard.html", {"project": project, "listen": first_listen(project)})
