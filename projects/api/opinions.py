"""What people say of a version: `/api/v1/assets/<id>/opinions`."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from projects import opinions
from projects.api.pages import Page, paged
from projects.api.people import person
from projects.models import Asset, Opinion


class OpinionSerializer(serializers.ModelSerializer[Opinion]):
    tags = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Opinion
        fields = ["asset", "by", "rating", "tags", "rejected", "reason", "at"]
        read_only_fields = fields


class ChangeSerializer(serializers.Serializer[Any]):
    """Only what is sent changes: stars (1 to 5, null takes them away), all of one's tags, out of the question."""

    rating = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=5)
    tags = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=20)
    rejected = serializers.BooleanField(required=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)


class Opinions(GenericAPIView[Opinion]):
    """Everybody's opinions of one version, and one's own to change."""

    queryset = Opinion.objects.none()
    serializer_class = OpinionSerializer
    pagination_class = Page

    def _asset(self) -> Asset:
        rows = Asset.objects.visible_to(self.request.user).select_related("project")
        return get_object_or_404(rows, pk=self.kwargs["asset_id"])

    @extend_schema(responses=OpinionSerializer(many=True), operation_id="assets_opinions_list")
    def get(self, request: Request, asset_id: str) -> Response:
        return paged(self, self._asset().opinions.order_by("pk"), OpinionSerializer)

    @extend_schema(request=ChangeSerializer, responses={200: OpinionSerializer, 204: None})
    def patch(self, request: Request, asset_id: str) -> Response:
        """Say what one thinks; an opinion that says nothing any more is gone (204)."""
        asset = self._asset()
        form = ChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        held = opinions.give(asset, form.validated_data, by=person(request))
        return Response(OpinionSerializer(held).data) if held else Response(status=204)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, asset_id: str) -> Response:
        """Take all of one's own back."""
        opinions.clear(self._asset(), by=person(request))
        return Response(status=204)
