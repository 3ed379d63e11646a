"""What browsers are told, on every address of the house."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from artists.models import User
from projects import review
from projects.models import Asset, Project
from studio.security import PERMISSIONS
from tests.api.routes import FORMS
from tests.factories import make_asset, make_project
from tests.url_map import Address, addresses

EVERY = addresses()
ADMIN = [a for a in EVERY if a.route.startswith("django-admin/")]
OURS = [a for a in EVERY if a not in ADMIN]
# Of allauth's doors only these are pages of ours; the others take its plain templates through our base.
ACCOUNT = ("/accounts/login/", "/accounts/logout/", "/accounts/password/reset/", "/accounts/2fa/")
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
}
HOLES = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", " *", "http:", "https:", "data: ;")


@pytest.fixture
def paths(song: Project, owner: User, admin: User, redis_url: str) -> list[str]:
    """Every address of ours, with real things behind it where there are some."""
    made = make_project(song.artist, title="Shown", state="in_production", created_by=owner)
    master = make_asset(made, Asset.Kind.MASTER)
    asked = review.request_review(master, by=owner)
    known: dict[str, Any] = {"project_id": made.pk, "asset_id": master.pk, "review_id": asked.pk}
    found = [address_of(one, known) for one in OURS]
    return [*found, reverse("draft", args=[song.pk]), *ACCOUNT, "/nowhere/", "/api/v1/nowhere"]


def address_of(one: Address, known: dict[str, Any]) -> str:
    by_kind = {"project": "project_id", "asset": "asset_id", "review": "review_id"}
    kind = by_kind.get(one.name.split("-")[1] if "-" in one.name else "", "")
    for filler in FORMS:
        kwargs = {name: known.get(kind if name == "pk" else name, filler) for name in one.params}
        try:
            return reverse(one.name, kwargs=kwargs)
        except NoReverseMatch:
            continue
    pytest.fail(f"{one}: say in tests/api/routes.py what its parts may look like")


def headers_wrong(answer: Any) -> list[str]:
    return [
        f"{name}: {answer.headers.get(name)}" for name, value in ALWAYS.items() if answer.headers.get(name) != value
    ]


def policy_of(answer: Any) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in answer.headers.get("Content-Security-Policy", "").split(";")]
    return {name: values for name, _space, values in parts}


class Inline(HTMLParser):
    """Everything in a page that the policy would not let run."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce, self.found = nonce, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.found += [f"<{tag} {name}>" for name in told if name.startswith("on") or name == "style"]
        self.found += [f"<{tag} hx-on>" for name in told if name.startswith("hx-on")]
        self.found += [f"{value}" for value in told.values() if (value or "").strip().lower().startswith("javascript:")]
        is_data = told.get("type") == "application/json"
        if tag in {"script", "style"} and not is_data and "src" not in told and told.get("nonce") != self.nonce:
            self.found.append(f"<{tag}> without the nonce")
        for name in ("src", "href"):
            if tag in {"script", "link", "img", "audio", "video", "iframe"} and (told.get(name) or "").startswith(
                "http"
            ):
                self.found.append(f"{told[name]} is fetched from elsewhere")


def inline_of(answer: Any) -> list[str]:
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    reader = Inline(nonce[1] if nonce else "")
    reader.feed(answer.content.decode())
    return reader.found


@pytest.mark.parametrize("who", ["owner", "admin", ""])
def test_every_answer_of_ours_carries_the_headers_and_the_strict_policy(
    who: str, paths: list[str], request: pytest.FixtureRequest, browser_of: Callable[[User], Client]
) -> None:
    browser = browser_of(request.getfixturevalue(who)) if who else Client()
    browser.raise_request_exception = False
    wrong: dict[str, Any] = {}
    pages = 0
    for path in paths:
        answer = browser.get(path)
        policy = answer.headers.get("Content-Security-Policy", "")
        bad = [*headers_wrong(answer), *(hole for hole in HOLES if hole in policy)]
        if "default-src 'self'" not in policy or "frame-ancestors 'none'" not in policy:
            bad.append(f"policy {policy!r}")
        if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            pages += 1
            bad += inline_of(answer)
        if bad:
            wrong[path] = bad
    assert wrong == {}
    assert pages >= (15 if who in {"owner", "admin"} else 3)


def test_the_admin_has_a_narrow_policy_of_its_own(
    admin: User, song: Project, browser_of: Callable[[User], Client]
) -> None:
    browser, wrong = browser_of(admin), {}
    for one in ADMIN:
        if one.params or one.name in {"admin:logout"}:
            continue
        answer = browser.get(reverse(one.name))
        policy = policy_of(answer)
        bad = headers_wrong(answer)
        if policy.get("script-src") != "'self' 'unsafe-eval'" or policy.get("style-src") != "'self' 'unsafe-inline'":
            bad.append(str(policy))
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            bad += [one for one in inline_of(answer) if "script" in one or one.startswith("http")]
        if bad:
            wrong[one.name] = bad
    assert wrong == {}
    assert policy["default-src"] == "'self'" and policy["object-src"] == "'none'"


def test_only_we_may_use_the_microphone(client: Client, db: None) -> None:
    policy = client.get("/accounts/login/").headers["Permissions-Policy"]
    assert "microphone=(self)" in policy and "camera=()" in policy and "geolocation=()" in policy


def test_https_is_kept_to_where_there_is_https(client: Client, db: None, settings: Any) -> None:
    assert "Strict-Transport-Security" not in client.get("/accounts/login/", secure=True).headers
    settings.SECURE_HSTS_SECONDS = 31_536_000
    secure = Client().get("/accounts/login/", secure=True)
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in Client().get("/accounts/login/").headers


def test_files_of_our_own_carry_the_headers(client: Client, db: None) -> None:
    answer = client.get("/static/django_htmx/htmx-2.min.js")
    # A file can not be framed to any harm; everything else holds for it as well.
    assert answer.status_code == 200 and headers_wrong(answer) == ["X-Frame-Options: None"]
