"""What an admin does with a webhook by hand: trying it, sending again, a new secret, switching it off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from artists.models import User
from projects import audit, events, webhooks
from projects.courier import Courier
from projects.errors import StudioError
from projects.models import Activity, Delivery, Project, Webhook
from projects.webhooks import Wanted
from tests.receiver import Receiver, carry, receiving, says, verifies

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


def test_a_test_call_is_tried_once_and_says_little_of_health(hook: Webhook, receiver: Receiver, admin: User) -> None:
    receiver.answer = says(500, "no")
    row = webhooks.ping(hook, by=admin)
    carry()
    row.refresh_from_db()
    hook.refresh_from_db()
    assert (row.standing, row.attempts, row.answer, hook.failing_since) == ("failed", 1, "no", None)
    [told] = receiver.bodies
    assert (told["type"], told["project"], told["data"]["name"]) == ("ping", None, "Chat")


def test_a_hook_that_is_off_is_still_tried_and_well_again(hook: Webhook, receiver: Receiver, admin: User) -> None:
    hook = webhooks.change(hook, Wanted(hook.url, ["*"], "Chat", False), by=admin)
    assert webhooks.health(hook) == "off"
    row = webhooks.ping(hook, by=admin)
    carry()
    row.refresh_from_db()
    assert row.standing == "delivered" and len(receiver.calls) == 1


def test_the_same_message_is_sent_again_under_its_number(
    hook: Webhook, receiver: Receiver, song: Project, admin: User
) -> None:
    events.record(song, "run.started", run=1)
    with pytest.raises(StudioError, match=r"webhook\.still_waiting"):
        webhooks.send_again(Delivery.objects.get(), by=admin)
    carry()
    row = webhooks.send_again(Delivery.objects.get(), by=admin)
    assert row.standing == "waiting"
    carry()
    (first, one), (second, two) = receiver.calls
    assert first["Studio-Delivery"] == second["Studio-Delivery"] and one == two
    row.refresh_from_db()
    assert (row.standing, row.attempts, row.by) == ("delivered", 2, admin)


def test_what_was_given_up_gets_one_more_try(hook: Webhook, receiver: Receiver, song: Project, admin: User) -> None:
    receiver.answer = says(500)
    row = Delivery.objects.create(hook=hook, type="run.done", body="{}", attempts=6)
    webhooks.send_again(row, by=admin)
    carry()
    row.refresh_from_db()
    assert (row.standing, row.attempts) == ("failed", 7)


def test_switched_off_what_waited_is_not_sent(hook: Webhook, receiver: Receiver, song: Project, admin: User) -> None:
    events.record(song, "run.started", run=1)
    webhooks.change(hook, Wanted(hook.url, ["*"], "Chat", False), by=admin)
    carry()
    assert receiver.calls == [] and Delivery.objects.get().standing == "failed"


def test_for_a_day_both_secrets_sign(hook: Webhook, receiver: Receiver, admin: User) -> None:
    old = webhooks.secret_of(hook)
    hook = webhooks.rotate(hook, by=admin)
    new = webhooks.secret_of(hook)
    assert old.startswith("whsec_") and len(new) > 40 and old != new
    webhooks.ping(hook, by=admin)
    carry()
    headers, body = receiver.calls[0]
    assert verifies(old, headers["Studio-Signature"], body) and verifies(new, headers["Studio-Signature"], body)
    Webhook.objects.update(rotated_at=timezone.now() - timedelta(hours=24))
    webhooks.ping(hook, by=admin)
    carry()
    headers, body = receiver.calls[1]
    assert not verifies(old, headers["Studio-Signature"], body) and verifies(new, headers["Studio-Signature"], body)


def test_no_two_hooks_have_the_same_secret(hook: Webhook, receiver: Receiver, admin: User) -> None:
    other = webhooks.make(Wanted(receiver.url, ["*"]), by=admin)
    assert webhooks.secret_of(hook) != webhooks.secret_of(other)


def test_one_that_hangs_holds_up_no_other(
    hook: Webhook, receiver: Receiver, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as other:
        other.answer = lambda call: call.connection.recv(1) and None
        slow = webhooks.make(Wanted(other.url, ["*"], "Slow"), by=admin)
        monkeypatch.setattr("projects.calling.LIMIT_S", 1.0)
        rows = [webhooks.ping(one, by=admin) for one in (slow, hook)]
        carrier = Courier()
        assert carrier.round() == 2
        carrier.finish()
        rows[0].refresh_from_db()
        rows[1].refresh_from_db()
    assert rows[1].standing == "delivered" and (rows[1].duration_ms or 0) < 900
    assert rows[0].words == "No answer came within 1 seconds."


def test_everything_stands_in_the_record(hook: Webhook, song: Project, admin: User) -> None:
    row = Delivery.objects.create(hook=hook, type="run.done", body="{}")
    webhooks.change(hook, Wanted(hook.url, ["run.", "decision.made"], "Talk"), by=admin)
    webhooks.change(hook, Wanted(hook.url, ["run.", "decision.made"], "Talk"), by=admin)
    hook.refresh_from_db()
    webhooks.ping(hook, by=admin)
    row.refresh_from_db()
    webhooks.send_again(row, by=admin)
    webhooks.rotate(hook, by=admin)
    webhooks.remove(hook, by=admin)
    told = [audit.words_of(row) for row in Activity.objects.filter(verb__startswith="webhook.").order_by("pk")]
    assert told == [
        "made the webhook Chat: *",
        "changed the webhook Talk: events, name",
        "sent a test call to the webhook Talk",
        "sent run.done to the webhook Talk again",
        "gave the webhook Talk a new secret",
        "removed the webhook Talk",
    ]
    assert not Delivery.objects.exists()
