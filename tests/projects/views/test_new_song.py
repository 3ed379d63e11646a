from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import Artist, User
from projects.models import Project
from tests.factories import make_artist

Browser = Callable[[User], Client]
WHOLE = {
    "title": "Low Water",
    "meter": "3/4",
    "candidates_wanted": "2",
    "bpm": "96.5",
    "genre": "rock",
    "key": "A minor",
}


def test_a_draft_exists_from_the_first_click(artist: Artist, owner: User, browser_of: Browser) -> None:
    browser = browser_of(owner)
    answer = browser.post(reverse("new-song"), {"artist": artist.slug})
    project = Project.objects.get()
    assert answer.headers["Location"] == reverse("draft", args=[project.pk])
    assert project.created_by == owner and project.state == Project.State.DRAFT
    assert browser.get(answer.headers["Location"]).status_code == 200


def test_nobody_starts_a_song_for_another_artist(artist: Artist, owner: User, browser_of: Browser) -> None:
    other = make_artist(name="Elsewhere")
    assert browser_of(owner).post(reverse("new-song"), {"artist": other.slug}).status_code == 404
    page = browser_of(owner).get(reverse("new-song")).content.decode()
    assert artist.name in page and "Elsewhere" not in page
    assert not Project.objects.exists()


def test_the_brief_keeps_what_it_can_and_says_what_it_cannot(song: Project, owner: User, browser_of: Browser) -> None:
    data = {**WHOLE, "bpm": "999", "mood": "late"}
    page = browser_of(owner).post(reverse("save-brief", args=[song.pk]), data).content.decode()
    song.refresh_from_db()
    assert (song.title, song.mood, song.meter, song.bpm) == ("Low Water", "late", "3/4", None)
    problem = page.split('id="problem-bpm"')[1].split("</span>")[0]
    assert "180" in problem and 'id="problem-mood" class="wrong" hx-swap-oob="true"></span>' in page


def test_a_closed_song_keeps_its_brief(song: Project, owner: User, browser_of: Browser) -> None:
    Project.objects.filter(pk=song.pk).update(state=Project.State.APPROVED)
    page = browser_of(owner).post(reverse("save-brief", args=[song.pk]), WHOLE).content.decode()
    song.refresh_from_db()
    assert song.title == "Paper Lanterns" and "finished" in page


def test_lyrics_are_saved_as_versions_and_emptiness_is_no_version(
    song: Project, owner: User, browser_of: Browser
) -> None:
    browser, url = browser_of(owner), reverse("save-lyrics", args=[song.pk])
    for text in ("one", "one", "", "two"):
        assert browser.post(url, {"lyrics": text}, headers={"HX-Request": "true"}).status_code == 204
    assert list(song.lyrics.values_list("text", flat=True)) == ["two", "one"]


def test_submitting_saves_the_page_and_goes_to_the_room(song: Project, owner: User, browser_of: Browser) -> None:
    answer = browser_of(owner).post(reverse("submit", args=[song.pk]), {**WHOLE, "lyrics": "[Verse]\nOne"})
    song.refresh_from_db()
    assert answer.headers["Location"] == reverse("room", args=[song.pk])
    assert (song.state, song.title, song.bpm) == (Project.State.IN_PRODUCTION, "Low Water", 96.5)
    assert song.events.filter(type="song.submitted").exists() and song.lyrics.get().text == "[Verse]\nOne"


@pytest.mark.parametrize("data", [{**WHOLE, "bpm": "fast"}, WHOLE, {**WHOLE, "title": ""}])
def test_an_incomplete_song_stays_a_draft_and_hears_why(
    data: dict[str, str], song: Project, owner: User, browser_of: Browser
) -> None:
    answer = browser_of(owner).post(reverse("submit", args=[song.pk]), data, follow=True)
    song.refresh_from_db()
    assert song.state == Project.State.DRAFT and 'data-note="error"' in answer.content.decode()


def test_a_song_in_production_has_no_draft_page(made: Project, owner: User, browser_of: Browser) -> None:
    room = reverse("room", args=[made.pk])
    assert browser_of(owner).get(reverse("draft", args=[made.pk])).headers["Location"] == room


def test_a_draft_has_no_room(song: Project, owner: User, browser_of: Browser) -> None:
    draft = reverse("draft", args=[song.pk])
    assert browser_of(owner).get(reverse("room", args=[song.pk])).headers["Location"] == draft
