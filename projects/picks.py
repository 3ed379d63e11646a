"""Choosing what feeds the next phase."""

from django.db import transaction
from django.utils.translation import gettext as _

from artists.models import User
from projects import events, signals
from projects.errors import Invalid, StudioError
from projects.models import Asset, Pick, Project, Review
from projects.songs import GONE

PHASE_OF = {
    Asset.Kind.CANDIDATE: "instrumental",
    Asset.Kind.INSTRUMENTAL: "instrumental",
    Asset.Kind.MIX: "mix",
    Asset.Kind.MASTER: "master",
    Asset.Kind.VIDEO: "video",
}
UPSTREAM = {"instrumental", "mix"}


def phase_of(asset: Asset) -> str:
    """The phase that a pick of this asset settles. Raises Invalid for what is not made to be chosen."""
    try:
        return PHASE_OF[Asset.Kind(asset.kind)]
    except KeyError:
        raise Invalid("pick.not_a_version", "Only candidates, mixes, masters and clips can be picked.") from None


def pick(asset: Asset, *, by: User | None) -> Pick:
    """Make this the version that counts in its phase; `by` is empty when autopilot picks.

    Picking what is already picked changes nothing.
    """
    phase, project = phase_of(asset), asset.project
    with transaction.atomic():
        # Locking the project makes the last of two people who pick at once the one that counts, for everyone.
        if Project.objects.select_for_update().get(pk=project.pk).state in GONE:
            raise StudioError("song.closed", "This song is finished; nothing can be picked any more.")
        newest = project.picks.filter(phase=phase).first()
        if newest and newest.asset_id == asset.pk:
            return newest
        _check_may_change(asset, phase)
        chosen = Pick.objects.create(project=project, phase=phase, asset=asset, by=by)
        facts = {"asset": str(asset.pk), "kind": asset.kind, "version": asset.version, "phase": phase}
        events.note("candidate.picked", by=by, project=project, **facts)
        events.record(project, "candidate.picked", by=by, name=asset.name, machine=by is None, **facts)
        signals.picked.send(Project, pick=chosen, by=by)
    return chosen


def _check_may_change(asset: Asset, phase: str) -> None:
    """What was approved stays what counts until the label takes the approval back, and so does what it was made of."""
    approved = Asset.objects.filter(project=asset.project_id, reviews__state=Review.State.APPROVED)
    settled = approved.filter(kind__in=[kind for kind, of in PHASE_OF.items() if of == phase])
    if phase in UPSTREAM and not settled:
        settled = approved.filter(kind=Asset.Kind.MASTER)
    chosen = settled.first()
    if chosen is None or settled.filter(pk=asset.pk).exists():
        return
    words = _(
        "{kind} {version} is approved, so nothing else can be picked. The label can take the approval back first."
    )
    raise StudioError("pick.approved", words.format(kind=chosen.get_kind_display(), version=chosen.version))


def picked(project: Project, phase: str) -> Asset | None:
    """What counts in a phase now."""
    newest = project.picks.filter(phase=phase).select_related("asset").first()
    return newest.asset if newest else None
