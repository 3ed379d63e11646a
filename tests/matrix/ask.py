"""Doing a row of the table as somebody, on a page or through the API."""

import re
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from tests.matrix.table import Api, Html
from tests.matrix.world import World

HX = {"HX-Request": "true"}
WRITES = re.compile(r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"')


def browser_of(world: World, who: str) -> Client:
    client = Client()
    client.raise_request_exception = False
    if who != "nobody":
        client.force_login(world.people[who], backend=BACKEND)
    return client


def ask(world: World, client: Client, how: Html | Api) -> tuple[int, set[str]]:
    """The answer's status and what it wrote; then all of it is taken back."""
    tables: set[str] = set()
    with transaction.atomic():
        with connection.execute_wrapper(partial(_notes_written, tables)):
            answer = _page(world, client, how) if isinstance(how, Html) else _program(world, client, how)
        changed = world.changed(tables)
        transaction.set_rollback(True)
    return answer.status_code, changed


def _notes_written(tables: set[str], execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if found := WRITES.match(sql):
        tables.add(found[1])
    return execute(sql, params, many, context)


def _page(world: World, client: Client, how: Html) -> Any:
    parts = {name: world.ids.get(key, key) for name, key in how.parts.items()}
    return client.post(reverse(how.name, kwargs=parts), _filled(world, how.form), headers=HX)


def _program(world: World, client: Client, how: Api) -> Any:
    method, path = how.name.split()[0], "/api/v1/" + how.path.format(**world.ids)
    return getattr(client, method)(path, _filled(world, how.body), content_type="application/json")


def _filled(world: World, told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _filled(world, value) for name, value in told.items()}
    return told.format(**world.ids) if isinstance(told, str) else told
