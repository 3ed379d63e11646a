"""The API in words for people, drawn from the same description that programs read. Nothing is loaded from elsewhere."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from artists import tokens
from studio.schema import described

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Part:
    """A field of a body or a parameter of an address."""

    name: str
    kind: str
    words: str
    needed: bool


@dataclass(frozen=True)
class Endpoint:
    method: str
    path: str
    words: str
    scope: str
    parts: tuple[Part, ...]
    body: tuple[Part, ...]
    answer: tuple[Part, ...]
    is_page: bool
    examples: tuple[str, ...]


@require_safe
def api_page(request: HttpRequest) -> HttpResponse:
    return render(request, "studio/api.html", {"groups": _groups(), "scopes": tokens.SCOPES.items()})


@cache
def _groups() -> list[tuple[str, list[Endpoint]]]:
    schema, groups = described(), dict[str, list[Endpoint]]()
    for path, operations in schema["paths"].items():
        for method in METHODS:
            if operation := operations.get(method):
                groups.setdefault(operation["tags"][0], []).append(_endpoint(schema, method, path, operation))
    return sorted(groups.items())


def _endpoint(schema: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> Endpoint:
    good: dict[str, Any] = next(
        (answer for status, answer in operation["responses"].items() if status.startswith("2")), {}
    )
    answered, sent = _shape(schema, good), _shape(schema, operation.get("requestBody", {}))
    results = answered.get("properties", {}).get("results")
    is_page = bool(results) and "next" in answered["properties"]
    told = _resolved(schema, results.get("items", {})) if results and is_page else answered
    media = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Endpoint(
        method=method.upper(),
        path=path,
        words=operation.get("description", "").rsplit("\n\nScope:", 1)[0].removeprefix("Scope:"),
        scope=operation["x-scope"],
        parts=tuple(_parameter(one) for one in operation.get("parameters", [])),
        body=_fields(schema, sent),
        answer=_fields(schema, told),
        is_page=is_page,
        examples=tuple(json.dumps(one["value"], indent=2) for one in media.get("examples", {}).values()),
    )


def _shape(schema: dict[str, Any], holder: dict[str, Any]) -> dict[str, Any]:
    return _resolved(schema, holder.get("content", {}).get("application/json", {}).get("schema", {}))


def _resolved(schema: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in shape:
        found: dict[str, Any] = schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[-1]]
        return found
    return _resolved(schema, shape["items"]) if shape.get("type") == "array" else shape


def _fields(schema: dict[str, Any], shape: dict[str, Any]) -> tuple[Part, ...]:
    needed = shape.get("required", [])
    return tuple(
        Part(name, _kind(schema, field), field.get("description", ""), name in needed)
        for name, field in shape.get("properties", {}).items()
    )


def _parameter(told: dict[str, Any]) -> Part:
    return Part(told["name"], told["schema"].get("type", ""), told.get("description", ""), told.get("required", False))


def _kind(schema: dict[str, Any], field: dict[str, Any]) -> str:
    inner = field.get("$ref") or next(
        (one["$ref"] for one in field.get("allOf", field.get("oneOf", [])) if "$ref" in one), ""
    )
    if inner:
        named = inner.rsplit("/", 1)[-1]
        values = schema["components"]["schemas"][named].get("enum")
        return " | ".join(map(str, values)) if values else str(named)
    if field.get("type") == "array":
        return f"list of {_kind(schema, field.get('items', {}))}"
    if "enum" in field:
        return " | ".join(map(str, field["enum"]))
    return str(field.get("format") or field.get("type", "anything"))
