"""The files of a draft: what a dropped file was taken for can be put right, and a file can be taken out again.

Only while the song is a draft. From its submission on files stay as they are.
"""

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from artists.models import User
from projects import events, signals
from projects.errors import Invalid, StudioError
from projects.models import Asset, Project
from projects.signatures import FAMILIES

DRAFT_KINDS = (Asset.Kind.VOCAL, Asset.Kind.INSTRUMENTAL, Asset.Kind.REFERENCE, Asset.Kind.PHOTO)
RESCUE_KINDS = (Asset.Kind.FLAT_MIX, Asset.Kind.REFERENCE, Asset.Kind.PHOTO, Asset.Kind.DOCUMENT)


def kinds_for(project: Project) -> tuple[Asset.Kind, ...]:
    """What people bring to a song of this kind."""
    return RESCUE_KINDS if project.kind == Project.Kind.RESCUE else DRAFT_KINDS


def could_be(asset: Asset) -> list[Asset.Kind]:
    """What else this file may be taken for, itself included."""
    family = FAMILIES.get(asset.kind, frozenset())
    return [kind for kind in kinds_for(asset.project) if family and family <= FAMILIES[kind]]


def take_for(asset: Asset, kind: str, *, by: User) -> Asset:
    """Say what a file of a draft is. Raises Invalid `file.kind_unfit`, StudioError `file.not_in_draft`."""
    with transaction.atomic():
        project = _draft_of(asset)
        if kind not in could_be(asset):
            raise Invalid("file.kind_unfit", _("This file can not be used as that."), field="kind")
        if kind == asset.kind:
            return asset
        if project.assets.filter(kind=kind, sha256=asset.sha256, name=asset.name).exists():
            raise Invalid("file.already_there", _("The same file is already used as that."), field="kind")
        was, newest = asset.kind, project.assets.filter(kind=kind).aggregate(n=Max("version"))["n"]
        asset.kind, asset.version = kind, (newest or 0) + 1
        asset.save(update_fields=["kind", "version"])
        facts = {"asset": str(asset.pk), "name": asset.name, "kind": kind}
        events.note("asset.retyped", by=by, project=project, was=was, **facts)
        events.record(project, "asset.retyped", by=by, **facts)
        signals.asset_taken_out.send(Project, asset=asset, by=by)
        signals.asset_added.send(Project, asset=asset, by=by)
    return asset


def take_out(asset: Asset, *, by: User) -> None:
    """Take a file out of a draft. Raises StudioError `file.not_in_draft`."""
    with transaction.atomic():
        project = _draft_of(asset)
        if asset.kind not in kinds_for(project):
            raise StudioError("file.not_in_draft", _("Only files that people brought can be taken out."))
        facts = {"asset": str(asset.pk), "name": asset.name, "kind": asset.kind}
        signals.asset_taken_out.send(Project, asset=asset, by=by)
        try:
            asset.delete()
        except ProtectedError:
            raise StudioError("file.in_use", _("Somebody was asked to decide on this file, so it stays.")) from None
        events.note("asset.removed", by=by, project=project, **facts)
        events.record(project, "asset.removed", by=by, **facts)


def _draft_of(asset: Asset) -> Project:
    project = Project.objects.select_for_update().get(pk=asset.project_id)
    if project.state != Project.State.DRAFT:
        words = _("The song is on its way. Its files stay as they are; upload a new one instead.")
        raise StudioError("file.not_in_draft", words)
    return project
