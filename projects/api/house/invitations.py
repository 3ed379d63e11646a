"""Ways in for those who are not here yet."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from artists import invitations
from artists.models import Artist, Invitation, LabelRole
from projects.api.house import ADMINS, SCOPES
from projects.api.pages import Page
from projects.api.people import person


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    standing = serializers.SerializerMethodField(help_text="open, accepted, withdrawn or expired")

    class Meta:
        model = Invitation
        fields = [
            "id", "email", "artist", "label_role", "by", "created_at", "expires_at", "accepted_at", "accepted_by",
            "withdrawn_at", "standing",
        ]  # fmt: skip
        read_only_fields = fields

    def get_standing(self, one: Invitation) -> str:
        return invitations.standing(one)


class MadeInvitationSerializer(InvitationSerializer):
    link = serializers.CharField(help_text="Opens the door once. Shown this once and kept nowhere.")
    was_sent = serializers.BooleanField(help_text="Whether it went out by e-mail.")

    class Meta(InvitationSerializer.Meta):
        fields = [*InvitationSerializer.Meta.fields, "link", "was_sent"]
        read_only_fields = fields


class InviteSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)
    label_role = serializers.ChoiceField(choices=LabelRole.choices, allow_blank=True, required=False, default="")
    artist: Any = serializers.PrimaryKeyRelatedField(
        queryset=Artist.objects.all(), required=False, allow_null=True, default=None
    )


class Invitations(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Invitation]):
    """Ways in for one person each, newest first."""

    queryset = Invitation.objects.none()
    serializer_class = InvitationSerializer
    permission_classes = ADMINS
    pagination_class = Page
    scopes = SCOPES
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Invitation]:
        return Invitation.objects.order_by("-pk")

    @extend_schema(request=InviteSerializer, responses={201: MadeInvitationSerializer})
    def create(self, request: Request) -> Response:
        form = InviteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made, secret = invitations.invite(by=person(request), **form.validated_data)
        link = request.build_absolute_uri(reverse("join", args=[secret]))
        told = {"link": link, "was_sent": invitations.send(made, link)}
        return Response({**InvitationSerializer(made).data, **told}, status=201)

    @extend_schema(request=None, responses=InvitationSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        invitations.withdraw(self.get_object(), by=person(request))
        return Response(InvitationSerializer(self.get_object()).data)
