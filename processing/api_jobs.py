"""The jobs desk over HTTP: queues, workers, turns, what a stage tells. Staff look, engineers and admins act."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from processing.api_staff import STAFF, engineer
from processing.board import ShownQueue, shown_queues
from processing.models import Priority, Run, Stage
from processing.pipeline import crew, turns
from projects.api.pages import Page, whole
from projects.api.people import whole_number


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
        user = engineer(request)
        form = PauseSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        turns.pause(_known(name), by=user, reason=form.validated_data["reason"])
        return Response(_queue(name))

    @extend_schema(request=None, responses=QueueSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, name: str) -> Response:
        turns.resume(_known(name), by=engineer(request))
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


class JobMove(GenericAPIView[Stage]):
    permission_classes = STAFF
    scopes = {"*": "admin"}
    queryset = Stage.objects.none()
    serializer_class = MoveSerializer

    @extend_schema(responses=QueueSerializer, operation_id="jobs_move")
    def post(self, request: Request, stage_id: str) -> Response:
        """Change a waiting stage's turn in its queue."""
        user, stage = engineer(request), _stage(stage_id)
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
        user = engineer(request)
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
