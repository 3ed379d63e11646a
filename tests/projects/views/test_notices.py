"""The bell, the notice centre and the settings."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from projects import events, notices
from projects.models import Notification, Project

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


@pytest.fixture
def rung(song: Project, owner: User) -> Notification:
    events.record(song, "tempo.asked", run=1)
    return Notification.objects.get(user=owner)


def test_the_bell_counts_on_every_page(rung: Notification, owner: User, stranger: User, browser_of: Browser) -> None:
    assert "Notices, 1 unread" in browser_of(owner).get("/songs/").content.decode()
    assert "1 unread" not in browser_of(stranger).get("/songs/").content.decode()
    part = browser_of(owner).get(reverse("notices-bell")).content.decode()
    assert "Your turn: the band needs your tempo" in part and 'data-song="Paper Lanterns"' in part


def test_following_a_notice_reads_it(rung: Notification, owner: User, browser_of: Browser) -> None:
    answer = browser_of(owner).get(reverse("notice", args=[rung.pk]))
    assert answer.headers["Location"] == f"/songs/{rung.project_id}/#findings"
    rung.refresh_from_db()
    assert rung.read_at is not None and rung.email_due_at is None


@pytest.mark.parametrize("name", ["notice", "notice-read"])
def test_nobody_reads_for_another(
    name: str, rung: Notification, teammate: User, anr: User, browser_of: Browser
) -> None:
    url = reverse(name, args=[rung.pk])
    for user in (teammate, anr):
        answer = browser_of(user).post(url) if name == "notice-read" else browser_of(user).get(url)
        assert answer.status_code == 404
    rung.refresh_from_db()
    assert rung.read_at is None


def test_the_centre_groups_by_song(rung: Notification, owner: User, browser_of: Browser) -> None:
    browser = browser_of(owner)
    text = browser.get(reverse("notices")).content.decode()
    assert text.count("data-notice=") == 1 and "Paper Lanterns" in text
    assert browser.post(reverse("notices-read"), {"song": str(rung.project_id)}).status_code == 302
    assert "You know everything" in browser.get(reverse("notices")).content.decode()
    assert "data-notice=" in browser.get(reverse("notices") + "?show=all").content.decode()


@pytest.mark.parametrize("song_id", ["not-an-id", "00000000-0000-0000-0000-000000000000"])
def test_reading_all_of_an_unknown_song_reads_nothing(
    song_id: str, rung: Notification, owner: User, browser_of: Browser
) -> None:
    browser_of(owner).post(reverse("notices-read"), {"song": song_id})
    rung.refresh_from_db()
    assert rung.read_at is None


def test_pages_need_a_sign_in() -> None:
    for name in ("notices", "notices-bell", "settings"):
        assert Client().get(reverse(name)).headers["Location"].startswith("/accounts/login/")


def test_a_choice_is_saved_at_once(owner: User, browser_of: Browser) -> None:
    browser = browser_of(owner)
    assert "The band needs my tempo" in browser.get(reverse("settings")).content.decode()
    url = reverse("choose-notice", args=["tempo.asked"])
    assert browser.post(url, {"email": "daily"}, headers={"HX-Request": "true"}).status_code == 204
    assert notices.choices_of(owner)["tempo.asked"] == (False, "daily")
    assert browser.post(url, {"email": "hourly"}, headers={"HX-Request": "true"}).status_code == 422
    assert notices.choices_of(owner)["tempo.asked"] == (False, "daily")


def test_a_chosen_language_stays_with_the_person(owner: User, browser_of: Browser) -> None:
    browser = browser_of(owner)
    answer = browser.post(reverse("choose-language"), {"language": "es", "next": "/settings/"})
    assert answer.headers["Location"] == "/settings/"
    owner.refresh_from_db()
    assert owner.language == "es"
    assert '<html lang="es"' in browser_of(owner).get("/settings/").content.decode()


def test_a_language_can_be_chosen_before_signing_in() -> None:
    browser = Client()
    browser.post(reverse("choose-language"), {"language": "es", "next": "https://elsewhere.example/"})
    assert '<html lang="es"' in browser.get("/accounts/login/").content.decode()


def test_an_unknown_language_changes_nothing(owner: User, browser_of: Browser) -> None:
    answer = browser_of(owner).post(reverse("choose-language"), {"language": "xx", "next": "//elsewhere.example"})
    assert answer.headers["Location"] == "/" and not answer.cookies.get("django_language")
    owner.refresh_from_db()
    assert owner.language == ""


@pytest.mark.parametrize("rows", [1, 12])
def test_the_centre_asks_the_same_number_of_questions(
    rows: int, song: Project, owner: User, browser_of: Browser, django_assert_max_num_queries: Any
) -> None:
    for n in range(rows):
        events.record(song, "tempo.asked", run=n)
    browser = browser_of(owner)
    browser.get(reverse("notices"))
    with django_assert_max_num_queries(8):
        browser.get(reverse("notices"))


class TestApi:
    def test_notices_are_listed_and_read(self, rung: Notification, owner: User, browser_of: Browser) -> None:
        browser = browser_of(owner)
        one = browser.get("/api/v1/notifications?unread=1").json()["results"][0]
        assert (one["id"], one["type"]) == (rung.pk, "tempo.asked") and one["link"].endswith("#findings")
        assert browser.post(f"/api/v1/notifications/{rung.pk}/read").json()["read_at"]
        assert browser.post("/api/v1/notifications/read-all").json() == {"read": 0}
        assert browser.get("/api/v1/notifications?unread=1").json()["results"] == []

    def test_others_notices_do_not_exist(self, rung: Notification, anr: User, browser_of: Browser) -> None:
        assert browser_of(anr).post(f"/api/v1/notifications/{rung.pk}/read").status_code == 404
        assert browser_of(anr).get("/api/v1/notifications").json()["results"] == []

    def test_choices_are_read_and_written(self, owner: User, browser_of: Browser) -> None:
        browser, url = browser_of(owner), "/api/v1/notification-choices"
        assert "tempo.asked" in {one["type"] for one in browser.get(url).json()["results"]}
        wish = {"in_app": False, "email": "daily"}
        made = browser.put(f"{url}/tempo.asked", wish, content_type="application/json").json()
        assert (made["in_app"], made["email"]) == (False, "daily")
        bad = browser.put(f"{url}/review.requested", wish, content_type="application/json")
        assert (bad.status_code, bad.json()["code"]) == (400, "notice.kind_unknown")
