"""One version of a song's lyrics: `/api/v1/projects/<id>/lyrics/<number>`."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from projects import lyrics
from projects.api.asked import number_in
from projects.api.people import person, whole_number
from projects.authorship import shares
from projects.lyrics import LYRICS_LENGTH, MOST_SUGGESTIONS, NAME_LENGTH, Saving, save_lyrics, stamp
from projects.models import LyricsVersion, Project


class LyricsVersionSerializer(serializers.ModelSerializer[LyricsVersion]):
    """A version with who wrote which letters, and the stamp to save on top of it."""

    spans = serializers.ListField(child=serializers.JSONField(), read_only=True)
    stamp = serializers.SerializerMethodField()
    shares = serializers.SerializerMethodField()

    class Meta:
        model = LyricsVersion
        fields = ["number", "name", "text", "spans", "shares", "stamp", "by", "at"]
        read_only_fields = fields

    def get_stamp(self, version: LyricsVersion) -> str:
        return stamp(version)

    def get_shares(self, version: LyricsVersion) -> dict[str, float]:
        return shares(version.text, version.spans)


class NewLyricsSerializer(serializers.Serializer[Any]):
    """A text to save; with `base`, the stamp it was written upon, nobody's newer words are written over."""

    text = serializers.CharField(trim_whitespace=False, allow_blank=True, max_length=LYRICS_LENGTH + 1)
    base = serializers.CharField(required=False, allow_blank=True, default="", max_length=64)
    typing = serializers.BooleanField(required=False, default=False)
    suggestions = serializers.ListField(
        child=serializers.CharField(max_length=2000), required=False, default=list, max_length=MOST_SUGGESTIONS
    )


class NameSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(allow_blank=True, max_length=NAME_LENGTH)


class PieceSerializer(serializers.Serializer[Any]):
    """`kind`: same, added, removed, or skipped (`lines` lines that stayed)."""

    kind = serializers.CharField()
    text = serializers.CharField()
    lines = serializers.IntegerField()


class DifferenceSerializer(serializers.Serializer[Any]):
    old = serializers.IntegerField(source="old.number", allow_null=True, default=None)
    new = serializers.IntegerField(source="new.number")
    pieces = PieceSerializer(many=True)


def save(project: Project, request: Request) -> LyricsVersion:
    """What `POST projects/<id>/lyrics` does."""
    form = NewLyricsSerializer(data=request.data)
    form.is_valid(raise_exception=True)
    sent = form.validated_data
    saving = Saving(sent["base"], sent["typing"], tuple(sent["suggestions"]))
    return save_lyrics(project, sent["text"], by=person(request), saving=saving)


class _OfVersion(GenericAPIView[LyricsVersion]):
    queryset = LyricsVersion.objects.none()
    serializer_class: type[serializers.BaseSerializer[Any]] = LyricsVersionSerializer

    def song(self) -> Project:
        return get_object_or_404(Project.objects.visible_to(self.request.user), pk=self.kwargs["project_id"])

    def version(self) -> LyricsVersion:
        return get_object_or_404(self.song().lyrics, number=whole_number(self.kwargs["number"]))


class Version(_OfVersion):
    """One version, to read and to name."""

    def get(self, request: Request, project_id: str, number: str) -> Response:
        return Response(self.get_serializer(self.version()).data)

    @extend_schema(request=NameSerializer)
    def patch(self, request: Request, project_id: str, number: str) -> Response:
        """Give it a name, so that it is found again; an empty one takes it away."""
        there = self.version().number
        form = NameSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        named = lyrics.name_version(self.song(), there, form.validated_data["name"], by=person(request))
        return Response(self.get_serializer(named).data)


class Difference(_OfVersion):
    serializer_class = DifferenceSerializer

    @extend_schema(parameters=[OpenApiParameter("against", int)])
    def get(self, request: Request, project_id: str, number: str) -> Response:
        """What a version changed, word by word, against the one before it or the one that `?against=` names."""
        against = number_in("against", request)
        song, new = self.song(), self.version()
        if against is not None and not song.lyrics.filter(number=against).exists():
            raise Http404
        return Response(self.get_serializer(lyrics.compare(song, new.number, against)).data)


class Restore(_OfVersion):
    @extend_schema(request=None, responses={201: LyricsVersionSerializer})
    def post(self, request: Request, project_id: str, number: str) -> Response:
        """Make an earlier text the newest again, as a version of its own."""
        made = lyrics.restore(self.song(), self.version().number, by=person(request))
        return Response(self.get_serializer(made).data, status=201)
