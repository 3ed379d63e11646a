"""The lyrics editor's pages and deeds."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from projects.lyrics import Saving, save_lyrics, stamp
from projects.models import Project

Browser = Callable[[User], Client]
HX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}
WORDS = "[Verse]\nPaper lanterns\n\n[Chorus]\nHold on"


@pytest.fixture
def written(song: Project, owner: User) -> Project:
    save_lyrics(song, WORDS, by=owner, saving=Saving(suggestions=("[Chorus]",)))
    save_lyrics(song, WORDS.replace("Paper", "Red"), by=owner)
    return song


def urls(song: Project) -> dict[str, str]:
    own = {name: reverse(name, args=[song.pk]) for name in ("lyrics", "lyrics-versions", "lyrics-whose")}
    return own | {"changed": reverse("lyrics-changed", args=[song.pk, 2])}


@pytest.mark.parametrize("name", ["lyrics", "lyrics-versions", "lyrics-whose", "changed"])
def test_pages_open_for_the_artist_and_the_label_only(
    name: str, written: Project, owner: User, teammate: User, stranger: User, anr: User, browser_of: Browser
) -> None:
    url = urls(written)[name]
    assert [browser_of(user).get(url).status_code for user in (owner, teammate, anr, stranger)] == [200, 200, 200, 404]
    assert Client().get(url).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["save-lyrics", "lyrics-mine", "lyrics-accept", "restore", "name"])
def test_a_stranger_changes_nothing(name: str, written: Project, stranger: User, browser_of: Browser) -> None:
    of_version = {"restore": "lyrics-restore", "name": "lyrics-name"}
    url = reverse(of_version[name], args=[written.pk, 1]) if name in of_version else reverse(name, args=[written.pk])
    data = {"lyrics": "mine", "field": "mood", "value": "mine", "name": "mine"}
    assert browser_of(stranger).post(url, data, headers=JSON).status_code == 404
    written.refresh_from_db()
    assert written.lyrics.count() == 2 and written.mood == ""


def test_the_editor_shows_the_newest_words_and_where_it_stands(
    written: Project, owner: User, browser_of: Browser
) -> None:
    page = browser_of(owner).get(reverse("lyrics", args=[written.pk])).content.decode()
    newest = written.lyrics.first()
    assert "Red lanterns" in page and f'data-stamp="{stamp(newest)}"' in page and "data-typing" in page
    assert " style=" not in page and "[Bridge]" in page
    Project.objects.update(state="approved")
    page = browser_of(owner).get(reverse("lyrics", args=[written.pk])).content.decode()
    assert "readonly" in page and "data-lyrics-save" not in page and "data-lyrics-add" not in page


def save(browser: Client, song: Project, text: str, **more: Any) -> Any:
    return browser.post(reverse("save-lyrics", args=[song.pk]), {"lyrics": text, **more}, headers=JSON)


def test_scripts_save_and_are_told_where_they_stand(song: Project, owner: User, browser_of: Browser) -> None:
    browser = browser_of(owner)
    told = save(browser, song, "[Chorus]\nOne", lyrics_base="0", suggestions=json.dumps(["[Chorus]"])).json()
    assert told == {"number": 1, "stamp": stamp(song.lyrics.get())}
    again = save(browser, song, "[Chorus]\nOne two", lyrics_base=told["stamp"], lyrics_typing="yes").json()
    assert again["number"] == 1 and again["stamp"] != told["stamp"]
    assert song.lyrics.get().spans[0] == [0, 8, "suggested"]
    page = browser.get(reverse("lyrics", args=[song.pk]), headers=JSON).json()
    assert page == {"text": "[Chorus]\nOne two", **again}


def test_scripts_are_refused_in_words(song: Project, owner: User, teammate: User, browser_of: Browser) -> None:
    save(browser_of(teammate), song, "Theirs")
    refused = save(browser_of(owner), song, "Mine", lyrics_base="0", suggestions="not json")
    assert (refused.status_code, refused.json()["code"]) == (409, "lyrics.changed_meanwhile")
    assert "Teammate saved version 1" in refused.json()["words"]
    assert save(browser_of(owner), song, "x" * 20_001).status_code == 422
    assert song.lyrics.get().text == "Theirs"


def test_a_form_without_scripts_saves_too(song: Project, owner: User, browser_of: Browser) -> None:
    url = reverse("save-lyrics", args=[song.pk])
    assert browser_of(owner).post(url, {"lyrics": "One"}).headers["Location"] == reverse("draft", args=[song.pk])
    assert browser_of(owner).post(url, {"lyrics": " "}, headers=HX).status_code == 204
    assert song.lyrics.get().text == "One"


def test_versions_are_compared_named_and_brought_back(written: Project, owner: User, browser_of: Browser) -> None:
    browser = browser_of(owner)
    page = browser.get(reverse("lyrics-changed", args=[written.pk, 2])).content.decode()
    assert "<ins>Red</ins>" in page and "<del>Paper</del>" in page
    against = browser.get(reverse("lyrics-changed", args=[written.pk, 1]), {"against": "2"}).content.decode()
    assert "<ins>Paper</ins>" in against
    assert browser.get(reverse("lyrics-changed", args=[written.pk, 9])).status_code == 404
    assert browser.post(reverse("lyrics-name", args=[written.pk, 1]), {"name": "demo"}, headers=HX).status_code == 204
    back = browser.post(reverse("lyrics-restore", args=[written.pk, 1]), headers=HX)
    assert back.status_code == 204 and "version 3" in back.headers["HX-Trigger"]
    page = browser.get(reverse("lyrics-versions", args=[written.pk])).content.decode()
    assert "demo" in page and "Version 3" in page and page.count("lyrics-restore") == 0
    assert page.count("/restore/") == 2


def test_what_stands_on_the_screen_is_compared_with_the_newest(
    written: Project, owner: User, browser_of: Browser
) -> None:
    url = reverse("lyrics-mine", args=[written.pk])
    page = browser_of(owner).post(url, {"lyrics": WORDS.replace("Paper", "<b>Blue</b>")}).content.decode()
    assert "Blue" in page and "<b>" not in page and "<del>Red</del>" in page


def test_who_wrote_what_is_shown_with_shares(written: Project, owner: User, browser_of: Browser) -> None:
    page = browser_of(owner).get(reverse("lyrics-whose", args=[written.pk])).content.decode()
    assert '<mark class="whose" data-who="suggested">' in page and "Suggested:" in page and " %" in page


def test_a_proposal_goes_into_the_brief_as_it_is_or_changed(song: Project, owner: User, browser_of: Browser) -> None:
    browser, url = browser_of(owner), reverse("lyrics-accept", args=[song.pk])
    for field, value in (("genre", "rock"), ("mood", " restless "), ("bpm", "101,5")):
        assert browser.post(url, {"field": field, "value": value}, headers=HX).status_code == 204
    song.refresh_from_db()
    assert (song.genre, song.mood, song.bpm) == ("rock", "restless", 101.5)
    for field, value in (("title", "Mine"), ("bpm", "fast"), ("genre", "polka"), ("bpm", "500")):
        assert browser.post(url, {"field": field, "value": value}, headers=HX).status_code == 422
    song.refresh_from_db()
    assert song.title == "Paper Lanterns" and song.bpm == 101.5


def test_typing_is_no_news_in_the_history(song: Project, owner: User, browser_of: Browser) -> None:
    for text in ("One", "One two"):
        save(browser_of(owner), song, text, lyrics_typing="yes")
    page = browser_of(owner).get(reverse("room-history", args=[song.pk])).content.decode()
    assert page.count("saved lyrics") == 1 and "typed" not in page
