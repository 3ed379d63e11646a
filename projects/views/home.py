"""My songs, and what waits for me."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from artists.models import Artist
from projects import events
from projects.models import Project
from projects.views.deeds import member
from projects.views.standing import Standing, songs_for, standings, with_standing

PER_PAGE = 12
CONSIDERED = 24
"""For what waits for somebody and which songs are listened to, more than the first cards are looked at."""
LIVE_CARDS = 8
WAITS_SHOWN = 6
SEARCH_LENGTH = 80
STATES = [state for state in Project.State if state != Project.State.ARCHIVED]


@dataclass(frozen=True)
class Wanted:
    """Which songs a person asked for. `before` is where the page before ended."""

    search: str = ""
    state: str = ""
    artist: str = ""
    before: str = ""

    @classmethod
    def read(cls, request: HttpRequest) -> "Wanted":
        told = request.GET
        state = told.get("state", "")
        return cls(
            search=told.get("q", "").replace("\x00", "").strip()[:SEARCH_LENGTH],
            state=state if state in Project.State.values else "",
            artist=told.get("artist", "").replace("\x00", ""),
            before=told.get("before", ""),
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.search or self.state or self.artist)

    def of(self, songs: QuerySet[Project]) -> QuerySet[Project]:
        """Those songs, whatever their state, that match search and artist."""
        if self.search:
            songs = songs.filter(Q(title__icontains=self.search) | Q(artist__name__icontains=self.search))
        return songs.filter(artist__slug=self.artist) if self.artist else songs

    def address(self, **changes: str) -> str:
        told = {"q": self.search, "state": self.state, "artist": self.artist, **changes}
        return "?" + urlencode({name: value for name, value in told.items() if value})


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Artists see their songs; label staff start at what waits for them."""
    if member(request).is_label:
        return HttpResponseRedirect(reverse("inbox"))
    return _songs(request)


@login_required
@require_GET
def songs(request: HttpRequest) -> HttpResponse:
    return _songs(request)


@login_required
@require_GET
def card(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """One card again, after something has happened to its song."""
    song = get_object_or_404(with_standing(songs_for(member(request)), member(request)), pk=project_id)
    return render(request, "projects/_song_card.html", {"standing": standings([song])[0]})


def _songs(request: HttpRequest) -> HttpResponse:
    user, wanted = member(request), Wanted.read(request)
    target = request.headers.get("HX-Target", "")
    since = events.newest() if user.is_label and target not in ("more-songs", "songs") else 0
    matching = wanted.of(songs_for(user))
    is_first = target != "more-songs"
    known, more = _page(request, matching, wanted, CONSIDERED if is_first else PER_PAGE)
    context = {"standings": known[:PER_PAGE], "more": more, "by_itself": is_first, "wanted": wanted, "since": since}
    if not is_first:
        return render(request, "projects/_song_cards.html", context)
    artists = list(Artist.objects.visible_to(user))
    context |= {
        "artists": artists,
        "states": _states(matching, wanted),
        "waits": [one.wait for one in known if one.wait][:WAITS_SHOWN] if not user.is_label else [],
        "live": [one for one in known if one.is_at_work][:LIVE_CARDS],
    }
    return render(request, "projects/_songs.html" if target == "songs" else "projects/home.html", context)


def _page(request: HttpRequest, matching: QuerySet[Project], wanted: Wanted, most: int) -> tuple[list[Standing], str]:
    """Up to `most` songs from here on, and the address of those that follow the first PER_PAGE.

    First only which songs, so that what their cards need is read for these few and not for all.
    """
    rows = matching.filter(state=wanted.state) if wanted.state else matching.exclude(state=Project.State.ARCHIVED)
    ids = list(_after(rows, wanted.before).values_list("pk", flat=True)[: max(most, PER_PAGE + 1)])
    user = member(request)
    known = standings(list(with_standing(songs_for(user).filter(pk__in=ids[:most]), user)))
    if len(ids) <= PER_PAGE or not known:
        return known, ""
    last = known[:PER_PAGE][-1].project
    return known, wanted.address(before=f"{last.updated_at.isoformat()}~{last.pk}")


def _after(rows: QuerySet[Project], cursor: str) -> QuerySet[Project]:
    """By time and not by number: a song that moves up while somebody reads on is neither doubled nor missed."""
    moment, _sep, pk = cursor.partition("~")
    try:
        at, last = datetime.fromisoformat(moment), uuid.UUID(pk)
    except ValueError:
        return rows
    if at.tzinfo is None:
        return rows
    return rows.filter(Q(updated_at__lt=at) | Q(updated_at=at, pk__gt=last))


def _states(matching: QuerySet[Project], wanted: Wanted) -> list[tuple[str, str, int, str]]:
    """Value, name, number of songs and address of every state to choose; the first is all of them."""
    counted = dict(matching.order_by().values_list("state").annotate(n=Count("pk")))
    total = sum(counted.get(state.value, 0) for state in STATES)
    rows = [(state.value, str(state.label), counted.get(state.value, 0)) for state in STATES]
    return [("", "", total, wanted.address(state=""))] + [
        (value, label, n, wanted.address(state=value)) for value, label, n in rows if n or value == wanted.state
    ]
