import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import Artist, User
from projects.models import Asset, Project
from tests.factories import make_artist, make_asset, make_user

Browser = Callable[[User], Client]
HX = {"HX-Request": "true"}
WHOLE = {
    "title": "Low Water",
    "meter": "3/4",
    "candidates_wanted": "2",
    "bpm": "96.5",
    "genre": "rock",
    "key": "A minor",
}


def start(browser: Client, artist: Artist, pk: object, **more: str) -> Any:
    return browser.post(reverse("new-song"), {"id": str(pk), "artist": artist.slug, **more})


def test_looking_at_the_page_leaves_nothing_and_the_first_letter_makes_the_draft(
    artist: Artist, owner: User, browser_of: Browser
) -> None:
    browser, pk = browser_of(owner), uuid.uuid4()
    page = browser.get(reverse("new-song")).content.decode()
    assert "data-unborn" in page and not Project.objects.exists()
    answer = start(browser, artist, pk, title="Low")
    project = Project.objects.get()
    assert answer.json() == {"id": str(pk), "draft": reverse("draft", args=[pk])}
    assert (project.pk, project.title, project.created_by, project.state) == (pk, "Low", owner, Project.State.DRAFT)
    page = browser.get(answer.json()["draft"]).content.decode()
    assert "data-unborn" not in page and f'data-project="{pk}"' in page


def test_asking_again_after_a_lost_answer_makes_no_second_draft(
    artist: Artist, owner: User, browser_of: Browser
) -> None:
    pk = uuid.uuid4()
    answers = [start(browser_of(owner), artist, pk).json() for _ in range(2)]
    assert answers[0] == answers[1] and Project.objects.count() == 1


def test_the_id_of_somebody_elses_song_is_no_way_in(song: Project, stranger: User, browser_of: Browser) -> None:
    own = stranger.artists.get()
    assert start(browser_of(stranger), own, song.pk, title="Mine").status_code == 404
    assert start(browser_of(stranger), own, "not-an-id").status_code == 404
    song.refresh_from_db()
    assert song.title == "Paper Lanterns" and Project.objects.count() == 1


def test_whose_song_it_is_is_asked_only_of_people_with_several_artists(
    artist: Artist, owner: User, anr: User, browser_of: Browser
) -> None:
    make_artist(name="Elsewhere")
    mine, label = (browser_of(user).get(reverse("new-song")).content.decode() for user in (owner, anr))
    assert "Whose song is it?" not in mine and "Elsewhere" not in mine and artist.slug in mine
    assert "Whose song is it?" in label and "Elsewhere" in label


def test_nobody_starts_a_song_for_another_artist(artist: Artist, owner: User, browser_of: Browser) -> None:
    other = make_artist(name="Elsewhere")
    assert start(browser_of(owner), other, uuid.uuid4()).status_code == 404
    assert not Project.objects.exists()


def test_somebody_without_an_artist_is_told_what_to_do(db: None, browser_of: Browser) -> None:
    assert "not part of an artist yet" in browser_of(make_user()).get(reverse("new-song")).content.decode()


def test_the_brief_keeps_what_it_can_and_says_what_it_cannot(song: Project, owner: User, browser_of: Browser) -> None:
    data = {**WHOLE, "bpm": "999", "mood": "late"}
    page = browser_of(owner).post(reverse("save-brief", args=[song.pk]), data).content.decode()
    song.refresh_from_db()
    assert (song.title, song.mood, song.meter, song.bpm) == ("Low Water", "late", "3/4", None)
    problem = page.split('id="problem-bpm"')[1].split("</span>")[0]
    assert "180" in problem and 'id="problem-mood" class="wrong" hx-swap-oob="true"></span>' in page


def problem_of(page: str, field: str) -> str:
    return page.split(f'id="problem-{field}"')[1].split(">", 1)[1].split("</span>")[0]


def test_a_wrong_number_is_told_in_the_words_of_the_house(song: Project, owner: User, browser_of: Browser) -> None:
    url = reverse("save-brief", args=[song.pk])
    answer = browser_of(owner).post(url, {**WHOLE, "bpm": "30", "candidates_wanted": "99", "seed": "-1"})
    page = answer.content.decode()
    assert problem_of(page, "bpm") == "Type a tempo from 60 to 180 BPM."
    assert problem_of(page, "candidates_wanted") == "Type a number from 1 to 20."
    assert problem_of(page, "seed") == "Type a whole number from 0 to 2147483647."
    assert set(answer.headers["Studio-Problems"].split()) == {"bpm", "candidates_wanted", "seed"}
    song.refresh_from_db()
    assert (song.title, song.bpm) == ("Low Water", None)


def test_what_was_not_typed_here_is_left_as_another_screen_has_it(
    song: Project, owner: User, browser_of: Browser
) -> None:
    answer = browser_of(owner).post(
        reverse("save-brief", args=[song.pk]), {**WHOLE, "candidates_wanted": "99", "changed": "mood genre nonsense"}
    )
    song.refresh_from_db()
    assert (song.title, song.genre, song.bpm, answer.headers["Studio-Problems"]) == ("Paper Lanterns", "rock", None, "")
    assert 'id="problem-genre"' in answer.content.decode() and 'id="problem-title"' not in answer.content.decode()


def test_a_draft_page_that_comes_back_changes_nothing_of_a_song_that_was_sent_off(
    made: Project, owner: User, browser_of: Browser
) -> None:
    url, title = reverse("save-brief", args=[made.pk]), made.title
    answer = browser_of(owner).post(url, {**WHOLE, "from": "draft"})
    made.refresh_from_db()
    assert (answer.status_code, made.title) == (409, title)
    # The brief itself may still be changed, only not by that page.
    assert browser_of(owner).post(url, WHOLE).status_code == 200
    made.refresh_from_db()
    assert made.title == "Low Water"


