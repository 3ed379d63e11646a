"""The jobs desk over HTTP: queues, workers, failures, costs, storage. Staff look, engineers and admins act."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artists.models import LabelRole, User
from processing import costs, retention
from processing.board import ShownQueue, shown_queues
from processing.estimate import estimate
from processing.failures import failure_groups
from processing.models import Priority, Run, Stage
from processing.pipeline import crew, launch, turns
from processing.pipeline.asked import check_recipe
from processing.storage_use import storage_use
from processing.views_house import SPANS, since_of
from processing.views_jobs import chosen_runs, require_engineer
from projects.api.asked import one_of
from projects.api.pages import Page, whole
from projects.api.people import person, whole_number
from projects.models import Project


class Staff(BasePermission):
    """For everybody else there is no such address."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not person(request).is_label:
            raise Http404
        return True


STAFF = [IsAuthenticated, Staff]


def _engineer(request: Request) -> User:
    return require_engineer(person(request))


class QueueSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    paused_at = serializers.DateTimeField(allow_null=True)
    paused_by = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    waiting = serializers.IntegerField(help_text="How many stages wait in it.")
    next = serializers.ListField(child=serializers.IntegerField(), help_text="The first stages in turn.")


class PauseSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class Queues(viewsets.ViewSet):
    """The queues that workers take stages from."""

    permission_classes = STAFF
    pagination_class = Page
    scopes = {"*": "admin"}
    lookup_value_regex = "[a-z0-9]{1,12}"
    lookup_field = "name"

    @extend_schema(responses=QueueSerializer(many=True), parameters=[])
    def list(self, request: Request) -> Response:
        return Response(whole([_told(queue) for queue in shown_queues()]))

    @extend_schema(request=PauseSerializer, responses=QueueSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, name: str) -> Response:
        """Workers finish what they do and take nothing new until somebody resumes the queue."""
        user = _engineer(request)
        form = PauseSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        turns.pause(_known(name), by=user, reason=form.validated_data["reason"])
        return Response(_queue(name))

    @extend_schema(request=None, responses=QueueSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, name: str) -> Response:
        turns.resume(_known(name), by=_engineer(request))
        return Response(_queue(name))


def _known(name: str) -> str:
    if name not in settings.RQ_QUEUES:
        raise Http404
    return name


def _queue(name: str) -> dict[str, Any]:
    return _told(next(one for one in shown_queues() if one.name == name))


def _told(queue: ShownQueue) -> dict[str, Any]:
    state = queue.state
    return {
        "name": queue.name,
        "paused_at": state.paused_at if state else None,
        "paused_by": state.paused_by_id if state and queue.is_paused else None,
        "reason": state.reason if state else "",
        "waiting": queue.count,
        "next": [shown.stage.pk for shown in queue.waiting],
    }


class WorkerSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    queues = serializers.ListField(child=serializers.CharField())
    stage = serializers.IntegerField(allow_null=True, help_text="What it does now; null when it rests.")
    heard_at = serializers.DateTimeField()
    is_late = serializers.BooleanField()


class Workers(viewsets.ViewSet):
    """The workers heard of lately, idle ones too. An empty list also while the message desk can not be reached."""

    permission_classes = STAFF
    pagination_class = Page

    @extend_schema(responses=WorkerSerializer(many=True), parameters=[])
    def list(self, request: Request) -> Response:
        return Response(whole(list(WorkerSerializer(crew.seen() or [], many=True).data)))


class MoveSerializer(serializers.Serializer[Any]):
    """A step, or another stage to stand before or after."""

    to = serializers.ChoiceField(choices=turns.STEPS, required=False)
    before = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    after = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError("Say one of to, before and after.")
        return attrs


class RetrySerializer(serializers.Serializer[Any]):
    """Everything that failed with a code, or chosen stages."""

    code = serializers.CharField(required=False, allow_blank=True, max_length=60)
    stages = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), required=False, max_length=1000
    )


class RetriedSerializer(serializers.Serializer[Any]):
    opened = serializers.IntegerField(help_text="Runs that are tried again.")
    left = serializers.IntegerField(help_text="Runs that were too many for one request.")


class FailureGroupSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(allow_blank=True)
    words = serializers.CharField(allow_blank=True)
    stages = serializers.IntegerField()
    songs = serializers.IntegerField()
    newest = serializers.DateTimeField(allow_null=True)


class JobMove(GenericAPIView[Stage]):
    permission_classes = STAFF
    scopes = {"*": "admin"}
    queryset = Stage.objects.none()
    serializer_class = MoveSerializer

    @extend_schema(responses=QueueSerializer, operation_id="jobs_move")
    def post(self, request: Request, stage_id: str) -> Response:
        """Change a waiting stage's turn in its queue."""
        user, stage = _engineer(request), _stage(stage_id)
        form = MoveSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        wanted = form.validated_data
        if "to" in wanted:
            turns.step(stage, wanted["to"], by=user)
        else:
            other = _stage(str(wanted.get("before") or wanted.get("after")))
            turns.move_beside(stage, other, before="before" in wanted, by=user)
        return Response(_queue(stage.queue))


def _stage(stage_id: str) -> Stage:
    return get_object_or_404(Stage.objects.select_related("run__project"), pk=whole_number(stage_id))


class JobRetry(GenericAPIView[Run]):
    permission_classes = STAFF
    scopes = {"*": "run"}
    queryset = Run.objects.none()
    serializer_class = RetrySerializer

    @extend_schema(responses=RetriedSerializer, operation_id="jobs_retry")
    def post(self, request: Request) -> Response:
        """Try everything of one cause again, or what is chosen."""
        user = _engineer(request)
        form = RetrySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        runs, count = chosen_runs(form.validated_data.get("code"), form.validated_data.get("stages", []))
        return Response({"opened": launch.retry_all(runs, by=user), "left": count - len(runs)})


class Failures(viewsets.ViewSet):
    """What failed and still stands, by cause, most first."""

    permission_classes = STAFF
    pagination_class = Page

    @extend_schema(responses=FailureGroupSerializer(many=True), parameters=[])
    def list(self, request: Request) -> Response:
        return Response(whole(list(FailureGroupSerializer(failure_groups(), many=True).data)))


class PrioritySerializer(serializers.Serializer[Any]):
    priority = serializers.ChoiceField(choices=Priority.choices)


class RunPriority(GenericAPIView[Run]):
    permission_classes = STAFF
    scopes = {"*": "admin"}
    queryset = Run.objects.none()
    serializer_class = PrioritySerializer

    @extend_schema(responses=PrioritySerializer, operation_id="runs_priority")
    def post(self, request: Request, run_id: str) -> Response:
        """-1 is low, 0 normal, 1 high. What waits changes its place at once."""
        user = _engineer(request)
        run = get_object_or_404(Run.objects.select_related("project"), pk=whole_number(run_id))
        form = PrioritySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        turns.prioritise(run, form.validated_data["priority"], by=user)
        return Response({"priority": run.priority})


class LogSerializer(serializers.Serializer[Any]):
    state = serializers.CharField()
    message = serializers.CharField(allow_blank=True)
    log = serializers.CharField(allow_blank=True)


class StageLog(APIView):
    @extend_schema(responses=LogSerializer, operation_id="stages_log")
    def get(self, request: Request, stage_id: str) -> Response:
        """What a stage has told so far, while it runs and afterwards."""
        rows: QuerySet[Stage] = Stage.objects.visible_to(request.user).only("state", "message", "log")
        return Response(LogSerializer(get_object_or_404(rows, pk=whole_number(stage_id))).data)


class SpentSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="The song's id, the artist's address or the month.")
    name = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    cost = serializers.DecimalField(max_digits=14, decimal_places=4)
    seconds = serializers.FloatField()
    stages = serializers.IntegerField()


class BudgetSerializer(serializers.Serializer[Any]):
    cap = serializers.DecimalField(max_digits=14, decimal_places=2)
    spent = serializers.DecimalField(max_digits=14, decimal_places=4)
    promised = serializers.DecimalField(max_digits=20, decimal_places=6)
    is_near = serializers.BooleanField()
    is_over = serializers.BooleanField()


