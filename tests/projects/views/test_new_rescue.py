"""The second door: a finished file, where it comes from, and what is asked before it goes off."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import Artist, User
from projects.models import Origin, Project
from tests.factories import make_asset

Browser = Callable[[User], Client]
HX = {"HX-Request": "true"}
BRIEF = {"title": "Machine Song", "genre": "pop", "meter": "4/4", "candidates_wanted": "3"}
ORIGIN = {"platform": "udio", "plan": "paid", "created_on": "2026-02-01", "proof_link": "https://example.org/1"}


@pytest.fixture
def rescue(song: Project) -> Project:
    Project.objects.update(kind="rescue")
    song.refresh_from_db()
    return song


def test_the_second_door_leads_to_a_rescue(artist: Artist, owner: User, browser_of: Browser) -> None:
    browser, pk = browser_of(owner), uuid.uuid4()
    first = browser.get(reverse("new-song")).content.decode()
    page = browser.get(reverse("new-song") + "?kind=rescue").content.decode()
    assert "Rescue a finished file" in first and 'name="platform"' not in first
    assert 'name="platform"' in page and 'id="id_lyrics"' not in page and "data-recorder" not in page
    browser.post(reverse("new-song"), {"id": str(pk), "artist": artist.slug, "title": "Low", "kind": "rescue"})
    assert Project.objects.get().kind == "rescue"
    assert 'name="platform"' in browser.get(reverse("draft", args=[pk])).content.decode()
    browser.post(reverse("new-song"), {"id": str(uuid.uuid4()), "artist": artist.slug, "kind": "nonsense"})
    assert Project.objects.exclude(pk=pk).get().kind == "hybrid"


def test_the_empty_home_page_names_both_doors(artist: Artist, owner: User, browser_of: Browser) -> None:
    assert "?kind=rescue" in browser_of(owner).get(reverse("home")).content.decode()


def test_answers_are_kept_one_by_one_while_they_are_typed(rescue: Project, owner: User, browser_of: Browser) -> None:
    wrong = {**BRIEF, **ORIGIN, "created_on": "2999-01-01"}
    page = browser_of(owner).post(reverse("save-brief", args=[rescue.pk]), wrong).content.decode()
    assert "That day is still to come." in page and 'id="problem-created_on"' in page
    origin = Origin.objects.get()
    assert (origin.platform, origin.plan, origin.created_on) == ("udio", "paid", None)


@pytest.mark.parametrize(("missing", "words"), [("platform", "where the file was made"), ("created_on", "which day")])
def test_it_goes_off_only_when_its_origin_is_told(
    rescue: Project, owner: User, browser_of: Browser, missing: str, words: str
) -> None:
    make_asset(rescue, "flat_mix")
    told = {name: value for name, value in {**BRIEF, **ORIGIN}.items() if name != missing}
    answer = browser_of(owner).post(reverse("submit", args=[rescue.pk]), {**told, "declares": ["track"]}, headers=HX)
    assert answer.status_code == 422 and words in answer.content.decode()
    rescue.refresh_from_db()
    assert rescue.state == "draft"


def test_a_whole_page_sends_it_off(rescue: Project, owner: User, browser_of: Browser) -> None:
    make_asset(rescue, "flat_mix")
    browser = browser_of(owner)
    told = {**BRIEF, **ORIGIN, "declares": ["track"]}
    assert browser.post(reverse("submit", args=[rescue.pk]), told, headers=HX).status_code == 204
    rescue.refresh_from_db()
    assert rescue.state == "in_production"


def test_files_of_a_rescue_are_the_song_a_reference_or_a_proof(
    rescue: Project, owner: User, stranger: User, browser_of: Browser
) -> None:
    flat = make_asset(rescue, "flat_mix", name="song.wav")
    make_asset(rescue, "document", name="bill.pdf", content=b"%PDF-1.4")
    page = browser_of(owner).get(reverse("draft-files", args=[rescue.pk])).content.decode()
    assert "song.wav" in page and "bill.pdf" in page and 'value="vocal"' not in page
    address = reverse("file-kind", args=[flat.pk])
    assert browser_of(stranger).post(address, {"kind": "reference"}).status_code == 404
    assert browser_of(owner).post(address, {"kind": "vocal"}, headers=HX).status_code == 422
    assert browser_of(owner).post(address, {"kind": "reference"}, headers=HX).status_code == 204