def test_a_draft_is_never_shown_out_of_a_browsers_store(
    song: Project, made: Project, owner: User, browser_of: Browser
) -> None:
    browser = browser_of(owner)
    assert "no-store" in browser.get(reverse("draft", args=[song.pk])).headers["Cache-Control"]
    asked = browser.head(reverse("draft", args=[made.pk]))
    assert asked.headers["Location"] == reverse("room", args=[made.pk])


def test_an_address_finds_the_draft_that_a_device_keeps_words_for(
    song: Project, owner: User, stranger: User, browser_of: Browser
) -> None:
    browser, pk, url = browser_of(owner), uuid.uuid4(), reverse("new-song")
    assert f'data-project="{pk}"' in browser.get(f"{url}?id={pk}").content.decode()
    assert browser.get(f"{url}?id={song.pk}").headers["Location"] == reverse("draft", args=[song.pk])
    for page in (browser.get(f"{url}?id=nonsense"), browser_of(stranger).get(f"{url}?id={song.pk}")):
        assert "data-unborn" in page.content.decode() and f'data-project="{song.pk}"' not in page.content.decode()


def test_the_page_says_what_to_do_when_the_session_has_ended(artist: Artist, owner: User, browser_of: Browser) -> None:
    page = browser_of(owner).get(reverse("new-song")).content.decode()
    assert "data-signed-out" in page and "You were signed out. Sign in, and you come back to this page." in page


def test_a_file_is_as_large_here_as_it_was_on_its_way(song: Project, owner: User, browser_of: Browser) -> None:
    make_asset(song, Asset.Kind.VOCAL, name="take.wav")
    song.assets.update(size_bytes=105_800_000)
    page = browser_of(owner).get(reverse("draft-files", args=[song.pk])).content.decode()
    assert "105.8 MB" in page and "100.9" not in page


def test_questions_that_stand_side_by_side_say_what_they_are_about(
    artist: Artist, owner: User, browser_of: Browser
) -> None:
    page = browser_of(owner).get(reverse("new-song")).content.decode()
    assert ">Recording a take ?</a>" in page and ">Reference tracks ?</a>" in page


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
    sent = {**WHOLE, "lyrics": "[Verse]\nOne", "seed": "77", "declares": ["lyrics"]}
    answer = browser_of(owner).post(reverse("submit", args=[song.pk]), sent)
    song.refresh_from_db()
    assert answer.headers["Location"] == reverse("room", args=[song.pk])
    assert (song.state, song.title, song.bpm) == (Project.State.IN_PRODUCTION, "Low Water", 96.5)
    assert song.seed == 77 and song.declarations.get().by == owner
    assert song.events.filter(type="song.submitted").exists() and song.lyrics.get().text == "[Verse]\nOne"


def test_without_the_declaration_the_song_stays_a_draft_and_its_words_are_kept(
    song: Project, owner: User, browser_of: Browser
) -> None:
    sent = {**WHOLE, "lyrics": "[Verse]\nOne", "declares": ["voice"]}
    answer = browser_of(owner).post(reverse("submit", args=[song.pk]), sent, headers={"HX-Request": "true"})
    song.refresh_from_db()
    assert answer.status_code == 422 and "I wrote these lyrics" in answer.content.decode()
    assert song.state == Project.State.DRAFT and song.lyrics.exists() and not song.declarations.exists()


def test_a_seed_left_empty_stays(song: Project, owner: User, browser_of: Browser) -> None:
    Project.objects.filter(pk=song.pk).update(seed=9)
    browser_of(owner).post(reverse("save-brief", args=[song.pk]), {**WHOLE, "seed": ""})
    song.refresh_from_db()
    assert (song.seed, song.title) == (9, "Low Water")


def test_a_file_taken_for_the_wrong_thing_is_put_right(
    song: Project, vocal: Asset, owner: User, browser_of: Browser
) -> None:
    browser = browser_of(owner)
    assert browser.post(reverse("file-kind", args=[vocal.pk]), {"kind": "reference"}, headers=HX).status_code == 204
    vocal.refresh_from_db()
    assert vocal.kind == Asset.Kind.REFERENCE
    page = browser.get(reverse("draft-files", args=[song.pk])).content.decode()
    assert 'data-kind-of="reference"' in page and "take 1.wav" in page
    refused = browser.post(reverse("file-kind", args=[vocal.pk]), {"kind": "photo"}, headers=HX)
    assert refused.status_code == 422


def test_a_file_is_taken_out_by_its_people_only(
    song: Project, vocal: Asset, teammate: User, stranger: User, browser_of: Browser
) -> None:
    deeds = [reverse(name, args=[vocal.pk]) for name in ("file-kind", "file-remove")]
    assert {browser_of(stranger).post(url, {"kind": "reference"}).status_code for url in deeds} == {404}
    assert song.assets.get().kind == Asset.Kind.VOCAL
    assert browser_of(teammate).post(deeds[1], headers=HX).status_code == 204
    assert not song.assets.exists()


def test_a_photo_shows_itself(song: Project, owner: User, browser_of: Browser) -> None:
    photo = make_asset(song, Asset.Kind.PHOTO, name="me.png", content=b"\x89PNG\r\n\x1a\n" + bytes(20))
    page = browser_of(owner).get(reverse("draft-files", args=[song.pk])).content.decode()
    assert reverse("asset-content", args=[photo.pk]) in page


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
