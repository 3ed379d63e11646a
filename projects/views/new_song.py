"""A new song on one page: the page brings its id, and the first thing typed or dropped makes the draft under it."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from artists.models import Artist
from projects import draft_files, origins, songs
from projects.declarations import STATEMENTS
from projects.errors import Invalid, StudioError
from projects.forms import BriefForm, LyricsForm
from projects.models import Asset, Project
from projects.models.origin import Plan, Platform
from projects.said import said
from projects.views.brief_words import EXAMPLES, MOODS
from projects.views.deeds import Done, deed, member
from projects.views.lyrics import saving_of

REFUSED = 422
TAKEN = 409
RESCUE_BRIEF = ("title", "genre")


def new_song(request: HttpRequest) -> HttpResponse:
    """The empty page; posting starts the draft that it stands for."""
    return _start(request) if request.method == "POST" else _empty(request)


@login_required
@require_GET
def _empty(request: HttpRequest) -> HttpResponse:
    artists = list(Artist.objects.visible_to(member(request)))
    if not artists:
        return render(request, "projects/new_song.html")
    chosen = next((artist for artist in artists if artist.slug == request.GET.get("artist")), artists[0])
    begun = _begun(request)
    if isinstance(begun, Project):
        return HttpResponseRedirect(reverse("draft", args=[begun.pk]))
    # Not saved: looking at an empty page leaves nothing behind.
    project = Project(pk=begun, artist=chosen, title="", kind=_kind(request.GET.get("kind")))
    context = _page(project) | {"artists": artists, "chosen": chosen if len(artists) == 1 else None, "is_new": True}
    context["chosen_slug"] = chosen.slug if request.GET.get("artist") else ""
    return render(request, "projects/draft.html", context)


def _begun(request: HttpRequest) -> Project | uuid.UUID:
    """The address may name a draft that a device keeps words for: by now it is there, or it is still to be."""
    try:
        pk = uuid.UUID(request.GET.get("id", ""))
    except ValueError:
        return uuid.uuid4()
    there = Project.objects.visible_to(request.user).filter(pk=pk).first()
    return there or (uuid.uuid4() if Project.objects.filter(pk=pk).exists() else pk)


@login_required
@require_POST
def _start(request: HttpRequest) -> HttpResponse:
    """Asked again after a lost answer, the draft that is there already is the answer."""
    artist = get_object_or_404(Artist.objects.visible_to(request.user), slug=request.POST.get("artist", ""))
    pk = _id(request.POST.get("id", ""))
    project = Project.objects.visible_to(request.user).filter(pk=pk).first()
    if project is None:
        if Project.objects.filter(pk=pk).exists():
            raise Http404
        brief = songs.Brief(title=request.POST.get("title", "").strip()[: songs.TITLE_LENGTH] or _("Untitled song"))
        try:
            project = songs.start_song(artist, brief, by=member(request), kind=_kind(request.POST.get("kind")), pk=pk)
        except StudioError as error:
            return JsonResponse({"code": error.code, "words": said(error.words)}, status=REFUSED)
    return JsonResponse({"id": str(project.pk), "draft": reverse("draft", args=[project.pk])})


def _kind(asked: str | None) -> str:
    """By which door somebody comes in."""
    return Project.Kind.RESCUE if asked == Project.Kind.RESCUE else Project.Kind.HYBRID


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


@login_required
@require_safe
@never_cache
def draft(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Never out of a browser's store: it may have been sent off since, and then there is a room instead."""
    project = _visible(request, project_id)
    if project.state != Project.State.DRAFT:
        return HttpResponseRedirect(reverse("room", args=[project.pk]))
    return render(request, "projects/draft.html", _page(project))


def _page(project: Project) -> dict[str, Any]:
    form = BriefForm.of(project)
    return {
        "project": project,
        "form": form,
        "files": _files(project),
        "statements": STATEMENTS.items(),
        "moods": MOODS,
        "examples": EXAMPLES,
        "origin": origins.origin_of(project) if project.kind == Project.Kind.RESCUE else None,
        "platforms": Platform.choices,
        "plans": Plan.choices,
        "mood_words": {word.strip().lower() for word in project.mood.split(",")},
    }


@login_required
@require_GET
def draft_files_part(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = _visible(request, project_id)
    return render(request, "projects/_draft_files.html", {"project": project, "files": _files(project)})


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


@login_required
@require_POST
def save_brief(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Keep what can be kept while the person types, and say beside each field what can not.

    `changed` names the fields that were typed in: the others may have become something else on another screen.
    """
    project, form = _visible(request, project_id), BriefForm(request.POST)
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
    project, user = _visible(request, project_id), member(request)
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


def _visible(request: HttpRequest, project_id: uuid.UUID) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)


def _file(request: HttpRequest, asset_id: uuid.UUID) -> Asset:
    return get_object_or_404(Asset.objects.visible_to(request.user).select_related("project"), pk=asset_id)


def _files(project: Project) -> list[tuple[Asset, list[Asset.Kind]]]:
    """What people brought, each with what else it may be used as."""
    files = project.assets.filter(kind__in=draft_files.kinds_for(project)).order_by("created_at", "pk")
    return [(asset, draft_files.could_be(asset)) for asset in files]
