"""My songs, and what waits for me."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from artists.models import Artist
from projects.models import Project
from projects.views.deeds import member
from projects.views.standing import Standing, songs_for

PER_PAGE = 24
LIVE_CARDS = 8


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Artists see their songs; label staff start at what waits for them."""
    if member(request).is_label:
        return HttpResponseRedirect(reverse("inbox"))
    return _songs(request)


@login_required
def songs(request: HttpRequest) -> HttpResponse:
    return _songs(request)


def _songs(request: HttpRequest) -> HttpResponse:
    user, chosen = member(request), request.GET.get("state", "")
    found = songs_for(user).exclude(state=Project.State.ARCHIVED)
    if chosen in Project.State.values:
        found = songs_for(user).filter(state=chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    standings = [Standing(project) for project in page]
    waits = [wait for standing in standings if (wait := standing.wait())]
    context = {
        "page": page,
        "standings": standings,
        "waits": [] if user.is_label else waits,
        "live": [standing for standing in standings if standing.is_at_work][:LIVE_CARDS],
        "artists": Artist.objects.visible_to(user),
        "chosen": chosen,
        "states": [(state.value, state.label) for state in Project.State if state != Project.State.ARCHIVED],
    }
    part = request.headers.get("HX-Target") == "songs"
    return render(request, "projects/_songs.html" if part else "projects/home.html", context)
