"""The API's description: valid, whole, and the same as what our front end was typed against."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from artists.models import User
from projects.views.uploads import STATUS
from studio.management.commands import api_types
from studio.schema import described
from tests.api.routes import endpoints

METHODS = ("get", "post", "put", "patch", "delete")
OPERATIONS = [
    (p, m, o)
    for p, operations in described()["paths"].items()
    for m, o in operations.items()
    if m in METHODS
    if not p.startswith("/uploads")
]


def test_it_validates_without_a_warning(tmp_path: Path) -> None:
    file = tmp_path / "schema.json"
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(file))
    assert json.loads(file.read_text())["openapi"].startswith("3.")


def test_every_endpoint_is_described() -> None:
    known = [one for one in endpoints() if not one.name.startswith("upload") and one.name != "api-schema"]
    assert len(OPERATIONS) == len(known) + 3


def test_uploads_are_described_as_tus_speaks_them() -> None:
    paths, views = described()["paths"], [one for one in endpoints() if one.name in {"uploads", "upload"}]
    told = {(m, o["x-scope"]) for path in ("/uploads/", "/uploads/{id}") for m, o in paths[path].items()}
    assert {(one.method, one.scope) for one in views} <= told and ("head", "read") in told
    begin = paths["/uploads/"]["post"]
    headers = {one["name"] for one in begin["parameters"]}
    assert headers == {"Tus-Resumable", "Upload-Length", "Upload-Metadata"}
    assert "Location" in begin["responses"]["201"]["headers"]
    assert {str(status.value) for status in STATUS.values()} <= set(begin["responses"])


@pytest.mark.parametrize(
    ("path", "method", "operation"), OPERATIONS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_each_says_what_it_needs_and_how_it_refuses(
    path: str, method: str, operation: dict[str, dict[str, str]]
) -> None:
    assert operation["x-scope"] and operation["tags"] and operation["operationId"]
    assert {"401", "403", "404", "429"} <= set(operation["responses"])
    assert any(status.startswith("2") for status in operation["responses"])
    headers = [one["name"] for one in operation.get("parameters", []) if one["in"] == "header"]  # type: ignore[index]
    assert headers == (["Idempotency-Key"] if method == "post" else [])
    if method != "get":
        assert {"400", "409"} <= set(operation["responses"])


def test_programs_read_it_without_signing_in(client: Client, db: None) -> None:
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200 and answer.json() == json.loads(json.dumps(described()))


def test_the_front_end_is_typed_against_this_very_api() -> None:
    err = StringIO()
    try:
        call_command("api_types", "--check", stderr=err)
    except SystemExit:
        pytest.fail(err.getvalue())


def test_stale_types_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "api" / "types.ts"
    monkeypatch.setattr(api_types, "FILE", file)
    call_command("api_types")
    call_command("api_types", "--check")
    assert "export interface Error {" in file.read_text() and "field: string | null;" in file.read_text()
    file.write_text(file.read_text() + "//")
    err = StringIO()
    with pytest.raises(SystemExit):
        call_command("api_types", "--check", stderr=err)
    assert err.getvalue().startswith("error: api_types.stale: ")


def test_people_read_it_as_a_page(owner: User, client: Client, browser_of: Callable[[User], Client]) -> None:
    for browser in (client, browser_of(owner)):
        page = browser.get("/api/v1/docs").content.decode()
        for words in ("/api/v1/projects/{id}/submit/", "Idempotency-Key", "candidates_wanted", "<code>decide</code>"):
            assert words in page
