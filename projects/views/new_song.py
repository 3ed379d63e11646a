"""A new song on one page: the page brings its id, and the first thing typed or dropped makes the draft under it."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from artists.models import Artist
from projects import songs
from projects.errors import StudioError
from projects.models import Project
from projects.said import said
from projects.views.deeds import member
from projects.views.draft import page_of

REFUSED = 422


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
    context = page_of(project) | {"artists": artists, "chosen": chosen if len(artists) == 1 else None, "is_new": True}
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
