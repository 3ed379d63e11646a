"""Keys to the API: a secret shown once, kept as a digest, good for what its scopes say and for nothing else."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artists.models import ApiToken, User

# What a key may open, from looking to ruling. A person's own rights always come on top: a key never gives more.
SCOPES = {
    "read": _("Look at and download what you may see"),
    "write": _("Start and change songs, upload, comment, rate and pick"),
    "decide": _("Approve, ask for changes, reject, and take that back"),
    "run": _("Start, cancel and retry the machines' work"),
    "admin": _("Run the house: people, queues, budgets, settings"),
}
PREFIX = "st_"
START_LENGTH = 8
USED_IS_NOTED_EVERY = timedelta(minutes=1)


def digest_of(secret: str) -> str:
    """The secret is 256 random bits, so a plain digest is safe to keep."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue(
    user: User, name: str, scopes: Iterable[str] = ("read",), *, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A new key and its secret, which nobody can show again. Raises ValueError for scopes that are none."""
    wanted = [scope for scope in SCOPES if scope in set(scopes)]
    unknown = set(scopes) - set(wanted)
    if unknown or not wanted:
        raise ValueError(f"scopes are {', '.join(SCOPES)}; not {', '.join(sorted(unknown)) or 'none'}")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        digest=digest_of(secret),
        start=secret[:START_LENGTH],
        scopes=wanted,
        expires_at=expires_at,
    )
    return token, secret


def revoke(token: ApiToken) -> ApiToken:
    """Shut a key for good; shutting it again changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
    return token


def authenticate(secret: str) -> ApiToken | None:
    """The living key with this secret, of a person who may still sign in; else None."""
    now = timezone.now()
    living = ApiToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None, user__is_active=True)
    token = living.select_related("user").filter(digest=digest_of(secret)).first()
    if token is not None and (token.last_used_at is None or now - token.last_used_at > USED_IS_NOTED_EVERY):
        token.last_used_at = now
        token.save(update_fields=["last_used_at"])
    return token


def secret_in(authorization: str) -> str | None:
    """The secret of an `Authorization: Token <secret>` header; None when it speaks of something else."""
    scheme, _space, secret = authorization.partition(" ")
    return secret.strip() if scheme.lower() == "token" else None
