"""Blind listening: letters that tell nothing, opinions by form, and looking at last."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from artists.models import User
from processing.models import Run, Stage, StageOutput
from projects import opinions
from projects.models import Asset, Opinion, Project
from tests.factories import make_asset

Browser = Callable[[User], Client]
HX = {"HX-Request": "true"}
PLAN = {
    "sections": [
        {"label": "Verse", "kind": "verse", "start_s": 0.0, "end_s": 0.05},
        {"label": "Chorus", "kind": "chorus", "start_s": 0.05, "end_s": 0.1},
    ]
}


def add_candidate(song: Project, number: int) -> Asset:
    asset = make_asset(song, Asset.Kind.CANDIDATE, name=f"candidate-{number:02d}.wav", duration_s=0.1)
    run = Run.objects.create(project=song, recipe="instrumental", state=Run.State.DONE)
    made = {"kind": "compose", "state": Stage.State.DONE, "params": {"plan": PLAN, "seed": number}}
    stage = Stage.objects.create(run=run, name=f"candidate-{number}", **made)
    card = {"total": 70.0 + number, "metrics": [], "unjudged": []}
    Stage.objects.create(run=run, name=f"score-{number}", kind="score", position=1, result=card)
    StageOutput.objects.create(stage=stage, role="candidate", asset=asset)
    return asset


@pytest.fixture
def candidates(made: Project) -> list[Asset]:
    return [add_candidate(made, number) for number in (1, 2, 3)]


def takes(browser: Client, song: Project) -> str:
    return browser.get(reverse("audition-takes", args=[song.pk])).content.decode()


def order(page: str) -> list[str]:
    return re.findall(r'data-take="([0-9a-f-]{36})"', page)


@pytest.mark.parametrize("name", ["audition", "audition-takes"])
def test_pages_open_for_the_artist_and_the_label_only(
    name: str, made: Project, owner: User, teammate: User, anr: User, stranger: User, browser_of: Browser
) -> None:
    url = reverse(name, args=[made.pk])
    answers = [browser_of(user).get(url).status_code for user in (owner, teammate, anr, stranger)]
    assert answers == [200, 200, 200, 404]
    assert Client().get(url).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["rate", "tag", "reject", "unreject", "more-like"])
def test_a_stranger_has_no_say(name: str, candidates: list[Asset], stranger: User, browser_of: Browser) -> None:
    data = {"rating": "5", "tag": "warm", "reason": "no"}
    runs = Run.objects.count()
    assert browser_of(stranger).post(reverse(name, args=[candidates[0].pk]), data).status_code == 404
    assert not Opinion.objects.exists() and Run.objects.count() == runs


@pytest.mark.parametrize("name", ["audition-reveal", "audition-again"])
def test_a_stranger_looks_at_nothing(name: str, made: Project, stranger: User, browser_of: Browser) -> None:
    assert browser_of(stranger).post(reverse(name, args=[made.pk])).status_code == 404


def test_blind_pages_tell_nothing(candidates: list[Asset], owner: User, teammate: User, browser_of: Browser) -> None:
    opinions.give(candidates[0], {"rating": 5, "tags": ["my secret tag"]}, by=teammate)
    page = takes(browser_of(owner), candidates[0].project)
    for told in ("candidate-0", "Candidate 1", "Candidate 2", "/ 100", "seed", "my secret tag", "Teammate"):
        assert told not in page
    assert "Candidate A" in page and "Candidate C" in page and 'data-hook="0.0500"' in page
    assert " style=" not in page


def test_letters_stay_for_a_session_and_newcomers_come_last(
    candidates: list[Asset], owner: User, browser_of: Browser
) -> None:
    song, browser = candidates[0].project, browser_of(owner)
    first = order(takes(browser, song))
    assert sorted(first) == sorted(str(asset.pk) for asset in candidates)
    assert order(takes(browser, song)) == first
    newcomer = add_candidate(song, 4)
    assert order(takes(browser, song)) == [*first, str(newcomer.pk)]
    drawn = {tuple(order(takes(browser_of(owner), song))) for _session in range(8)}
    assert len(drawn) > 1


def test_names_scores_and_opinions_are_shown_when_asked_for(
    candidates: list[Asset], owner: User, anr: User, browser_of: Browser
) -> None:
    song, browser = candidates[0].project, browser_of(owner)
    opinions.give(candidates[0], {"rating": 2, "rejected": True, "reason": "wrong mood"}, by=anr)
    before = order(takes(browser, song))
    assert browser.post(reverse("audition-reveal", args=[song.pk]), headers=HX).status_code == 204
    page = takes(browser, song)
    assert order(page) == before
    for told in ("Candidate 1", "Candidate 3", ">73<small>", "wrong mood", "Anr", "A&amp;R"):
        assert told in page
    browser.post(reverse("audition-again", args=[song.pk]), headers=HX)
    assert "Candidate 1" not in takes(browser, song)


def test_stars_tags_and_rejections_go_on_and_off(candidates: list[Asset], owner: User, browser_of: Browser) -> None:
    asset, browser = candidates[1], browser_of(owner)

    def post(name: str, **data: object) -> int:
        return browser.post(reverse(name, args=[asset.pk]), data, headers=HX).status_code

    assert [post("rate", rating=3), post("tag", tag="Warm"), post("tag", tag="hook")] == [204] * 3
    assert post("reject") == 422
    assert post("reject", reason=["wrong mood", "too busy"], words="and too long") == 204
    held = Opinion.objects.get()
    assert (held.rating, held.tags, held.reason) == (3, ["warm", "hook"], "wrong mood; too busy; and too long")
    page = takes(browser, asset.project)
    assert "data-rejected" in page and "You reject it: wrong mood" in page
    assert [post("unreject"), post("tag", tag="hook"), post("rate", rating=3)] == [204] * 3
    held.refresh_from_db()
    assert (held.rating, held.tags, held.rejected) == (None, ["warm"], False)
    assert [post("rate", rating=rating) for rating in ("9", "x", "")] == [422] * 3


def test_an_answer_says_no_name(candidates: list[Asset], owner: User, browser_of: Browser) -> None:
    answer = browser_of(owner).post(reverse("rate", args=[candidates[0].pk]), {"rating": "4"}, headers=HX)
    assert "candidate" not in answer.headers["HX-Trigger"].lower()


def test_the_takes_are_read_in_a_fixed_number_of_queries(
    candidates: list[Asset], owner: User, teammate: User, browser_of: Browser
) -> None:
    song, browser, counts = candidates[0].project, browser_of(owner), []
    for number in (4, 5, 6):
        opinions.rate(add_candidate(song, number), 3, by=teammate)
        takes(browser, song)
        with CaptureQueriesContext(connection) as queries:
            takes(browser, song)
        counts.append(len(queries))
    assert len(set(counts)) == 1 and counts[0] < 25


def test_without_candidates_the_page_shows_the_way(made: Project, owner: User, browser_of: Browser) -> None:
    assert "Nothing to compare yet" in takes(browser_of(owner), made)


def test_the_summary_on_a_card_says_who_and_why(candidates: list[Asset], owner: User, anr: User) -> None:
    asset = candidates[0]
    opinions.give(asset, {"rating": 4, "tags": ["warm"]}, by=owner)
    opinions.give(asset, {"rating": 5, "rejected": True, "reason": "<b>no</b>"}, by=anr)
    page = render_to_string("projects/_opinion.html", {"asset": asset, "user": owner})
    assert "4.5 from 2 people" in page and "warm" in page and "Anr rejects it: &lt;b&gt;no&lt;/b&gt;" in page
