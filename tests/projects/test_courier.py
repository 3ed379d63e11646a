"""Carrying what the outbox holds: again and again, by one process at a time, until it is given up or forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from artists.models import User
from processing.pipeline import sweep
from projects import courier, events, notices, webhooks
from projects.courier import Courier
from projects.models import Activity, Delivery, Notification, Project, Webhook
from projects.webhooks import Wanted
from tests.receiver import Receiver, carry, says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
DAY = timedelta(days=1)


def only() -> Delivery:
    return Delivery.objects.get()


def test_what_does_not_arrive_is_tried_after_ever_longer_waits(
    hook: Webhook, receiver: Receiver, song: Project
) -> None:
    receiver.answer = says(503, "later")
    events.record(song, "run.started", run=1)
    now, waits = timezone.now(), []
    while only().next_at is not None:
        due = only().next_at
        assert due is not None
        carry(due - timedelta(seconds=1))
        now = max(due, now)
        carry(now)
        after = only().next_at
        waits += [round((after - now).total_seconds() / 60)] if after else []
    assert waits == [1, 5, 30, 120, 360]
    row = only()
    assert (row.standing, row.attempts, row.status, row.answer) == ("failed", 6, 503, "later")
    assert row.words == "It answered 503."
    assert len({headers["Studio-Delivery"] for headers, _body in receiver.calls}) == 1
    assert len({body for _headers, body in receiver.calls}) == 1 and len(receiver.calls) == 6
    carry(now + DAY)
    assert len(receiver.calls) == 6


def test_it_recovers(hook: Webhook, receiver: Receiver, song: Project) -> None:
    receiver.answer = says(500)
    events.record(song, "run.started", run=1)
    carry()
    hook.refresh_from_db()
    assert (webhooks.health(hook), hook.failures) == ("failing", 1)
    receiver.answer = says(204, "")
    carry(timezone.now() + timedelta(minutes=2))
    hook.refresh_from_db()
    assert (webhooks.health(hook), hook.failures, hook.failing_since) == ("well", 0, None)
    assert only().attempts == 2


def test_after_the_first_that_fails_the_others_wait_their_turn(
    hook: Webhook, receiver: Receiver, song: Project
) -> None:
    receiver.answer = says(500)
    for n in range(3):
        events.record(song, "run.started", run=n)
    carry()
    assert len(receiver.calls) == 1
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    receiver.answer = says()
    carry(timezone.now() + timedelta(seconds=1))
    assert [body["data"]["run"] for body in receiver.bodies] == [0, 1, 2]


def test_where_one_failed_only_what_is_asked_for_by_hand_is_called_at_once(
    hook: Webhook, receiver: Receiver, song: Project, admin: User
) -> None:
    receiver.answer = says(500)
    carrier, now = Courier(), timezone.now() + timedelta(seconds=1)
    for n in range(2):
        events.record(song, "run.started", run=n)
    carrier.round(now)
    carrier.finish(now)
    assert carrier.round(now) == 0
    webhooks.ping(hook, by=admin)
    assert carrier.round(now) == 1
    carrier.finish(now)
    assert [body["type"] for body in receiver.bodies] == ["run.started", "ping"]
    receiver.answer = says()
    carrier.round(now + courier.REST)
    carrier.finish(now + courier.REST)
    assert not Delivery.objects.filter(next_at__isnull=False).exists()


def test_a_process_that_died_loses_nothing_and_two_share_the_work(
    hook: Webhook, receiver: Receiver, song: Project
) -> None:
    events.record(song, "run.started", run=1)
    now = timezone.now()
    assert len(courier.claim(courier.due(now), now)) == 1
    assert courier.claim(courier.due(now), now) == []
    carry(now + courier.LEASE - timedelta(seconds=1))
    assert receiver.calls == []
    carry(now + courier.LEASE)
    assert len(receiver.calls) == 1


def test_after_three_days_of_nothing_it_is_switched_off_and_admins_are_told(
    hook: Webhook, receiver: Receiver, song: Project, admin: User, anr: User
) -> None:
    receiver.answer = says(500)
    for days in (0, 1, 2, 4):
        events.record(song, "run.started", run=days)
        for _ in range(3):
            Delivery.objects.filter(next_at__isnull=False).update(next_at=timezone.now())
            carry(timezone.now() + days * DAY)
    hook.refresh_from_db()
    assert (hook.active, webhooks.health(hook)) == (False, "given_up")
    assert not Delivery.objects.filter(next_at__isnull=False).exists()
    told = Notification.objects.get(type="webhook.off")
    assert told.user == admin and notices.link(told) == "/webhooks/"
    assert notices.words(told) == "Nothing has arrived at the webhook Chat for three days, so it was switched off"
    noted = Activity.objects.get(verb="webhook.switched_off")
    assert noted.by is None and noted.data["name"] == "Chat"
    events.record(song, "run.started", run=9)
    assert not Delivery.objects.filter(next_at__isnull=False).exists()
    on = webhooks.change(hook, Wanted(hook.url, ["*"], "Chat", True), by=admin)
    assert (on.failures, on.failing_since, webhooks.health(on)) == (0, None, "new")


def test_a_few_failures_long_ago_do_not_switch_it_off(hook: Webhook, receiver: Receiver, song: Project) -> None:
    receiver.answer = says(500)
    events.record(song, "run.started", run=1)
    carry()
    carry(timezone.now() + 5 * DAY)
    hook.refresh_from_db()
    assert hook.active and hook.failures == 2


def test_old_deliveries_are_forgotten_by_the_sweep(hook: Webhook, song: Project, redis_url: str) -> None:
    for days in (13, 15):
        Delivery.objects.create(hook=hook, type="ping", body="{}", made_at=timezone.now() - days * DAY)
    sweep.sweep()
    assert timezone.now() - only().made_at < 14 * DAY
    assert courier.forget_old_deliveries() == 0
