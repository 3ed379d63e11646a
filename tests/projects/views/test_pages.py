import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from artists.models import Artist, User
from projects import comments, declarations, events, picks
from projects.models import Asset, Comment, Event, Pick, Project, Review
from projects.views.history import told
from tests.factories import make_artist, make_project, make_user

Browser = Callable[[User], Client]
HX = {"HX-Request": "true"}


def queries(browser: Client, url: str) -> int:
    browser.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


def test_home_teaches_when_it_is_empty(owner: User, artist: Artist, browser_of: Browser) -> None:
    page = browser_of(owner).get("/").content.decode()
    assert "Your first song starts" in page and reverse("new-song") in page


def test_home_shows_own_songs_and_what_waits(candidate: Asset, owner: User, browser_of: Browser) -> None:
    make_project(make_artist(), title="Not Mine")
    page = browser_of(owner).get("/").content.decode()
    assert "Paper Lanterns" in page and "Not Mine" not in page
    assert "pick one" in page and f"/ws/projects/{candidate.project_id}/" in page
    picks.Pick.objects.create(project=candidate.project, phase="instrumental", asset=candidate, by=owner)
    assert "pick one" not in browser_of(owner).get("/").content.decode()


def test_home_asks_for_the_tempo_and_for_changes(made: Project, owner: User, browser_of: Browser) -> None:
    events.record(made, "tempo.asked", bpm=90.0)
    assert "needs your tempo" in browser_of(owner).get("/").content.decode()
    Project.objects.filter(pk=made.pk).update(state=Project.State.CHANGES_REQUESTED)
    assert "asks for changes" in browser_of(owner).get("/").content.decode()


def test_songs_can_be_narrowed_by_state(song: Project, owner: User, browser_of: Browser) -> None:
    browser = browser_of(owner)
    assert song.title in browser.get("/songs/?state=draft").content.decode()
    assert "No song stands here" in browser.get("/songs/?state=approved").content.decode()
    part = browser.get("/songs/", headers={"HX-Target": "songs"}).content.decode()
    assert song.title in part and "<html" not in part


@pytest.mark.parametrize("page", ["home", "songs"])
def test_lists_take_the_same_queries_for_many_songs(
    page: str, artist: Artist, owner: User, browser_of: Browser
) -> None:
    make_project(artist, state=Project.State.IN_PRODUCTION)
    few = queries(browser_of(owner), reverse(page))
    for _ in range(15):
        make_project(artist, state=Project.State.IN_PRODUCTION)
    assert queries(browser_of(owner), reverse(page)) == few <= 14


def test_the_room_takes_the_same_queries_for_many_comments(candidate: Asset, owner: User, browser_of: Browser) -> None:
    url = reverse("room", args=[candidate.project_id])
    comments.comment(candidate, "first", by=owner)
    few = queries(browser_of(owner), url)
    for n in range(10):
        comments.comment(candidate, f"more {n}", by=make_user())
    assert queries(browser_of(owner), url) == few <= 16


def test_picking_says_so_and_refreshes(candidate: Asset, owner: User, browser_of: Browser) -> None:
    answer = browser_of(owner).post(reverse("pick", args=[candidate.pk]), headers=HX)
    assert json.loads(answer.headers["HX-Trigger"]).keys() == {"studio:said", "studio:changed"}
    assert Pick.objects.get().by == owner


def test_comments_point_at_a_moment(candidate: Asset, owner: User, browser_of: Browser) -> None:
    url, browser = reverse("comment-on-version", args=[candidate.project_id]), browser_of(owner)
    data = {"asset": str(candidate.pk), "text": "<i>here</i>", "at_s": "0,05"}
    assert browser.post(url, data, headers=HX).status_code == 204
    assert Comment.objects.get().at_s == 0.05
    page = browser.get(reverse("room-talk", args=[candidate.project_id])).content.decode()
    assert "&lt;i&gt;here&lt;/i&gt;" in page and 'data-jump="0.0500"' in page
    refused = browser.post(url, {**data, "at_s": "soon"}, headers=HX)
    assert refused.status_code == 422 and Comment.objects.count() == 1


