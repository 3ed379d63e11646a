"""What recipes take from a project: the newest file of a kind, what was picked, and the stages that made it."""

from typing import Any

from processing.dials import dials_of, weights_of
from processing.errors import StudioError
from processing.models import Run, Stage, StageOutput
from projects.models import Asset, Pick, Project

REFERENCES_MAX = 5
DEFAULT_GENRE = "pop"


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


def tracks_of(mix: Stage) -> dict[str, list[str]]:
    """The tracks that a mix was rendered from: what was handed to its stage, and what stages before it in its run left
    for it (the stems of a rescue)."""
    before = StageOutput.objects.filter(stage__run=mix.run_id, stage__name__in=mix.needs, role__startswith="final:")
    made = {f"stem:{out.role.removeprefix('final:')}": [str(out.asset_id)] for out in before}
    handed = {role: ids for role, ids in mix.inputs.items() if role != "sound"}
    return {**handed, **made}


def genre_of(project: Project) -> str:
    """What the brief says, else what the plan of the picked instrumental says."""
    if project.genre or project.kind == Project.Kind.RESCUE:
        return project.genre or DEFAULT_GENRE
    return str(maker_of(picked(project, "instrumental")).params["plan"]["genre"])


def master_params(project: Project, params: dict[str, Any], genre: str) -> dict[str, Any]:
    """What a master is told beside its sounds: whose it is, and how far its dials are turned."""
    about = {"title": project.title, "artist": project.artist.name, "genre": genre, "dials": dials_of(params)}
    weights = weights_of(params)
    return about | {"weights": weights} if weights else about
