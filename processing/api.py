"""Work over HTTP: runs of a song, their stages, the label's jobs, the engines."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from processing import states
from processing.engines.catalogue import ENGINES
from processing.models import Run, Stage
from processing.pipeline import launch
from processing.pipeline.asked import check_params
from projects.api.asked import one_of
from projects.api.pages import Page, whole
from projects.api.people import person
from projects.errors import NotAllowed, StudioError
from projects.models import Project
from projects.states import GONE


class StageSerializer(serializers.ModelSerializer[Stage]):
    eta_s = serializers.FloatField(read_only=True, allow_null=True)
    is_stalled = serializers.BooleanField(read_only=True)

    class Meta:
        model = Stage
        fields = [
            "id", "run", "name", "kind", "position", "queue", "needs", "params", "engine", "state", "is_stalled",
            "attempt", "progress", "message", "eta_s", "result", "provenance", "error_code", "error_words", "queued_at",
            "started_at", "finished_at", "seconds", "peak_memory_bytes", "cost",
        ]  # fmt: skip


class JobSerializer(StageSerializer):
    """A stage as the label's staff see it: whose it is, on which worker, and what went wrong."""

    project = serializers.UUIDField(source="run.project_id", read_only=True)
    title = serializers.CharField(source="run.project.title", read_only=True)

    class Meta(StageSerializer.Meta):
        fields = [*StageSerializer.Meta.fields, "project", "title", "worker", "traceback", "log"]


class RunSerializer(serializers.ModelSerializer[Run]):
    stages = StageSerializer(many=True, read_only=True)

    class Meta:
        model = Run
        fields = ["id", "project", "recipe", "state", "params", "priority", "by", "created_at", "finished_at", "stages"]


class StartSerializer(serializers.Serializer[Any]):
    """Which recipe to run, and its parameters."""

    recipe = serializers.CharField()
    params = serializers.DictField(required=False, default=dict)


class Runs(mixins.RetrieveModelMixin, viewsets.GenericViewSet[Run]):
    queryset = Run.objects.none()
    serializer_class = RunSerializer
    scopes = {"*": "run"}
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Run]:
        return Run.objects.visible_to(self.request.user).select_related("project").prefetch_related("stages")

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        launch.cancel(self._steered(), by=person(request))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        launch.retry(self._steered(), by=person(request))
        return Response(self.get_serializer(self.get_object()).data)

    def _steered(self) -> Run:
        """The run, for its own artist and for those of the label who steer jobs; as on the pages."""
        run = self.get_object()
        if not person(self.request).may_steer_runs:
            raise NotAllowed("run.not_yours", _("Engineers and admins steer the label's jobs."))
        return run


class ProjectRuns(GenericAPIView[Run]):
    """A song's runs, newest first."""

    queryset = Run.objects.none()
    serializer_class = RunSerializer
    pagination_class = Page
    scopes = {"*": "run"}

    @extend_schema(responses=RunSerializer(many=True), operation_id="projects_runs_list")
    def get(self, request: Request, project_id: str) -> Response:
        runs = Run.objects.filter(project=self._project(project_id)).prefetch_related("stages")
        page = self.paginate_queryset(runs) or []
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(request=StartSerializer, responses={201: RunSerializer})
    def post(self, request: Request, project_id: str) -> Response:
        project = self._project(project_id)
        if project.state in GONE:
            raise StudioError("song.closed", _("This song is finished; nothing more is made for it."))
        form = StartSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        wanted = form.validated_data
        check_params(project, wanted["recipe"], wanted["params"])
        run = launch.start(project, wanted["recipe"], by=person(request), **wanted["params"])
        return Response(self.get_serializer(run).data, status=201)

    def _project(self, project_id: str) -> Project:
        return get_object_or_404(Project.objects.visible_to(self.request.user), pk=project_id)


class Stages(mixins.RetrieveModelMixin, viewsets.GenericViewSet[Stage]):
    queryset = Stage.objects.none()
    serializer_class = StageSerializer
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Stage]:
        return Stage.objects.visible_to(self.request.user)


class IsLabelStaff(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return person(request).is_label


class Jobs(mixins.ListModelMixin, viewsets.GenericViewSet[Stage]):
    """The label's work, newest first: what runs and waits, or with `?state=` anything else."""

    queryset = Stage.objects.none()
    serializer_class = JobSerializer
    pagination_class = Page
    permission_classes = [IsAuthenticated, IsLabelStaff]

    def get_queryset(self) -> QuerySet[Stage]:
        rows = Stage.objects.visible_to(self.request.user).select_related("run__project").order_by("-pk")
        state = one_of(Stage.State.values, "state", self.request)
        return rows.filter(state=state) if state else rows.filter(state__in=states.ACTIVE)


class EngineSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    capability = serializers.CharField()
    name = serializers.CharField()
    version = serializers.CharField()
    licences = serializers.ListField(child=serializers.CharField())
    says = serializers.CharField()
    queue = serializers.CharField()
    vram_bytes = serializers.IntegerField()
    weights = serializers.DictField(child=serializers.CharField())


class Engines(viewsets.ViewSet):
    """Every engine of this studio, in order of preference within its capability."""

    pagination_class = Page

    @extend_schema(responses=EngineSerializer(many=True), parameters=[])
    def list(self, request: Request) -> Response:
        return Response(whole(list(EngineSerializer(ENGINES, many=True).data)))
