"""The label: its name and limits, its artists."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artists import roster
from artists.label import LabelSettings, change_label
from artists.models import Artist, Label
from projects.api.house import ADMINS, SCOPES
from projects.api.people import person


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
