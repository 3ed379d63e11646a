"""The shapes of the API. Rules live in the verbs; here is only what a message looks like."""

from typing import Any

from rest_framework import serializers
from rest_framework.reverse import reverse

from artists.models import Artist
from projects.models import Asset, Project
from projects.songs import BRIEF_FIELDS


class ArtistSerializer(serializers.ModelSerializer[Artist]):
    class Meta:
        model = Artist
        fields = ["id", "name", "slug", "colour", "about"]


class ProjectSerializer(serializers.ModelSerializer[Project]):
    class Meta:
        model = Project
        fields = ["id", "artist", "kind", "state", *BRIEF_FIELDS, "event_seq", "created_by", "created_at", "updated_at"]


class BriefSerializer(serializers.Serializer[Any]):
    """Changes to a brief: only the fields that are sent."""

    title = serializers.CharField(required=False)
    genre = serializers.CharField(required=False, allow_blank=True)
    mood = serializers.CharField(required=False, allow_blank=True)
    bpm = serializers.FloatField(required=False, allow_null=True)
    meter = serializers.CharField(required=False)
    key = serializers.CharField(required=False, allow_blank=True)
    notes = serializers.CharField(required=False, allow_blank=True)
    candidates_wanted = serializers.IntegerField(required=False)
    seed = serializers.IntegerField(required=False)
    autopilot = serializers.BooleanField(required=False)


class NewSongSerializer(BriefSerializer):
    title = serializers.CharField()
    artist = serializers.IntegerField(max_value=2**31 - 1)
    kind = serializers.CharField(default=Project.Kind.HYBRID)
    lyrics = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)


class DeclaringSerializer(serializers.Serializer[Any]):
    """Statements about rights, by name: `lyrics`, `voice`, `reference`, `photo`, `track`."""

    declaration = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, default=list, max_length=20
    )


class OriginSerializer(serializers.Serializer[Any]):
    """Where a file comes from; `marks` are what the file itself says, `proofs` the documents brought for it."""

    platform = serializers.CharField(required=False, allow_blank=True)
    platform_name = serializers.CharField(required=False, allow_blank=True)
    plan = serializers.CharField(required=False, allow_blank=True)
    created_on = serializers.CharField(required=False, allow_blank=True, allow_null=True)
    proof_link = serializers.CharField(required=False, allow_blank=True)
    is_told = serializers.BooleanField(read_only=True)
    marks = serializers.ListField(child=serializers.DictField(), read_only=True)
    proofs = serializers.ListField(child=serializers.UUIDField(), read_only=True)


class StatementSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    words = serializers.CharField()
    declared = serializers.BooleanField()


class DeclarationSerializer(serializers.Serializer[Any]):
    asked = StatementSerializer(many=True)


class AssetSerializer(serializers.ModelSerializer[Asset]):
    links = serializers.SerializerMethodField()

    class Meta:
        model = Asset
        fields = [
            "id", "project", "kind", "version", "name", "sha256", "size_bytes", "media_type", "duration_s", "measures",
            "provenance", "created_by", "created_at", "links",
        ]  # fmt: skip

    def get_links(self, asset: Asset) -> dict[str, str]:
        return {name: reverse(f"api-asset-{name}", args=[asset.pk]) for name in ("content", "proxy", "peaks")}


class FileKindSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField(max_length=20, help_text="vocal, instrumental, reference, photo, document, flat_mix.")


class AskSerializer(serializers.Serializer[Any]):
    """Which asset a decision is asked for."""

    asset = serializers.UUIDField()


class EventSerializer(serializers.Serializer[Any]):
    """What a socket would have carried."""

    seq = serializers.IntegerField()
    type = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.IntegerField(source="by_id", allow_null=True)
    data = serializers.DictField()  # type: ignore[assignment]
    project = serializers.UUIDField(source="project_id")


class PickSerializer(serializers.Serializer[Any]):
    phase = serializers.CharField()
    asset = serializers.UUIDField(source="asset_id")
    by = serializers.IntegerField(source="by_id", allow_null=True)
    at = serializers.DateTimeField()
