"""The lyrics editor: its page, saving as one types, versions side by side, and who wrote what."""

import json
import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from projects import lyrics, songs
from projects.authorship import shares, stretches
from projects.errors import Invalid, NotAllowed, StudioError
from projects.lyrics import Saving, save_lyrics, stamp, suggestions_from
from projects.models import LyricsVersion, Project
from projects.said import said
from projects.views.deeds import Done, deed, member, number
from projects.word_diff import condensed, pieces

ACCEPTED = ("genre", "mood", "bpm")


def _song(request: HttpRequest, project_id: uuid.UUID) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def page(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The editor on a page of its own; posting saves, for the script as JSON and for a plain form as a deed."""
    if request.method != "POST":
        return _show(request, project_id)
    return _save(request, project_id) if _wants_json(request) else _keep(request, project_id)


@login_required
@require_GET
def _show(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = _song(request, project_id)
    if _wants_json(request):
        newest = project.lyrics.first()
        return JsonResponse({"text": newest.text if newest else "", **_standing(newest)})
    return render(request, "projects/lyrics.html", {"project": project})


@login_required
@require_POST
def _save(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = _song(request, project_id)
    try:
        version = save_lyrics(project, request.POST.get("lyrics", ""), by=member(request), saving=saving_of(request))
    except StudioError as error:
        status = 422 if isinstance(error, Invalid) else 403 if isinstance(error, NotAllowed) else 409
        return JsonResponse({"code": error.code, "words": said(error.words), **error.facts}, status=status)
    return JsonResponse(_standing(version))


@deed
def _keep(request: HttpRequest, project_id: uuid.UUID) -> Done:
    project, text = _song(request, project_id), request.POST.get("lyrics", "")
    if text.strip():
        save_lyrics(project, text, by=member(request), saving=saving_of(request))
    to = "draft" if project.state == Project.State.DRAFT else "lyrics"
    return Done("", reverse(to, args=[project.pk]))


def saving_of(request: HttpRequest) -> Saving:
    try:
        sent = json.loads(request.POST.get("suggestions", "[]"))
    except ValueError:
        sent = []
    typing = request.POST.get("lyrics_typing") == "yes"
    return Saving(request.POST.get("lyrics_base", ""), typing, suggestions_from(sent))


def _standing(version: LyricsVersion | None) -> dict[str, object]:
    return {"number": version.number if version else 0, "stamp": stamp(version)}


@login_required
@require_GET
def versions(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = _song(request, project_id)
    context = {"project": project, "versions": project.lyrics.select_related("by")}
    return render(request, "projects/_lyrics_versions.html", context)


@login_required
@require_GET
def changed(request: HttpRequest, project_id: uuid.UUID, version: int) -> HttpResponse:
    """What a version changed, against the one before it or the one that `?against=` names."""
    project = _song(request, project_id)
    typed = request.GET.get("against", "")
    against = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None
    try:
        found = lyrics.compare(project, version, against)
    except StudioError as error:
        return HttpResponse(said(error.words), status=404, content_type="text/plain")
    context = {"old": found.old, "new": found.new, "pieces": found.pieces}
    return render(request, "projects/_lyrics_diff.html", context)


@login_required
@require_POST
def mine(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """What the words on somebody's screen change in the newest version."""
    newest = _song(request, project_id).lyrics.select_related("by").first()
    text = request.POST.get("lyrics", "")[: lyrics.LYRICS_LENGTH]
    found = pieces(newest.text if newest else "", text.replace("\r\n", "\n"))
    context = {"old": newest, "pieces": condensed(found)}
    return render(request, "projects/_lyrics_diff.html", context)


@login_required
@require_GET
def whose(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    newest = _song(request, project_id).lyrics.first()
    if newest is None:
        return render(request, "projects/_lyrics_whose.html", {"stretches": []})
    found = shares(newest.text, newest.spans)
    percents = [(who, round(100 * share)) for who, share in found.items()]
    context = {"stretches": stretches(newest.text, newest.spans), "shares": percents, "version": newest}
    return render(request, "projects/_lyrics_whose.html", context)


@deed
def restore(request: HttpRequest, project_id: uuid.UUID, version: int) -> Done:
    project = _song(request, project_id)
    made = lyrics.restore(project, version, by=member(request))
    words = _("Version {old} is back, as version {new}.").format(old=version, new=made.number)
    return Done(words, reverse("lyrics", args=[project.pk]))


@deed
def name(request: HttpRequest, project_id: uuid.UUID, version: int) -> Done:
    project = _song(request, project_id)
    named = lyrics.name_version(project, version, request.POST.get("name", ""), by=member(request))
    words = _("Version {n} is called “{name}”.") if named.name else _("The name of version {n} is removed.")
    words = words.format(n=version, name=named.name)
    return Done(words, reverse("lyrics", args=[project.pk]))


@deed
def accept(request: HttpRequest, project_id: uuid.UUID) -> Done:
    """Write one proposal, as it is or as the person changed it, into the brief."""
    project, field = _song(request, project_id), request.POST.get("field", "")
    if field not in ACCEPTED:
        raise Invalid("brief.field_unknown", _("The words propose a genre, a mood and a tempo."), field="field")
    typed = request.POST.get("value", "").strip()
    value = number(typed, code="brief.bpm_out_of_range", field="bpm") if field == "bpm" else typed
    songs.change_brief(project, by=member(request), **{field: value})
    return Done(_("It is in the brief now."), reverse("lyrics", args=[project.pk]))
