"""Who is asking, and their keys: `/api/v1/me` and `/api/v1/keys`."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artists import tokens
from artists.models import ApiToken, User
from projects import keys
from projects.api.pages import Page
from projects.api.people import person
from projects.api.scopes import SIGNED_IN


class MeSerializer(serializers.ModelSerializer[User]):
    artists: Any = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    label_role = serializers.CharField(read_only=True, help_text="anr, engineer, admin, or empty: an artist's side.")
    language = serializers.CharField(read_only=True, help_text="Empty: as the browser asks.")
    scopes = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "display_name", "email", "label_role", "language", "artists", "scopes"]
        read_only_fields = fields

    def get_scopes(self, user: User) -> list[str]:
        token = self.context["request"].auth
        return list(token.scopes) if isinstance(token, ApiToken) else list(tokens.SCOPES)


class KeySerializer(serializers.ModelSerializer[ApiToken]):
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=list(tokens.SCOPES)))

    class Meta:
        model = ApiToken
        fields = ["id", "name", "start", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at"]


class MadeKeySerializer(KeySerializer):
    secret = serializers.CharField(help_text="Shown this once and kept nowhere.")

    class Meta(KeySerializer.Meta):
        fields = [*KeySerializer.Meta.fields, "secret"]


class NewKeySerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=keys.NAME_LENGTH)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=list(tokens.SCOPES)), max_length=5)
    days = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=3650)


class Me(APIView):
    @extend_schema(responses=MeSerializer, operation_id="me_retrieve")
    def get(self, request: Request) -> Response:
        """The person asking, and how far the key asked with reaches."""
        return Response(MeSerializer(person(request), context={"request": request}).data)


class Keys(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[ApiToken]):
    """Your own keys. A key can not make or shut keys: that takes signing in."""

    queryset = ApiToken.objects.none()
    serializer_class = KeySerializer
    pagination_class = Page
    scopes = dict.fromkeys(("list", "retrieve", "*"), SIGNED_IN)
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[ApiToken]:
        return ApiToken.objects.filter(user=person(self.request))

    @extend_schema(request=NewKeySerializer, responses={201: MadeKeySerializer})
    def create(self, request: Request) -> Response:
        form = NewKeySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        wanted = form.validated_data
        token, secret = keys.make(person(request), wanted["name"], wanted["scopes"], days=wanted["days"])
        return Response({**KeySerializer(token).data, "secret": secret}, status=201)

    @extend_schema(request=None, responses=KeySerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        return Response(KeySerializer(keys.revoke(self.get_object(), by=person(request))).data)
