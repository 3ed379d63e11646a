"""How the API answers when something is wrong: `{code, message, field}`, never a trace."""

from http import HTTPStatus
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from projects.errors import Invalid, NotAllowed, StudioError
from projects.said import said

# What is not there and what is not yours sound the same.
NOWHERE = {"code": "not_found", "field": None}


def coded_errors(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, StudioError):
        status = 400 if isinstance(error, Invalid) else 403 if isinstance(error, NotAllowed) else 409
        return Response(
            {"code": error.code, "message": said(error.words), "field": error.facts.get("field")}, status=status
        )
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, Http404 | exceptions.NotFound):
        response.data = {**NOWHERE, "message": _("There is nothing here, or it is not yours.")}
        return response
    code, message, field = _first(error.detail if isinstance(error, exceptions.APIException) else response.data)
    response.data = {"code": code, "message": message, "field": field}
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        response["Cache-Control"] = "no-store"
    return response


def _first(detail: Any, field: str | None = None) -> tuple[str, str, str | None]:
    if isinstance(detail, dict):
        name, inner = next(iter(detail.items()))
        return _first(inner, field if name in {"detail", "non_field_errors"} else str(name))
    if isinstance(detail, list):
        return _first(detail[0], field)
    return getattr(detail, "code", "error"), str(detail), field
