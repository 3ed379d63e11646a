"""People decide: asking for a decision, giving it, undoing it at once, taking it back later."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from artists.models import User
from projects import events, signals
from projects.errors import Invalid, NotAllowed, StudioError
from projects.machine import move
from projects.models import Asset, Decision, Project, Review
from projects.reasons import in_words
from projects.songs import MAKING
from projects.states import GONE
from projects.version_names import version_name

REVIEWABLE = {Asset.Kind.CANDIDATE, Asset.Kind.INSTRUMENTAL, Asset.Kind.MIX, Asset.Kind.MASTER, Asset.Kind.VIDEO}
VERDICTS = {Review.State.APPROVED, Review.State.CHANGES_REQUESTED, Review.State.REJECTED}
REASON_LENGTH = 2000
UNDO_WITHIN = timedelta(seconds=10)


def request_review(asset: Asset, *, by: User | None) -> Review:
    """Ask the label for a decision on one asset; a new round when an earlier one was decided."""
    if asset.kind not in REVIEWABLE:
        raise Invalid("review.not_reviewable", _("Only candidates, mixes, masters and clips are reviewed."))
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=asset.project_id)
        if project.state not in {*MAKING, Project.State.APPROVED}:
            words = _("This song is not in production, so nothing can be reviewed.")
            raise StudioError("song.not_in_production", words)
        name = version_name(asset.kind, asset.version)
        if asset.reviews.filter(state=Review.State.OPEN).exists():
            words = _("{name} is already waiting for a decision.").format(name=name)
            raise StudioError("review.already_open", words)
        if asset.reviews.filter(state=Review.State.APPROVED).exists():
            words = _("{name} is approved. The label can take that back first, with a reason.").format(name=name)
            raise StudioError("review.already_approved", words)
        newest = asset.reviews.aggregate(n=Max("round"))["n"] or 0
        review = Review.objects.create(project=project, asset=asset, round=newest + 1, requested_by=by)
        if project.state != Project.State.APPROVED:
            _follow(project, Project.State.IN_REVIEW)
        _tell(review, "review.requested", by=by, round=review.round)
    return review


def decide(review: Review, verdict: str, reason: str = "", *, by: User, quick: Iterable[str] = ()) -> Decision:
    """Approve, request changes or reject; anything but an approval needs a reason, picked (`quick`) or written.

    Raises NotAllowed for people who may not decide, StudioError when someone was first.
    """
    _check_decides(by, _("Only A&R and admins of the label decide on reviews."))
    reason = _checked(in_words(quick, reason))
    _check_verdict(verdict, reason)
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=review.project_id)
        if review.state != Review.State.OPEN or not move(review, to=verdict):
            raise StudioError("review.already_decided", _who_was_first(review))
        decision = Decision.objects.create(review=review, verdict=verdict, reason=reason, by=by)
        _follow(project, _state_after(review, project))
        _tell(review, "decision.made", by=by, verdict=verdict, reason=reason, round=review.round)
        signals.decided.send(Project, decision=decision, by=by)
    return decision


def undo(review: Review, *, by: User) -> Review:
    """Open the same round again within ten seconds of one's own decision. The decision stays in the trail."""
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=review.project_id)
        review.refresh_from_db(fields=["state"])
        last = review.decisions.select_related("by").last()
        _check_can_undo(review, last, project, by)
        move(review, to=Review.State.OPEN)
        Decision.objects.create(review=review, verdict=Review.State.OPEN, by=by)
        _follow(project, _standing(project))
        _tell(review, "decision.undone", by=by, round=review.round)
    return review


def withdraw(review: Review, reason: str = "", *, by: User | None) -> Review:
    """Take an open request back, or (the label only, with a reason) a decision that was made. The studio (`by` None)
    takes back what it asked itself."""
    was = review.state
    if was != Review.State.OPEN:
        _check_decides(by, _("Only A&R and admins of the label take a decision back."))
    reason = _checked(reason)
    if was == Review.State.APPROVED and not reason:
        raise Invalid("review.reason_missing", _("Say why the approval is taken back."), field="reason")
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=review.project_id)
        if was != Review.State.OPEN and project.state in GONE:
            raise StudioError("song.closed", _("This song is finished, so its decisions stand."))
        if was == Review.State.WITHDRAWN or not move(review, to=Review.State.WITHDRAWN):
            words = _("This review has just changed; have a look at it again.")
            raise StudioError("review.already_withdrawn", words)
        Decision.objects.create(review=review, verdict=Review.State.WITHDRAWN, reason=reason, by=by)
        was_the_no = was not in {Review.State.OPEN, Review.State.APPROVED}
        if project.state != Project.State.CHANGES_REQUESTED or was_the_no:
            _follow(project, _standing(project))
        fact = "review.withdrawn" if was == Review.State.OPEN else "decision.withdrawn"
        _tell(review, fact, by=by, was=was, reason=reason)
    return review


