"""Artists and songs: `/api/v1/artists` and `/api/v1/projects`."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from artists.models import Artist
from projects import declarations, origins, songs
from projects.api import serializers as shapes
from projects.api.asked import number_in, one_of, valid
from projects.api.lyrics import LyricsVersionSerializer, NewLyricsSerializer, save
from projects.api.pages import Page, paged
from projects.api.people import person
from projects.api.router import UUID
from projects.models import Asset, LyricsVersion, Pick, Project
from projects.songs import Brief


class Artists(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Artist]):
    """The artists this person may see."""

    queryset = Artist.objects.none()
    serializer_class = shapes.ArtistSerializer
    pagination_class = Page
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Artist]:
        return Artist.objects.visible_to(self.request.user)


class Projects(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Project]):
    """Songs, the newest first. `?state=` and `?artist=` narrow the list."""

    queryset = Project.objects.none()
    serializer_class = shapes.ProjectSerializer
    pagination_class = Page
    lookup_value_regex = UUID

    def get_queryset(self) -> QuerySet[Project]:
        # By their beginning, which never changes: a song that moves while pages are turned would be missed.
        rows = Project.objects.visible_to(self.request.user).order_by("-created_at", "-pk")
        state, artist = one_of(Project.State.values, "state", self.request), number_in("artist", self.request)
        if state:
            rows = rows.filter(state=state)
        return rows if artist is None else rows.filter(artist=artist)

    @extend_schema(request=shapes.NewSongSerializer, responses={201: shapes.ProjectSerializer})
    def create(self, request: Request) -> Response:
        wanted = valid(shapes.NewSongSerializer, request)
        artist = get_object_or_404(Artist.objects.visible_to(request.user), pk=wanted.pop("artist"))
        kind, lyrics = wanted.pop("kind"), wanted.pop("lyrics")
        project = songs.start_song(artist, Brief(**wanted), by=person(request), lyrics=lyrics, kind=kind)
        return Response(self.get_serializer(project).data, status=201)

    @extend_schema(request=shapes.BriefSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        project = self.get_object()
        changes = valid(shapes.BriefSerializer, request)
        return Response(self.get_serializer(songs.change_brief(project, by=person(request), **changes)).data)

    @extend_schema(request=shapes.DeclaringSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Send a draft into production, with the statements about rights that are still missing."""
        said = valid(shapes.DeclaringSerializer, request)["declaration"]
        return Response(self.get_serializer(songs.submit(self.get_object(), by=person(request), declaring=said)).data)

    @extend_schema(responses=shapes.DeclarationSerializer, filters=False)
    @action(detail=True)
    def declaration(self, request: Request, pk: str) -> Response:
        """What this song asks people to declare about rights, in words, and what has been declared."""
        return Response(_asked(self.get_object()))

    @extend_schema(request=shapes.DeclaringSerializer, responses=shapes.DeclarationSerializer)
    @declaration.mapping.post
    def declare(self, request: Request, pk: str) -> Response:
        """Declare statements by their names. Their words are kept as they stand in the answer."""
        said = valid(shapes.DeclaringSerializer, request)["declaration"]
        project = self.get_object()
        declarations.declare(project, said, by=person(request))
        return Response(_asked(project))

    @extend_schema(responses=shapes.OriginSerializer, filters=False)
    @action(detail=True)
    def origin(self, request: Request, pk: str) -> Response:
        """Where a flat file comes from: platform, plan, day, proof, and the marks it carries."""
        return Response(_origin(self.get_object()))

    @extend_schema(request=shapes.OriginSerializer, responses=shapes.OriginSerializer)
    @origin.mapping.put
    def tell_origin(self, request: Request, pk: str) -> Response:
        """Tell it; fields that are left out stay as they are. Documents come in through `/uploads/`."""
        project, told = self.get_object(), valid(shapes.OriginSerializer, request)
        origins.tell(project, told, by=person(request))
        return Response(_origin(project))

    @extend_schema(responses=LyricsVersionSerializer(many=True))
    @action(detail=True)
    def lyrics(self, request: Request, pk: str) -> Response:
        """All versions, newest first."""
        versions: QuerySet[LyricsVersion] = self.get_object().lyrics.all()
        return paged(self, versions, LyricsVersionSerializer)

    @extend_schema(request=NewLyricsSerializer, responses={201: LyricsVersionSerializer})
    @lyrics.mapping.post
    def save_lyrics(self, request: Request, pk: str) -> Response:
        return Response(LyricsVersionSerializer(save(self.get_object(), request)).data, status=201)

    @extend_schema(responses=shapes.AssetSerializer(many=True), parameters=[OpenApiParameter("kind", str)])
    @action(detail=True)
    def assets(self, request: Request, pk: str) -> Response:
        """The song's files, the newest first; `?kind=` narrows the list. Files come in through `/uploads/`."""
        assets: QuerySet[Asset] = self.get_object().assets.order_by("-created_at", "-pk")
        if kind := one_of(Asset.Kind.values, "kind", request):
            assets = assets.filter(kind=kind)
        return paged(self, assets, shapes.AssetSerializer)

    @extend_schema(responses=shapes.PickSerializer(many=True))
    @action(detail=True)
    def picks(self, request: Request, pk: str) -> Response:
        """What was picked, newest first; the first of a phase counts."""
        chosen: QuerySet[Pick] = self.get_object().picks.all()
        return paged(self, chosen, shapes.PickSerializer)

    @extend_schema(responses=shapes.EventSerializer(many=True), parameters=[OpenApiParameter("after", int)])
    @action(detail=True)
    def events(self, request: Request, pk: str) -> Response:
        """What happened after `?after=`, in order, as a socket would have carried it."""
        after = number_in("after", request) or 0
        rows = self.get_object().events.filter(seq__gt=after).select_related("by").order_by("seq")
        return paged(self, rows, shapes.EventSerializer)


def _asked(project: Project) -> dict[str, Any]:
    known = declarations.declared_for(project)
    names = declarations.asked_of(project)
    return {"asked": [{"name": n, "words": str(declarations.STATEMENTS[n]), "declared": n in known} for n in names]}


def _origin(project: Project) -> dict[str, Any]:
    origin = origins.origin_of(project)
    proofs = [proof.pk for proof in origins.proofs_of(project)]
    return {**origin.facts(), "is_told": origin.is_told, "marks": origin.marks, "proofs": proofs}
