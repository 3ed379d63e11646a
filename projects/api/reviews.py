"""Decisions: `/api/v1/reviews`."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects import review
from projects.api import serializers as shapes
from projects.api.pages import Page
from projects.api.people import person
from projects.models import Asset, Review


class Reviews(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Review]):
    """Reviews, oldest first; `?state=open` is what waits."""

    queryset = Review.objects.none()
    serializer_class = shapes.ReviewSerializer
    pagination_class = Page
    # An open request may be taken back by whoever may write; a decision only by who may decide (see the verb).
    scopes = {"decide": "decide", "withdraw": "decide"}
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Review]:
        rows = Review.objects.visible_to(self.request.user).select_related("asset", "project")
        state = self.request.query_params.get("state")
        return rows.filter(state=state) if state else rows

    @extend_schema(request=shapes.AskSerializer, responses={201: shapes.ReviewSerializer})
    def create(self, request: Request) -> Response:
        """Ask for a decision on an asset."""
        form = shapes.AskSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        assets = Asset.objects.visible_to(request.user).select_related("project")
        asset = get_object_or_404(assets, pk=form.validated_data["asset"])
        asked = review.request_review(asset, by=person(request))
        return Response(self.get_serializer(asked).data, status=201)

    @extend_schema(request=shapes.VerdictSerializer, responses=shapes.DecisionSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        asked = self.get_object()
        form = shapes.VerdictSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        decision = review.decide(asked, by=person(request), **form.validated_data)
        return Response(shapes.DecisionSerializer(decision).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(review.withdraw(self.get_object(), by=person(request))).data)
