"""What recipes take from a project: the newest file of a kind, what was picked, and the stages that made it."""

from typing import Any

from processing.errors import StudioError
from processing.models import Run, Stage, StageOutput
from projects.models import Asset, Pick, Project

REFERENCES_MAX = 5


def newest(project: Project, kind: str) -> Asset | None:
    return project.assets.filter(kind=kind).order_by("-version").first()


def picked(project: Project, phase: str) -> Asset:
    pick = Pick.objects.filter(project=project, phase=phase).select_related("asset").first()
    if pick is None:
        raise StudioError(f"recipe.no_{phase}", f"Pick the {phase} to go on with first.")
    return pick.asset


def plan_of(project: Project) -> dict[str, Any]:
    """The song plan of the newest finished intake."""
    run = project.runs.filter(recipe="intake", state=Run.State.DONE).first()
    stage = run.stages.filter(kind="plan_song").first() if run else None
    if stage is None:
        raise StudioError("recipe.no_plan", "The song has not been planned yet. Run intake first.")
    plan: dict[str, Any] = stage.result["plan"]
    return plan


def maker_of(asset: Asset) -> Stage:
    """The stage that made an asset in its own project. Raises StudioError `recipe.no_maker`."""
    output = StageOutput.objects.filter(asset=asset, stage__run__project=asset.project_id).first()
    if output is None:
        raise StudioError("recipe.no_maker", f"{asset.name} was not made here, so its parts are not known.")
    return output.stage


def stem_inputs(candidate: Asset) -> dict[str, list[str]]:
    made = maker_of(candidate).outputs.filter(role__startswith="stem:")
    return {out.role: [str(out.asset_id)] for out in made}
