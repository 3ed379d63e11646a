"""Decisions: `/api/v1/reviews`."""

from dataclasses import replace

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects import review
from projects.api import serializers as shapes
from projects.api import talk_shapes as talk
from projects.api.asked import one_of
from projects.api.pages import Page
from projects.api.people import person
from projects.inbox import AGES, ANY, Wanted, reviews_for
from projects.models import Asset, Review

FILTERS = {"kind": Asset.Kind.values, "age": list(AGES), "mentions": ["me"], "mine": ["yes"]}


class Reviews(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Review]):
    """Reviews, oldest first; `?state=open` is what waits. Narrowed like the inbox by `kind`, `artist` (a slug),
    `age` (days), `title`, `mentions=me` and `mine=yes`."""

    queryset = Review.objects.none()
    serializer_class = talk.ReviewSerializer
    pagination_class = Page
    # An open request may be taken back by whoever may write; a decision only by who may decide (see the verb).
    scopes = {"decide": "decide", "undo": "decide", "withdraw": "decide"}
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Review]:
        asked = self.request.query_params.dict()
        state = one_of(Review.State.values, "state", self.request)
        for name, choices in FILTERS.items():
            one_of(choices, name, self.request)
        rows = reviews_for(person(self.request), replace(Wanted.of(asked), state=ANY)).order_by("requested_at", "pk")
        rows = rows.select_related("asset", "project")
        return rows.filter(state=state) if state else rows

    @extend_schema(request=shapes.AskSerializer, responses={201: talk.ReviewSerializer})
    def create(self, request: Request) -> Response:
        """Ask for a decision on an asset."""
        form = shapes.AskSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        assets = Asset.objects.visible_to(request.user).select_related("project")
        asset = get_object_or_404(assets, pk=form.validated_data["asset"])
        asked = review.request_review(asset, by=person(request))
        return Response(self.get_serializer(asked).data, status=201)

    @extend_schema(request=talk.VerdictSerializer, responses=talk.DecisionSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        asked = self.get_object()
        form = talk.VerdictSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        decision = review.decide(asked, by=person(request), **form.validated_data)
        return Response(talk.DecisionSerializer(decision).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Open the same round again, within ten seconds of one's own decision."""
        return Response(self.get_serializer(review.undo(self.get_object(), by=person(request))).data)

    @extend_schema(request=talk.ReasonSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take an open request back, or (the label, with a reason) a decision that was made."""
        asked = self.get_object()
        form = talk.ReasonSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        taken = review.withdraw(asked, form.validated_data["reason"], by=person(request))
        return Response(self.get_serializer(taken).data)
