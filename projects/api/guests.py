"""Links for people without an account: `/api/v1/links`. Those of a version are at `assets/<id>/links`."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from projects import guests
from projects.api.people import person
from projects.api.router import UUID
from projects.models import GuestLink


class GuestLinkSerializer(serializers.ModelSerializer[GuestLink]):
    address = serializers.SerializerMethodField(help_text="What to send to the guest.")
    standing = serializers.SerializerMethodField(help_text="open, closed, ended or removed.")

    class Meta:
        model = GuestLink
        fields = [
            "id", "asset", "name", "may_comment", "by", "made_at", "ends_at", "closed_at", "opened_at", "openings",
            "standing", "address",
        ]  # fmt: skip
        read_only_fields = fields

    def get_address(self, link: GuestLink) -> str:
        return reverse("listen", args=[guests.secret_of(link)], request=self.context.get("request"))

    def get_standing(self, link: GuestLink) -> str:
        return guests.standing(link)


class NewGuestLinkSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="Whom it is for.")
    days = serializers.IntegerField(required=False, default=guests.USUAL_DAYS, min_value=1, max_value=365)
    may_comment = serializers.BooleanField(required=False, default=True)


class GuestLinks(mixins.RetrieveModelMixin, viewsets.GenericViewSet[GuestLink]):
    queryset = GuestLink.objects.none()
    serializer_class = GuestLinkSerializer
    lookup_value_regex = UUID

    def get_queryset(self) -> QuerySet[GuestLink]:
        return GuestLink.objects.visible_to(self.request.user).select_related("asset__project")

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Shut it at once and for good."""
        return Response(self.get_serializer(guests.close(self.get_object(), by=person(request))).data)
