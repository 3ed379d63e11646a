"""Hooks and what was sent to them: `/api/v1/webhooks` and `/api/v1/deliveries`. For everyone but admins not there."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects import outside, webhooks
from projects.api.asked import valid
from projects.api.house import ADMINS, SCOPES
from projects.api.pages import Page, paged
from projects.api.people import person
from projects.api.router import UUID
from projects.models import Delivery, Webhook
from projects.said import said

EVENTS = "Types such as `decision.made`, their beginnings such as `decision.`, or `*` for everything."


class WebhookSerializer(serializers.ModelSerializer[Webhook]):
    events = serializers.ListField(child=serializers.CharField(), read_only=True, help_text=EVENTS)
    health = serializers.SerializerMethodField(
        help_text="well, failing, new (nothing was sent yet), off, or given_up where the studio switched it off."
    )

    class Meta:
        model = Webhook
        fields = [
            "id", "name", "url", "events", "active", "health", "by", "made_at", "rotated_at", "delivered_at",
            "failing_since", "failures", "switched_off_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_health(self, hook: Webhook) -> str:
        return webhooks.health(hook)


class SecretWebhookSerializer(WebhookSerializer):
    secret = serializers.SerializerMethodField(help_text="What signs. Shown here and to admins on the hook's page.")

    class Meta(WebhookSerializer.Meta):
        fields = [*WebhookSerializer.Meta.fields, "secret"]
        read_only_fields = fields

    def get_secret(self, hook: Webhook) -> str:
        return webhooks.secret_of(hook)


class NewWebhookSerializer(serializers.Serializer[Any]):
    url = serializers.CharField(max_length=outside.URL_LENGTH, help_text="https, outside the network.")
    events = serializers.ListField(child=serializers.CharField(max_length=40), max_length=60, help_text=EVENTS)
    name = serializers.CharField(
        max_length=webhooks.NAME_LENGTH, required=False, allow_blank=True, default="", help_text="What it is for."
    )
    active = serializers.BooleanField(required=False, default=True)


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    standing = serializers.CharField(read_only=True, help_text="waiting, delivered or failed.")
    words = serializers.SerializerMethodField(help_text="Why the last attempt failed.")
    answer = serializers.CharField(read_only=True, help_text="The first 500 letters of the last answer.")

    class Meta:
        model = Delivery
        fields = [
            "id", "hook", "type", "standing", "made_at", "next_at", "delivered_at", "attempts", "tried_at", "status",
            "duration_ms", "answer", "words", "body", "by",
        ]  # fmt: skip
        read_only_fields = fields

    def get_words(self, row: Delivery) -> str:
        return said(row.words)


class Webhooks(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Webhook]):
    """Addresses that are told what happens, newest first."""

    queryset = Webhook.objects.none()
    serializer_class = WebhookSerializer
    permission_classes = ADMINS
    pagination_class = Page
    scopes = {**SCOPES, "deliveries": "admin"}
    lookup_value_regex = UUID

    def get_queryset(self) -> QuerySet[Webhook]:
        return Webhook.objects.order_by("-made_at")

    @extend_schema(request=NewWebhookSerializer, responses={201: SecretWebhookSerializer})
    def create(self, request: Request) -> Response:
        wanted = webhooks.Wanted(**valid(NewWebhookSerializer, request))
        hook = webhooks.make(wanted, by=person(request))
        return Response(SecretWebhookSerializer(hook).data, status=201)

    @extend_schema(request=NewWebhookSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Fields that are left out stay as they are. Switched off, what waited is not sent."""
        hook = self.get_object()
        form = NewWebhookSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        stands = {"url": hook.url, "events": hook.events, "name": hook.name, "active": hook.active}
        wanted = webhooks.Wanted(**{**stands, **form.validated_data})
        return Response(WebhookSerializer(webhooks.change(hook, wanted, by=person(request))).data)

    def destroy(self, request: Request, pk: str) -> Response:
        """Nothing is sent there any more, and what was sent is forgotten."""
        webhooks.remove(self.get_object(), by=person(request))
        return Response(status=204)

    @extend_schema(responses=DeliverySerializer(many=True))
    @action(detail=True)
    def deliveries(self, request: Request, pk: str) -> Response:
        """What was sent within the last 14 days and how it was answered, newest first."""
        rows: QuerySet[Delivery] = self.get_object().deliveries.all()
        return paged(self, rows, DeliverySerializer)

    @extend_schema(request=None, responses={201: DeliverySerializer})
    @action(detail=True, methods=["post"])
    def ping(self, request: Request, pk: str) -> Response:
        """A test call, tried once within a few seconds: ask for the delivery to see how it was answered."""
        return Response(DeliverySerializer(webhooks.ping(self.get_object(), by=person(request))).data, status=201)

    @extend_schema(request=None, responses=SecretWebhookSerializer)
    @action(detail=True, methods=["post"])
    def rotate(self, request: Request, pk: str) -> Response:
        """A new secret; for a day the one before it signs as well."""
        return Response(SecretWebhookSerializer(webhooks.rotate(self.get_object(), by=person(request))).data)


class Deliveries(mixins.RetrieveModelMixin, viewsets.GenericViewSet[Delivery]):
    """One message to one hook."""

    queryset = Delivery.objects.none()
    serializer_class = DeliverySerializer
    permission_classes = ADMINS
    scopes = SCOPES
    lookup_value_regex = UUID

    def get_queryset(self) -> QuerySet[Delivery]:
        return Delivery.objects.select_related("hook")

    @extend_schema(request=None, responses=DeliverySerializer)
    @action(detail=True, methods=["post"])
    def again(self, request: Request, pk: str) -> Response:
        """Send the same message once more, under the same id."""
        return Response(DeliverySerializer(webhooks.send_again(self.get_object(), by=person(request))).data)
