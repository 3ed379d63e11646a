"""Reading words and playing more of a kind, for programs."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import re_path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from processing.api import RunSerializer
from processing.models import Run
from processing.more import MORE, more_like
from processing.reading import read_sheet
from projects.api.people import person
from projects.api.router import UUID
from projects.lyrics import LYRICS_LENGTH
from projects.models import Asset, Project


class WordsSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=LYRICS_LENGTH)


class BlockSerializer(serializers.Serializer[Any]):
    first_line = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.CharField()
    syllables = serializers.IntegerField()
    lines = serializers.IntegerField()
    bars = serializers.IntegerField()
    seconds = serializers.FloatField()
    times = serializers.IntegerField()


class ProposalSerializer(serializers.Serializer[Any]):
    field = serializers.CharField()
    value = serializers.CharField()
    words = serializers.CharField()
    standing = serializers.CharField()


class SheetSerializer(serializers.Serializer[Any]):
    """What the studio reads in a text: `counts` are syllables by line number, `plan` is what a composer receives."""

    language = serializers.CharField()
    tags = serializers.DictField(child=serializers.CharField())
    counts = serializers.DictField(child=serializers.IntegerField())
    blocks = BlockSerializer(many=True)
    proposals = ProposalSerializer(many=True)
    plan = serializers.SerializerMethodField()

    def get_plan(self, sheet: Any) -> dict[str, Any]:
        plan: dict[str, Any] = sheet.plan.to_json()
        return plan


class Reading(GenericAPIView[Run]):
    """Lyrics read as intake will read them. Nothing is saved."""

    queryset = Run.objects.none()
    serializer_class = SheetSerializer
    scopes = {"post": "read"}

    @extend_schema(request=WordsSerializer)
    def post(self, request: Request, project_id: str) -> Response:
        project = get_object_or_404(Project.objects.visible_to(request.user), pk=project_id)
        form = WordsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(self.get_serializer(read_sheet(project, form.validated_data["text"])).data)


class CountSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField(required=False, default=MORE, min_value=1, max_value=20)


class More(GenericAPIView[Run]):
    """More like this candidate: the same band, groove and chords; another hook, figures and fills."""

    queryset = Run.objects.none()
    serializer_class = RunSerializer

    # It sets machines to work, as starting a run does.
    scopes = {"*": "run"}

    @extend_schema(request=CountSerializer, responses={201: RunSerializer})
    def post(self, request: Request, asset_id: str) -> Response:
        rows = Asset.objects.visible_to(request.user).select_related("project__artist")
        asset = get_object_or_404(rows, pk=asset_id)
        form = CountSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        run = more_like(asset, by=person(request), count=form.validated_data["count"])
        return Response(self.get_serializer(run).data, status=201)


urlpatterns = [
    re_path(rf"^projects/(?P<project_id>{UUID})/reading/?$", Reading.as_view(), name="api-project-reading"),
    re_path(rf"^assets/(?P<asset_id>{UUID})/more/?$", More.as_view(), name="api-asset-more"),
]
