"""Ways in: an admin invites one person, who comes in once by a secret link. Only the secret's digest is kept."""

import hashlib
import logging
import secrets
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from artists.errors import Invalid, StudioError
from artists.models import Artist, Invitation, Label, LabelRole, Member, User
from artists.people import note

log = logging.getLogger(__name__)

GOOD_FOR = timedelta(days=7)
NAME_LENGTH = 80


def digest_of(secret: str) -> str:
    """The secret is 256 random bits, so a plain digest is safe to keep."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invite(
    email: str, *, by: User, label_role: str = LabelRole.NONE, artist: Artist | None = None
) -> tuple[Invitation, str]:
    """An invitation and its secret, which nobody can show again. Raises Invalid `invitation.*`.

    Who is invited to the artist side needs an artist; an earlier open invitation of the same address is withdrawn.
    """
    email = User.objects.normalize_email(email.strip())
    _check(email, label_role, artist)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.filter(email__iexact=email, accepted_at=None, withdrawn_at=None).update(
            withdrawn_at=timezone.now()
        )
        made = Invitation.objects.create(
            email=email,
            artist=artist,
            label_role=label_role,
            digest=digest_of(secret),
            by=by,
            expires_at=timezone.now() + GOOD_FOR,
        )
        note("people.invited", by, email=email, label_role=label_role, artist=artist.pk if artist else None)
    return made, secret


def _check(email: str, label_role: str, artist: Artist | None) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid("invitation.email_wrong", _("That is not an e-mail address."), field="email") from None
    if label_role not in LabelRole.values:
        raise Invalid("people.no_such_role", _("Choose one of the label's roles."), field="label_role")
    if label_role == LabelRole.NONE and artist is None:
        raise Invalid("invitation.artist_missing", _("Choose the artist this person belongs to."), field="artist")
    if User.objects.filter(email__iexact=email).exists():
        words = _("Somebody with that address is here already. Change their role or artist instead.")
        raise Invalid("invitation.known", words, field="email")


def send(invitation: Invitation, link: str) -> bool:
    """Send the link by e-mail where the studio can; False: somebody has to hand it over."""
    if not settings.EMAIL_IS_SENT:
        return False
    about = {"invitation": invitation, "link": link, "label": Label.ours(), "days": GOOD_FOR.days}
    subject = _("{who} invites you to the studio of {label}").format(who=invitation.by, label=about["label"])
    body = render_to_string("artists/invitation.txt", about)
    try:
        return bool(send_mail(" ".join(subject.split()), body, None, [invitation.email]))
    except (SMTPException, OSError):
        log.warning("an invitation could not be sent", exc_info=True)
        return False


def withdraw(invitation: Invitation, *, by: User) -> None:
    """Raises `invitation.used` when the person is in already."""
    with transaction.atomic():
        if invitation.accepted_at is not None:
            raise StudioError("invitation.used", _("This person is in already. Deactivate them instead."))
        if Invitation.objects.filter(pk=invitation.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
            note("people.invitation_withdrawn", by, email=invitation.email)


def standing(invitation: Invitation) -> str:
    """open, accepted, withdrawn or expired."""
    if invitation.accepted_at:
        return "accepted"
    if invitation.withdrawn_at:
        return "withdrawn"
    return "open" if invitation.expires_at > timezone.now() else "expired"


def found(secret: str) -> Invitation | None:
    """The invitation of a link, good or not any more."""
    return Invitation.objects.select_related("artist", "by").filter(digest=digest_of(secret)).first()


def accept(invitation: Invitation, *, name: str, password: str) -> User:
    """Make the person and close the invitation, once. Raises Invalid `invitation.*` or `invitation.over`."""
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH or "\x00" in name:
        raise Invalid("invitation.name_missing", _("Tell us your name, in up to 80 letters."), field="name")
    role = invitation.label_role
    person = User(
        email=invitation.email,
        display_name=name,
        label_role=role,
        is_staff=role == LabelRole.ADMIN,
        is_superuser=role == LabelRole.ADMIN,
    )
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid("invitation.password_weak", " ".join(error.messages), field="password") from None
    with transaction.atomic():
        _close(invitation)
        person.username = _free_username(invitation.email)
        person.set_password(password)
        person.save()
        if invitation.artist is not None:
            Member.objects.create(artist=invitation.artist, user=person)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_by=person)
        note("people.joined", person, user=person.pk, name=name, invited_by=invitation.by_id)
    return person


def _close(invitation: Invitation) -> None:
    """Exactly one person comes in by a link; and nobody whose address has come in another way."""
    now = timezone.now()
    good = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    taken = User.objects.filter(email__iexact=invitation.email).exists()
    if taken or not good.update(accepted_at=now):
        raise StudioError("invitation.over", _("This invitation is no longer good. Ask for a new one."))


def _free_username(email: str) -> str:
    base = slugify(email.split("@")[0])[:100] or "person"
    taken = set(User.objects.filter(username__startswith=base).values_list("username", flat=True))
    return next(name for name in (base, *(f"{base}{n}" for n in range(2, len(taken) + 3))) if name not in taken)