def _check_decides(by: User | None, words: str) -> None:
    if by is None or not by.can_decide:
        raise NotAllowed("review.not_yours_to_decide", words)


def _checked(reason: str) -> str:
    reason = reason.strip()
    if len(reason) > REASON_LENGTH or "\x00" in reason:
        words = _("Keep the reason under {limit} letters.").format(limit=REASON_LENGTH)
        raise Invalid("review.reason_too_long", words, field="reason")
    return reason


def _check_verdict(verdict: str, reason: str) -> None:
    if verdict not in VERDICTS:
        raise Invalid("review.verdict_unknown", _("Approve, request changes or reject."), field="verdict")
    if verdict != Review.State.APPROVED and not reason:
        words = _("Say why, so that the artist knows what to do.")
        raise Invalid("review.reason_missing", words, field="reason")


def _check_can_undo(review: Review, last: Decision | None, project: Project, by: User) -> None:
    if last is None or last.verdict not in VERDICTS or review.state != last.verdict:
        raise StudioError("review.nothing_to_undo", _("There is no decision to undo here any more."))
    if last.by_id != by.pk:
        raise NotAllowed("review.not_yours_to_undo", _("Only the person who decided can undo it."))
    if timezone.now() - last.at > UNDO_WITHIN:
        words = _("Ten seconds have passed. Open the song to take the decision back, with a reason.")
        raise StudioError("review.undo_too_late", words)
    if project.state in GONE:
        raise StudioError("song.closed", _("This song is finished, so its decisions stand."))
    if Review.objects.filter(asset=review.asset_id, state=Review.State.OPEN).exists():
        words = _("The label has been asked again meanwhile: answer the new round.")
        raise StudioError("review.asked_again", words)


def _who_was_first(review: Review) -> str:
    last = review.decisions.select_related("by").last()
    if last is None or last.verdict == Review.State.OPEN:
        return _("This review has just been closed; have a look at it again.")
    words = _("{who} was first, {when}, and decided on {name} of “{song}”: {verdict}.")
    verdict = last.get_verdict_display().lower()
    who, name = last.by or _("Someone"), version_name(review.asset.kind, review.asset.version)
    return words.format(who=who, when=naturaltime(last.at), name=name, song=review.project.title, verdict=verdict)


def _state_after(review: Review, project: Project) -> str:
    if review.state != Review.State.APPROVED:
        return Project.State.CHANGES_REQUESTED
    if review.asset.kind == Asset.Kind.MASTER:
        return Project.State.APPROVED
    return _standing(project)


def _standing(project: Project) -> str:
    """Where a song stands by its reviews: its newest reviewed master was approved, or one waits, or neither."""
    masters = project.reviews.filter(asset__kind=Asset.Kind.MASTER).exclude(state=Review.State.WITHDRAWN)
    newest = masters.order_by("-pk").first()
    if newest and newest.state == Review.State.APPROVED:
        return Project.State.APPROVED
    if project.reviews.filter(state=Review.State.OPEN).exists():
        return Project.State.IN_REVIEW
    return Project.State.IN_PRODUCTION


def _follow(project: Project, state: str) -> None:
    """Move the song where its reviews lead, if it can go there from where it stands."""
    if state in Project.LIFECYCLE.moves[project.state]:
        move(project, to=state, updated_at=timezone.now())


def _tell(review: Review, fact: str, *, by: User | None, **more: object) -> None:
    asset = review.asset
    facts = {"review": review.pk, "asset": str(asset.pk), "kind": asset.kind, "version": asset.version, **more}
    events.note(fact, by=by, project=review.project, **facts)
    asked_by = review.requested_by_id
    events.record(review.project, fact, by=by, name=asset.name, asked_by=asked_by, **facts)
