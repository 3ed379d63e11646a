"""Webhooks: made, told with what happens and only then, carried again and again, switched off, forgotten."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from artists.models import User
from projects import audit, comments, events, outbox, webhooks
from projects.courier import Courier
from projects.errors import Invalid, StudioError
from projects.models import Activity, Asset, Delivery, Project, Webhook
from projects.webhooks import Wanted
from tests.receiver import Receiver, carry, verifies

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
DAY = timedelta(days=1)


def only() -> Delivery:
    return Delivery.objects.get()


def test_what_happens_arrives_signed_and_whole(hook: Webhook, receiver: Receiver, vocal: Asset, owner: User) -> None:
    Delivery.objects.all().delete()
    remark = comments.comment(vocal, "Bréath", by=owner)
    carry()
    [(headers, body)] = receiver.calls
    told = json.loads(body)
    event = vocal.project.events.get(type="comment.added")
    assert (told["type"], told["project"], told["seq"]) == ("comment.added", str(vocal.project_id), event.seq)
    assert (told["by"], told["data"]["comment"]) == (owner.pk, remark.pk)
    assert datetime.fromisoformat(told["at"]) == event.at
    assert headers["Studio-Event"] == "comment.added"
    assert headers["Studio-Delivery"] == told["id"] == str(only().pk)
    assert headers["Content-Type"] == "application/json"
    assert verifies(webhooks.secret_of(hook), headers["Studio-Signature"], body)
    row = only()
    assert (row.standing, row.status, row.attempts, row.answer, row.words) == ("delivered", 200, 1, "thanks", "")
    assert row.duration_ms is not None and row.delivered_at is not None


def test_they_arrive_in_order_and_once(hook: Webhook, receiver: Receiver, song: Project) -> None:
    for n in range(5):
        events.record(song, "run.started", run=n)
    carry()
    carry()
    assert [body["data"]["run"] for body in receiver.bodies] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (["*"], ["decision.made", "run.failed"]),
        (["decision."], ["decision.made"]),
        (["run.failed", "decision.undone"], ["run.failed"]),
        (["decision.mad", "runs."], []),
    ],
)
def test_only_what_it_wants_is_told(wanted: list[str], told: list[str], song: Project, admin: User) -> None:
    Webhook.objects.create(url="http://127.0.0.1:1/", events=wanted)
    Webhook.objects.create(url="http://127.0.0.1:1/", events=["*"], active=False)
    for type in ("decision.made", "run.failed", "stage.progressed", "lyrics.typed"):
        events.record(song, type)
    assert sorted(Delivery.objects.values_list("type", flat=True)) == told


def test_nothing_is_told_of_what_was_rolled_back(hook: Webhook, receiver: Receiver, song: Project) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        events.record(song, "run.started", run=1)
        raise RuntimeError
    assert not Delivery.objects.exists()
    carry()
    assert receiver.calls == []


def test_without_hooks_it_costs_one_look(song: Project) -> None:
    event = events.record(song, "run.started", run=1)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        outbox.tell(event)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        Courier().round()
    assert len(asked) == 1


def test_every_fact_that_is_told_can_be_asked_for() -> None:
    """A new kind of event fails here until the list on the page has it."""
    known = set(audit.WORDS) - {verb for verb in audit.WORDS if verb.split(".")[0] in NO_SONGS}
    assert {verb for verb in known if verb.split(".")[0] + "." not in outbox.GROUPS} == set()


# Deeds about the house or outside songs, which are no events.
NO_SONGS = {"people", "artist", "label", "guest_link", "album", "key", "webhook"}


def test_no_secret_is_written_down(hook: Webhook, admin: User) -> None:
    Webhook.objects.filter(pk=hook.pk).update(url="http://127.0.0.1:1/services/T0/very-secret?key=secret")
    hook.refresh_from_db()
    webhooks.change(hook, Wanted(hook.url, ["run."]), by=admin)
    webhooks.rotate(hook, by=admin)
    secret = webhooks.secret_of(hook)
    webhooks.remove(hook, by=admin)
    kept = json.dumps(list(Activity.objects.values_list("data", flat=True)))
    assert "secret" not in kept and secret not in kept and "127.0.0.1" in kept


def refused(code: str, deed: Any) -> None:
    with pytest.raises(StudioError) as caught:
        deed()
    assert caught.value.code == f"webhook.{code}"


def test_what_can_not_be_a_hook_is_refused(
    admin: User, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    refused("events_missing", lambda: webhooks.make(Wanted(receiver.url, []), by=admin))
    for name in ("decisions", "nothing.", "decision.Made", "*.", "decision.made.", "x" * 400):
        refused("event_unknown", lambda name=name: webhooks.make(Wanted(receiver.url, [name]), by=admin))
    refused("name_too_long", lambda: webhooks.make(Wanted(receiver.url, ["*"], "x" * 61), by=admin))
    monkeypatch.setattr(webhooks, "HOOKS_MOST", 1)
    hook = webhooks.make(Wanted(receiver.url, ["*"]), by=admin)
    refused("too_many", lambda: webhooks.make(Wanted(receiver.url, ["*"]), by=admin))
    settings.WEBHOOKS_PRIVATE = False
    refused("address_private", lambda: webhooks.make(Wanted(receiver.url, ["*"]), by=admin))
    with pytest.raises(Invalid, match=r"webhook\.address_private"):
        webhooks.change(hook, Wanted("http://127.0.0.1:2/", ["*"]), by=admin)
    assert Webhook.objects.get().url == receiver.url
