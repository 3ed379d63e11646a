"""The front door: what it shows, whom it lets in and what it tells the rest."""

from typing import Any

import pytest
from django.test import Client

from artists.models import User
from studio.demo.people import SIGN_IN_WORDS, seed_people


@pytest.mark.django_db
def test_the_demo_label_is_listed_where_it_lives(settings: Any) -> None:
    settings.STUDIO_DEMO = True
    assert "data-sign-in" not in Client().get("/accounts/login/").content.decode()
    seed_people()
    page = Client().get("/accounts/login/").content.decode()
    assert page.count("data-sign-in=") == User.objects.count() == 9 and "A&amp;R" in page
    settings.STUDIO_DEMO = False
    assert SIGN_IN_WORDS not in Client().get("/accounts/login/").content.decode()


def test_members_come_in_and_out_again(owner: User) -> None:
    owner.set_password("correct horse battery")
    owner.save(update_fields=["password"])
    browser = Client()
    inside = browser.post("/accounts/login/", {"login": "owner", "password": "correct horse battery"}, follow=True)
    assert inside.status_code == 200 and "Hello, Owner" in inside.content.decode()
    browser.post("/accounts/logout/")
    assert browser.get("/").headers["Location"].startswith("/accounts/login/")


def test_a_wrong_word_is_answered_in_words_that_tell_nothing(owner: User) -> None:
    answers = [Client().post("/accounts/login/", {"login": name, "password": "wrong"}) for name in ("owner", "nobody")]
    pages = [answer.content.decode().split('role="alert">')[1].split("<")[0] for answer in answers]
    assert pages[0] == pages[1] and all(answer.status_code == 200 for answer in answers)
