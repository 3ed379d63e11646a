"""The Django admin changes nothing that the studio's own pages guard."""

from collections.abc import Callable

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.test import Client
from django.urls import reverse

from artists.models import Artist, Label, User
from projects.models import Activity
from tests.factories import make_artist, make_user


@pytest.fixture
def browser(admin: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(admin)


def test_the_only_admin_can_not_demote_or_shut_out_themselves(browser: Client, admin: User) -> None:
    place = reverse("admin:artists_user_change", args=[admin.pk])
    sent = {"username": admin.username, "email": admin.email, "display_name": "Jo", "label_role": "", "is_staff": ""}
    browser.post(place, sent)
    browser.post(reverse("admin:artists_user_delete", args=[admin.pk]), {"post": "yes"})
    admin.refresh_from_db()
    assert (admin.display_name, admin.label_role) == ("Jo", "admin")
    assert admin.is_active and admin.is_staff and admin.is_superuser
    assert reverse("people") in browser.get(place).text


def test_nobody_is_made_an_admin_by_being_added(browser: Client) -> None:
    word = "a-long-enough-way-in"
    sent = {"username": "new", "email": "new@example.org", "label_role": "admin", "password1": word, "password2": word}
    browser.post(reverse("admin:artists_user_add"), {**sent, "usable_password": "true"})
    assert User.objects.get(username="new").label_role == ""


def test_a_colour_is_a_colour_and_changes_are_recorded(browser: Client, admin: User) -> None:
    artist = make_artist(make_user(), name="Marlow")
    place = reverse("admin:artists_artist_change", args=[artist.pk])
    rows = {f"memberships-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    wrong = browser.post(place, {"name": "Marlow", "slug": "marlow", "colour": "zzzz", "about": "", **rows})
    assert "Write a colour like #7c5cff." in wrong.text
    assert Artist.objects.get().colour == "#7c5cff"
    assert browser.post(place, {"name": "Marlow", "slug": "marlow", "colour": "#001122", **rows}).status_code == 302
    assert Artist.objects.get().colour == "#001122"
    row = Activity.objects.get(verb="artist.changed")
    assert (row.by, row.data["artist_name"]) == (admin, "Marlow")
    assert browser.post(reverse("admin:artists_artist_delete", args=[artist.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", [AccessAttempt, AccessFailureLog, AccessLog, Label], ids=lambda one: one.__name__)
def test_who_came_to_the_door_is_evidence(browser: Client, model: type) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"  # type: ignore[attr-defined]
    facts = {"get_data": "", "post_data": "", "failures_since_start": 1} if model is AccessAttempt else {}
    row = model.objects.create(**facts, **({} if model is Label else {"username": "mallory"}))  # type: ignore[attr-defined]
    assert browser.get(reverse(f"{name}_changelist")).status_code == 200
    assert browser.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
    assert browser.post(reverse(f"{name}_change", args=[row.pk]), {"username": "nobody"}).status_code == 403
    assert browser.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert browser.get(reverse(f"{name}_add")).status_code == 403


def test_the_admin_carries_the_studios_name(browser: Client) -> None:
    page = browser.get(reverse("admin:index")).text
    assert "Autonomous Studio" in page
    assert "Django" not in page


def test_a_new_password_is_in_the_record(browser: Client, admin: User) -> None:
    person, word = make_user("ada"), "a-long-enough-way-in"
    place = reverse("admin:auth_user_password_change", args=[person.pk])
    assert place in browser.get(reverse("people")).text
    sent = {"password1": word, "password2": word, "usable_password": "true", "set-password": "Change password"}
    assert browser.post(place, sent).status_code == 302
    person.refresh_from_db()
    row = Activity.objects.get(verb="people.password_set")
    assert person.check_password(word) and (row.by, row.data["name"]) == (admin, "Ada")
