"""Hooks: telling other programs what happens. Made, changed and tried by the label's admins."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from artists.models import User
from projects import events, outbox, outside
from projects.errors import Invalid, StudioError
from projects.models import Delivery, Webhook

NAME_LENGTH = 60
HOOKS_MOST = 20
PATTERN = re.compile(r"([a-z]+\.)([a-z_]*)")
# For so long after a change both secrets sign, so that nothing is lost while the other side is changed too.
BOTH_SIGN_FOR = timedelta(hours=24)
SALT = "projects.webhooks"


@dataclass(frozen=True)
class Wanted:
    """What an admin can say about a hook."""

    url: str
    events: Sequence[str]
    name: str = ""
    active: bool = True


def make(wanted: Wanted, *, by: User) -> Webhook:
    """A new hook. Raises Invalid for an address that can not or must not be called, and for unknown events."""
    wanted = _checked(wanted)
    outside.found(wanted.url)
    with transaction.atomic():
        if Webhook.objects.count() >= HOOKS_MOST:
            words = _("There are {most} webhooks. Remove one that is not needed any more.")
            raise StudioError("webhook.too_many", words.format(most=HOOKS_MOST))
        facts = {"url": wanted.url, "events": list(wanted.events), "name": wanted.name, "active": wanted.active}
        hook = Webhook.objects.create(by=by, **facts)
        _note("webhook.made", hook, by=by, events=facts["events"])
    return hook


def change(hook: Webhook, wanted: Wanted, *, by: User) -> Webhook:
    """Say anew what it is. Switched on again it starts with a clean sheet; switched off, what waited is not sent."""
    wanted = _checked(wanted)
    if wanted.url != hook.url:
        outside.found(wanted.url)
    with transaction.atomic():
        hook = Webhook.objects.select_for_update().get(pk=hook.pk)
        new = {"url": wanted.url, "events": list(wanted.events), "name": wanted.name, "active": wanted.active}
        changed = {name: value for name, value in new.items() if getattr(hook, name) != value}
        if changed:
            if changed.get("active"):
                changed |= {"failures": 0, "failing_since": None, "switched_off_at": None}
            Webhook.objects.filter(pk=hook.pk).update(**changed)
            hook.refresh_from_db()
            if not hook.active:
                stop_waiting(hook)
            _note("webhook.changed", hook, by=by, changes=[name for name in new if name in changed])
    return hook


def rotate(hook: Webhook, *, by: User) -> Webhook:
    """A new secret. The one before it signs as well for a day."""
    with transaction.atomic():
        Webhook.objects.filter(pk=hook.pk).update(rotation=F("rotation") + 1, rotated_at=timezone.now())
        hook.refresh_from_db()
        _note("webhook.rotated", hook, by=by)
    return hook


def remove(hook: Webhook, *, by: User) -> None:
    """Nothing is sent there any more, and what was sent is forgotten."""
    with transaction.atomic():
        _note("webhook.removed", hook, by=by)
        hook.delete()


def ping(hook: Webhook, *, by: User) -> Delivery:
    """A test call; it is tried once, also where the hook is switched off."""
    facts = {"project": None, "seq": None, "by": by.pk, "data": {"webhook": str(hook.pk), "name": hook.name}}
    with transaction.atomic():
        row = outbox.lay_out(hook, outbox.PING, timezone.now(), facts, by=by)
        row.save()
        _note("webhook.tried", hook, by=by)
    return row


def send_again(row: Delivery, *, by: User) -> Delivery:
    """The same message under the same number, at once. Raises StudioError while it is on its way anyhow."""
    with transaction.atomic():
        over = Delivery.objects.filter(pk=row.pk, next_at=None)
        if not over.update(next_at=timezone.now(), delivered_at=None, by=by):
            words = _("This one is still on its way. It is tried again by itself.")
            raise StudioError("webhook.still_waiting", words)
        _note("webhook.sent_again", row.hook, by=by, type=row.type)
    row.refresh_from_db()
    return row


def stop_waiting(hook: Webhook) -> None:
    """What waited for a hook that is off is over; each can be sent again by hand."""
    hook.deliveries.filter(next_at__isnull=False).update(next_at=None)


def secret_of(hook: Webhook, *, before: int = 0) -> str:
    """Worked out from the house's key, so it can be shown again and is kept nowhere. `before` steps back."""
    mark = salted_hmac(SALT, f"{hook.pk.hex}.{hook.rotation - before}", algorithm="sha256").digest()
    return "whsec_" + base64.urlsafe_b64encode(mark).decode().rstrip("=")


def secrets_of(hook: Webhook, now: datetime) -> list[str]:
    """What signs at this moment."""
    changed_lately = hook.rotated_at is not None and now - hook.rotated_at < BOTH_SIGN_FOR
    return [secret_of(hook), *([secret_of(hook, before=1)] if changed_lately else [])]


def health(hook: Webhook) -> str:
    """`well`, `failing`, `off`, `given_up` where the studio switched it off, or `new`: nothing was sent yet."""
    if not hook.active:
        return "given_up" if hook.switched_off_at is not None else "off"
    if hook.failing_since is not None:
        return "failing"
    return "well" if hook.delivered_at is not None else "new"


def _checked(wanted: Wanted) -> Wanted:
    name, url = wanted.name.strip(), wanted.url.strip()
    if len(name) > NAME_LENGTH or "\x00" in name:
        words = _("Keep the name under {limit} letters.").format(limit=NAME_LENGTH)
        raise Invalid("webhook.name_too_long", words, field="name")
    asked = list(dict.fromkeys(wanted.events))
    if not asked:
        raise Invalid("webhook.events_missing", _("Say what it wants to be told."), field="events")
    for one in asked:
        found = PATTERN.fullmatch(one)
        if one != outbox.EVERYTHING and (found is None or found[1] not in outbox.GROUPS):
            words = _("There is nothing called “{name}” to be told.").format(name=one[:40])
            raise Invalid("webhook.event_unknown", words, field="events")
    kept = [outbox.EVERYTHING] if outbox.EVERYTHING in asked else asked
    return Wanted(url, kept, name, wanted.active)


def _note(verb: str, hook: Webhook, *, by: User, **more: Any) -> None:
    events.note(verb, by=by, webhook=str(hook.pk), name=str(hook), host=hook.host, **more)
