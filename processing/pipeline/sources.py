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
    output = _output(asset)
    if output is None:
        raise StudioError("recipe.no_maker", f"{asset.name} was not made here, so its parts are not known.")
    return output.stage


def _output(asset: Asset) -> StageOutput | None:
    made = StageOutput.objects.filter(asset=asset, stage__run__project=asset.project_id)
    return made.select_related("stage").first()


def plan_for(project: Project, instrumental: Asset) -> dict[str, Any]:
    """The plan that an instrumental was made by; for one that was brought from outside, the song's own plan."""
    output = _output(instrumental)
    plan = output.stage.params.get("plan") if output else None
    return plan or plan_of(project)


def is_made_here(asset: Asset) -> bool:
    return _output(asset) is not None


def stem_inputs(candidate: Asset) -> dict[str, list[str]]:
    """The stems that came with it; none for an upload, or from an engine that gives none."""
    output = _output(candidate)
    made = output.stage.outputs.filter(role__startswith="stem:") if output else ()
    return {out.role: [str(out.asset_id)] for out in made}


def tracks_of(mix: Stage) -> dict[str, list[str]]:
    """The tracks that a mix was rendered from: what was handed to its stage, and what stages before it in its run left
    for it (the stems of a rescue, or of an instrumental that was taken apart)."""
    before = StageOutput.objects.filter(stage__run=mix.run_id, stage__name__in=mix.needs)
    found = {out.role: [str(out.asset_id)] for out in before if out.role.startswith(("stem:", "final:"))}
    made = {f"stem:{role.partition(':')[2]}": ids for role, ids in found.items()}
    handed = {role: ids for role, ids in mix.inputs.items() if role != "sound"}
    return {**handed, **made}


def genre_of(project: Project) -> str:
    """What the brief says, else what the plan of the picked instrumental says."""
    if project.genre or project.kind == Project.Kind.RESCUE:
        return project.genre or DEFAULT_GENRE
    return str(plan_for(project, picked(project, "instrumental"))["genre"])


def master_params(project: Project, params: dict[str, Any], genre: str) -> dict[str, Any]:
    """What a master is told beside its sounds: whose it is, and how far its dials are turned."""
    about: dict[str, Any] = {
        "title": project.title,
        "artist": project.artist.name,
        "genre": genre,
        "dials": dials_of(params),
    }
    if project.kind == Project.Kind.RESCUE:
        # What was repaired must not come back with the reference's tone.
        about["healthy"] = True
    weights = weights_of(params)
    return about | {"weights": weights} if weights else about