def test_reviews_are_asked_for_taken_back_and_decided_with_a_reason(
    waiting: Review, owner: User, anr: User, browser_of: Browser
) -> None:
    assert browser_of(owner).post(reverse("withdraw", args=[waiting.pk]), headers=HX).status_code == 204
    again = browser_of(owner).post(reverse("request-review", args=[waiting.asset_id]), headers=HX)
    newest = Review.objects.get(state=Review.State.OPEN)
    assert again.status_code == 204 and newest.round == 2
    url, data = reverse("decide", args=[newest.pk]), {"verdict": "changes_requested"}
    assert browser_of(anr).post(url, data, headers=HX).status_code == 422
    assert browser_of(anr).post(url, {**data, "reason": "Louder voice"}, headers=HX).status_code == 204
    assert "Louder voice" in browser_of(owner).get(reverse("room", args=[waiting.project_id])).content.decode()


def test_a_refusal_without_scripts_goes_back_to_this_site_only(waiting: Review, anr: User, browser_of: Browser) -> None:
    url, data = reverse("decide", args=[waiting.pk]), {"verdict": "rejected"}
    back = browser_of(anr).post(url, data, headers={"Referer": "http://testserver/inbox/"})
    away = browser_of(anr).post(url, data, headers={"Referer": "https://elsewhere.example/"})
    assert (back.headers["Location"], away.headers["Location"]) == ("http://testserver/inbox/", "/")


def test_pages_carry_a_policy_and_no_inline_style_or_handler(
    candidate: Asset, owner: User, browser_of: Browser
) -> None:
    for url in ("/", reverse("room", args=[candidate.project_id]), reverse("room-listen", args=[candidate.project_id])):
        answer = browser_of(owner).get(url)
        policy, page = answer.headers["Content-Security-Policy"], answer.content.decode()
        assert "unsafe" not in policy and "default-src 'self'" in policy
        assert " style=" not in page and " onclick=" not in page and "javascript:" not in page


def test_unknown_pages_say_so_in_words(owner: User, browser_of: Browser) -> None:
    answer = browser_of(owner).get("/songs/nowhere/")
    assert answer.status_code == 404 and "not on the record" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("type", "data", "words"),
    [
        ("run.started", {"recipe": "mix"}, "Started the mix"),
        ("decision.made", {"name": "master", "verdict": "approved"}, "Decided on master: approved"),
        ("candidate.picked", {"name": "mix.flac", "kind": "mix", "version": 2}, "Picked Mix 2"),
        ("review.requested", {"name": "m.wav", "kind": "master", "version": 3}, "Asked the label about Master 3"),
        ("asset.added", {"name": "take.wav", "kind": "vocal", "version": 2}, "Added take.wav"),
        ("lyrics.named", {"number": 2, "name": ""}, "Named version 2 of the lyrics"),
        ("something.new", {}, "Something new"),
        ("candidate.picked", {}, "Picked a version"),
    ],
)
def test_events_read_as_sentences(type: str, data: dict[str, Any], words: str) -> None:
    assert told(Event(type=type, data=data, at=timezone.now())).words == words


def test_a_take_can_be_brought_until_the_song_is_closed(made: Project, owner: User, browser_of: Browser) -> None:
    browser, room = browser_of(owner), reverse("room", args=[made.pk])
    page = browser.get(room).content.decode()
    assert "data-bring" in page and "data-voice-statement" in page
    declarations.declare(made, ["voice"], by=owner)
    page = browser.get(room).content.decode()
    assert "data-bring" in page and "data-voice-statement" not in page
    Project.objects.filter(pk=made.pk).update(state=Project.State.ARCHIVED)
    assert "data-bring" not in browser.get(room).content.decode()


def test_no_take_is_brought_to_a_rescue(made: Project, owner: User, browser_of: Browser) -> None:
    Project.objects.filter(pk=made.pk).update(kind=Project.Kind.RESCUE)
    assert "data-bring" not in browser_of(owner).get(reverse("room", args=[made.pk])).content.decode()
