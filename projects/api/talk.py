"""Remarks: `/api/v1/comments`, and the inbox's kept views: `/api/v1/inbox-views`."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from projects import comments, inbox
from projects.api import talk_shapes as shapes
from projects.api.pages import Page
from projects.api.people import person
from projects.models import Comment, SavedView


class Comments(mixins.RetrieveModelMixin, viewsets.GenericViewSet[Comment]):
    """One remark. Those of a version are at `assets/<id>/comments`."""

    queryset = Comment.objects.none()
    serializer_class = shapes.CommentSerializer
    pagination_class = Page
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Comment]:
        seen = Comment.objects.visible_to(self.request.user)
        return seen.select_related("asset__project", "parent").prefetch_related("mentions")

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take one's own remark back within ten seconds."""
        comments.remove(self.get_object(), by=person(request))
        return Response(status=204)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, pk: str) -> Response:
        """Tick a whole thread off."""
        return Response(self.get_serializer(comments.resolve(self.get_object(), by=person(request))).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(comments.reopen(self.get_object(), by=person(request))).data)


class InboxViews(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[SavedView]):
    """One's own kept views of the label's inbox."""

    queryset = SavedView.objects.none()
    serializer_class = shapes.SavedViewSerializer
    pagination_class = Page
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[SavedView]:
        user = person(self.request)
        return SavedView.objects.filter(user=user, page=inbox.PAGE) if user.is_label else SavedView.objects.none()

    @extend_schema(responses={201: shapes.SavedViewSerializer})
    def create(self, request: Request) -> Response:
        if not person(request).is_label:
            raise NotFound
        wanted = self._sent(request)
        view = inbox.save_view(person(request), wanted["name"], wanted.get("query", ""))
        return Response(self.get_serializer(view).data, status=201)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Rename it."""
        view = self.get_object()
        return Response(self.get_serializer(inbox.rename_view(view, self._sent(request)["name"])).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        self.get_object().delete()
        return Response(status=204)

    def _sent(self, request: Request) -> dict[str, str]:
        form = self.get_serializer(data=request.data)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)
