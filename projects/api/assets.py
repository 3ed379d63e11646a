"""One file: facts, remarks, decisions, and being picked."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects import comments, draft_files, guests, picks, review
from projects.api import serializers as shapes
from projects.api import talk_shapes as talk
from projects.api.asked import valid
from projects.api.guests import GuestLinkSerializer, NewGuestLinkSerializer
from projects.api.pages import Page, paged
from projects.api.people import person
from projects.api.router import UUID
from projects.errors import StudioError
from projects.mentions import people_of
from projects.models import Asset, Comment, Decision, Review


class Assets(mixins.RetrieveModelMixin, viewsets.GenericViewSet[Asset]):
    queryset = Asset.objects.none()
    serializer_class = shapes.AssetSerializer
    pagination_class = Page
    scopes = {"decide": "decide"}
    lookup_value_regex = UUID

    def get_queryset(self) -> QuerySet[Asset]:
        return Asset.objects.visible_to(self.request.user).select_related("project")

    @extend_schema(request=shapes.FileKindSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Say what a file of a draft is, where it was taken for something else."""
        asset = self.get_object()
        kind = valid(shapes.FileKindSerializer, request)["kind"]
        return Response(self.get_serializer(draft_files.take_for(asset, kind, by=person(request))).data)

    def destroy(self, request: Request, pk: str) -> Response:
        """Take a file out of a draft. Once the song is on its way its files stay."""
        draft_files.take_out(self.get_object(), by=person(request))
        return Response(status=204)

    @extend_schema(responses=talk.CommentSerializer(many=True))
    @action(detail=True)
    def comments(self, request: Request, pk: str) -> Response:
        """Every remark on it, answers included."""
        remarks: QuerySet[Comment] = self.get_object().comments.prefetch_related("mentions")
        return paged(self, remarks, talk.CommentSerializer)

    @extend_schema(request=talk.NewCommentSerializer, responses={201: talk.CommentSerializer})
    @comments.mapping.post
    def comment(self, request: Request, pk: str) -> Response:
        asset = self.get_object()
        form = talk.NewCommentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = dict(form.validated_data)
        parent = said.pop("parent", None)
        if parent is not None:
            heads = Comment.objects.filter(asset__project=asset.project_id).select_related("parent")
            said["parent"] = get_object_or_404(heads, pk=parent)
        remark = comments.comment(asset, by=person(request), **said)
        return Response(talk.CommentSerializer(remark).data, status=201)

    @extend_schema(responses=talk.PersonSerializer(many=True))
    @action(detail=True)
    def people(self, request: Request, pk: str) -> Response:
        """Who may be named in a remark on it."""
        return paged(self, people_of(self.get_object().project), talk.PersonSerializer)

    @extend_schema(responses=talk.DecisionSerializer(many=True))
    @action(detail=True)
    def decisions(self, request: Request, pk: str) -> Response:
        made = Decision.objects.filter(review__asset=self.get_object())
        return paged(self, made, talk.DecisionSerializer)

    @extend_schema(request=talk.VerdictSerializer, responses={201: talk.DecisionSerializer})
    @decisions.mapping.post
    def decide(self, request: Request, pk: str) -> Response:
        """Answer the asset's open review."""
        asset = self.get_object()
        form = talk.VerdictSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        waiting = asset.reviews.filter(state=Review.State.OPEN).select_related("asset", "project").first()
        if waiting is None:
            raise StudioError("review.none_open", f"Nobody has asked for a decision on {asset.name}.")
        decision = review.decide(waiting, by=person(request), **form.validated_data)
        return Response(talk.DecisionSerializer(decision).data, status=201)

    @extend_schema(request=None, responses=shapes.PickSerializer)
    @action(detail=True, methods=["post"])
    def pick(self, request: Request, pk: str) -> Response:
        """Make this the version that feeds the next phase."""
        return Response(shapes.PickSerializer(picks.pick(self.get_object(), by=person(request))).data)

    @extend_schema(responses=GuestLinkSerializer(many=True))
    @action(detail=True)
    def links(self, request: Request, pk: str) -> Response:
        """Who outside has a link to it, closed ones included."""
        return paged(self, self.get_object().guest_links.select_related("asset"), GuestLinkSerializer)

    @extend_schema(request=NewGuestLinkSerializer, responses={201: GuestLinkSerializer})
    @links.mapping.post
    def share(self, request: Request, pk: str) -> Response:
        """A link by which somebody without an account hears it."""
        asset = self.get_object()
        form = NewGuestLinkSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        link = guests.share(asset, by=person(request), **form.validated_data)
        return Response(GuestLinkSerializer(link, context={"request": request}).data, status=201)
