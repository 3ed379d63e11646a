"""How the API answers when something is wrong: `{code, message, field}`, never a trace."""

from typing import Any

from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from projects.errors import Invalid, NotAllowed, StudioError


def _first(detail: Any, field: str | None = None) -> tuple[str, str, str | None]:
    if isinstance(detail, dict):
        name, inner = next(iter(detail.items()))
        return _first(inner, field if name in {"detail", "non_field_errors"} else name)
    if isinstance(detail, list):
        return _first(detail[0], field)
    return getattr(detail, "code", "error"), str(detail), field


def coded_errors(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, StudioError):
        status = 400 if isinstance(error, Invalid) else 403 if isinstance(error, NotAllowed) else 409
        return Response({"code": error.code, "message": error.words, "field": error.facts.get("field")}, status=status)
    response = exception_handler(error, context)
    if response is None:
        return None
    detail = error.detail if isinstance(error, exceptions.APIException) else response.data
    code, message, field = _first(detail)
    response.data = {"code": code, "message": message, "field": field}
    return response
