"""The admins' pages of webhooks. For everyone else they are not there."""

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from projects import webhooks
from projects.calling import signature
from projects.models import Delivery, Project, Webhook
from projects.webhooks import Wanted
from tests.receiver import Receiver, carry, says

Browser = Callable[[User], Client]
ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin: User, browser_of: Browser) -> Client:
    return browser_of(admin)


def page(browser: Client, door: str, *args: Any, **query: Any) -> str:
    answer = browser.get(reverse(door, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["owner", "stranger", "anr", "engineer"])
def test_only_admins_find_them(
    who: str, hook: Webhook, request: pytest.FixtureRequest, browser_of: Browser, client: Client
) -> None:
    row = Delivery.objects.create(hook=hook, type="ping", body="{}")
    browser = browser_of(request.getfixturevalue(who))
    for door, args in (("webhooks", []), ("webhook", [hook.pk]), ("webhook-deliveries", [hook.pk])):
        assert browser.get(reverse(door, args=args)).status_code == 404
        assert client.get(reverse(door, args=args)).status_code == 302
    deeds = ["change-webhook", "rotate-webhook", "ping-webhook", "remove-webhook"]
    doors = [("make-webhook", []), ("delivery-again", [row.pk]), *((name, [hook.pk]) for name in deeds)]
    assert {browser.post(reverse(door, args=args)).status_code for door, args in doors} == {404}
    assert "Webhooks" not in browser.get(reverse("songs")).content.decode()


def test_the_empty_page_teaches(desk: Client) -> None:
    shown = page(desk, "webhooks")
    assert "Nobody is told anything yet" in shown and "hmac.compare_digest" in shown


def test_the_code_on_the_page_is_the_code_in_the_documents() -> None:
    shown = (ROOT / "templates/artists/_webhook_verify.html").read_text()
    code = html.unescape(re.sub(r"<[^>]+>", "", shown)).strip()
    assert code in (ROOT / "docs/api.md").read_text()
    place: dict[str, Any] = {}
    exec(code, place)
    header = signature(["whsec_x"], int(place["time"].time()), b"{}")
    assert place["is_from_the_studio"]("whsec_x", header, b"{}")
    assert not place["is_from_the_studio"]("whsec_y", header, b"{}")


def test_a_hook_is_made_and_its_secret_shown(desk: Client, receiver: Receiver, inside: None) -> None:
    form = {"url": receiver.url, "name": "Chat", "what": "some", "events": ["decision.", "run."]}
    answer = desk.post(reverse("make-webhook"), form)
    hook = Webhook.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/webhooks/{hook.pk}/?secret=shown"
    shown = desk.get(answer["Location"])
    assert webhooks.secret_of(hook) in shown.content.decode() and "no-store" in shown["Cache-Control"]
    assert hook.events == ["decision.", "run."]
    assert webhooks.secret_of(hook) not in page(desk, "webhooks")


def test_what_was_typed_is_not_lost_when_it_is_refused(desk: Client) -> None:
    form = {"url": "http://127.0.0.1/x", "name": "Chat", "what": "some", "events": ["run."]}
    answer = desk.post(reverse("make-webhook"), form)
    shown = answer.content.decode()
    assert answer.status_code == 422 and "That address lies inside the network, not outside." in shown
    assert 'value="http://127.0.0.1/x"' in shown and 'value="run." checked' in shown


def test_saving_keeps_single_types_that_a_program_asked_for(
    desk: Client, admin: User, receiver: Receiver, inside: None
) -> None:
    hook = webhooks.make(Wanted(receiver.url, ["run.", "decision.made"]), by=admin)
    assert 'value="decision.made" checked' in page(desk, "webhook", hook.pk)
    form = {"url": hook.url, "what": "some", "events": ["decision.made"], "active": "no"}
    assert desk.post(reverse("change-webhook", args=[hook.pk]), form).status_code == 302
    hook.refresh_from_db()
    assert (hook.events, hook.active) == (["decision.made"], False)


def test_a_test_call_and_its_answer(desk: Client, hook: Webhook, receiver: Receiver) -> None:
    receiver.answer = says(500, "<b>broken</b>")
    assert desk.post(reverse("ping-webhook", args=[hook.pk]), headers={"HX-Request": "true"}).status_code == 204
    assert "load delay:2s" in page(desk, "webhook-deliveries", hook.pk)
    carry()
    shown = page(desk, "webhook-deliveries", hook.pk)
    assert "&lt;b&gt;broken&lt;/b&gt;" in shown and "It answered 500." in shown and "load delay" not in shown
    row = Delivery.objects.get()
    assert desk.post(reverse("delivery-again", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.standing == "waiting"


def test_health_is_told(desk: Client, hook: Webhook, receiver: Receiver, song: Project) -> None:
    assert "Nothing has arrived yet." in page(desk, "webhooks")
    carry()
    receiver.answer = says(500)
    Delivery.objects.create(hook=hook, type="run.done", body="{}", next_at=hook.made_at)
    carry()
    shown = page(desk, "webhooks")
    assert "fails" in shown and "1 attempt." in shown
    Webhook.objects.update(active=False, switched_off_at=hook.made_at)
    assert "Switched off by the studio on" in page(desk, "webhook", hook.pk)


def test_a_new_secret_and_removal(desk: Client, hook: Webhook) -> None:
    old = webhooks.secret_of(hook)
    answer = desk.post(reverse("rotate-webhook", args=[hook.pk]))
    assert old not in desk.get(answer["Location"]).content.decode()
    assert desk.post(reverse("remove-webhook", args=[hook.pk]))["Location"] == "/webhooks/"
    assert not Webhook.objects.exists()
