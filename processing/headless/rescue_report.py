"""`report.json` of a rescue: the keys of every report, with what was wrong before and what is after."""

from typing import Any

from processing.dsp.repairs.names import SONG
from processing.headless.report import input_of, provenance_of, stage_of
from processing.headless.rescue_order import RescueOrder
from processing.models import Run, Stage
from projects import origins
from projects.models import Project


def report_of(project: Project, run: Run, order: RescueOrder, instrumental: dict[str, Any]) -> dict[str, Any]:
    """`instrumental`: its measures."""
    stages = list(run.stages.order_by("position"))
    named = {stage.name: stage for stage in stages}
    master = named["master"].result
    inputs = [("track", order.track), *(("reference", path) for path in order.references)]
    return {
        "inputs": [input_of(kind, path) for kind, path in inputs],
        "title": project.title,
        "genre": named["master"].params["genre"],
        "seed": order.seed,
        # A finished song is not played again, so nothing is planned of it.
        "bpm": None,
        "key": "",
        "alignment": {},
        "sections": [],
        "candidates": [],
        "picked": "mix.flac",
        "duration_s": named["upload"].result["measures"]["duration_s"],
        "origin": _origin(project),
        "separation": named["separate"].result,
        "stages": [stage_of(stage) for stage in stages],
        "console": named["console"].result["settings"],
        "measures": {
            "original": named["upload"].result["measures"],
            "instrumental": instrumental,
            "mix": named["mix"].result["measures"],
            "master": {**master["measures"], "target_lufs": order.target_lufs},
        },
        "qc": master["qc"],
        "mastering": master["report"],
        "pathologies": _pathologies(named),
        "provenance": [provenance_of(stage) for stage in stages],
    }


def _origin(project: Project) -> dict[str, Any]:
    origin = origins.origin_of(project)
    return {**origin.facts(), "marks": origin.marks}


def _pathologies(named: dict[str, Stage]) -> dict[str, Any]:
    """Severities 0..100 by code, 50 at the limit: as it was brought, after the repair, and in the master."""
    looked = {"before": "diagnose", "mix": "mix-check", "after": "master-check"}
    results = {when: named[name].result for when, name in looked.items()}
    judged = named["judge"].result
    return {
        **{when: result["scores"] for when, result in results.items()},
        "found": {when: result["found"] for when, result in results.items()},
        "faults": {when: result["faults"] for when, result in results.items()},
        "restored": {
            "before": judged["before"],
            "after": judged["after"],
            "faults": {"before": judged["faults_before"], "after": judged["faults_after"]},
        },
        "steps": {SONG: named["mend"].result["steps"], **judged["steps"]},
        "kept": judged["kept"],
        "withheld": judged["withheld"],
    }
