"""Talking about a song: its threads as a part of the page, the dots of a lane, and every deed with a remark."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from projects import comments
from projects.errors import Invalid, StudioError
from projects.models import Asset, Comment, Project
from projects.views.deeds import Done, deed, member, moment
from projects.views.threads import Shown, Talk, marks_of


def talk_of(request: HttpRequest, project: Project, asset: Asset | None = None) -> Talk:
    """The talk of a song, or of one version of it, as the address asks for it."""
    return Talk(project, member(request), Shown.of(request.GET.dict(), asset))


@login_required
@require_GET
def talk(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    songs = Project.objects.visible_to(request.user).select_related("artist")
    project = get_object_or_404(songs, pk=project_id)
    about = request.GET.get("about")
    asset = get_object_or_404(project.assets, pk=_uuid(about)) if about else None
    return render(request, "projects/_talk.html", {"project": project, "talk": talk_of(request, project, asset)})


@login_required
@require_GET
def marks(request: HttpRequest, asset_id: uuid.UUID) -> JsonResponse:
    """The dots of a version's lane."""
    asset = get_object_or_404(Asset.objects.visible_to(request.user), pk=asset_id)
    return JsonResponse({"marks": marks_of(asset)})


@deed
def comment_on_version(request: HttpRequest, project_id: uuid.UUID) -> Done:
    """A remark, or with `parent` an answer; which version it is about is one of the form's fields."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=project_id)
    parent = _parent(request, project)
    asset = parent.asset if parent else get_object_or_404(project.assets, pk=_uuid(request.POST.get("asset", "")))
    at_s = moment(request.POST.get("at_s"), field="at_s")
    end_s = moment(request.POST.get("end_s"), field="end_s")
    text, by = request.POST.get("text", ""), member(request)
    remark = comments.comment(asset, text, by=by, at_s=at_s, end_s=end_s, parent=parent)
    return Done(_("Said."), reverse("room", args=[project.pk]), undo=reverse("comment-remove", args=[remark.pk]))


@deed
def resolve(request: HttpRequest, comment_id: int) -> Done:
    remark = comments.resolve(_remark(request, comment_id), by=member(request))
    return Done(_("Ticked off."), _room_of(remark), undo=reverse("comment-reopen", args=[remark.pk]))


@deed
def reopen(request: HttpRequest, comment_id: int) -> Done:
    remark = comments.reopen(_remark(request, comment_id), by=member(request))
    return Done(_("Open again."), _room_of(remark))


@deed
def remove(request: HttpRequest, comment_id: int) -> Done:
    remark = _remark(request, comment_id)
    comments.remove(remark, by=member(request))
    return Done(_("Taken back."), _room_of(remark))


def _remark(request: HttpRequest, comment_id: int) -> Comment:
    seen = Comment.objects.visible_to(request.user).select_related("asset__project", "parent")
    return get_object_or_404(seen, pk=comment_id)


def _parent(request: HttpRequest, project: Project) -> Comment | None:
    wanted = request.POST.get("parent", "")
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise Invalid("comment.parent_unknown", _("That comment is not here any more."), field="parent")
    heads = Comment.objects.select_related("asset__project", "parent")
    head = heads.filter(pk=int(wanted), asset__project=project).first()
    if head is None:
        raise StudioError("comment.gone", _("That comment has just been taken back."), field="parent")
    return head


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _room_of(remark: Comment) -> str:
    return reverse("room", args=[remark.asset.project_id]) + "#talk"
