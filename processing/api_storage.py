"""What the files take, and tidying, over HTTP."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from artists.models import LabelRole
from processing import retention
from processing.api_staff import STAFF
from processing.storage_use import storage_use
from projects.api.people import person


class ShareSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    files = serializers.IntegerField()
    size_bytes = serializers.IntegerField()


class StorageSerializer(serializers.Serializer[Any]):
    stored_bytes = serializers.IntegerField()
    originals_bytes = serializers.IntegerField()
    copies_bytes = serializers.IntegerField()
    free_bytes = serializers.IntegerField(allow_null=True)
    removed_files = serializers.IntegerField()
    kinds = ShareSerializer(many=True)
    artists = ShareSerializer(many=True)


class LeavingSerializer(serializers.Serializer[Any]):
    asset = serializers.UUIDField(source="candidate.pk")
    project = serializers.UUIDField(source="candidate.project_id")
    name = serializers.CharField(source="candidate.name")
    files = serializers.SerializerMethodField()
    size_bytes = serializers.IntegerField()
    rejected = serializers.BooleanField()

    def get_files(self, one: retention.Leaving) -> int:
        return len(one.files)


class Storage(APIView):
    permission_classes = STAFF

    @extend_schema(responses=StorageSerializer, operation_id="storage_retrieve")
    def get(self, request: Request) -> Response:
        """What the files take."""
        return Response(StorageSerializer(storage_use()).data)


class Tidy(APIView):
    """Candidates nobody chose, of songs that were approved long enough ago."""

    permission_classes = STAFF
    scopes = {"*": "admin"}

    @extend_schema(responses=LeavingSerializer(many=True), operation_id="storage_leaving")
    def get(self, request: Request) -> Response:
        """What would go; nothing is removed by asking."""
        return Response(LeavingSerializer(retention.leaving(), many=True).data)

    @extend_schema(request=None, responses=LeavingSerializer(many=True), operation_id="storage_tidy")
    def post(self, request: Request) -> Response:
        """Remove their files. Admins only; the answer says what went."""
        user = person(request)
        if user.label_role != LabelRole.ADMIN:
            raise Http404
        return Response(LeavingSerializer(retention.tidy(by=user), many=True).data)
