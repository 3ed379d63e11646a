"""A song's history by day."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from artists.models import User
from projects import events
from projects.models import Event, Project
from projects.views.days import PAGE, history_of

Browser = Callable[[User], Client]


def test_facts_stand_under_their_day_people_and_machines_apart(
    song: Project, owner: User, stranger: User, browser_of: Browser
) -> None:
    events.record(song, "comment.added", by=owner, text="Louder")
    events.record(song, "mix.landed", version=3)
    events.record(song, "stage.progressed", fraction=0.5)
    Event.objects.filter(project=song, type="comment.added").update(at=timezone.now() - timedelta(days=2))
    everything = history_of(song)
    words = [[told.words for told in day.told] for day in everything.days]
    assert words == [["Mix 3 landed"], ["commented on a version"]]
    assert [len(history_of(song, who).days) for who in ("people", "machines", "nonsense")] == [1, 1, 2]
    url, browser = reverse("room-history", args=[song.pk]), browser_of(owner)
    page = browser.get(url, {"who": "people"}).content.decode()
    assert "Louder" in page and "Mix 3 landed" not in page
    assert browser_of(stranger).get(url).status_code == 404


def test_earlier_pages_go_on_where_the_last_one_stopped(song: Project, owner: User, browser_of: Browser) -> None:
    for number in range(PAGE + 2):
        events.record(song, "mix.landed", version=number)
    first = history_of(song)
    assert first.more == 3
    page = browser_of(owner).get(reverse("room-history", args=[song.pk]), {"before": first.more}).content.decode()
    assert "Mix 1 landed" in page and "Mix 0 landed" in page and "Mix 2 landed" not in page and "Earlier" not in page
    assert browser_of(owner).get(reverse("room-history", args=[song.pk]), {"before": "x"}).status_code == 200


def test_what_was_done_several_times_in_a_row_stands_there_once(
    song: Project, owner: User, browser_of: Browser
) -> None:
    for _ in range(3):
        events.record(song, "origin.told", by=owner)
    events.record(song, "brief.changed", by=owner)
    events.record(song, "origin.told", by=owner)
    page = browser_of(owner).get(reverse("room-history", args=[song.pk])).content.decode()
    assert page.count("told where the file comes from") == 2


def test_a_guest_is_no_machine(song: Project, owner: User, browser_of: Browser) -> None:
    events.record(song, "comment.added", guest="Kim", kind="master", version=1, text="Nice")
    browser, where = browser_of(owner), reverse("room-history", args=[song.pk])
    people = browser.get(where, {"who": "people"}).content.decode()
    assert "Kim (guest)" in people
    assert "commented on Master 1" in people
    assert "Kim" not in browser.get(where, {"who": "machines"}).content.decode()
