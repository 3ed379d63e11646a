"""Webhooks over HTTP: for the label's admins and their keys; and a draft's files, put right by a program."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from artists.models import User
from projects import events, webhooks
from projects.models import Asset, Delivery, Project, Webhook
from tests.factories import secret_of
from tests.receiver import Receiver, carry, says, verifies

Browser = Callable[[User], Client]
pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def key(admin: User) -> Client:
    return Client(HTTP_AUTHORIZATION=f"Token {secret_of(admin, 'admin')}")


def ask(browser: Client, method: str, path: str, **body: Any) -> Any:
    return getattr(browser, method)(f"/api/v1/{path}", body or None, content_type=JSON)


def test_the_way_of_a_hook(key: Client, receiver: Receiver, song: Project, inside: None) -> None:
    made = ask(key, "post", "webhooks", url=receiver.url, events=["run."], name="Chat")
    told = made.json()
    assert (made.status_code, told["health"], told["events"], told["active"]) == (201, "new", ["run."], True)
    one = f"webhooks/{told['id']}"
    events.record(song, "run.failed", run=1)
    events.record(song, "brief.changed")
    assert ask(key, "post", f"{one}/ping").json()["standing"] == "waiting"
    carry()
    assert all(verifies(told["secret"], call["Studio-Signature"], body) for call, body in receiver.calls)
    rows = ask(key, "get", f"{one}/deliveries").json()["results"]
    assert [(row["type"], row["standing"], row["status"], row["answer"]) for row in rows] == [
        ("ping", "delivered", 200, "thanks"),
        ("run.failed", "delivered", 200, "thanks"),
    ]
    assert rows[1]["body"] == receiver.calls[0][1].decode()
    again = ask(key, "post", f"deliveries/{rows[1]['id']}/again")
    assert (again.status_code, again.json()["standing"]) == (200, "waiting")
    assert ask(key, "post", f"deliveries/{rows[1]['id']}/again").json()["code"] == "webhook.still_waiting"
    fresh = ask(key, "post", f"{one}/rotate").json()
    assert fresh["secret"] != told["secret"] and fresh["rotated_at"]
    changed = ask(key, "patch", one, active=False).json()
    assert (changed["active"], changed["health"], changed["events"], changed["url"]) == (
        False, "off", ["run."], receiver.url,
    )  # fmt: skip
    assert ask(key, "delete", one).status_code == 204
    assert ask(key, "get", one).status_code == 404 and ask(key, "get", "webhooks").json()["results"] == []


def test_a_secret_is_told_only_where_it_is_made(key: Client, hook: Webhook) -> None:
    secret = webhooks.secret_of(hook)
    for path in ("webhooks", f"webhooks/{hook.pk}", f"webhooks/{hook.pk}/deliveries", "record"):
        answer = ask(key, "get", path)
        assert answer.status_code == 200 and secret not in answer.content.decode()


def test_a_failure_is_told_in_words(key: Client, hook: Webhook, receiver: Receiver) -> None:
    receiver.answer = says(302, "", Location="http://169.254.169.254/")
    row = ask(key, "post", f"webhooks/{hook.pk}/ping").json()
    carry()
    told = ask(key, "get", f"deliveries/{row['id']}").json()
    assert (told["standing"], told["status"], told["attempts"]) == ("failed", 302, 1)
    assert told["words"].startswith("It answered 302")


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"url": "http://127.0.0.1/", "events": ["*"]}, "webhook.address_private", "url"),
        ({"url": "https://169.254.169.254/", "events": ["*"]}, "webhook.address_private", "url"),
        ({"url": "ftp://example.org", "events": ["*"]}, "webhook.url_wrong", "url"),
        ({"url": "https://8.8.8.8/", "events": ["nothing."]}, "webhook.event_unknown", "events"),
        ({"url": "https://8.8.8.8/", "events": []}, "webhook.events_missing", "events"),
        ({"url": "https://8.8.8.8/"}, "required", "events"),
    ],
)
def test_what_is_refused_names_its_field(key: Client, body: dict[str, Any], code: str, field: str) -> None:
    answer = ask(key, "post", "webhooks", **body)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, code, field)
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("who", ["owner", "stranger", "anr", "engineer"])
def test_for_everyone_else_there_are_no_hooks(
    who: str, hook: Webhook, request: pytest.FixtureRequest, browser_of: Browser
) -> None:
    row = Delivery.objects.create(hook=hook, type="ping", body="{}")
    person = request.getfixturevalue(who)
    for browser in (browser_of(person), Client(HTTP_AUTHORIZATION=f"Token {secret_of(person)}")):
        one = f"webhooks/{hook.pk}"
        tried = [("get", "webhooks"), ("post", "webhooks"), ("get", one), ("patch", one), ("delete", one)]
        tried += [("get", f"{one}/deliveries"), ("post", f"{one}/ping"), ("post", f"{one}/rotate")]
        tried += [("get", f"deliveries/{row.pk}"), ("post", f"deliveries/{row.pk}/again")]
        assert {ask(browser, method, path).status_code for method, path in tried} == {404}
    assert Webhook.objects.get().rotation == 1


def test_nobody_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert ask(client, "get", "webhooks").status_code == 401


def test_a_program_puts_a_drafts_files_right(vocal: Asset, owner: User, browser_of: Browser) -> None:
    browser, one = browser_of(owner), f"assets/{vocal.pk}/"
    assert ask(browser, "patch", one, kind="reference").json()["kind"] == "reference"
    refused = ask(browser, "patch", one, kind="photo")
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (400, "file.kind_unfit", "kind")
    assert ask(browser, "patch", one, name="new").json()["field"] == "kind"
    assert ask(browser, "delete", one).status_code == 204
    assert ask(browser, "get", one).status_code == 404


def test_files_of_a_song_on_its_way_stay(song: Project, vocal: Asset, owner: User, browser_of: Browser) -> None:
    Project.objects.update(state="in_production")
    browser, one = browser_of(owner), f"assets/{vocal.pk}/"
    for answer in (ask(browser, "patch", one, kind="reference"), ask(browser, "delete", one)):
        assert (answer.status_code, answer.json()["code"]) == (409, "file.not_in_draft")
    assert song.assets.get().kind == "vocal"


def test_a_key_needs_write_for_files(vocal: Asset, owner: User) -> None:
    reads = Client(HTTP_AUTHORIZATION=f"Token {secret_of(owner, 'read')}")
    writes = Client(HTTP_AUTHORIZATION=f"Token {secret_of(owner, 'write')}")
    assert ask(reads, "delete", f"assets/{vocal.pk}/").json()["code"] == "token.scope_missing"
    assert ask(writes, "delete", f"assets/{vocal.pk}/").status_code == 204
