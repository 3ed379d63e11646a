"""Take an uploaded recording in: decode it safely, draw it, measure it, make it playable."""

from typing import Any

from processing.dsp.ingest import ingest
from processing.dsp.marks import marks_of
from processing.dsp.measures import measure_file
from processing.pipeline.context import Context
from processing.stages.sound import renditions
from projects.models import Asset, Rendition


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    asset = context.asset("file")
    context.progress(0.05, "Reading the file")
    taken = ingest(context.path(asset), context.scratch / "canonical.flac")
    context.progress(0.5, "Measuring")
    measures = measure_file(taken.path)
    context.progress(0.7, "Making it playable")
    made = renditions(taken.path, context.scratch, for_listening=context.for_listening) | {
        Rendition.Kind.CANONICAL.value: taken.path
    }
    findings = [{"code": w.code, "words": w.words} for w in taken.warnings]
    for finding in findings:
        context.log(finding["words"])
    context.add_renditions(asset, made)
    context.add_measures(asset, measures, taken.duration_s)
    told = {"asset_kind": params["kind"], "file": taken.to_json(), "measures": measures, "findings": findings}
    if params["kind"] == Asset.Kind.FLAT_MIX:
        # Where a file comes from matters where somebody else's machine made it.
        told["marks"] = [mark.to_json() for mark in marks_of(context.path(asset))]
    return told
