"""The table, cell by cell: each role, each deed, each state of the song, on pages and through the API.

Everybody tries everything in the four states that differ most; the other three are tried by one of each side.
`STUDIO_MATRIX=all` tries everybody everywhere.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from projects import signals
from tests.api.routes import endpoints, somewhere_on
from tests.matrix.ask import ask, browser_of
from tests.matrix.elsewhere import ELSEWHERE
from tests.matrix.table import ROLES, ROWS, STATES, Api, Html, Row
from tests.matrix.world import World
from tests.url_map import addresses

EVERYBODY = [*ROLES.values(), "nobody"]
ONE_OF_EACH = ["owner", "anr", "engineer", "stranger"]
TRIED_BY_ALL = "DPAZ" if os.environ.get("STUDIO_MATRIX") != "all" else "".join(STATES)
DONE = {"Html": {200, 204, 302}, "Api": {200, 201, 204}}
BY_ROLE = {403, 404}
BY_STATE = {"Html": {409, 422}, "Api": {400, 409}}


@pytest.fixture(autouse=True)
def deeds_alone(settings: Any) -> Iterator[None]:
    """What processing makes of these deeds is tested where processing is."""
    settings.STUDIO_IN_PROCESS = True
    sent = [signals.submitted, signals.picked, signals.decided, signals.asset_added]
    kept = [one.receivers for one in sent]
    for one in sent:
        one.receivers = []
        one.sender_receivers_cache.clear()
    yield
    for one, receivers in zip(sent, kept, strict=True):
        one.receivers = receivers
        one.sender_receivers_cache.clear()


def wrong_with(row: Row, how: Html | Api, letter: str, role: str, status: int, changed: set[str]) -> str:
    """What is not as the table says; empty when everything is."""
    kind = type(how).__name__
    sign = next((sign for sign, name in ROLES.items() if name == role), "")
    first, allowed = row.changes.split()[0], set(row.changes.split())
    if sign and sign in row.who and (row.when == "-" or letter in row.when):
        fine = status in DONE[kind] and first in changed and changed <= allowed
        return "" if fine else f"should be done ({first}): {status} {sorted(changed)}"
    if changed:
        return f"should change nothing: {status} {sorted(changed)}"
    if role == "nobody":
        return "" if status == (302 if kind == "Html" else 401) else f"the door: {status}"
    if role == "stranger" and row.names_a_song:
        return "" if status == 404 else f"should be nothing there: {status}"
    if not sign or sign not in row.who:
        own_desk = row.when == "-" and status in DONE[kind]
        return "" if status in BY_ROLE | BY_STATE[kind] or own_desk else f"should be refused: {status}"
    # The brief is saved while it is typed: what can not be kept is said beside its field.
    if status in BY_STATE[kind] or (status == 200 and row.deed == "change the brief"):
        return ""
    return f"should be refused in this state: {status}"


@pytest.mark.django_db
@pytest.mark.parametrize("letter", STATES, ids=STATES.values())
def test_the_table_holds(letter: str) -> None:
    world = World(STATES[letter])
    roles = EVERYBODY if letter in TRIED_BY_ALL else ONE_OF_EACH
    clients = {role: browser_of(world, role) for role in roles}
    wrong, tried = {}, 0
    for row in ROWS:
        if row.when == "-" and letter != "P":
            continue
        for how in filter(None, (row.html, row.api)):
            for role, client in clients.items():
                status, changed = ask(world, client, how)
                tried += 1
                if words := wrong_with(row, how, letter, role, status, changed):
                    wrong[f"{row.deed} ({type(how).__name__}) by {role}"] = words
    assert not wrong, "\n".join(f"{what}: {words}" for what, words in wrong.items())
    assert tried > 150


def test_every_deed_of_a_page_has_a_row(admin: User, browser_of: Any) -> None:
    """A new form fails here until the table says who may send it."""
    browser: Client = browser_of(admin)
    browser.raise_request_exception = False
    known = {row.html.name for row in ROWS if row.html} | set(ELSEWHERE)
    pages = [one for one in addresses() if one.name and "api" not in one.route and "django-admin" not in one.route]
    deeds = {one.name for one in pages if browser.get(somewhere_on(one.name, one.params)).status_code == 405}
    assert len(deeds) > 40
    assert deeds - known == set()


def test_every_change_of_the_api_has_a_row() -> None:
    known = {row.api.name for row in ROWS if row.api}
    changes = {str(one) for one in endpoints() if one.method != "get"}
    assert {one for one in changes - known if one.split()[1] not in ELSEWHERE} == set()


def test_the_table_names_only_what_is_there() -> None:
    there = {one.name for one in addresses()}
    assert {row.html.name for row in ROWS if row.html} <= there
    assert set(ELSEWHERE) <= there
    assert {row.api.name for row in ROWS if row.api} <= {str(one) for one in endpoints()}
    assert {letter for row in ROWS for letter in row.when} <= {*STATES, "-"}
    assert reverse("home") == "/"
