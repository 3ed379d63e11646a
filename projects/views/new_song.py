"""A new song on one page: a draft from the first moment, so that files have a home and nothing is lost."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from artists.models import Artist
from projects import songs
from projects.errors import Invalid, StudioError
from projects.forms import BriefForm, LyricsForm
from projects.models import Asset, Project
from projects.views.deeds import Done, deed, member

UPLOAD_KINDS = (Asset.Kind.VOCAL, Asset.Kind.REFERENCE)


def new_song(request: HttpRequest) -> HttpResponse:
    """Choose whose song it is; choosing starts the draft."""
    return _start(request) if request.method == "POST" else _choose(request)


@login_required
def _choose(request: HttpRequest) -> HttpResponse:
    return render(request, "projects/new_song.html", {"artists": Artist.objects.visible_to(member(request))})


@deed
def _start(request: HttpRequest) -> Done:
    artist = get_object_or_404(Artist.objects.visible_to(request.user), slug=request.POST.get("artist", ""))
    brief = songs.Brief(title=request.POST.get("title", "").strip() or _("Untitled song"))
    project = songs.start_song(artist, brief, by=member(request))
    return Done(_("Your draft is kept as you go."), reverse("draft", args=[project.pk]), leave=True)


@login_required
@require_GET
def draft(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = _visible(request, project_id)
    if project.state != Project.State.DRAFT:
        return HttpResponseRedirect(reverse("room", args=[project.pk]))
    newest = project.lyrics.first()
    context = {
        "project": project,
        "form": BriefForm.of(project),
        "lyrics": newest.text if newest else "",
        "places": _places(project),
    }
    return render(request, "projects/draft.html", context)


@login_required
@require_GET
def draft_files(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = _visible(request, project_id)
    return render(request, "projects/_draft_files.html", {"project": project, "places": _places(project)})


@login_required
@require_POST
def save_brief(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Keep what can be kept while the person types, and say beside each field what can not."""
    project, form = _visible(request, project_id), BriefForm(request.POST)
    form.is_valid()
    problems = {name: errors[0] for name, errors in form.errors.items()}
    for name, value in form.changes().items():
        try:
            songs.change_brief(project, by=member(request), **{name: value})
        except StudioError as error:
            problems[name] = error.words
    return render(request, "projects/_brief_problems.html", {"fields": list(form.fields), "problems": problems})


@deed
def save_lyrics(request: HttpRequest, project_id: uuid.UUID) -> Done:
    project = _visible(request, project_id)
    text = request.POST.get("lyrics", "")
    if text.strip():
        songs.save_lyrics(project, text, by=member(request))
    return Done("", reverse("draft", args=[project.pk]))


@deed
def submit(request: HttpRequest, project_id: uuid.UUID) -> Done:
    """Save what stands on the page, then send the song into production."""
    project, user = _visible(request, project_id), member(request)
    form, words = BriefForm(request.POST), LyricsForm(request.POST)
    if not form.is_valid() or not words.is_valid():
        field, errors = next(iter({**form.errors, **words.errors}.items()))
        raise Invalid("brief.incomplete", str(errors[0]), field=field)
    songs.change_brief(project, by=user, **form.cleaned_data)
    if words.cleaned_data["lyrics"].strip():
        songs.save_lyrics(project, words.cleaned_data["lyrics"], by=user)
    songs.submit(project, by=user)
    return Done(_("Off it goes. Watch it being made."), reverse("room", args=[project.pk]), leave=True)


def _visible(request: HttpRequest, project_id: uuid.UUID) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)


def _places(project: Project) -> list[tuple[Asset.Kind, list[Asset]]]:
    files = list(project.assets.filter(kind__in=UPLOAD_KINDS).prefetch_related("renditions"))
    return [(kind, [asset for asset in files if asset.kind == kind]) for kind in UPLOAD_KINDS]
