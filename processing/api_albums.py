"""Albums, for programs: `/api/v1/albums`."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from artists.models import Artist
from processing import albums as wishes
from processing.album_sheet import AlbumSheet
from processing.api import RunSerializer
from projects import albums
from projects.api.asked import valid
from projects.api.pages import Page
from projects.api.people import person
from projects.api.router import UUID
from projects.models import Album, Asset, Project


class AlbumSongSerializer(serializers.Serializer[Any]):
    """One song in its place. `measures` hold its distances from the family and in what it stands apart."""

    id = serializers.IntegerField(source="song.pk")
    project = serializers.UUIDField(source="song.project_id")
    master = serializers.UUIDField(source="song.master_id")
    gap_s = serializers.FloatField(source="song.gap_s", allow_null=True)
    measures = serializers.DictField()


class NewMasterSerializer(serializers.Serializer[Any]):
    """A master that was made for the album and waits for somebody to take it."""

    song = serializers.IntegerField(source="song.pk")
    master = serializers.UUIDField(source="master.pk")
    before = serializers.DictField()
    after = serializers.DictField()
    words = serializers.ListField(child=serializers.CharField())


class AlbumSerializer(serializers.ModelSerializer[Album]):
    songs = serializers.SerializerMethodField()
    brought = serializers.SerializerMethodField()
    is_family = serializers.SerializerMethodField()
    file = serializers.SerializerMethodField()

    class Meta:
        model = Album
        fields = ["id", "artist", "title", "songs", "is_family", "brought", "file", "created_at", "updated_at"]

    def to_representation(self, instance: Album) -> dict[str, Any]:
        self._sheet = AlbumSheet(instance)
        return super().to_representation(instance)

    @extend_schema_field(AlbumSongSerializer(many=True))
    def get_songs(self, album: Album) -> Any:
        return AlbumSongSerializer(self._sheet.rows, many=True).data

    @extend_schema_field(NewMasterSerializer(many=True))
    def get_brought(self, album: Album) -> Any:
        return NewMasterSerializer(self._sheet.brought, many=True).data

    def get_is_family(self, album: Album) -> bool:
        return self._sheet.is_family

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_file(self, album: Album) -> Any:
        """The newest file of the whole album."""
        return self._sheet.file.pk if self._sheet.file else None


class NewAlbumSerializer(serializers.Serializer[Any]):
    artist = serializers.IntegerField(max_value=2**31 - 1)
    title = serializers.CharField()


class PlacedSerializer(serializers.Serializer[Any]):
    """A song; its master and the gap behind it stay as they are where they are left out."""

    project = serializers.UUIDField()
    master = serializers.UUIDField(required=False)
    gap_s = serializers.FloatField(required=False, allow_null=True)


class AlbumChangeSerializer(serializers.Serializer[Any]):
    """`songs` is the whole list in its order."""

    title = serializers.CharField(required=False)
    songs = PlacedSerializer(many=True, required=False)


class TakeSerializer(serializers.Serializer[Any]):
    """The number of one place; without it all new masters are taken."""

    song = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class Albums(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Album]):
    """The albums of the artists this person may see, in the order in which they were started, the newest first."""

    queryset = Album.objects.none()
    serializer_class = AlbumSerializer
    pagination_class = Page
    lookup_value_regex = UUID
    scopes = {"together": "run", "write": "run"}

    def get_queryset(self) -> QuerySet[Album]:
        rows = Album.objects.visible_to(self.request.user).select_related("artist")
        return rows.order_by("-created_at", "-pk")

    @extend_schema(request=NewAlbumSerializer, responses={201: AlbumSerializer})
    def create(self, request: Request) -> Response:
        asked = valid(NewAlbumSerializer, request)
        artist = get_object_or_404(Artist.objects.visible_to(request.user), pk=asked["artist"])
        album = albums.start_album(artist, asked["title"], by=person(request))
        return Response(self.get_serializer(album).data, status=201)

    @extend_schema(request=AlbumChangeSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Another title, or the whole list of songs in its order."""
        album, asked, by = self.get_object(), valid(AlbumChangeSerializer, request), person(request)
        wanted = [self._placed(one) for one in asked["songs"]] if "songs" in asked else None
        if "title" in asked:
            albums.rename(album, asked["title"], by=by)
        if wanted is not None:
            albums.arrange(album, wanted, by=by)
        return Response(self.get_serializer(album).data)

    def destroy(self, request: Request, pk: str) -> Response:
        """The album goes; its songs and masters stay."""
        albums.drop(self.get_object(), by=person(request))
        return Response(status=204)

    @extend_schema(request=None, responses={201: RunSerializer(many=True)})
    @action(detail=True, methods=["post"])
    def together(self, request: Request, pk: str) -> Response:
        """A new master for each song that stands apart, beside the ones there are."""
        runs = wishes.together(self.get_object(), by=person(request))
        return Response(RunSerializer(runs, many=True).data, status=201)

    @extend_schema(request=TakeSerializer)
    @action(detail=True, methods=["post"])
    def take(self, request: Request, pk: str) -> Response:
        """Put new masters on the album."""
        album = self.get_object()
        wishes.take(album, by=person(request), only=valid(TakeSerializer, request).get("song"))
        return Response(self.get_serializer(album).data)

    @extend_schema(request=None, responses={201: RunSerializer})
    @action(detail=True, methods=["post"])
    def write(self, request: Request, pk: str) -> Response:
        """All songs in one file, in their order."""
        return Response(RunSerializer(wishes.write(self.get_object(), by=person(request))).data, status=201)

    def _placed(self, one: dict[str, Any]) -> dict[str, Any]:
        """The rows behind the ids; what this person may not see is not there."""
        user = self.request.user
        project = get_object_or_404(Project.objects.visible_to(user).select_related("artist"), pk=one["project"])
        found: dict[str, Any] = {**one, "project": project}
        if "master" in one:
            rows = Asset.objects.visible_to(user).filter(project=project, kind=Asset.Kind.MASTER)
            found["master"] = get_object_or_404(rows, pk=one["master"])
        return found
