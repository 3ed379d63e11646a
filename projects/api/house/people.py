"""Everyone who has or had a way in: their role, their artists, the door shut and opened."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from artists import people
from artists.models import Artist, LabelRole, User
from projects.api.house import ADMINS, SCOPES
from projects.api.pages import Page
from projects.api.people import person


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
