"""Who sees which artist, and what the roles may do."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from artists.models import Artist, LabelRole, Member, User
from tests.factories import make_artist, make_user


def test_members_see_their_artist(artist: Artist, owner: User, teammate: User) -> None:
    assert list(Artist.objects.visible_to(owner)) == [artist]
    assert list(Artist.objects.visible_to(teammate)) == [artist]


def test_strangers_see_only_their_own(artist: Artist, stranger: User) -> None:
    assert [a.name for a in Artist.objects.visible_to(stranger)] == ["The Others"]


@pytest.mark.parametrize("role", [LabelRole.ANR, LabelRole.ENGINEER, LabelRole.ADMIN])
def test_label_staff_see_everybody(artist: Artist, role: str) -> None:
    assert artist in Artist.objects.visible_to(make_user(role=role))


def test_a_member_of_two_artists_sees_each_once(artist: Artist, owner: User) -> None:
    second = make_artist(owner, name="Side Project")
    assert list(Artist.objects.visible_to(owner)) == [artist, second]


def test_nobody_sees_nothing(artist: Artist) -> None:
    assert not Artist.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize("role", [LabelRole.NONE, LabelRole.ADMIN])
def test_an_inactive_person_sees_nothing(artist: Artist, role: str) -> None:
    gone = make_user(role=role, is_active=False)
    Member.objects.create(artist=artist, user=gone)
    assert not Artist.objects.visible_to(gone).exists()


@pytest.mark.parametrize(
    ("role", "label", "decides", "runs"),
    [
        (LabelRole.NONE, False, False, False),
        (LabelRole.ANR, True, True, False),
        (LabelRole.ENGINEER, True, False, True),
        (LabelRole.ADMIN, True, True, True),
    ],
)
def test_what_a_role_may_do(db: None, role: str, label: bool, decides: bool, runs: bool) -> None:
    user = make_user(role=role)
    assert (user.is_label, user.can_decide, user.can_run_jobs) == (label, decides, runs)


def test_an_inactive_admin_may_do_nothing(db: None) -> None:
    gone = make_user(role=LabelRole.ADMIN, is_active=False)
    assert not (gone.is_label or gone.can_decide or gone.can_run_jobs)


def test_belonging_twice_is_refused(artist: Artist, owner: User) -> None:
    with pytest.raises(IntegrityError):
        Member.objects.create(artist=artist, user=owner)


def test_names_are_readable(artist: Artist, owner: User) -> None:
    assert str(owner) == "Owner"
    assert str(artist) == "Nova Kane"
    assert str(Member.objects.get(user=owner)) == "Owner in Nova Kane"
    assert str(User(username="plain")) == "plain"
