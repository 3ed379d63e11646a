"""Requests that schemathesis makes up from the API's own description, sent through Django's test client.

They are made once and sent as everybody. Made-up ids would only ever meet a 404, so most are replaced by real ones.
"""

import json
import os
import uuid
from collections.abc import Iterator
from functools import cache
from typing import Any

import requests
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case
from schemathesis.core import NOT_SET
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi import checks

from studio.schema import described

EXAMPLES = int(os.environ.get("STUDIO_FUZZ_EXAMPLES", "2"))
SEED = int(os.environ.get("STUDIO_FUZZ_SEED", "3"))
# Every so many requests keep the ids that were made up.
MADE_UP_EACH = 5
NOT_SENT = {"authorization", "cookie", "idempotency-key", "content-type", "content-length", "host"}
CONFORMS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


def of_the_api() -> dict[str, Any]:
    """Without `/uploads/`: tests/projects/test_uploads.py asks odd things of that protocol."""
    told = described()
    return {**told, "paths": {path: one for path, one in told["paths"].items() if path.startswith("/api/")}}


@cache
def cases() -> list[Case]:
    """A few for each endpoint: some as described, some that break the description."""
    made: list[Case] = []
    for found in schemathesis.openapi.from_dict(of_the_api()).get_all_operations():

        @seed(SEED)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(found.ok().as_strategy())
        def keep(case: Case) -> None:
            made.append(case)

        keep()
    return made


def with_real_ids(case: Case, ids: dict[str, Any], number: int) -> tuple[str, Any]:
    """The path and the body, naming what is really there."""
    kind = case.path.split("/")[3].rstrip("s")
    told = {name: _real(name if name != "id" else kind, ids, value) for name, value in case.path_parameters.items()}
    real = number % MADE_UP_EACH != 0
    path = case.path.format(**(told if real else case.path_parameters))
    body = case.body
    if real and isinstance(body, dict):
        body = {name: _real(name, ids, value) for name, value in body.items()}
    return path, body


def _real(name: str, ids: dict[str, Any], made_up: Any) -> Any:
    return ids.get(name.removesuffix("_id"), made_up)


def send(browser: Client, case: Case, path: str, body: Any) -> Any:
    """Ask, and take back what it did: every request meets the same song."""
    headers = {name: str(value) for name, value in (case.headers or {}).items() if name.lower() not in NOT_SENT}
    headers = {name: value for name, value in headers.items() if value.isascii() and value.isprintable()}
    content = b"" if body is NOT_SET else json.dumps(body, default=str).encode("utf-8", "surrogatepass")
    with transaction.atomic():
        answer = browser.generic(
            case.method, path, content, "application/json", QUERY_STRING=_query(case), headers=headers
        )
        transaction.set_rollback(True)
    return answer


def _query(case: Case) -> str:
    query = case.query or {}
    return requests.models.RequestEncodingMixin._encode_params(  # type: ignore[attr-defined]
        {name: value if isinstance(value, str | list) else json.dumps(value) for name, value in query.items()}
    )


def problems(case: Case, answer: Any) -> Iterator[str]:
    """What the answer does that the description does not say."""
    asked = requests.Request(case.method, f"http://testserver{case.path}").prepare()
    headers = {name.lower(): [value] for name, value in answer.headers.items()}
    told = Response(answer.status_code, headers, answer.content, asked, elapsed=0.0, verify=False)
    try:
        case.validate_response(told, checks=CONFORMS)
    except FailureGroup as error:
        yield str(error)[:600]


def is_coded(answer: Any) -> bool:
    return answer.status_code < 400 or set(json.loads(answer.content)) == {"code", "message", "field"}


def strings_of(ids: dict[str, Any]) -> set[str]:
    return {str(value) for value in ids.values() if isinstance(value, uuid.UUID)}
