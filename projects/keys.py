"""A person's own keys to the API: making one and shutting one, with the trace that every deed leaves."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from artists import tokens
from artists.models import ApiToken, User
from projects import events
from projects.errors import Invalid, StudioError

NAME_LENGTH = 60
KEYS_EACH = 20
LONGEST_DAYS = 3650


def make(user: User, name: str, scopes: Sequence[str], *, days: int | None = None) -> tuple[ApiToken, str]:
    """A new key of this person's and its secret, which is shown once; without `days` it does not run out."""
    name = name.strip()
    if not name or "\x00" in name:
        raise Invalid("key.name_missing", _("Say what the key is for."), field="name")
    if len(name) > NAME_LENGTH:
        raise Invalid("key.name_too_long", _("Keep the name under 60 letters."), field="name")
    if not scopes or not set(scopes) <= set(tokens.SCOPES):
        raise Invalid("key.scopes_unknown", _("Tick what the key may open."), field="scopes")
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise Invalid("key.days_out_of_range", _("A key lasts from one day to ten years."), field="days")
    if user.api_tokens.filter(revoked_at=None).count() >= KEYS_EACH:
        raise StudioError("key.too_many", _("You have twenty keys. Revoke one that is not needed any more."))
    with transaction.atomic():
        ends = timezone.now() + timedelta(days=days) if days else None
        token, secret = tokens.issue(user, name, scopes, expires_at=ends)
        events.note("key.made", by=user, key=token.pk, name=name, scopes=token.scopes)
    return token, secret


def revoke(token: ApiToken, *, by: User) -> ApiToken:
    """Shut a key at once and for good."""
    with transaction.atomic():
        if token.revoked_at is None:
            events.note("key.revoked", by=by, key=token.pk, name=token.name)
        return tokens.revoke(token)
