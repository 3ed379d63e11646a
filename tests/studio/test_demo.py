"""The demo label as a newcomer finds it."""

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from artists.models import Artist, LabelRole, User
from studio.demo.people import ARTISTS, SIGN_IN_WORDS, seed_people

pytestmark = pytest.mark.django_db(transaction=True)


def test_six_artists_have_someone_to_sign_in() -> None:
    seed_people()
    assert Artist.objects.count() == len(ARTISTS) == 6
    assert all(artist.members.count() == 1 for artist in Artist.objects.all())


def test_staff_have_their_roles_and_only_the_admin_the_back_office() -> None:
    seed_people()
    roles = dict(User.objects.exclude(label_role="").values_list("label_role", "is_superuser"))
    assert roles == {LabelRole.ANR: False, LabelRole.ENGINEER: False, LabelRole.ADMIN: True}


def test_everyone_can_sign_in_with_the_printed_words() -> None:
    seed_people()
    printed = (settings.DATA_DIR / "demo-sign-ins.txt").read_text()
    request = RequestFactory().post("/")
    for user in User.objects.all():
        assert user.email in printed
        assert authenticate(request, username=user.username, password=SIGN_IN_WORDS) == user


def test_seeding_twice_adds_nothing() -> None:
    seed_people()
    seed_people()
    assert User.objects.count() == 9


def test_switched_off_it_refuses(settings: object) -> None:
    settings.STUDIO_DEMO = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match=r"demo\.off"):
        call_command("demo")
    assert not User.objects.exists()
