"""Saying what to change: previewed, then made; by whom; on the page and over HTTP. And who sets the console anew."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from processing.engines.propose_mix.words.wish import Wish
from projects.models import Asset, Project
from tests.factories import make_asset
from tests.processing.test_views import HX, add_mix, in_process, launched, made, page_of

Browser = Callable[[User], Client]
__all__ = ["in_process", "launched", "made"]
LOUDER = Wish("vocal", "level", 1.0).to_json()


@pytest.fixture
def mix(made: Project) -> Asset:
    return add_mix(made, 0.0)


def test_words_are_previewed_then_made(
    made: Project, mix: Asset, owner: User, browser_of: Browser, launched: list[Any]
) -> None:
    browser = browser_of(owner)
    page = browser.post(reverse("mix-words", args=[made.pk]), {"text": "vocals louder"}, headers=HX).content.decode()
    assert "Vocal: level +1.5 dB" in page and "Make this mix" in page and str(mix.pk) in page
    assert launched == [], "nothing is rendered before it was seen"
    form = {"base": str(mix.pk), "text": "vocals louder", "wishes": json.dumps([LOUDER])}
    assert browser.post(reverse("say-mix", args=[made.pk]), form, headers=HX).status_code == 204
    ((recipe, params),) = launched
    assert recipe == "mix" and params == {"base": str(mix.pk), "said": {"text": "vocals louder", "wishes": [LOUDER]}}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "words.nothing"),
        ("x" * 10_000, "words.too_long"),
        ("<b>vocals</b> louder", "words.strange"),
        ("zxcv qwer", "words.not_understood"),
        ("don&#39;t", "words.strange"),
        ("the vocals are bright", "could mean more or less"),
        ("vocals louder, vocals softer", "both more and less"),
    ],
)
def test_words_that_change_nothing_say_so_and_offer_no_mix(
    made: Project, mix: Asset, owner: User, browser_of: Browser, text: str, shown: str
) -> None:
    answer = browser_of(owner).post(reverse("mix-words", args=[made.pk]), {"text": text}, headers=HX)
    page = answer.content.decode()
    assert answer.status_code == 200 and shown in page and "Make this mix" not in page and "<b>" not in page


def test_what_the_page_sends_back_is_bounded_again(
    made: Project, mix: Asset, owner: User, browser_of: Browser, launched: list[Any]
) -> None:
    url, browser = reverse("say-mix", args=[made.pk]), browser_of(owner)
    wrong = ["", "{}", "[]", "[1]", json.dumps([{**LOUDER, "steps": 99}]), json.dumps([LOUDER] * 99)]
    for wishes in wrong:
        answer = browser.post(url, {"text": "louder", "wishes": wishes}, headers=HX)
        assert answer.status_code == 422, wishes
    assert launched == []


def test_owner_team_and_label_may_ask_and_strangers_find_nothing(
    made: Project,
    mix: Asset,
    owner: User,
    teammate: User,
    engineer: User,
    anr: User,
    stranger: User,
    browser_of: Browser,
    launched: list[Any],
) -> None:
    words, say, anew = (reverse(name, args=[made.pk]) for name in ("mix-words", "say-mix", "mix-anew"))
    form = {"text": "vocals louder", "wishes": json.dumps([LOUDER]), "engine": "propose_mix.rules"}
    for user in (owner, teammate, engineer, anr):
        browser = browser_of(user)
        assert "Vocal: level" in browser.post(words, form, headers=HX).content.decode()
        assert [browser.post(url, form, headers=HX).status_code for url in (say, anew)] == [204, 204]
    assert len(launched) == 8
    browser = browser_of(stranger)
    assert [browser.post(url, form, headers=HX).status_code for url in (words, say, anew)] == [404, 404, 404]
    assert Client().post(words, form).status_code == 302
    Project.objects.filter(pk=made.pk).update(state="released")
    assert [browser_of(owner).post(url, form, headers=HX).status_code for url in (say, anew)] == [422, 422]
    assert len(launched) == 8


def test_the_sheet_offers_who_is_ready_and_says_who_set_the_console(
    made: Project, mix: Asset, owner: User, browser_of: Browser, launched: list[Any]
) -> None:
    browser = browser_of(owner)
    page = page_of(browser, "room-listen", made.pk)
    assert "Say what to change" in page and "propose_mix.rules" in page
    assert "propose_mix.reference_search" not in page, "there is no reference"
    assert "propose_mix.dmc" not in page, "there are no weights"
    make_asset(made, Asset.Kind.REFERENCE)
    assert "propose_mix.reference_search" in page_of(browser, "room-listen", made.pk)
    url = reverse("mix-anew", args=[made.pk])
    assert browser.post(url, {"engine": "propose_mix.reference_search"}, headers=HX).status_code == 204
    chosen = {"propose_mix": "propose_mix.reference_search"}
    assert launched == [("mix", {"base": str(mix.pk), "afresh": True, "engines": chosen})]


def test_programs_preview_and_make_mixes_in_words(
    made: Project, mix: Asset, owner: User, stranger: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(owner)
    words, remix = reverse("api-asset-words", args=[mix.pk]), reverse("api-asset-remix", args=[mix.pk])
    change = browser.post(words, {"text": "vocals up 2 dB"}, content_type="application/json").json()
    assert change["lines"] == ["Vocal: level +2.0 dB"] and change["by"] == "rules"
    assert change["wishes"][0]["level_db"] == 2.0
    spared = browser.post(words, {"text": "everything but the vocals down"}, content_type="application/json").json()
    assert spared["wishes"][0]["spared"] == ["vocal"], "else programs would send back a wish for all"
    for body in ({"text": "what a lovely day"}, {"text": ""}, {"wishes": [{**LOUDER, "steps": 9.0}]}, {"wishes": []}):
        answer = browser.post(remix, body, content_type="application/json")
        assert answer.status_code in (400, 409, 422), body
    other = browser_of(stranger)
    for url in (words, remix):
        assert other.post(url, {"text": "vocals louder"}, content_type="application/json").status_code == 404
