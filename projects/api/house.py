"""The admins' part of the API: people, invitations, the label, the record. For everyone else it is not there."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artists import invitations, people, roster
from artists.label import LabelSettings, change_label
from artists.models import Artist, Invitation, Label, LabelRole, User
from projects import audit
from projects.api.asked import day_in, number_in
from projects.api.pages import Page
from projects.api.people import person
from projects.models import Activity
from projects.views.audit import wanted_in


class Admins(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        user = person(request)
        if not user.is_active or user.label_role != LabelRole.ADMIN:
            raise Http404
        return True


ADMINS = [IsAuthenticated, Admins]
# Keys need `admin` to look as well: who works here is not for every program.
SCOPES = dict.fromkeys(("list", "retrieve", "get", "*"), "admin")


class PersonSerializer(serializers.ModelSerializer[User]):
    artists: Any = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta:
        model = User
        fields = ["id", "username", "display_name", "email", "label_role", "is_active", "last_login", "artists"]
        read_only_fields = fields


class RoleSerializer(serializers.Serializer[Any]):
    label_role = serializers.ChoiceField(choices=LabelRole.choices, allow_blank=True)


class ActiveSerializer(serializers.Serializer[Any]):
    is_active = serializers.BooleanField()


class MembershipSerializer(serializers.Serializer[Any]):
    artist: Any = serializers.PrimaryKeyRelatedField(queryset=Artist.objects.all())
    member = serializers.BooleanField(help_text="false: leaves the artist.")


class People(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[User]):
    """Everyone who has or had a way in."""

    queryset = User.objects.none()
    serializer_class = PersonSerializer
    permission_classes = ADMINS
    pagination_class = Page
    scopes = SCOPES
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[User]:
        return User.objects.prefetch_related("artists").order_by("pk")

    def _asked(self, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        form = shape(data=self.request.data)
        form.is_valid(raise_exception=True)
        wanted: dict[str, Any] = form.validated_data
        return wanted

    def _answer(self) -> Response:
        return Response(PersonSerializer(self.get_object()).data)

    @extend_schema(request=RoleSerializer, responses=PersonSerializer)
    @action(detail=True, methods=["post"])
    def role(self, request: Request, pk: str) -> Response:
        """Give a label role, or none with an empty one. The last admin stays."""
        wanted = self._asked(RoleSerializer)
        people.change_role(self.get_object(), wanted["label_role"], by=person(request))
        return self._answer()

    @extend_schema(request=ActiveSerializer, responses=PersonSerializer)
    @action(detail=True, methods=["post"])
    def active(self, request: Request, pk: str) -> Response:
        """Shut somebody out or let them in again."""
        deed = people.reactivate if self._asked(ActiveSerializer)["is_active"] else people.deactivate
        deed(self.get_object(), by=person(request))
        return self._answer()

    @extend_schema(request=MembershipSerializer, responses=PersonSerializer)
    @action(detail=True, methods=["post"])
    def membership(self, request: Request, pk: str) -> Response:
        """Put somebody into an artist, or take them out."""
        wanted = self._asked(MembershipSerializer)
        deed = people.join_artist if wanted["member"] else people.leave_artist
        deed(self.get_object(), wanted["artist"], by=person(request))
        return self._answer()


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


class ArtistFactsSerializer(serializers.ModelSerializer[Artist]):
    class Meta:
        model = Artist
        fields = ["id", "name", "slug", "colour", "about"]
        read_only_fields = ["id", "slug"]
        extra_kwargs = {"name": {"validators": []}, "colour": {"default": roster.USUAL_COLOUR}}


class Roster(viewsets.GenericViewSet[Artist]):
    """The label's artists as admins keep them; `/artists/` is where everyone reads them."""

    queryset = Artist.objects.none()
    serializer_class = ArtistFactsSerializer
    permission_classes = ADMINS
    scopes = SCOPES
    lookup_value_regex = r"\d{1,18}"

    def _facts(self) -> dict[str, str]:
        form = ArtistFactsSerializer(data=self.request.data)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    @extend_schema(responses={201: ArtistFactsSerializer})
    def create(self, request: Request) -> Response:
        artist = roster.add_artist(by=person(request), **self._facts())
        return Response(ArtistFactsSerializer(artist).data, status=201)

    def update(self, request: Request, pk: str) -> Response:
        artist = get_object_or_404(Artist, pk=pk)
        roster.change_artist(artist, by=person(request), **self._facts())
        return Response(ArtistFactsSerializer(artist).data)


class LabelSerializer(serializers.ModelSerializer[Label]):
    class Meta:
        model = Label
        fields = ["name", "contact_email", "budget_month", "budget_song", "keep_rejected_days"]
        extra_kwargs = {"name": {"required": True}, "keep_rejected_days": {"min_value": 1, "max_value": 3650}}


class LabelDoor(APIView):
    permission_classes = ADMINS
    scopes = SCOPES

    @extend_schema(responses=LabelSerializer, operation_id="label_retrieve")
    def get(self, request: Request) -> Response:
        """The label's settings; empty budgets cap nothing, empty days keep everything."""
        return Response(LabelSerializer(Label.ours()).data)

    @extend_schema(request=LabelSerializer, responses=LabelSerializer, operation_id="label_update")
    def put(self, request: Request) -> Response:
        form = LabelSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(LabelSerializer(change_label(LabelSettings(**form.validated_data), by=person(request))).data)


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
