"""Lists in pages: in order, nothing twice, nothing missing, whatever comes in meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from artists.models import Artist, User
from projects.models import Project
from tests.factories import make_asset, make_project


@pytest.fixture
def browser(owner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(owner)


def walk(browser: Client, url: str, meanwhile: Callable[[], Any] = lambda: None) -> list[str]:
    """Every row's id, following `next` to the end."""
    found: list[str] = []
    while url:
        page = browser.get(url).json()
        assert set(page) == {"next", "previous", "results"}
        found += [str(row["id"]) for row in page["results"]]
        url = page["next"]
        meanwhile()
    return found


def test_all_pages_together_hold_every_row_once(browser: Client, artist: Artist) -> None:
    songs = [make_project(artist) for _ in range(7)]
    assert walk(browser, "/api/v1/projects?limit=3") == [str(song.pk) for song in reversed(songs)]


def test_rows_that_come_in_meanwhile_move_nothing(browser: Client, artist: Artist) -> None:
    songs = [make_project(artist) for _ in range(6)]
    found = walk(browser, "/api/v1/projects?limit=2", lambda: make_project(artist))
    assert found == [str(song.pk) for song in reversed(songs)]


def test_equal_times_do_not_confuse(browser: Client, artist: Artist) -> None:
    songs = {str(make_project(artist).pk) for _ in range(9)}
    Project.objects.update(created_at=Project.objects.first().created_at)  # type: ignore[union-attr]
    found = walk(browser, "/api/v1/projects?limit=2")
    assert len(found) == 9 and set(found) == songs


def test_previous_leads_back(browser: Client, artist: Artist) -> None:
    for _ in range(5):
        make_project(artist)
    first = browser.get("/api/v1/projects?limit=2").json()
    second = browser.get(first["next"]).json()
    assert first["previous"] is None
    assert browser.get(second["previous"]).json()["results"] == first["results"]


def test_every_version_of_a_kind_is_listed(browser: Client, song: Project) -> None:
    for _ in range(5):
        make_asset(song, "mix")
    make_asset(song, "vocal")
    assert len(walk(browser, f"/api/v1/projects/{song.pk}/assets?limit=2")) == 6


@pytest.mark.parametrize(
    "cursor",
    ["x", "cD1ub3RoaW5n", "cD0yMDI2", "bz05OTk5OTk5OTk5OTk5", "cD0lMDA=", "cj14", "cD05OTk5LTk5LTk5", "%00", "é"],
)
@pytest.mark.parametrize("path", ["projects", "reviews", "artists", "projects/{song}/events", "projects/{song}/assets"])
def test_a_made_up_place_is_no_place(path: str, cursor: str, browser: Client, song: Project) -> None:
    answer = browser.get(f"/api/v1/{path.format(song=song.pk)}", {"cursor": cursor})
    assert answer.status_code in {200, 400}
    assert answer.status_code == 200 or answer.json()["field"] == "cursor"


@pytest.mark.parametrize("limit", ["0", "-1", "x", "9" * 30])
def test_a_strange_limit_is_refused(limit: str, browser: Client, song: Project) -> None:
    answer = browser.get("/api/v1/projects", {"limit": limit})
    assert (answer.status_code, answer.json()["field"]) == (400, "limit")


@pytest.mark.parametrize("limit", ["", "1", "999999"])
def test_more_than_the_most_is_the_most(limit: str, browser: Client, song: Project) -> None:
    answer = browser.get("/api/v1/projects", {"limit": limit})
    assert (answer.status_code, len(answer.json()["results"])) == (200, 1)


@pytest.mark.parametrize(
    "asked",
    [
        "record?person=zzz", "record?first=x", "record?last=2026-13-01", "record?first=0001-01-01", "costs?by=zzz",
        "costs?span=zzz", "jobs?state=zzz", "projects?state=zzz", "projects?artist=zzz", "reviews?state=zzz",
        "reviews?age=old", "notifications?unread=perhaps", "projects/{song}/assets?kind=zzz",
        "projects/{song}/events?after=x", "projects/{song}/estimate?recipe=zzz",
    ],
)  # fmt: skip
def test_a_filter_that_can_not_be_read_is_refused(
    asked: str, admin: User, browser_of: Callable[[User], Client], song: Project
) -> None:
    door, _mark, query = asked.partition("?")
    answer = browser_of(admin).get(f"/api/v1/{door.format(song=song.pk)}?{query}")
    assert (answer.status_code, answer.json()["field"]) == (400, query.partition("=")[0])
    assert answer.json()["code"] and answer.json()["message"]


def test_events_continue_behind_the_last(browser: Client, song: Project, owner: User) -> None:
    from projects import events

    for _ in range(5):
        events.record(song, "thing.happened", by=owner)
    url, numbers = f"/api/v1/projects/{song.pk}/events?limit=2&after=1", []
    while url:
        page = browser.get(url).json()
        numbers += [row["seq"] for row in page["results"]]
        url = page["next"]
    assert numbers == [2, 3, 4, 5]
