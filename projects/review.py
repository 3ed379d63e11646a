"""People decide: asking for a decision, giving it, taking it back, and remarks on the way."""

import math

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from artists.models import User
from projects import events, signals
from projects.errors import Invalid, NotAllowed, StudioError
from projects.machine import move
from projects.models import Asset, Comment, Decision, Project, Review
from projects.songs import MAKING

REVIEWABLE = {Asset.Kind.CANDIDATE, Asset.Kind.INSTRUMENTAL, Asset.Kind.MIX, Asset.Kind.MASTER, Asset.Kind.VIDEO}
VERDICTS = {Review.State.APPROVED, Review.State.CHANGES_REQUESTED, Review.State.REJECTED}
REASON_LENGTH = COMMENT_LENGTH = 2000
# Players round to the frame they show: a comment may point a breath past the end.
END_SLACK_S = 1.0


def request_review(asset: Asset, *, by: User | None) -> Review:
    """Ask the label for a decision on one asset; a new round when an earlier one was decided."""
    project = asset.project
    if asset.kind not in REVIEWABLE:
        raise Invalid("review.not_reviewable", "Only candidates, mixes, masters and clips are reviewed.")
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=project.pk)
        if project.state not in {*MAKING, Project.State.APPROVED}:
            raise StudioError("song.not_in_production", "This song is not in production, so nothing can be reviewed.")
        if asset.reviews.filter(state=Review.State.OPEN).exists():
            raise StudioError("review.already_open", f"{asset.name} is already waiting for a decision.")
        newest = asset.reviews.aggregate(n=Max("round"))["n"] or 0
        review = Review.objects.create(project=project, asset=asset, round=newest + 1, requested_by=by)
        _follow(project, Project.State.IN_REVIEW)
        _tell(review, "review.requested", by=by, round=review.round)
    return review


def decide(review: Review, verdict: str, reason: str = "", *, by: User) -> Decision:
    """Approve, request changes or reject; anything but an approval needs a reason.

    Raises NotAllowed for people who may not decide, StudioError when someone was first.
    """
    if not by.can_decide:
        raise NotAllowed("review.not_yours_to_decide", "Only A&R and admins of the label decide on reviews.")
    reason = reason.strip()
    _check_verdict(verdict, reason)
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=review.project_id)
        if review.state != Review.State.OPEN or not move(review, to=verdict):
            raise StudioError("review.already_decided", _who_was_first(review))
        decision = Decision.objects.create(review=review, verdict=verdict, reason=reason, by=by)
        _follow(project, _state_after(review, project))
        _tell(review, "decision.made", by=by, verdict=verdict, reason=reason)
        signals.decided.send(Project, decision=decision, by=by)
    return decision


def withdraw(review: Review, *, by: User) -> Review:
    """Take an open request back, or (the label only) a decision that was made."""
    if review.state != Review.State.OPEN and not by.can_decide:
        raise NotAllowed("review.not_yours_to_decide", "Only A&R and admins of the label take a decision back.")
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=review.project_id)
        if review.state == Review.State.WITHDRAWN or not move(review, to=Review.State.WITHDRAWN):
            raise StudioError("review.already_withdrawn", "This review has just changed; have a look at it again.")
        Decision.objects.create(review=review, verdict=Review.State.WITHDRAWN, by=by)
        if project.state in {Project.State.IN_REVIEW, Project.State.APPROVED}:
            _follow(project, _standing(project))
        _tell(review, "review.withdrawn", by=by)
    return review


def comment(asset: Asset, text: str, *, by: User, at_s: float | None = None, end_s: float | None = None) -> Comment:
    """A remark on an asset, at a moment (`at_s`) or over a range (`at_s` to `end_s`), in seconds."""
    text = text.strip()
    if not text or "\x00" in text:
        raise Invalid("comment.empty", "Write something first.", field="text")
    if len(text) > COMMENT_LENGTH:
        raise Invalid("comment.too_long", f"Keep a comment under {COMMENT_LENGTH} letters.", field="text")
    _check_moment(asset, at_s, end_s)
    with transaction.atomic():
        remark = Comment.objects.create(asset=asset, by=by, text=text, at_s=at_s, end_s=end_s)
        facts = {"asset": str(asset.pk), "comment": remark.pk, "at_s": at_s, "end_s": end_s}
        events.note("comment.added", by=by, project=asset.project, **facts)
        events.record(asset.project, "comment.added", by=by, text=text, author=str(by), **facts)
    return remark


def _check_verdict(verdict: str, reason: str) -> None:
    if verdict not in VERDICTS:
        raise Invalid("review.verdict_unknown", "Approve, request changes or reject.", field="verdict")
    if verdict != Review.State.APPROVED and not reason:
        raise Invalid("review.reason_missing", "Say why, so that the artist knows what to do.", field="reason")
    if len(reason) > REASON_LENGTH or "\x00" in reason:
        raise Invalid("review.reason_too_long", f"Keep the reason under {REASON_LENGTH} letters.", field="reason")


def _check_moment(asset: Asset, at_s: float | None, end_s: float | None) -> None:
    moments = [moment for moment in (at_s, end_s) if moment is not None]
    length_s = math.inf if asset.duration_s is None else asset.duration_s + END_SLACK_S
    if not all(math.isfinite(moment) and 0 <= moment <= length_s for moment in moments):
        raise Invalid("comment.outside", "That moment lies outside the recording.", field="at_s")
    if end_s is not None and (at_s is None or end_s < at_s):
        raise Invalid("comment.range_backwards", "A range ends after it begins.", field="end_s")


def _who_was_first(review: Review) -> str:
    last = review.decisions.select_related("by").last()
    if last is None:
        return "This review has just been closed; have a look at it again."
    return f"{last.by or 'Someone'} has already answered this review: {last.get_verdict_display().lower()}."


def _state_after(review: Review, project: Project) -> str:
    if review.state != Review.State.APPROVED:
        return Project.State.CHANGES_REQUESTED
    if review.asset.kind == Asset.Kind.MASTER:
        return Project.State.APPROVED
    return _standing(project)


def _standing(project: Project) -> str:
    """Where a song stands by its reviews: one waits, or its newest reviewed master was approved, or neither."""
    if project.reviews.filter(state=Review.State.OPEN).exists():
        return Project.State.IN_REVIEW
    masters = project.reviews.filter(asset__kind=Asset.Kind.MASTER).exclude(state=Review.State.WITHDRAWN)
    newest = masters.order_by("-pk").first()
    if newest and newest.state == Review.State.APPROVED:
        return Project.State.APPROVED
    return Project.State.IN_PRODUCTION


def _follow(project: Project, state: str) -> None:
    """Move the song where its reviews lead, if it can go there from where it stands."""
    if state in Project.LIFECYCLE.moves[project.state]:
        move(project, to=state, updated_at=timezone.now())


def _tell(review: Review, fact: str, *, by: User | None, **more: object) -> None:
    facts = {"review": review.pk, "asset": str(review.asset_id), "kind": review.asset.kind, **more}
    events.note(fact, by=by, project=review.project, **facts)
    events.record(review.project, fact, by=by, name=review.asset.name, **facts)
