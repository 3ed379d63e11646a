"""Asking for a decision, giving it (one or many at once), undoing it, taking it back."""

import uuid
from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import review
from projects.errors import Invalid, NotAllowed, StudioError
from projects.models import Asset, Review
from projects.said import said
from projects.views.deeds import Done, deed, member

AT_ONCE = 100
DONE = {
    Review.State.APPROVED: lambda name: _("{name} is approved.").format(name=name),
    Review.State.CHANGES_REQUESTED: lambda name: _("Changes to {name} are requested.").format(name=name),
    Review.State.REJECTED: lambda name: _("{name} is rejected.").format(name=name),
}
MANY_DONE = {
    Review.State.APPROVED: lambda n: ngettext("{count} approved.", "{count} approved.", n),
    Review.State.CHANGES_REQUESTED: lambda n: ngettext(
        "Changes to {count} requested.", "Changes to {count} requested.", n
    ),
    Review.State.REJECTED: lambda n: ngettext("{count} rejected.", "{count} rejected.", n),
}


@deed
def request_review(request: HttpRequest, asset_id: uuid.UUID) -> Done:
    assets = Asset.objects.visible_to(request.user).select_related("project")
    asset = get_object_or_404(assets, pk=asset_id)
    review.request_review(asset, by=member(request))
    return Done(_("The label has been asked."), _room_of(asset))


@deed
def withdraw(request: HttpRequest, review_id: int) -> Done:
    found = _review(request, review_id)
    review.withdraw(found, request.POST.get("reason", ""), by=member(request))
    return Done(_("Taken back."), _room_of(found.asset))


@deed
def decide(request: HttpRequest, review_id: int) -> Done:
    found, verdict = _review(request, review_id), request.POST.get("verdict", "")
    reason, quick = request.POST.get("reason", ""), request.POST.getlist("quick")
    review.decide(found, verdict, reason, by=member(request), quick=quick)
    words = DONE[Review.State(verdict)](_title(found))
    return Done(words, _room_of(found.asset), undo=reverse("undo-decision", args=[found.pk]))


@deed
def undo(request: HttpRequest, review_id: int) -> Done:
    found = review.undo(_review(request, review_id), by=member(request))
    return Done(_("{name} waits for a decision again.").format(name=_title(found)), _room_of(found.asset))


@deed
def decide_many(request: HttpRequest) -> Done:
    """One verdict on all that are selected. Each stands for itself: what fails is told, the rest is done."""
    verdict, by = request.POST.get("verdict", ""), member(request)
    reason, quick = request.POST.get("reason", ""), request.POST.getlist("quick")
    done, failed = [], []
    for found in _selected(request, request.POST.getlist("review")):
        try:
            review.decide(found, verdict, reason, by=by, quick=quick)
            done.append(found)
        except (Invalid, NotAllowed):
            # What is wrong with the verdict or the person is wrong for all of them, so nothing was done yet.
            raise
        except StudioError as error:
            failed.append(f"{_title(found)}: {said(error.words)}")
    words = MANY_DONE[Review.State(verdict)](len(done)).format(count=len(done)) if done else ""
    back = f"{reverse('undo-many')}?{urlencode({'review': [one.pk for one in done]}, doseq=True)}" if done else ""
    return Done(words, reverse("inbox"), undo=back, but=_but(failed))


@deed
def undo_many(request: HttpRequest) -> Done:
    done, failed = 0, []
    for found in _selected(request, request.GET.getlist("review")):
        try:
            review.undo(found, by=member(request))
            done += 1
        except StudioError as error:
            failed.append(f"{_title(found)}: {said(error.words)}")
    words = ngettext("{count} waits again.", "{count} wait again.", done).format(count=done) if done else ""
    return Done(words, reverse("inbox"), but=_but(failed))


def _selected(request: HttpRequest, ids: Iterable[str]) -> list[Review]:
    """The selected reviews that this person may see, in the order in which they were asked for."""
    wanted = {int(text) for text in ids if text.isascii() and text.isdigit() and len(text) < 19}
    if not 0 < len(wanted) <= AT_ONCE:
        words = _("Select between one and {limit} of them.").format(limit=AT_ONCE)
        raise Invalid("review.none_selected", words, field="review")
    seen = Review.objects.visible_to(request.user).select_related("project", "asset")
    return list(seen.filter(pk__in=wanted))


def _but(failed: list[str]) -> str:
    if not failed:
        return ""
    words = ngettext("{count} could not be done. {why}", "{count} could not be done. {why}", len(failed))
    return words.format(count=len(failed), why=" ".join(failed))


def _review(request: HttpRequest, review_id: int) -> Review:
    seen = Review.objects.visible_to(request.user).select_related("project", "asset")
    return get_object_or_404(seen, pk=review_id)


def _title(found: Review) -> str:
    asset = found.asset
    words = _("{title}, {kind} {version}")
    return words.format(title=found.project.title, kind=asset.get_kind_display(), version=asset.version)


def _room_of(asset: Asset) -> str:
    return reverse("room", args=[asset.project_id])
