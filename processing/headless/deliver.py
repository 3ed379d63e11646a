"""Lay the finished files out in a folder, under the names everyone may rely on."""

import json
import shutil
from pathlib import Path
from typing import Any

from processing.headless.order import Order
from processing.models import Run, Stage
from processing.pipeline.aligning import after_gate
from processing.pipeline.sources import tracks_of
from projects.models import Asset, Project, Rendition
from projects.picks import picked
from projects.storage import local_copy


def files(project: Project, runs: list[Run], order: Order) -> None:
    """Write every candidate, the instrumental that was mixed and its stems, mix, masters and clips."""
    out = order.out
    (out / "candidates").mkdir(parents=True, exist_ok=True)
    (out / "stems").mkdir(exist_ok=True)
    for stage in candidate_stages(runs):
        lay(stage.outputs.get(role="candidate").asset.sha256, out / candidate_file(stage))
    for role, asset in mixed_tracks(runs).items():
        if role == "candidate":
            lay(_decoded(asset), out / "instrumental.flac")
        elif role.startswith("stem:"):
            lay(asset.sha256, out / "stems" / f"{role.removeprefix('stem:')}.flac")
    lay(_picked(project, "mix").sha256, out / "mix.flac")
    master = _picked(project, "master")
    lay(master.sha256, out / "master.wav")
    lay(master.renditions.get(kind=Rendition.Kind.MP3).sha256, out / "master.mp3")
    for stage in _stages(runs, "film"):
        for made in stage.outputs.select_related("asset"):
            lay(made.asset.sha256, out / made.asset.name)


def mixed_tracks(runs: list[Run]) -> dict[str, Asset]:
    """What the mix was made of, by role, as it lay then: an upload may have been moved and taken apart before."""
    mixed = _stages(runs, "render_mix")[0]
    ids = {role: pk[0] for role, pk in after_gate(mixed, {}, tracks_of(mixed)).inputs.items()}
    found = {str(asset.pk): asset for asset in Asset.objects.filter(pk__in=ids.values())}
    return {role: found[pk] for role, pk in ids.items()}


def _decoded(asset: Asset) -> str:
    """The content of what was brought as FLAC; what was made here is FLAC itself."""
    brought = asset.renditions.filter(kind=Rendition.Kind.CANONICAL).first()
    return brought.sha256 if brought else asset.sha256


def candidate_stages(runs: list[Run]) -> list[Stage]:
    return _stages(runs, "compose")


def candidate_file(stage: Stage) -> str:
    return f"candidates/{stage.params['number']:02d}.flac"


def _stages(runs: list[Run], kind: str) -> list[Stage]:
    return [stage for run in runs for stage in run.stages.filter(kind=kind).order_by("position")]


def _picked(project: Project, phase: str) -> Asset:
    asset = picked(project, phase)
    assert asset is not None, phase
    return asset


def lay(sha256: str, target: Path) -> None:
    with local_copy(sha256) as source:
        shutil.copyfile(source, target)


def report(content: dict[str, Any], out: Path) -> None:
    (out / "report.json").write_text(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
