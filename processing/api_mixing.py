"""Another mix, for programs: by words, previewed or made, or by another engine."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import re_path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from processing import mixing
from processing.api import RunSerializer
from processing.engines.propose_mix.words.wish import QUALITIES, TARGETS
from processing.models import Run
from projects.api.people import person
from projects.api.router import UUID
from projects.errors import Invalid
from projects.models import Asset


class WishSerializer(serializers.Serializer[Any]):
    """One move of a mix; `steps` is signed, 1 is what "louder" means, `level_db` a level that was said in dB."""

    target = serializers.ChoiceField(choices=TARGETS)
    quality = serializers.ChoiceField(choices=list(QUALITIES))
    steps = serializers.FloatField()
    level_db = serializers.FloatField(required=False, allow_null=True)
    sections = serializers.ListField(child=serializers.CharField(), required=False)
    # Without these, "everything but the voice" would come back as everything.
    spared = serializers.ListField(child=serializers.CharField(), required=False)


class MixWordsSerializer(serializers.Serializer[Any]):
    # Length and content are judged by what reads them, in its own words.
    text = serializers.CharField(allow_blank=True, trim_whitespace=False)


class ChangeSerializer(serializers.Serializer[Any]):
    """What words would change: `lines` in words, `notes` what was not taken up, `by` who read them."""

    wishes = WishSerializer(many=True)
    lines = serializers.ListField(child=serializers.CharField())
    notes = serializers.ListField(child=serializers.CharField())
    by = serializers.CharField()


class RemixSerializer(serializers.Serializer[Any]):
    """Wishes as they were previewed, or words to read now, or an engine that sets the console anew."""

    text = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    wishes = WishSerializer(many=True, required=False)
    engine = serializers.CharField(required=False)


def _mix(request: Request, asset_id: str) -> Asset:
    rows = Asset.objects.visible_to(request.user).filter(kind=Asset.Kind.MIX).select_related("project__artist")
    return get_object_or_404(rows, pk=asset_id)


class MixWords(GenericAPIView[Run]):
    """What words would change on the console of this mix. Nothing is rendered."""

    queryset = Run.objects.none()
    serializer_class = ChangeSerializer
    scopes = {"post": "read"}

    @extend_schema(request=MixWordsSerializer)
    def post(self, request: Request, asset_id: str) -> Response:
        mix, form = _mix(request, asset_id), MixWordsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        change = mixing.say(mix, form.validated_data["text"])
        return Response(self.get_serializer(change).data)


class Remix(GenericAPIView[Run]):
    """Another mix of the same tracks, beside this one."""

    queryset = Run.objects.none()
    serializer_class = RunSerializer

    # It sets machines to work, as starting a run does.
    scopes = {"*": "run"}

    @extend_schema(request=RemixSerializer, responses={201: RunSerializer})
    def post(self, request: Request, asset_id: str) -> Response:
        base, by = _mix(request, asset_id), person(request)
        form = RemixSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        wanted = form.validated_data
        if wanted.get("engine"):
            run = mixing.set_anew(base, wanted["engine"], by=by)
        else:
            run = mixing.render_said(base, wanted.get("text", ""), self._wishes(base, wanted), by=by)
        return Response(self.get_serializer(run).data, status=201)

    def _wishes(self, base: Asset, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        if "wishes" in wanted:
            return [dict(wish) for wish in wanted["wishes"]]
        change = mixing.say(base, wanted.get("text", ""))
        if not change.lines:
            raise Invalid("mix.nothing_moved", " ".join(change.notes) or _("The mix would be the same."))
        return [wish.to_json() for wish in change.wishes]


urlpatterns = [
    re_path(rf"^assets/(?P<asset_id>{UUID})/words/?$", MixWords.as_view(), name="api-asset-words"),
    re_path(rf"^assets/(?P<asset_id>{UUID})/remix/?$", Remix.as_view(), name="api-asset-remix"),
]
