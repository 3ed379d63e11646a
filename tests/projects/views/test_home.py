"""Home: cards that say where a song stands, found again among a thousand."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from artists.models import Artist, User
from projects import events, picks
from projects.models import Asset, Comment, Event, Project
from tests.factories import make_artist, make_asset, make_project, make_user

Browser = Callable[[User], Client]
CARD = re.compile(r'id="card-([0-9a-f-]{36})"')


def cards(browser: Client, address: str = "/songs/", **headers: str) -> list[str]:
    return CARD.findall(browser.get(address, headers=headers).content.decode())


def queries(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


@pytest.fixture
def many(artist: Artist, owner: User) -> list[Project]:
    """Sixty songs with something to say, each a minute older than the one before."""
    made = [make_project(artist, title=f"Song {n}", state="in_production", created_by=owner) for n in range(60)]
    for n, song in enumerate(made):
        Project.objects.filter(pk=song.pk).update(updated_at=timezone.now() - timedelta(minutes=n), event_seq=3)
    Event.objects.bulk_create(
        Event(project=song, seq=seq, type=type, data={}, at=timezone.now())
        for song in made
        for seq, type in enumerate(("song.started", "candidate.landed", "stage.progressed"), 1)
    )
    return made


def test_a_card_names_the_version_and_not_its_file(song: Project, owner: User, browser_of: Browser) -> None:
    Project.objects.filter(pk=song.pk).update(state="in_production")
    picks.pick(make_asset(song, Asset.Kind.MIX, name="mix.flac"), by=owner)
    page = browser_of(owner).get("/songs/").content.decode()
    assert "picked Mix 1" in page and "mix.flac" not in page


def test_more_songs_follow_without_gap_or_double(many: list[Project], owner: User, browser_of: Browser) -> None:
    browser, address, seen = browser_of(owner), "/songs/", list[str]()
    while address and len(seen) < len(many):
        page = browser.get(address, headers={"HX-Target": "more-songs"} if seen else {}).content.decode()
        assert ("revealed" in page) is not bool(seen), "the first follow by themselves, then somebody must ask"
        seen += CARD.findall(page)
        # What was already shown moves up while somebody reads on.
        Project.objects.filter(pk=many[5].pk).update(updated_at=timezone.now())
        more = re.search(r'hx-get="(\?[^"]*before=[^"]*)"', page)
        address = "/songs/" + more[1].replace("&amp;", "&") if more else ""
    assert seen == [str(song.pk) for song in many] and not address


def test_what_waits_in_a_song_further_down_is_said_on_top(
    many: list[Project], owner: User, browser_of: Browser
) -> None:
    Project.objects.filter(pk=many[20].pk).update(state="changes_requested")
    page = browser_of(owner).get("/songs/").content.decode()
    assert str(many[20].pk) not in CARD.findall(page)
    assert f'class="wait" href="{reverse("room", args=[many[20].pk])}#talk"' in page


@pytest.mark.parametrize("before", ["", "yesterday", "2026-01-01T00:00:00~x", "2026-01-01~" + "0" * 32, "~"])
def test_a_broken_cursor_starts_at_the_top(before: str, many: list[Project], owner: User, browser_of: Browser) -> None:
    assert cards(browser_of(owner), f"/songs/?before={before}")[0] == str(many[0].pk)


@pytest.mark.parametrize("address", ["/songs/", "/songs/?q=song&state=in_production"])
def test_a_full_page_takes_as_many_queries_as_a_short_one(
    address: str, song: Project, owner: User, anr: User, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    events.record(song, "song.started", by=owner)
    Project.objects.update(state="in_production", title="Song")
    few = {user.pk: queries(browser_of(user), address) for user in (owner, anr)}
    request.getfixturevalue("many")
    for user in (owner, anr):
        assert queries(browser_of(user), address) == few[user.pk] <= 16


def test_songs_are_found_by_title_artist_and_state(
    many: list[Project], anr: User, owner: User, browser_of: Browser
) -> None:
    other = make_project(make_artist(name="Glasshouse"), title="Windows", state="approved")
    browser = browser_of(anr)
    assert cards(browser, "/songs/?q=wINdow") == cards(browser, "/songs/?q=glass") == [str(other.pk)]
    assert cards(browser, "/songs/?artist=glasshouse") == cards(browser, "/songs/?state=approved") == [str(other.pk)]
    assert cards(browser, "/songs/?q=window&state=draft") == []
    assert "No song is called “nothing%”" in browser.get("/songs/?q=nothing%25").content.decode()
    assert cards(browser_of(owner), "/songs/?artist=glasshouse") == []


def test_a_card_tells_the_last_thing_that_happened(
    many: list[Project], owner: User, anr: User, stranger: User, browser_of: Browser
) -> None:
    address = reverse("song-card", args=[many[0].pk])
    page = browser_of(owner).get(address).content.decode()
    assert "A candidate landed" in page and CARD.findall(page) == [str(many[0].pk)]
    assert browser_of(anr).get(address).status_code == 200
    assert browser_of(stranger).get(address).status_code == 404


def test_a_note_waits_until_it_is_answered_or_ticked_off(
    made: Project, owner: User, anr: User, browser_of: Browser
) -> None:
    mix = make_asset(made, Asset.Kind.MIX)
    note = Comment.objects.create(asset=mix, by=anr, text="Louder?")
    Comment.objects.create(asset=mix, by=owner, text="My own remark")
    browser, address = browser_of(owner), reverse("song-card", args=[made.pk])
    assert "1 note to answer" in browser.get(address).content.decode()
    answer = Comment.objects.create(asset=mix, by=owner, text="Yes", parent=note)
    assert "to answer" not in browser.get(address).content.decode()
    answer.delete()
    Comment.objects.filter(pk=note.pk).update(resolved_at=timezone.now())
    assert "to answer" not in browser.get(address).content.decode()


def test_the_label_reads_whose_turn_it_is(candidate: Asset, anr: User, owner: User, browser_of: Browser) -> None:
    address = reverse("song-card", args=[candidate.project_id])
    assert "Waits for the artist" in browser_of(anr).get(address).content.decode()
    assert "Your turn" in browser_of(owner).get(address).content.decode()


def test_a_small_photo_is_the_cover(song: Project, owner: User, browser_of: Browser) -> None:
    photo = make_asset(song, Asset.Kind.PHOTO, name="me.png", content=b"\x89PNG\r\n\x1a\n" + bytes(20))
    browser, address = browser_of(owner), reverse("song-card", args=[song.pk])
    assert reverse("asset-content", args=[photo.pk]) in browser.get(address).content.decode()
    Asset.objects.filter(pk=photo.pk).update(size_bytes=30_000_000)
    assert reverse("asset-content", args=[photo.pk]) not in browser.get(address).content.decode()


def test_events_do_not_make_home_slower(song: Project, owner: User, browser_of: Browser) -> None:
    events.record(song, "song.started", by=owner)
    few = queries(browser_of(owner), "/")
    for _ in range(5):
        events.record(song, "brief.changed", by=make_user())
    assert queries(browser_of(owner), "/") == few
