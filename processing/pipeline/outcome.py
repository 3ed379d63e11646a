"""How a stage ends well: outputs, provenance, state and event in one transaction."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from processing.engines.catalogue import BY_KEY, EngineSpec
from processing.models import Stage, StageOutput
from processing.pipeline.context import Context, Output
from processing.pipeline.leases import StoppedError
from processing.pipeline.middleware import Meter
from processing.stages.table import kind_of
from projects import events
from projects.assets import KeptFile, NewFile, add_measures, add_renditions, insert
from projects.machine import move
from projects.models import Asset, Project
from projects.storage import Kept

LANDINGS = {Asset.Kind.CANDIDATE: "candidate.landed", Asset.Kind.MIX: "mix.landed"}
LANDINGS |= {Asset.Kind.MASTER: "master.landed", Asset.Kind.VIDEO: "video.landed"}


def facts(stage: Stage) -> dict[str, Any]:
    """What every stage event says."""
    return {
        "stage": stage.pk,
        "run": stage.run_id,
        "name": stage.name,
        "kind": stage.kind,
        "state": stage.state,
        "attempt": stage.attempt,
    }


def provenance(stage: Stage, helpers: Iterable[EngineSpec] = ()) -> dict[str, Any]:
    """Who made an output and how to make it again. `helpers` are engines asked on the way: their licences bind too."""
    spec = BY_KEY.get(stage.engine)
    keys = [key for one in (spec, *helpers) if one for key in one.licences]
    return {
        "stage": stage.kind,
        "stage_version": kind_of(stage.kind).version,
        "engine": stage.engine,
        "engine_version": spec.version if spec else "",
        "weights": dict(spec.weights) if spec else {},
        "licences": list(dict.fromkeys(keys)),
        "fingerprint": stage.fingerprint,
        "seed": stage.params.get("seed"),
        "machine": True,
    }


def done(context: Context, meter: Meter, result: dict[str, Any]) -> None:
    """Raises StoppedError, leaving nothing behind, when the stage was cancelled or given to another worker."""
    stage = context.stage
    made = provenance(stage, context.engines_used)
    attached = {
        "renditions": {pk: _plain(found) for pk, found in context.renditions.items()},
        "measures": {pk: list(found) for pk, found in context.measures.items()},
    }
    changes = {
        "result": result,
        # The engine that did it in the end, which need not be the one it was planned for.
        "engine": stage.engine,
        "fingerprint": stage.fingerprint,
        "provenance": {**made, "attached": attached},
        "progress": 1.0,
        "finished_at": timezone.now(),
        "lease_until": None,
        "log": "\n".join(context.log_lines),
        "seconds": meter.seconds,
        "cost": meter.cost,
        "peak_memory_bytes": meter.peak_memory_bytes,
    }
    with transaction.atomic():
        if not move(stage, to=Stage.State.DONE, given={"attempt": stage.attempt}, **changes):
            raise StoppedError
        landed = [(out.role, _insert(context.project, out, made)) for out in context.outputs]
        for pk, found in context.renditions.items():
            add_renditions(Asset.objects.get(pk=pk), found)
        for pk, (measures, duration_s) in context.measures.items():
            add_measures(Asset.objects.get(pk=pk), measures, duration_s)
        announce(stage, landed, "stage.done")


def _plain(found: dict[str, tuple[Kept, str]]) -> dict[str, list[Any]]:
    return {kind: [kept.sha256, kept.size_bytes, media_type] for kind, (kept, media_type) in found.items()}


def _insert(project: Project, out: Output, made: dict[str, Any]) -> Asset:
    new = out.file.new
    whole = type(new)(**{**vars(new), "provenance": {**new.provenance, **made}})
    return insert(project, KeptFile(whole, out.file.content, out.file.renditions), parents=out.parents)


def announce(stage: Stage, landed: list[tuple[str, Asset]], type: str) -> None:
    """Write the outputs' rows and tell of the stage and of everything that people may now play."""
    project = stage.run.project
    StageOutput.objects.bulk_create([StageOutput(stage=stage, role=role, asset=asset) for role, asset in landed])
    spent: dict[str, Any] = {"seconds": round(stage.seconds, 3), "cost": float(stage.cost)}
    events.record(project, type, **facts(stage), **spent)
    for role, asset in landed:
        if asset.kind in LANDINGS:
            about: dict[str, Any] = {"asset": str(asset.pk), "role": role, "version": asset.version, "stage": stage.pk}
            events.record(project, LANDINGS[Asset.Kind(asset.kind)], **about)


def reused(stage: Stage, donor: Stage) -> None:
    """Give the stage what an identical one made before; its assets appear in this project by the same content."""
    project = stage.run.project
    attached = donor.provenance.get("attached", {})
    theirs = {
        pk: stage.inputs[role][n]
        for role, ids in donor.inputs.items()
        for n, pk in enumerate(ids)
        if role in stage.inputs
    }
    theirs |= _alike(project, [pk for pk in attached.get("renditions", {}) if pk not in theirs])
    changes = {
        "result": donor.result,
        "provenance": _translated(donor.provenance, theirs),
        "progress": 1.0,
        "finished_at": timezone.now(),
        "lease_until": None,
    }
    with transaction.atomic():
        if not move(stage, to=Stage.State.REUSED, given={"attempt": stage.attempt}, **changes):
            raise StoppedError
        for pk, found in attached.get("renditions", {}).items():
            kept = {kind: (Kept(sha256, size), media_type) for kind, (sha256, size, media_type) in found.items()}
            add_renditions(Asset.objects.get(pk=theirs.get(pk, pk)), kept)
        for pk, (measures, duration_s) in attached.get("measures", {}).items():
            add_measures(Asset.objects.get(pk=theirs.get(pk, pk)), measures, duration_s)
        landed = [(out.role, _again(project, out.asset)) for out in donor.outputs.select_related("asset")]
        announce(stage, landed, "stage.reused")


def _alike(project: Project, ids: list[str]) -> dict[str, str]:
    """Where an earlier stage of the donor's run made what was drawn on: this project's newest asset of that content."""
    found = {}
    for asset in Asset.objects.filter(pk__in=ids).exclude(project=project):
        same = project.assets.filter(kind=asset.kind, sha256=asset.sha256).order_by("-version").first()
        if same:
            found[str(asset.pk)] = str(same.pk)
    return found


def _translated(made: dict[str, Any], theirs: dict[str, str]) -> dict[str, Any]:
    """Provenance for this project: what was attached to the donor's inputs is attached to ours."""
    attached = {
        what: {theirs.get(pk, pk): value for pk, value in found.items()}
        for what, found in made.get("attached", {}).items()
    }
    return {**made, "attached": attached}


def _again(project: Project, asset: Asset) -> Asset:
    """The same content in this project: the donor's asset where it is its own, else a row of its own."""
    if asset.project_id == project.pk:
        return asset
    # The path is not read again: the content is in the store.
    new = NewFile(asset.kind, Path(asset.name), asset.name, asset.duration_s, asset.measures, asset.provenance)
    renditions = {r.kind: (Kept(r.sha256, r.size_bytes), r.media_type) for r in asset.renditions.all()}
    return insert(project, KeptFile(new, Kept(asset.sha256, asset.size_bytes), renditions))
