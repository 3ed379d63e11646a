"""The pages around the sign-in speak with the studio's voice and say what to do."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from artists.models import Label, User
from tests.factories import make_user

WORD = "correct horse battery"
FORMER = ("Password Reset", "Two-Factor", "Account Inactive", "site_name", "example.com", "Email Addresses")


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def sign_in(name: str, word: str) -> Any:
    return Client().post("/accounts/login/", {"login": name, "password": word}, follow=True)


@pytest.mark.django_db
def test_a_house_without_mail_says_who_helps(settings: Any) -> None:
    settings.EMAIL_IS_SENT = False
    Label.objects.update_or_create(pk=1, defaults={"contact_email": "desk@label.example"})
    assert "/accounts/password/reset/" in Client().get("/accounts/login/").text
    page = Client().get("/accounts/password/reset/").text
    assert "sends no e-mail" in page and "admin of the label" in page and "desk@label.example" in page
    assert 'name="email"' not in page


@pytest.mark.parametrize("known", [True, False])
def test_the_link_comes_from_the_label(settings: Any, owner: User, known: bool) -> None:
    settings.EMAIL_IS_SENT = True
    Label.objects.update_or_create(pk=1, defaults={"name": "Tin Roof Records"})
    owner.set_password(WORD)
    owner.save()
    sent = {"email": owner.email if known else "nobody@example.org"}
    done = Client().post("/accounts/password/reset/", sent, follow=True).text
    assert "Look into your mail" in done
    (letter,) = mail.outbox
    assert letter.subject == "Tin Roof Records: A new password" and "Tin Roof Records" in letter.body
    assert not re.search(r"Hello from|testserver!|127\.0\.0\.1!", letter.body)
    if not known:
        return
    (link,) = re.findall(r"http://\S+", letter.body)
    browser = Client()
    page = browser.get(link, follow=True)
    assert "Choose a new password" in page.text
    new = "another way in entirely"
    ended = browser.post(page.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert "Your password is changed" in ended.text
    owner.refresh_from_db()
    assert owner.check_password(new)
    assert "opens nothing any more" in Client().get(link, follow=True).text


def test_wrong_words_are_said_in_house_words_and_then_when_to_try_again(owner: User) -> None:
    owner.set_password(WORD)
    owner.save()
    pages = [sign_in("owner", "wrong") for _ in range(12)]
    assert "do not go together" in pages[0].text
    assert "Wait five minutes" in pages[6].text


def test_who_is_locked_out_reads_for_how_long(owner: User, settings: Any) -> None:
    owner.set_password(WORD)
    owner.save()
    settings.ACCOUNT_RATE_LIMITS = False
    answers = [sign_in("owner", "wrong") for _ in range(9)]
    assert answers[-1].status_code in {403, 429}
    assert "Try again in 15 minutes" in answers[-1].text and "Too many tries" in answers[-1].text


@pytest.mark.django_db
def test_who_is_shut_out_reads_why() -> None:
    make_user("gone", password=WORD, is_active=False)
    page = Client().get("/accounts/inactive/").text
    assert "This way in is shut" in page and 'class="gate"' in page


@pytest.mark.parametrize("door", ["email/", "2fa/", "2fa/totp/activate/", "password/change/"])
def test_account_pages_speak_with_the_studios_voice(
    door: str, owner: User, browser_of: Callable[[User], Client]
) -> None:
    owner.set_password(WORD)
    owner.save()
    browser = Client()
    browser.post("/accounts/login/", {"login": "owner", "password": WORD})
    browser.post("/accounts/reauthenticate/", {"password": WORD})
    answer = browser.get(f"/accounts/{door}", follow=True)
    assert answer.status_code == 200 and "<h1" in answer.text
    assert not [words for words in FORMER if words in answer.text]


def test_the_first_code_is_asked_for_with_a_picture(owner: User) -> None:
    owner.set_password(WORD)
    owner.save()
    browser = Client()
    browser.post("/accounts/login/", {"login": "owner", "password": WORD})
    asked = browser.get("/accounts/2fa/totp/activate/", follow=True).text
    assert "Is it still you?" in asked
    shown = browser.post(
        "/accounts/reauthenticate/", {"password": WORD, "next": "/accounts/2fa/totp/activate/"}, follow=True
    )
    assert "data:image/svg" in shown.text
    page = browser.post("/accounts/2fa/totp/activate/", {"code": "000000"}, follow=True).text
    assert "data:image/svg" in page and "not the code that is shown now" in page and 'aria-invalid="true"' in page
