"""Who did what and when."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from projects import audit
from projects.api.asked import day_in, number_in
from projects.api.house import ADMINS, SCOPES
from projects.api.pages import Page
from projects.models import Activity
from projects.views.audit import wanted_in


class ActivitySerializer(serializers.ModelSerializer[Activity]):
    words = serializers.SerializerMethodField(help_text="The deed in words.")

    class Meta:
        model = Activity
        fields = ["id", "at", "by", "verb", "words", "project", "data"]
        read_only_fields = fields

    def get_words(self, row: Activity) -> str:
        return audit.words_of(row)


FILTERS = [
    OpenApiParameter("person", int),
    OpenApiParameter("song", str, description="Words of the title."),
    OpenApiParameter("verb", str),
    OpenApiParameter("first", str, description="A day, as 2026-11-21."),
    OpenApiParameter("last", str, description="A day, as 2026-11-21."),
]


class Record(mixins.ListModelMixin, viewsets.GenericViewSet[Activity]):
    """Who did what and when, newest first. Only ever added to."""

    queryset = Activity.objects.none()
    serializer_class = ActivitySerializer
    permission_classes = ADMINS
    pagination_class = Page
    scopes = SCOPES

    def get_queryset(self) -> QuerySet[Activity]:
        request, words = self.request, wanted_in(self.request)
        person, first, last = number_in("person", request), day_in("first", request), day_in("last", request)
        return audit.rows_of(audit.Wanted(person, words.song, words.verb, first, last))

    @extend_schema(parameters=FILTERS)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)