class CostsSerializer(serializers.Serializer[Any]):
    by = serializers.CharField()
    budget = BudgetSerializer(allow_null=True)
    rows = SpentSerializer(many=True)


class Costs(APIView):
    permission_classes = STAFF

    @extend_schema(
        responses=CostsSerializer,
        parameters=[
            OpenApiParameter("by", str, enum=list(costs.BY)),
            OpenApiParameter("span", str, enum=list(SPANS)),
        ],
        operation_id="costs_retrieve",
    )
    def get(self, request: Request) -> Response:
        """What the machines' work has cost, the dearest first, and this month's budget."""
        by = one_of(costs.BY, "by", request) or "song"
        rows = costs.spending(by, since=since_of(one_of(SPANS, "span", request)))
        return Response(CostsSerializer({"by": by, "budget": costs.month_budget(), "rows": rows}).data)


class RefusalSerializer(serializers.Serializer[Any]):
    """A cap that would be passed, with the figures and the people who can raise it."""

    code = serializers.CharField()
    message = serializers.CharField(source="words")


class EstimateSerializer(serializers.Serializer[Any]):
    cost = serializers.DecimalField(max_digits=20, decimal_places=6)
    work_s = serializers.FloatField()
    wall_s = serializers.FloatField()
    samples = serializers.IntegerField()
    unknown = serializers.ListField(child=serializers.CharField(), help_text="Kinds of stages never done here.")
    refusal = RefusalSerializer(allow_null=True, help_text="Why it would be refused; null when it may be started.")


class EstimateOfSong(APIView):
    looks_ahead = True

    @extend_schema(
        responses=EstimateSerializer,
        parameters=[OpenApiParameter("recipe", str, required=True)],
        operation_id="projects_estimate",
    )
    def get(self, request: Request, project_id: str) -> Response:
        """What starting a recipe now would take."""
        project = get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)
        recipe = request.query_params.get("recipe", "")
        check_recipe(recipe)
        found = estimate(project, recipe)
        refusal = costs.refusal_of(project, found.cost)
        return Response(EstimateSerializer({**asdict(found), "refusal": refusal}).data)


class ShareSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    files = serializers.IntegerField()
    size_bytes = serializers.IntegerField()


class StorageSerializer(serializers.Serializer[Any]):
    stored_bytes = serializers.IntegerField()
    originals_bytes = serializers.IntegerField()
    copies_bytes = serializers.IntegerField()
    free_bytes = serializers.IntegerField(allow_null=True)
    removed_files = serializers.IntegerField()
    kinds = ShareSerializer(many=True)
    artists = ShareSerializer(many=True)


class LeavingSerializer(serializers.Serializer[Any]):
    asset = serializers.UUIDField(source="candidate.pk")
    project = serializers.UUIDField(source="candidate.project_id")
    name = serializers.CharField(source="candidate.name")
    files = serializers.SerializerMethodField()
    size_bytes = serializers.IntegerField()
    rejected = serializers.BooleanField()

    def get_files(self, one: retention.Leaving) -> int:
        return len(one.files)


class Storage(APIView):
    permission_classes = STAFF

    @extend_schema(responses=StorageSerializer, operation_id="storage_retrieve")
    def get(self, request: Request) -> Response:
        """What the files take."""
        return Response(StorageSerializer(storage_use()).data)


class Tidy(APIView):
    """Candidates nobody chose, of songs that were approved long enough ago."""

    permission_classes = STAFF
    scopes = {"*": "admin"}

    @extend_schema(responses=LeavingSerializer(many=True), operation_id="storage_leaving")
    def get(self, request: Request) -> Response:
        """What would go; nothing is removed by asking."""
        return Response(LeavingSerializer(retention.leaving(), many=True).data)

    @extend_schema(request=None, responses=LeavingSerializer(many=True), operation_id="storage_tidy")
    def post(self, request: Request) -> Response:
        """Remove their files. Admins only; the answer says what went."""
        user = person(request)
        if user.label_role != LabelRole.ADMIN:
            raise Http404
        return Response(LeavingSerializer(retention.tidy(by=user), many=True).data)
