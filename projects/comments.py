"""What people say about a version: remarks at a moment or over a range, answers, and ticking them off."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from artists.models import User
from projects import events
from projects.errors import Invalid, NotAllowed, StudioError
from projects.mentions import mentioned
from projects.models import Asset, Comment, GuestLink, Project

COMMENT_LENGTH = 2000
# Players round to the frame they show: a comment may point a breath past the end.
END_SLACK_S = 1.0
UNDO_WITHIN = timedelta(seconds=10)


@dataclass(frozen=True)
class Guest:
    """Somebody without an account, as they call themselves, and the link that let them in."""

    link: GuestLink
    name: str

    def __str__(self) -> str:
        return self.name


def comment(
    asset: Asset,
    text: str,
    *,
    by: User | Guest,
    at_s: float | None = None,
    end_s: float | None = None,
    parent: Comment | None = None,
    mentions: Iterable[int] = (),
) -> Comment:
    """A remark on an asset, at a moment (`at_s`) or over a range (`at_s` to `end_s`), in seconds.

    With a `parent` it is an answer in that one's thread. People named in the text (`@Name`) or by id are told; a guest,
    who knows nobody by name, calls nobody.
    """
    text = _checked_text(text)
    _check_moment(asset, at_s, end_s)
    head = _head_of(parent, asset)
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=asset.project_id)
        if head and not Comment.objects.filter(pk=head.pk).exists():
            raise StudioError("comment.gone", _("That comment has just been taken back."))
        remark = Comment(asset=asset, parent=head, text=text, at_s=at_s, end_s=end_s, **_author(by))
        remark.save()
        named = [] if isinstance(by, Guest) else mentioned(text, mentions, project)
        remark.mentions.set(named)
        told = {"at_s": at_s, "end_s": end_s, "mentions": [person.pk for person in named]}
        _tell(remark, "comment.added", by=remark.by, text=text, author=str(by), **told, **_named_guest(remark))
    return remark


def _author(by: User | Guest) -> dict[str, Any]:
    return {"link": by.link, "guest": by.name} if isinstance(by, Guest) else {"by": by}


def _named_guest(remark: Comment) -> dict[str, str]:
    return {"guest": remark.guest} if remark.guest else {}


def resolve(remark: Comment, *, by: User) -> Comment:
    """Tick a whole thread off. Raises StudioError when somebody was first."""
    _check_is_head(remark)
    now = timezone.now()
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=remark.asset.project_id)
        if not Comment.objects.filter(pk=remark.pk, resolved_at=None).update(resolved_at=now, resolved_by=by):
            raise StudioError("comment.already_resolved", _who_ticked(remark))
        remark.resolved_at, remark.resolved_by = now, by
        _tell(remark, "comment.resolved", by=by)
    return remark


def reopen(remark: Comment, *, by: User) -> Comment:
    """What was ticked off is open again."""
    _check_is_head(remark)
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=remark.asset.project_id)
        ticked = Comment.objects.filter(pk=remark.pk, resolved_at__isnull=False)
        if not ticked.update(resolved_at=None, resolved_by=None):
            raise StudioError("comment.already_open", _("This comment is open again already."))
        remark.resolved_at = remark.resolved_by = None
        _tell(remark, "comment.reopened", by=by)
    return remark


def remove(remark: Comment, *, by: User) -> None:
    """Take one's own remark back within ten seconds of sending it, unless somebody has answered."""
    if remark.by_id != by.pk:
        raise NotAllowed("comment.not_yours", _("Only the person who wrote a comment can take it back."))
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=remark.asset.project_id)
        if timezone.now() - remark.at > UNDO_WITHIN:
            words = _("A comment can be taken back within ten seconds. Answer it or tick it off instead.")
            raise StudioError("comment.too_late", words)
        if remark.answers.exists():
            raise StudioError("comment.answered", _("Somebody has answered already, so the comment stays."))
        if not Comment.objects.filter(pk=remark.pk).exists():
            raise StudioError("comment.gone", _("That comment has just been taken back."))
        _tell(remark, "comment.removed", by=by)
        remark.delete()


def carried_to(asset: Asset) -> QuerySet[Comment]:
    """Open threads of earlier versions of this kind: what to check on the new one."""
    threads = Comment.objects.filter(parent=None, resolved_at=None, asset__project=asset.project_id)
    return threads.filter(asset__kind=asset.kind, asset__version__lt=asset.version)


def _checked_text(text: str) -> str:
    text = text.strip()
    if not text or "\x00" in text:
        raise Invalid("comment.empty", _("Write something first."), field="text")
    if len(text) > COMMENT_LENGTH:
        words = _("Keep a comment under {limit} letters.").format(limit=COMMENT_LENGTH)
        raise Invalid("comment.too_long", words, field="text")
    return text


def _check_moment(asset: Asset, at_s: float | None, end_s: float | None) -> None:
    moments = [moment for moment in (at_s, end_s) if moment is not None]
    length_s = math.inf if asset.duration_s is None else asset.duration_s + END_SLACK_S
    if not all(math.isfinite(moment) and 0 <= moment <= length_s for moment in moments):
        raise Invalid("comment.outside", _("That moment lies outside the recording."), field="at_s")
    if end_s is not None and at_s is None:
        raise Invalid("comment.range_open", _("Say where the range begins as well."), field="at_s")
    if end_s is not None and at_s is not None and end_s < at_s:
        raise Invalid("comment.range_backwards", _("A range ends after it begins."), field="end_s")


def _head_of(parent: Comment | None, asset: Asset) -> Comment | None:
    """The first remark of the thread: an answer to an answer stands beside it."""
    if parent is None:
        return None
    if parent.asset_id != asset.pk:
        words = _("That comment is about another version. Answer it there.")
        raise Invalid("comment.other_version", words, field="parent")
    return parent.parent or parent


def _check_is_head(remark: Comment) -> None:
    if remark.parent_id is not None:
        raise Invalid("comment.is_an_answer", _("Only a whole thread can be ticked off: use its first comment."))


def _who_ticked(remark: Comment) -> str:
    now = Comment.objects.select_related("resolved_by").filter(pk=remark.pk).first()
    if now is None or now.resolved_at is None:
        return _("That comment has just changed; have a look at it again.")
    who, when = now.resolved_by or _("Someone"), naturaltime(now.resolved_at)
    return _("{who} was first: ticked off {when}.").format(who=who, when=when)


def _tell(remark: Comment, fact: str, *, by: User | None, **more: object) -> None:
    asset = remark.asset
    about = {"asset": str(asset.pk), "kind": asset.kind, "version": asset.version}
    facts = {**about, "comment": remark.pk, "parent": remark.parent_id, **more}
    events.note(fact, by=by, project=asset.project, **facts)
    events.record(asset.project, fact, by=by, name=asset.name, **facts)
