"""Lists come in pages, and no page is endless: `{next, previous, results}`, with links to follow.

A page continues behind the last row that was read, so rows that come in meanwhile repeat or hide nothing.
"""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from projects.api.asked import number_in
from projects.errors import Invalid


class Page(CursorPagination):
    """In the order of the rows asked for; `?limit=` says how many at once."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"
    cursor_query_description = "Where to go on: follow `next` and `previous` instead of making this up."
    page_size_query_description = "How many at once, 200 at most."
    field: "Field[Any, Any] | None" = None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        self.field = _field(queryset.model, self.get_ordering(request, queryset, view)[0])
        return super().paginate_queryset(queryset, request, view)

    def get_page_size(self, request: Request) -> int | None:
        """More than the most is the most; what is no number at all is refused."""
        number_in("limit", request, least=1)
        return super().get_page_size(request)

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: Any) -> tuple[str, ...]:
        """The rows' own order, by number where equal; rows whose order may be empty are taken by number alone."""
        order = [name for name in queryset.query.order_by or queryset.model._meta.ordering if isinstance(name, str)]
        if not order or "__" in order[0] or _field(queryset.model, order[0]).null:
            return ("pk",)
        return (*order, "-pk" if order[0].startswith("-") else "pk")

    def decode_cursor(self, request: Request) -> Any:
        """A made-up place is refused; it must not reach the database."""
        try:
            cursor = super().decode_cursor(request)
        except NotFound:
            raise self._no_place() from None
        if cursor is not None and cursor.position is not None and self.field is not None:
            try:
                _check(self.field.to_python(cursor.position), str(cursor.position))
            except (ValidationError, ValueError, TypeError, OverflowError):
                raise self._no_place() from None
        return cursor

    def _no_place(self) -> Invalid:
        words = _("There is no such place in this list. Begin anew without it, and follow next and previous.")
        return Invalid("filter.wrong", words, field=self.cursor_query_param)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "nullable": True, "format": "uri"}
        shape = {"next": link, "previous": link, "results": schema}
        return {"type": "object", "required": list(shape), "properties": shape}


def paged(view: Any, rows: QuerySet[Any], shape: type[BaseSerializer[Any]], **context: Any) -> Response:
    """A page of rows that are not the view's own, each in `shape`."""
    page = view.paginate_queryset(rows)
    told = {**view.get_serializer_context(), **context}
    answer: Response = view.get_paginated_response(shape(page, many=True, context=told).data)
    return answer


def whole(results: list[Any]) -> dict[str, Any]:
    """A short list that fits into one page, in the form of all lists."""
    return {"next": None, "previous": None, "results": results}


def _field(model: type[Model], order: str) -> "Field[Any, Any]":
    name = order.lstrip("-")
    field: Field[Any, Any] = model._meta.pk if name == "pk" else model._meta.get_field(name)  # type: ignore[assignment]
    return field


def _check(value: Any, text: str) -> None:
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError(text)
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        raise ValueError(text)
    if "\x00" in text:
        raise ValueError(text)
