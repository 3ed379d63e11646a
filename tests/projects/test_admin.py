"""The admin looks and does not touch."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from artists.models import User
from projects import comments, review
from projects.models import Asset, Project, Review
from tests.factories import make_asset

LOOKED_AT = [
    m for app in ("projects", "processing") for m in apps.get_app_config(app).get_models() if m in site._registry
]


@pytest.fixture
def browser(admin: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(admin)


@pytest.mark.parametrize("model", LOOKED_AT, ids=lambda model: model.__name__)
def test_every_list_opens_and_adds_nothing(browser: Client, vocal: Asset, model: type) -> None:
    place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert browser.get(reverse(f"{place}_changelist"), {"q": "x"}).status_code == 200
    assert browser.get(reverse(f"{place}_add")).status_code == 403


def test_a_decision_is_not_edited_behind_the_artist(browser: Client, song: Project, anr: User, admin: User) -> None:
    Project.objects.update(state="in_production")
    asked = review.request_review(make_asset(song, "master"), by=anr)
    place = reverse("admin:projects_review_change", args=[asked.pk])
    assert browser.get(place).status_code == 200
    assert browser.post(place, {"state": "approved"}).status_code == 403
    assert browser.post(reverse("admin:projects_review_delete", args=[asked.pk]), {"post": "yes"}).status_code == 403
    assert Review.objects.get().state == "open"


def test_people_and_artists_are_kept_here(browser: Client, song: Project, owner: User) -> None:
    assert browser.get(reverse("admin:artists_user_changelist"), {"q": "owner"}).status_code == 200
    assert browser.get(reverse("admin:artists_user_change", args=[owner.pk])).status_code == 200
    assert browser.get(reverse("admin:artists_artist_change", args=[song.artist.pk])).status_code == 200


def test_rows_have_readable_names(song: Project, vocal: Asset, owner: User, anr: User) -> None:
    Project.objects.update(state="in_production")
    asked = review.request_review(make_asset(song, "master", name="m.wav"), by=owner)
    decision = review.decide(asked, "approved", by=anr)
    remark = comments.comment(vocal, "Breath", by=owner)
    told = [str(row) for row in (song, asked, decision, remark, song.events.first(), song.activity.last())]
    assert told[:4] == ["Paper Lanterns", "Review 1 of m.wav (master v1)", "approved by Anr", "Breath"]
    assert told[4:] == ["1 review.requested", "Owner review.requested"]
