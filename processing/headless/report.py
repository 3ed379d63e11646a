"""`report.json`: what was made, from what, by which engines, and how it measures."""

from pathlib import Path
from typing import Any

from processing.engines.catalogue import BY_KEY
from processing.headless.deliver import candidate_file, candidate_stages, mixed_tracks
from processing.headless.order import Order
from processing.licences.gate import licences
from processing.models import Run, Stage
from projects.models import Project
from projects.storage import hash_file

# For joining rows and for the stages that follow.
UNTOLD, ALIGNED = {"number"}, {"plan"}


def report_of(project: Project, runs: list[Run], order: Order) -> dict[str, Any]:
    stages = [stage for run in runs for stage in run.stages.order_by("position")]
    by_kind = {stage.kind: stage for stage in stages}
    planned = by_kind["plan_song"].result
    laid = by_kind["align"].result if order.instrumental and "align" in by_kind else {}
    plan, master = laid.get("plan") or planned["plan"], by_kind["master"].result
    target = {"target_lufs": order.target_lufs}
    mix = by_kind["render_mix"].result["measures"]
    candidates = [_candidate(stage, runs[1]) for stage in candidate_stages(runs)]
    picked = _picked(candidates, runs)
    return {
        "inputs": [input_of(kind, path) for kind, path in _sources(order)],
        "title": project.title,
        "genre": plan["genre"],
        "mood": plan["mood"],
        "meter": plan["meter"],
        "seed": order.seed,
        "bpm": plan["bpm"],
        "key": plan["key"],
        "tempo": planned["tempo"],
        "key_found": planned["key"],
        "alignment": {
            **planned["alignment"],
            **({**_told(laid), "vocal": True} if laid else _laid(runs[1], picked.get("number", 0))),
        },
        "duration_s": plan["duration_s"],
        "sections": [{name: s[name] for name in ("label", "kind", "start_s", "end_s")} for s in plan["sections"]],
        "candidates": [{name: value for name, value in c.items() if name not in UNTOLD} for c in candidates],
        "picked": picked["file"],
        "stages": [stage_of(stage) for stage in stages],
        "console": by_kind["propose_mix"].result["settings"],
        "said": by_kind["propose_mix"].result.get("said", {"lines": [], "notes": []}),
        "measures": {"instrumental": picked["measures"], "mix": mix, "master": {**master["measures"], **target}},
        "qc": master["qc"],
        "mastering": master["report"],
        "pathologies": {"before": _pathologies(mix), "after": _pathologies(master["measures"])},
        "video": [stage.result["facts"] for stage in stages if stage.kind == "film"],
        "provenance": [provenance_of(stage) for stage in stages],
    }


def _picked(candidates: list[dict[str, Any]], runs: list[Run]) -> dict[str, Any]:
    """The best of the candidates, or the instrumental that was brought, as it lay in the mix."""
    if not candidates:
        return {"file": "instrumental.flac", "measures": mixed_tracks(runs)["candidate"].measures}
    best = runs[1].stages.get(kind="rank").result["ranking"][0]["candidate"]
    return next(c for c in candidates if f"candidate-{c['number']}" == best)


def _told(result: dict[str, Any]) -> dict[str, Any]:
    """What a stage found, less what is only for the stages after it."""
    return {name: value for name, value in result.items() if name not in ALIGNED}


def _laid(run: Run, number: int) -> dict[str, Any]:
    """What was found between the picked candidate and the voice, where the engine is not on the grid by itself."""
    stage = run.stages.filter(name=f"align-{number}").first()
    return _told(stage.result) if stage else {}


def _ghosts(run: Run, number: int) -> dict[str, Any]:
    """What was heard of a voice in a candidate, where its engine made it whole."""
    stage = run.stages.filter(name=f"clean-{number}").first()
    return _told(stage.result) if stage else {}


def _sources(order: Order) -> list[tuple[str, Path]]:
    named = [
        ("lyrics", order.lyrics),
        ("vocal", order.vocal),
        ("instrumental", order.instrumental),
        *(("reference", path) for path in order.references),
    ]
    return [(kind, path) for kind, path in named if path is not None]


def input_of(kind: str, path: Path) -> dict[str, Any]:
    kept = hash_file(path)
    return {"kind": kind, "file": path.name, "sha256": kept.sha256, "size_bytes": kept.size_bytes}


def _candidate(stage: Stage, run: Run) -> dict[str, Any]:
    card = run.stages.get(name=f"score-{stage.params['number']}").result
    return {
        "file": candidate_file(stage),
        "seed": stage.result["seed"],
        "engine": stage.engine,
        "score": card["total"],
        "metrics": {metric["name"]: metric for metric in card["metrics"]},
        "facts": stage.result["facts"],
        "ghosts": _ghosts(run, stage.params["number"]),
        "measures": stage.result["measures"],
        "number": stage.params["number"],
    }


def stage_of(stage: Stage) -> dict[str, Any]:
    spec = BY_KEY.get(stage.engine)
    return {
        "name": stage.name,
        "kind": stage.kind,
        "engine": stage.engine,
        "engine_version": spec.version if spec else "",
        "licence": [licences()[key].code for key in spec.licences] if spec else [],
        "seconds": round(stage.seconds, 3),
        "peak_memory_bytes": stage.peak_memory_bytes,
        "reused": stage.state == Stage.State.REUSED,
        "params": {name: value for name, value in stage.params.items() if name not in {"plan", "text"}},
    }


def _pathologies(measures: dict[str, Any]) -> dict[str, float]:
    """The defects that the whole-file measures show; the full diagnosis belongs to rescue."""
    return {name: measures[name] for name in ("low_side_db", "mono_loss_lu", "bandwidth_hz", "clipping_runs", "psr_db")}


def provenance_of(stage: Stage) -> dict[str, Any]:
    outputs = [
        {"role": out.role, "file": out.asset.name, "sha256": out.asset.sha256}
        for out in stage.outputs.select_related("asset")
    ]
    made = {name: stage.provenance.get(name) for name in ("engine", "engine_version", "weights", "licences", "seed")}
    return {"stage": stage.name, "fingerprint": stage.fingerprint, "machine": True, **made, "outputs": outputs}
