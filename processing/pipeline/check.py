"""A first listen to what people upload into a draft, so that they hear of a spoilt take while they can sing again.

It runs the very stages of intake: what was decoded and heard here is taken up again when the song is sent in.
"""

from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.utils import translation

from artists.models import User
from processing.errors import StudioError
from processing.models import Run
from processing.pipeline import launch
from processing.signals import run_finished
from projects import events, origins, signals
from projects.models import Asset, Project

# Put right by itself: worth a word beside the file, but no notice.
HARMLESS = {"audio.dc", "audio.folded"}
LISTENED_TO = (Asset.Kind.VOCAL, Asset.Kind.INSTRUMENTAL, Asset.Kind.REFERENCE, Asset.Kind.FLAT_MIX)
CHECKED = (*LISTENED_TO, Asset.Kind.PHOTO)


@receiver(signals.asset_added, dispatch_uid="check.asset_added")
def listen_first(asset: Asset, by: User | None, **_: Any) -> None:
    if asset.kind not in CHECKED or asset.project.state != Project.State.DRAFT:
        return
    try:
        # A refusal is kept for whoever reads it, not in the language of whoever sent the file.
        with translation.override(settings.LANGUAGE_CODE):
            launch.start(asset.project, "check", by=by, asset=str(asset.pk))
    except StudioError as error:
        # The upload stands; the song's intake will listen.
        events.record(asset.project, "flow.stopped", code=error.code, words=error.words)


@receiver(signals.asset_taken_out, dispatch_uid="check.asset_taken_out")
def stop_listening(asset: Asset, by: User | None, **_: Any) -> None:
    """Nobody needs to hear what is no longer there."""
    for run in Run.objects.filter(project=asset.project_id, recipe="check", state=Run.State.RUNNING):
        if run.params.get("asset") == str(asset.pk):
            launch.cancel(run, by=by)


@receiver(run_finished, dispatch_uid="check.run_finished")
def tell_what_was_found(run: Run, **_: Any) -> None:
    if run.recipe not in {"check", "rescue"} or run.state != Run.State.DONE:
        return
    for taken in run.stages.filter(kind="ingest"):
        if marks := taken.result.get("marks"):
            origins.keep_marks(run.project, marks)
    if run.recipe == "check":
        _tell(run)


def _tell(run: Run) -> None:
    found = run.stages.get(name="upload").result["findings"]
    asset = Asset.objects.filter(pk=run.params["asset"]).first()
    codes = [one["code"] for one in found if one["code"] not in HARMLESS]
    if codes and asset:
        events.record(run.project, "upload.found", asset=str(asset.pk), name=asset.name, codes=codes)
