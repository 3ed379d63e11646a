"""What work has cost, and what it would cost, over HTTP."""

from dataclasses import asdict
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from processing import costs
from processing.api_staff import STAFF
from processing.estimate import estimate
from processing.pipeline.asked import check_recipe
from processing.views_house import SPANS, since_of
from projects.api.asked import one_of
from projects.models import Project


class SpentSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="The song's id, the artist's address or the month.")
    name = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    cost = serializers.DecimalField(max_digits=14, decimal_places=4)
    seconds = serializers.FloatField()
    stages = serializers.IntegerField()


class BudgetSerializer(serializers.Serializer[Any]):
    cap = serializers.DecimalField(max_digits=14, decimal_places=2)
    spent = serializers.DecimalField(max_digits=14, decimal_places=4)
    promised = serializers.DecimalField(max_digits=20, decimal_places=6)
    is_near = serializers.BooleanField()
    is_over = serializers.BooleanField()


class CostsSerializer(serializers.Serializer[Any]):
    by = serializers.CharField()
    budget = BudgetSerializer(allow_null=True)
    rows = SpentSerializer(many=True)


class Costs(APIView):
    permission_classes = STAFF

    @extend_schema(
        responses=CostsSerializer,
        parameters=[
            OpenApiParameter("by", str, enum=list(costs.BY)),
            OpenApiParameter("span", str, enum=list(SPANS)),
        ],
        operation_id="costs_retrieve",
    )
    def get(self, request: Request) -> Response:
        """What the machines' work has cost, the dearest first, and this month's budget."""
        by = one_of(costs.BY, "by", request) or "song"
        rows = costs.spending(by, since=since_of(one_of(SPANS, "span", request)))
        return Response(CostsSerializer({"by": by, "budget": costs.month_budget(), "rows": rows}).data)


class RefusalSerializer(serializers.Serializer[Any]):
    """A cap that would be passed, with the figures and the people who can raise it."""

    code = serializers.CharField()
    message = serializers.CharField(source="words")


class EstimateSerializer(serializers.Serializer[Any]):
    cost = serializers.DecimalField(max_digits=20, decimal_places=6)
    work_s = serializers.FloatField()
    wall_s = serializers.FloatField()
    samples = serializers.IntegerField()
    unknown = serializers.ListField(child=serializers.CharField(), help_text="Kinds of stages never done here.")
    refusal = RefusalSerializer(allow_null=True, help_text="Why it would be refused; null when it may be started.")


class EstimateOfSong(APIView):
    looks_ahead = True

    @extend_schema(
        responses=EstimateSerializer,
        parameters=[OpenApiParameter("recipe", str, required=True)],
        operation_id="projects_estimate",
    )
    def get(self, request: Request, project_id: str) -> Response:
        """What starting a recipe now would take."""
        project = get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)
        recipe = request.query_params.get("recipe", "")
        check_recipe(recipe)
        found = estimate(project, recipe)
        refusal = costs.refusal_of(project, found.cost)
        return Response(EstimateSerializer({**asdict(found), "refusal": refusal}).data)
