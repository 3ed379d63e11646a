"""Every page and deed of a song: the owner and a teammate come in, a stranger meets a 404, the signed-out the door."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from projects.models import Asset, Comment, Pick, Project, Review
from tests.factories import make_asset

OF_SONG = ["room-head", "room-talk", "room-history", "draft-files", "room-making", "room-findings", "room-listen"]
DEEDS = ["save-brief", "save-lyrics", "submit", "comment-on-version", "say-tempo", "nudge-mix", "more-candidates"]
Browser = Callable[[User], Client]


@pytest.mark.parametrize("name", ["room", *OF_SONG])
def test_pages_open_for_the_artist_and_the_label_only(
    name: str, made: Project, owner: User, teammate: User, stranger: User, anr: User, browser_of: Browser
) -> None:
    url = reverse(name, args=[made.pk])
    answers = [browser_of(user).get(url).status_code for user in (owner, teammate, anr, stranger)]
    assert answers == [200, 200, 200, 404]
    assert Client().get(url).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", DEEDS)
def test_a_stranger_can_do_nothing_to_a_song(name: str, song: Project, stranger: User, browser_of: Browser) -> None:
    before = Project.objects.values().get(pk=song.pk)
    data = {"title": "Mine now", "lyrics": "x", "bpm": "90", "vocal_db": "1", "text": "hello", "meter": "4/4"}
    assert browser_of(stranger).post(reverse(name, args=[song.pk]), data).status_code == 404
    assert Project.objects.values().get(pk=song.pk) == before
    assert not song.lyrics.exists() and not song.runs.exists()


def test_a_stranger_can_touch_no_version_and_no_review(waiting: Review, stranger: User, browser_of: Browser) -> None:
    browser = browser_of(stranger)
    urls = [reverse(name, args=[waiting.asset_id]) for name in ("pick", "request-review")]
    urls += [reverse(name, args=[waiting.pk]) for name in ("decide", "withdraw")]
    assert {browser.post(url, {"verdict": "approved"}).status_code for url in urls} == {404}
    waiting.refresh_from_db()
    assert waiting.state == Review.State.OPEN and not Pick.objects.exists()


def test_a_comment_cannot_reach_into_another_song(made: Project, owner: User, browser_of: Browser) -> None:
    foreign = make_asset(Project.objects.create(artist=made.artist, title="Other"), Asset.Kind.MIX)
    url = reverse("comment-on-version", args=[made.pk])
    for asset in (str(foreign.pk), "not-an-id", ""):
        assert browser_of(owner).post(url, {"asset": asset, "text": "hello"}).status_code == 404
    assert not Comment.objects.exists()


def test_deeds_need_a_post_and_a_token(made: Project, owner: User, browser_of: Browser) -> None:
    assert browser_of(owner).get(reverse("submit", args=[made.pk])).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(reverse("submit", args=[made.pk])).status_code == 403


def test_the_inbox_is_the_labels(owner: User, anr: User, browser_of: Browser) -> None:
    assert browser_of(owner).get(reverse("inbox")).status_code == 404
    assert browser_of(anr).get(reverse("home")).headers["Location"] == reverse("inbox")


def test_only_deciders_are_shown_and_given_the_decision(
    waiting: Review, engineer: User, anr: User, browser_of: Browser
) -> None:
    url = reverse("decide", args=[waiting.pk])
    assert url not in browser_of(engineer).get(reverse("inbox")).content.decode()
    refused = browser_of(engineer).post(url, {"verdict": "approved"}, headers={"HX-Request": "true"})
    assert refused.status_code == 403 and "studio:refused" in refused.headers["HX-Trigger"]
    assert browser_of(anr).post(url, {"verdict": "approved"}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == Review.State.APPROVED
