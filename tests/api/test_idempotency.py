"""A POST with an idempotency key is done once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from artists.models import Artist, User
from projects import songs
from projects.api import idempotency
from projects.models import KeptAnswer, Project
from tests.cast import BACKEND
from tests.factories import secret_of

JSON = "application/json"
Browser = Callable[[User], Client]


def start(browser: Client, artist: Artist, key: str | None = "k1", **body: Any) -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return browser.post("/api/v1/projects/", {"artist": artist.pk, "title": "Once", **body}, JSON, headers=headers)


def test_the_repetition_gets_the_first_answer_and_changes_nothing(
    artist: Artist, owner: User, browser_of: Browser
) -> None:
    browser = browser_of(owner)
    first, again = start(browser, artist), start(browser, artist)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json() and Project.objects.count() == 1
    assert again.headers["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first.headers


def test_without_a_key_everything_is_done_again(artist: Artist, owner: User, browser_of: Browser) -> None:
    browser = browser_of(owner)
    start(browser, artist, None), start(browser, artist, None)
    assert Project.objects.count() == 2 and not KeptAnswer.objects.exists()


def test_another_request_under_the_same_key_is_refused(artist: Artist, owner: User, browser_of: Browser) -> None:
    browser = browser_of(owner)
    start(browser, artist)
    other = start(browser, artist, title="Other")
    told = (other.status_code, other.json()["code"], other.json()["field"])
    assert told == (409, "idempotency.key_reused", "Idempotency-Key")
    elsewhere = browser.post("/api/v1/reviews/", {"asset": "x"}, JSON, headers={"Idempotency-Key": "k1"})
    assert elsewhere.status_code == 409 and Project.objects.count() == 1


def test_keys_of_other_people_and_other_programs_are_other_keys(
    artist: Artist, owner: User, teammate: User, browser_of: Browser
) -> None:
    start(browser_of(owner), artist)
    assert start(browser_of(teammate), artist).status_code == 201
    assert Project.objects.count() == 2
    program = Client(HTTP_AUTHORIZATION=f"Token {secret_of(owner, 'write')}")
    assert start(program, artist).json()["code"] == "idempotency.key_reused"


def test_a_key_that_may_not_gets_no_kept_answer(artist: Artist, owner: User) -> None:
    writer = Client(HTTP_AUTHORIZATION=f"Token {secret_of(owner, 'write')}")
    assert start(writer, artist).status_code == 201
    assert start(writer, artist).headers["Idempotency-Replayed"] == "true"
    reader = Client(HTTP_AUTHORIZATION=f"Token {secret_of(owner, 'read')}")
    assert start(reader, artist, "k2").json()["code"] == "token.scope_missing"
    assert start(Client(HTTP_AUTHORIZATION="Token nothing"), artist).status_code == 401
    assert Project.objects.count() == 1


def test_a_refusal_is_kept_too(artist: Artist, owner: User, browser_of: Browser) -> None:
    browser = browser_of(owner)
    first, again = (start(browser, artist, bpm=5) for _ in range(2))
    assert (first.status_code, again.status_code) == (400, 400)
    assert first.json() == again.json() and again.headers["Idempotency-Replayed"] == "true"


def test_a_secret_is_kept_in_no_answer(owner: User, browser_of: Browser) -> None:
    body = {"name": "backup", "scopes": ["read"]}
    ask = [browser_of(owner).post("/api/v1/keys/", body, JSON, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    first, again = (answer.json() for answer in ask)
    assert first["secret"].startswith("st_")
    assert again == {**first, "secret": ""}
    assert first["secret"] not in str(KeptAnswer.objects.get().body)


def test_what_broke_may_be_tried_again(
    artist: Artist, owner: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(owner)
    browser.raise_request_exception = False
    real = songs.start_song

    def breaks(*told: Any, **more: Any) -> Project:
        real(*told, **more)
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(songs, "start_song", breaks)
        broken = start(browser, artist)
    assert (broken.status_code, broken.json()["code"]) == (500, "server.error")
    # The deed goes with the answer that was never given.
    assert not Project.objects.exists() and not KeptAnswer.objects.exists()
    assert start(browser, artist).status_code == 201


def test_while_the_first_is_at_work_the_second_is_asked_to_wait(
    artist: Artist, owner: User, browser_of: Browser
) -> None:
    browser = browser_of(owner)
    start(browser, artist)
    KeptAnswer.objects.update(status=None, body=None)
    early = start(browser, artist)
    assert (early.status_code, early.json()["code"]) == (409, "idempotency.in_progress")
    assert early.headers["Retry-After"] == "1"
    KeptAnswer.objects.update(at=timezone.now() - idempotency.GIVEN_UP_AFTER - timedelta(seconds=1))
    assert start(browser, artist).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 81, "two words", "ümlaut"])
def test_a_key_that_is_none_is_said(key: str, artist: Artist, owner: User, browser_of: Browser) -> None:
    answer = start(browser_of(owner), artist, key)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency.key_invalid")
    assert not Project.objects.exists()


def test_nobody_leaves_a_key(artist: Artist, client: Client) -> None:
    assert start(client, artist).status_code == 401
    assert not KeptAnswer.objects.exists()


def test_answers_are_let_go_after_a_day(artist: Artist, owner: User, browser_of: Browser) -> None:
    browser = browser_of(owner)
    start(browser, artist)
    assert idempotency.forget_old_answers() == 0
    KeptAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
    assert idempotency.forget_old_answers() == 1
    assert start(browser, artist).status_code == 201 and Project.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_twelve_at_once_make_one_song(artist: Artist, owner: User) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
    clients = [Client() for _ in range(12)]
    for client in clients:
        client.force_login(owner, backend=BACKEND)
    answers: list[Any] = []
    gate = threading.Barrier(len(clients))

    def ask(client: Client) -> None:
        try:
            gate.wait()
            answers.append(start(client, artist))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Project.objects.count() == 1
    told = {answer.status_code for answer in answers}
    assert 201 in told and told <= {201, 409} and len(answers) == 12
    assert all(a.json()["code"] == "idempotency.in_progress" for a in answers if a.status_code == 409)
    ids = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(ids) == 1
