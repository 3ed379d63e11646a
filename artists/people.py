"""What admins do about people: their role, their artists, and whether they may come in."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from artists.errors import Invalid, StudioError
from artists.models import Artist, LabelRole, Member, User
from artists.signals import noted


def note(verb: str, by: User | None, **data: Any) -> None:
    noted.send(User, verb=verb, by=by, data=data)


def change_role(person: User, role: str, *, by: User) -> None:
    """Give somebody a label role, or none. Raises `people.last_admin`, `people.no_such_role`."""
    if role not in LabelRole.values:
        raise Invalid("people.no_such_role", _("Choose one of the label's roles."), field="label_role")
    with transaction.atomic():
        if role != LabelRole.ADMIN:
            _keep_an_admin(person)
        before = person.label_role
        if before == role:
            return
        person.label_role = role
        person.is_staff = person.is_superuser = role == LabelRole.ADMIN
        person.save(update_fields=["label_role", "is_staff", "is_superuser"])
        note("people.role_changed", by, user=person.pk, name=str(person), before=before, after=role)


def deactivate(person: User, *, by: User) -> None:
    """Shut somebody out: sessions and keys end with it, what they did stays theirs. Raises `people.last_admin`."""
    with transaction.atomic():
        _keep_an_admin(person)
        if User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
            person.is_active = False
            note("people.deactivated", by, user=person.pk, name=str(person))


def reactivate(person: User, *, by: User) -> None:
    with transaction.atomic():
        if User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
            person.is_active = True
            note("people.reactivated", by, user=person.pk, name=str(person))


def _keep_an_admin(person: User) -> None:
    """Raise when without this person nobody could let people in any more. Locks the admins, so that two can not go."""
    admins = User.objects.select_for_update().filter(label_role=LabelRole.ADMIN, is_active=True)
    if [admin.pk for admin in admins] == [person.pk]:
        words = _("{name} is the only admin left. Make somebody else an admin first.").format(name=person)
        raise StudioError("people.last_admin", words)


def join_artist(person: User, artist: Artist, *, by: User) -> None:
    with transaction.atomic():
        _member, made = Member.objects.get_or_create(artist=artist, user=person)
        if made:
            note("artist.member_added", by, artist=artist.pk, artist_name=artist.name, user=person.pk, name=str(person))


def leave_artist(person: User, artist: Artist, *, by: User) -> None:
    with transaction.atomic():
        gone, _rows = Member.objects.filter(artist=artist, user=person).delete()
        if gone:
            note(
                "artist.member_removed", by, artist=artist.pk, artist_name=artist.name, user=person.pk, name=str(person)
            )
