"""What failed and still stands, over HTTP. Staff look, engineers and admins try it again."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from processing.api_staff import STAFF, engineer
from processing.failures import failure_groups
from processing.models import Run
from processing.pipeline import launch
from processing.views_jobs import chosen_runs
from projects.api.pages import Page, whole


class FailureGroupSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(allow_blank=True)
    words = serializers.CharField(allow_blank=True)
    stages = serializers.IntegerField()
    songs = serializers.IntegerField()
    newest = serializers.DateTimeField(allow_null=True)


class Failures(viewsets.ViewSet):
    """What failed and still stands, by cause, most first."""

    permission_classes = STAFF
    pagination_class = Page

    @extend_schema(responses=FailureGroupSerializer(many=True), parameters=[])
    def list(self, request: Request) -> Response:
        return Response(whole(list(FailureGroupSerializer(failure_groups(), many=True).data)))


class RetrySerializer(serializers.Serializer[Any]):
    """Everything that failed with a code, or chosen stages."""

    code = serializers.CharField(required=False, allow_blank=True, max_length=60)
    stages = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), required=False, max_length=1000
    )


class RetriedSerializer(serializers.Serializer[Any]):
    opened = serializers.IntegerField(help_text="Runs that are tried again.")
    left = serializers.IntegerField(help_text="Runs that were too many for one request.")


class JobRetry(GenericAPIView[Run]):
    permission_classes = STAFF
    scopes = {"*": "run"}
    queryset = Run.objects.none()
    serializer_class = RetrySerializer

    @extend_schema(responses=RetriedSerializer, operation_id="jobs_retry")
    def post(self, request: Request) -> Response:
        """Try everything of one cause again, or what is chosen."""
        user = engineer(request)
        form = RetrySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        runs, count = chosen_runs(form.validated_data.get("code"), form.validated_data.get("stages", []))
        return Response({"opened": launch.retry_all(runs, by=user), "left": count - len(runs)})
