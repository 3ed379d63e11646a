"""The draft of a song: what is typed is kept at once, and when all is told it goes into production."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from projects import origins, songs
from projects.declarations import STATEMENTS
from projects.errors import Invalid, StudioError
from projects.forms import BriefForm, LyricsForm
from projects.models import Project
from projects.models.origin import Plan, Platform
from projects.said import said
from projects.views.brief_words import EXAMPLES, MOODS
from projects.views.deeds import Done, deed, member
from projects.views.draft_files import files_of, visible_song
from projects.views.lyrics import saving_of

TAKEN = 409
RESCUE_BRIEF = ("title", "genre")


@login_required
@require_safe
@never_cache
def draft(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Never out of a browser's store: it may have been sent off since, and then there is a room instead."""
    project = visible_song(request, project_id)
    if project.state != Project.State.DRAFT:
        return HttpResponseRedirect(reverse("room", args=[project.pk]))
    return render(request, "projects/draft.html", page_of(project))


def page_of(project: Project) -> dict[str, Any]:
    form = BriefForm.of(project)
    return {
        "project": project,
        "form": form,
        "files": files_of(project),
        "statements": STATEMENTS.items(),
        "moods": MOODS,
        "examples": EXAMPLES,
        "origin": origins.origin_of(project) if project.kind == Project.Kind.RESCUE else None,
        "platforms": Platform.choices,
        "plans": Plan.choices,
        "mood_words": {word.strip().lower() for word in project.mood.split(",")},
    }


@login_required
@require_POST
def save_brief(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Keep what can be kept while the person types, and say beside each field what can not.

    `changed` names the fields that were typed in: the others may have become something else on another screen.
    """
    project, form = visible_song(request, project_id), BriefForm(request.POST)
    if request.POST.get("from") == "draft" and project.state != Project.State.DRAFT:
        # A page that came back out of the browser's history.
        return HttpResponse(said("This song is already in production."), status=TAKEN, content_type="text/plain")
    form.is_valid()
    changed = set(request.POST["changed"].split()) if "changed" in request.POST else {*form.fields, *origins.FIELDS}
    problems = {name: errors[0] for name, errors in form.errors.items() if name in changed}
    if not request.POST.get("title", "").strip():
        # A draft may wait for its title; only sending it in asks for one.
        problems.pop("title", None)
    for name in form.changes().keys() & changed:
        value = form.cleaned_data[name]
        try:
            songs.change_brief(project, by=member(request), **{name: value})
        except StudioError as error:
            problems[name] = said(error.words)
    fields = list(form.fields)
    if project.kind == Project.Kind.RESCUE:
        fields = [name for name in fields if name in RESCUE_BRIEF] + list(origins.FIELDS)
        problems |= _keep_origin(request, project, changed)
    # What the page says beside other fields stays as it is.
    fields = [name for name in fields if name in changed]
    answer = render(request, "projects/_brief_problems.html", {"fields": fields, "problems": problems})
    answer["Studio-Problems"] = " ".join(problems)
    return answer


def _keep_origin(request: HttpRequest, project: Project, changed: set[str]) -> dict[str, str]:
    """Each answer by itself, so that a wrong one costs no other; what is wrong, by field."""
    problems = {}
    for name in origins.FIELDS:
        if name in request.POST and name in changed:
            try:
                origins.tell(project, {name: request.POST[name]}, by=member(request))
            except StudioError as error:
                problems[name] = said(error.words)
    return problems


@deed
def submit(request: HttpRequest, project_id: uuid.UUID) -> Done:
    """Save what stands on the page, then send the song into production."""
    project, user = visible_song(request, project_id), member(request)
    songs.check_draft(project)
    form, words = BriefForm(request.POST), LyricsForm(request.POST)
    if not form.is_valid() or not words.is_valid():
        field, errors = next(iter({**form.errors, **words.errors}.items()))
        raise Invalid("brief.incomplete", str(errors[0]), field=field)
    songs.change_brief(project, by=user, **form.changes())
    if words.cleaned_data["lyrics"].strip() or project.lyrics.exists():
        songs.save_lyrics(project, words.cleaned_data["lyrics"], by=user, saving=saving_of(request))
    if project.kind == Project.Kind.RESCUE:
        told = {name: request.POST[name] for name in origins.FIELDS if name in request.POST}
        origins.tell(project, told, by=user)
        origins.check_told(project)
    songs.submit(project, by=user, declaring=request.POST.getlist("declares"))
    return Done(_("Off it goes. Watch it being made."), reverse("room", args=[project.pk]), leave=True)
