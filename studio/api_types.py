"""TypeScript's view of the API, written from its own description: what our front end may expect in JSON."""

import json
from typing import Any

from studio.schema import described

HEAD = (
    "// Written by `manage.py api_types` from the API's description. Do not edit: `make lint` says when it is stale.\n"
)
PRIMITIVES = {"integer": "number", "number": "number", "string": "string", "boolean": "boolean"}


def types() -> str:
    """The whole file."""
    shapes = described()["components"]["schemas"]
    return HEAD + "".join(f"\n{_declared(name, shape)}\n" for name, shape in sorted(shapes.items()))


def _declared(name: str, shape: dict[str, Any]) -> str:
    words = _comment(shape.get("description", ""), "")
    if shape.get("type") == "object" and "properties" in shape:
        return f"{words}export interface {name} {_object(shape, '')}"
    return f"{words}export type {name} = {_type(shape, '')};"


def _object(shape: dict[str, Any], indent: str) -> str:
    needed, inner = shape.get("required", []), indent + "  "
    lines = []
    for name, field in shape["properties"].items():
        mark = "" if name in needed else "?"
        lines.append(f"{_comment(field.get('description', ''), inner)}{inner}{name}{mark}: {_type(field, inner)};\n")
    return "{\n" + "".join(lines) + indent + "}"


def _type(shape: dict[str, Any], indent: str) -> str:
    plain = _plain(shape, indent)
    return f"{plain} | null" if shape.get("nullable") and "null" not in plain.split(" | ") else plain


def _plain(shape: dict[str, Any], indent: str) -> str:
    if "$ref" in shape:
        return str(shape["$ref"]).rsplit("/", 1)[-1]
    for several in ("oneOf", "anyOf"):
        if several in shape:
            return " | ".join(dict.fromkeys(_type(one, indent) for one in shape[several]))
    if "allOf" in shape:
        return " & ".join(_type(one, indent) for one in shape["allOf"])
    if "enum" in shape:
        return " | ".join(json.dumps(value) for value in shape["enum"])
    return _by_kind(shape, indent)


def _by_kind(shape: dict[str, Any], indent: str) -> str:
    kind = shape.get("type")
    if kind == "array":
        inner = _type(shape["items"], indent)
        return f"({inner})[]" if " " in inner and not inner.startswith("{") else f"{inner}[]"
    if kind == "object":
        if "properties" in shape:
            return _object(shape, indent)
        more = shape.get("additionalProperties")
        return f"Record<string, {_type(more, indent) if isinstance(more, dict) and more else 'unknown'}>"
    return PRIMITIVES.get(str(kind), "unknown")


def _comment(words: str, indent: str) -> str:
    line = " ".join(words.split()).replace("*/", "* /")
    return f"{indent}/** {line} */\n" if line else ""
