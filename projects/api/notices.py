"""What one was told, and how one wants to be told: `/api/v1/notifications` and `/api/v1/notification-choices`."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects import notices, told
from projects.api.asked import one_of
from projects.api.pages import Page, whole
from projects.api.people import person
from projects.models import Notification, NotificationChoice


class NotificationSerializer(serializers.ModelSerializer[Notification]):
    words = serializers.SerializerMethodField(help_text="The notice as a sentence, in your language.")
    link = serializers.SerializerMethodField(help_text="The page it is about, down to the second.")

    class Meta:
        model = Notification
        fields = ["id", "type", "project", "by", "words", "link", "data", "at", "read_at"]
        read_only_fields = fields

    def get_words(self, notice: Notification) -> str:
        return notices.words(notice)

    def get_link(self, notice: Notification) -> str:
        return notices.link(notice)


class ChoiceSerializer(serializers.Serializer[Any]):
    type = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    in_app = serializers.BooleanField()
    email = serializers.ChoiceField(choices=NotificationChoice.Email.choices)


class ReadSerializer(serializers.Serializer[Any]):
    read = serializers.IntegerField(help_text="How many were unread before.")


class Notifications(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Notification]):
    """Your notices, newest first; `?unread=1` leaves out what you have read."""

    queryset = Notification.objects.none()
    serializer_class = NotificationSerializer
    pagination_class = Page
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Notification]:
        rows = notices.shown_to(person(self.request))
        unread = one_of(("0", "1", "false", "true"), "unread", self.request) in {"1", "true"}
        return rows.filter(read_at=None) if unread else rows

    @extend_schema(parameters=[OpenApiParameter("unread", bool)])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=None, responses=NotificationSerializer)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str) -> Response:
        notice = self.get_object()
        notices.mark_read(Notification.objects.filter(pk=notice.pk))
        notice.refresh_from_db()
        return Response(self.get_serializer(notice).data)

    @extend_schema(request=None, responses=ReadSerializer)
    @action(detail=False, methods=["post"], url_path="read-all")
    def read_all(self, request: Request) -> Response:
        """Everything you were told counts as read."""
        rows = notices.shown_to(person(request)).filter(read_at=None).values_list("pk", flat=True)
        return Response({"read": notices.mark_read(Notification.objects.filter(pk__in=list(rows)))})


class NotificationChoices(viewsets.GenericViewSet[NotificationChoice]):
    """For each kind of notice that you can get: whether it is shown, and whether and when it is mailed."""

    queryset = NotificationChoice.objects.none()
    serializer_class = ChoiceSerializer
    lookup_field = "type"
    lookup_value_regex = r"[a-z.]{1,40}"

    @extend_schema(responses=ChoiceSerializer(many=True))
    def list(self, request: Request) -> Response:
        return Response(whole(_choices(request)))

    @extend_schema(request=ChoiceSerializer, responses=ChoiceSerializer)
    def update(self, request: Request, type: str) -> Response:
        form = ChoiceSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        notices.choose(person(request), type, **form.validated_data)
        return Response(next(one for one in _choices(request) if one["type"] == type))


def _choices(request: Request) -> list[dict[str, Any]]:
    return [
        {"type": key, "label": str(told.KINDS[key].label), "in_app": in_app, "email": email}
        for key, (in_app, email) in notices.choices_of(person(request)).items()
    ]
