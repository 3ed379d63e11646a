"""Whatever goes wrong, the API says `{code, message, field}`."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from artists.models import User
from projects.api import throttles
from projects.models import Asset, Project
from projects.views import home
from tests.factories import make_asset, secret_of

JSON = "application/json"
Browser = Callable[[User], Client]


def is_coded(answer: Any) -> bool:
    body = answer.json()
    return set(body) == {"code", "message", "field"} and bool(body["code"]) and bool(body["message"])


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "nowhere", 404, "not_found"),
        ("get", "projects/nothing", 404, "not_found"),
        ("get", "assets/00000000-0000-0000-0000-000000000000/content", 404, "not_found"),
        ("get", "assets/------------------------------------/peaks", 404, "not_found"),
        ("delete", "projects/", 405, "method_not_allowed"),
        ("put", "me", 405, "method_not_allowed"),
        ("post", "assets/00000000-0000-0000-0000-000000000000/content", 405, "method_not_allowed"),
    ],
)
def test_addresses_that_are_none(
    method: str, path: str, status: int, code: str, owner: User, browser_of: Browser
) -> None:
    answer = getattr(browser_of(owner), method)(f"/api/v1/{path}", content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (status, code) and is_coded(answer)
    assert status != 405 or answer.headers["Allow"]


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ("{", JSON, 400, "parse_error"),
        ('{"text": "\ud83d"}'.encode("utf-8", "surrogatepass"), JSON, 400, "parse_error"),
        ("text=x", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        ("[]", JSON, 400, "invalid"),
        ('{"text": NaN}', JSON, 400, "parse_error"),
        ('{"text": {"a": 1}}', JSON, 400, "invalid"),
    ],
)
def test_bodies_that_can_not_be_read(
    body: Any, kind: str, status: int, code: str, song: Project, owner: User, browser_of: Browser
) -> None:
    answer = browser_of(owner).post(f"/api/v1/projects/{song.pk}/lyrics/", body, kind)
    assert (answer.status_code, answer.json()["code"]) == (status, code) and is_coded(answer)


def test_nobody_is_told_how_to_come_in(client: Client, vocal: Asset) -> None:
    for path in ("projects/", f"assets/{vocal.pk}/content", "me"):
        answer = client.get(f"/api/v1/{path}")
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Token") and is_coded(answer)


def test_a_404_tells_nothing_about_what_it_could_not_find(owner: User, browser_of: Browser) -> None:
    answer = browser_of(owner).get("/api/v1/projects/00000000-0000-0000-0000-000000000000")
    assert "Project" not in answer.json()["message"]


def test_what_breaks_is_coded_and_shows_no_trace(
    song: Project, owner: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from projects.api import projects as api

    browser = browser_of(owner)
    browser.raise_request_exception = False
    monkeypatch.setattr(api.Projects, "get_queryset", lambda _self: 1 / 0)
    answer = browser.get("/api/v1/projects/")
    assert (answer.status_code, answer.json()["code"]) == (500, "server.error") and is_coded(answer)
    assert "ZeroDivision" not in answer.content.decode()


def test_pages_keep_their_own_errors(owner: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = browser_of(owner)
    browser.raise_request_exception = False
    assert browser.get("/nowhere/").headers["Content-Type"].startswith("text/html")
    monkeypatch.setattr(home, "_songs", lambda _request: 1 / 0)
    assert browser.get("/songs/").headers["Content-Type"].startswith("text/html")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two a minute of everything."""
    cache.clear()
    for one in (throttles.Person, throttles.Visitor, throttles.Uploading, throttles.Working):
        monkeypatch.setattr(one, "THROTTLE_RATES", dict.fromkeys(("user", "anonymous", "uploads", "runs"), "2/min"))


@pytest.mark.usefixtures("slow")
def test_too_often_is_said_and_for_how_long(owner: User, teammate: User, browser_of: Browser) -> None:
    browser = browser_of(owner)
    answers = [browser.get("/api/v1/me") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].json()["code"] == "throttled" and int(answers[-1].headers["Retry-After"]) > 0
    assert browser_of(teammate).get("/api/v1/me").status_code == 200


@pytest.mark.usefixtures("slow")
def test_setting_machines_to_work_has_a_rate_of_its_own(
    song: Project, owner: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttles.Person, "THROTTLE_RATES", {"user": "100/min"})
    browser = browser_of(owner)
    runs = f"/api/v1/projects/{song.pk}/runs/"
    told = [browser.post(runs, {"recipe": "soup"}, JSON).status_code for _ in range(3)]
    assert told == [400, 400, 429]
    assert browser.get(runs).status_code == 200


@pytest.mark.usefixtures("slow")
def test_beginning_uploads_has_a_rate_of_its_own(
    song: Project, owner: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, tus = browser_of(owner), {"Tus-Resumable": "1.0.0"}
    told = [browser.post("/uploads/", headers=tus).status_code for _ in range(3)]
    assert told[:2] != [429, 429] and told[-1] == 429
    missing = "/uploads/00000000-0000-0000-0000-000000000000"
    assert {browser.head(missing, headers=tus).status_code for _ in range(4)} == {404}


@pytest.mark.usefixtures("slow")
def test_open_doors_have_a_rate_too(client: Client) -> None:
    assert [client.get("/api/v1/schema/").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_file_is_only_read(song: Project, owner: User, method: str) -> None:
    """Nobody's browser can be made to change anything here, so no form's secret is asked for first."""
    asset = make_asset(song, "vocal")
    browser = Client(enforce_csrf_checks=True)
    key = {"Authorization": f"Token {secret_of(owner, 'read', 'write')}"}
    for name in ("content", "proxy", "peaks"):
        answer = getattr(browser, method)(f"/api/v1/assets/{asset.pk}/{name}", headers=key)
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
        assert "GET" in answer.headers["Allow"]


def test_an_upload_that_is_none_is_refused_like_everything_else(owner: User, client: Client) -> None:
    for key in ({}, {"Authorization": f"Token {secret_of(owner, 'read')}"}):
        answer = client.get("/uploads/not", headers=key)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_bearer_is_told_how_keys_are_sent(owner: User, client: Client) -> None:
    answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret_of(owner, 'read')}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token.not_bearer")
    assert "Authorization: Token" in answer.json()["message"]
