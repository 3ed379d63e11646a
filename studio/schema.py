"""The API's description: what drf-spectacular reads off the views, and the rest that all endpoints share."""

from functools import cache
from http import HTTPStatus
from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema_serializer
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from projects.api.idempotency import HEADER
from projects.api.scopes import LOOKING, SIGNED_IN, scope_of
from studio.tus_schema import uploads

AGAIN = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description="Any text of your own, at most 80 characters. Sent again within a day with the same body, the request "
    "gets its first answer again and changes nothing.",
)
ALWAYS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
SAYS = {
    HTTPStatus.BAD_REQUEST: "Something sent can not be taken; `field` says where.",
    HTTPStatus.UNAUTHORIZED: "Nobody is signed in and no living key was sent.",
    HTTPStatus.FORBIDDEN: "Your role or your key's scopes do not reach this far.",
    HTTPStatus.NOT_FOUND: "It is not there, or it is not yours.",
    HTTPStatus.CONFLICT: "It can not be done as things stand, or somebody was first.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Send JSON.",
    HTTPStatus.TOO_MANY_REQUESTS: "That was too often; `Retry-After` says when to ask again.",
}
WHOLE, NUMBERS = {"type": "integer"}, {"type": "array", "items": {"type": "integer"}}
PEAKS = {
    "type": "object",
    "description": "`peaks` is low, high, low, high … in integers of `bits` bits.",
    "properties": {"sample_rate": WHOLE, "samples_per_px": WHOLE, "bits": WHOLE, "pixels": WHOLE, "peaks": NUMBERS},
    "required": ["sample_rate", "samples_per_px", "bits", "pixels", "peaks"],
}


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A field that can not be taken",
            {"code": "brief.bpm_out_of_range", "message": "The tempo can be from 60 to 180 BPM.", "field": "bpm"},
        )
    ]
)
class ErrorSerializer(serializers.Serializer[Any]):
    """Every answer that says no."""

    code = serializers.CharField(help_text="Stable; for programs.")
    message = serializers.CharField(help_text="Words for people, in their language.")
    field = serializers.CharField(allow_null=True, help_text="The part of the request that is wrong.")


class Described(AutoSchema):
    """Adds to every endpoint its scope, how it refuses, and the key that makes repeating it safe."""

    def get_override_parameters(self) -> list[Any]:
        return [*super().get_override_parameters(), *([AGAIN] if self.method == "POST" else [])]

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        scope = scope_of(self.view, self.method, getattr(self.view, "action", None))
        operation["x-scope"] = scope
        words = "Only for people who are signed in, not for keys." if scope == SIGNED_IN else f"Scope: `{scope}`."
        operation["description"] = "\n\n".join(filter(None, [operation.get("description", ""), words]))
        is_narrowed = any(one["in"] == "query" for one in operation.get("parameters", []))
        for status in [*self._refusals(), *([HTTPStatus.BAD_REQUEST] if is_narrowed else [])]:
            operation["responses"].setdefault(str(status.value), self._refusal(status))
        return operation

    def _refusals(self) -> list[HTTPStatus]:
        more = [HTTPStatus.NOT_FOUND]
        if self.method not in LOOKING:
            more += [HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.UNSUPPORTED_MEDIA_TYPE]
        elif getattr(self.view, "looks_ahead", False):
            # What could not be done can not be estimated either.
            more += [HTTPStatus.CONFLICT]
        return [*ALWAYS, *more]

    def _refusal(self, status: HTTPStatus) -> dict[str, Any]:
        ref = self.resolve_serializer(ErrorSerializer, "response").ref
        return {"description": SAYS[status], "content": {"application/json": {"schema": ref}}}


def tell_the_rest(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """Files have views of their own, in and out, that no serializer describes."""
    words = {
        "content": "The file itself, in ranges if asked; `?download=1` hands it out under its name.",
        "proxy": "A small copy for listening, `?format=opus` or `aac`.",
        "peaks": "The waveform at the zoom nearest to `?resolution=` samples per pixel.",
    }
    queries = {"content": ("download", "string"), "proxy": ("format", "string"), "peaks": ("resolution", "integer")}
    for name, told in words.items():
        result["paths"][f"/api/v1/assets/{{id}}/{name}"] = {"get": _file(name, told, *queries[name])}
    result["paths"] |= uploads({status: SAYS[status] for status in ALWAYS})
    result["components"]["schemas"]["Peaks"] = PEAKS
    result["paths"] = dict(sorted(result["paths"].items()))
    return result


def _file(name: str, words: str, query: str, kind: str) -> dict[str, Any]:
    whole = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    peaks = {"application/json": {"schema": {"$ref": "#/components/schemas/Peaks"}}}
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    refused = {str(s.value): {"description": SAYS[s], "content": error} for s in (*ALWAYS, HTTPStatus.NOT_FOUND)}
    done = {"description": "Here it is.", "content": peaks if name == "peaks" else whole}
    parts = {"206": {**done, "description": "The range asked for."}, "302": {"description": "It lies in the store."}}
    return {
        "operationId": f"assets_{name}_retrieve",
        "description": f"{words}\n\nScope: `read`.",
        "x-scope": "read",
        "parameters": [
            {"in": "path", "name": "id", "schema": {"type": "string", "format": "uuid"}, "required": True},
            {"in": "query", "name": query, "schema": {"type": kind}},
        ],
        "tags": ["assets"],
        "security": [{"key": []}, {"cookieAuth": []}],
        "responses": {"200": done, **({} if name == "peaks" else parts), **refused},
    }


@cache
def described() -> dict[str, Any]:
    """Read off the views once per process: they do not change while it runs."""
    with translation.override("en"):
        schema: dict[str, Any] = SchemaGenerator(api_version="v1").get_schema(None, True)  # type: ignore[no-untyped-call]
    return schema


class Schema(APIView):
    """For programs that make programs."""

    permission_classes = [AllowAny]
    schema = None

    def get(self, request: Request) -> Response:
        return Response(described())
