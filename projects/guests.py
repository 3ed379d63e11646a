"""Letting somebody without an account hear one version for a while, and perhaps say what they hear."""

from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from artists.models import User
from projects import comments, events, review
from projects.errors import Invalid, StudioError
from projects.models import Asset, Comment, GuestLink

NAME_LENGTH = 60
LASTS_DAYS = (7, 14, 30, 90)
USUAL_DAYS = 14
LONGEST_DAYS = max(LASTS_DAYS)
OPEN_EACH = 20
COMMENTS_A_MINUTE = 10
COMMENTS_EACH = 200
SIGNER = Signer(salt="projects.guests", sep=".")


def share(asset: Asset, name: str, *, by: User, days: int = USUAL_DAYS, may_comment: bool = True) -> GuestLink:
    """A link to one version for whoever `name` says. It always ends: an unreleased record is not left lying about."""
    if asset.kind not in review.REVIEWABLE or asset.removed_at is not None:
        raise Invalid("guest_link.not_shareable", _("Only candidates, mixes, masters and clips can be shared."))
    name = _checked_name(name, _("Say whom the link is for."))
    if not 1 <= days <= LONGEST_DAYS:
        words = _("A link lasts from one day to {longest} days.").format(longest=LONGEST_DAYS)
        raise Invalid("guest_link.days_out_of_range", words, field="days")
    with transaction.atomic():
        Asset.objects.select_for_update().get(pk=asset.pk)
        if open_ones(asset.guest_links.all()).count() >= OPEN_EACH:
            words = _("This version has {most} open links. Close one that is not needed any more.")
            raise StudioError("guest_link.too_many", words.format(most=OPEN_EACH))
        ends_at = timezone.now() + timedelta(days=days)
        link = GuestLink.objects.create(asset=asset, name=name, by=by, may_comment=may_comment, ends_at=ends_at)
        _note(link, "guest_link.made", by=by, days=days, may_comment=may_comment)
    return link


def close(link: GuestLink, *, by: User) -> GuestLink:
    """Shut a link at once and for good; shutting it again changes nothing."""
    with transaction.atomic():
        if GuestLink.objects.filter(pk=link.pk, closed_at=None).update(closed_at=timezone.now()):
            _note(link, "guest_link.closed", by=by)
    link.refresh_from_db()
    return link


def secret_of(link: GuestLink) -> str:
    """What stands in the address: the id and a signature of the house, which nobody can guess."""
    return SIGNER.sign(link.pk.hex)


def found(secret: str) -> GuestLink | None:
    try:
        pk = UUID(SIGNER.unsign(secret))
    except (BadSignature, ValueError):
        return None
    whole = GuestLink.objects.select_related("asset__project__artist", "by")
    return whole.filter(pk=pk).first()


def open_link(secret: str) -> GuestLink | None:
    """The link of this secret, while it lets somebody in."""
    link = found(secret)
    return link if link is not None and standing(link) == "open" else None


def standing(link: GuestLink) -> str:
    """`open`, `closed`, `ended`, or `removed` where the label no longer keeps the file."""
    if link.closed_at is not None:
        return "closed"
    if link.ends_at <= timezone.now():
        return "ended"
    return "open" if link.asset.removed_at is None else "removed"


def open_ones(links: QuerySet[GuestLink]) -> QuerySet[GuestLink]:
    return links.filter(closed_at=None, ends_at__gt=timezone.now())


def opened(link: GuestLink) -> None:
    """Somebody stands at the door; the first time is written down."""
    with transaction.atomic():
        first = GuestLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())
        GuestLink.objects.filter(pk=link.pk).update(openings=F("openings") + 1, opened_at=timezone.now())
        if first:
            _note(link, "guest_link.opened", by=None)


def say(link: GuestLink, name: str, text: str, *, at_s: float | None = None, end_s: float | None = None) -> Comment:
    """A remark by a guest under the name they give. Raises StudioError where the link does not allow it."""
    if standing(link) != "open":
        raise StudioError("guest_link.closed", _("This link is closed. Ask whoever sent it for a new one."))
    if not link.may_comment:
        raise StudioError("guest_link.only_listens", _("This link is for listening only."))
    name = _checked_name(name, _("Write your name, so that they know who says it."))
    with transaction.atomic():
        GuestLink.objects.select_for_update().get(pk=link.pk)
        _check_pace(link)
        return comments.comment(link.asset, text, by=comments.Guest(link, name), at_s=at_s, end_s=end_s)


def said_by(link: GuestLink) -> QuerySet[Comment]:
    """What a guest sees of the talk: the threads that came in by this link, and nothing else that is said."""
    heads = Comment.objects.filter(link=link, parent=None).select_related("by")
    return heads.prefetch_related("answers__by").order_by(F("at_s").asc(nulls_first=True), "pk")


def _check_pace(link: GuestLink) -> None:
    said = link.comments.all()
    if said.count() >= COMMENTS_EACH:
        words = _("This link has taken as many comments as it can. Ask whoever sent it for a new one.")
        raise StudioError("guest_link.full", words)
    if said.filter(at__gt=timezone.now() - timedelta(minutes=1)).count() >= COMMENTS_A_MINUTE:
        raise StudioError("guest_link.too_fast", _("That was quick. Wait a minute and send it again."))


def _checked_name(name: str, missing: str) -> str:
    name = name.strip()
    if not name or "\x00" in name:
        raise Invalid("guest_link.name_missing", missing, field="name")
    if len(name) > NAME_LENGTH:
        words = _("Keep the name under {limit} letters.").format(limit=NAME_LENGTH)
        raise Invalid("guest_link.name_too_long", words, field="name")
    return name


def _note(link: GuestLink, verb: str, *, by: User | None, **more: object) -> None:
    asset = link.asset
    about = {"asset": str(asset.pk), "kind": asset.kind, "version": asset.version, "guest": link.name}
    events.note(verb, by=by, project=asset.project, link=str(link.pk), **about, **more)
