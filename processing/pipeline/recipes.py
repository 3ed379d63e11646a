"""The named graphs. Each reads what the project has and says which stages follow from it."""

from collections.abc import Callable
from typing import Any

from processing.errors import StudioError
from processing.models import Run, Stage, StageOutput
from processing.pipeline.graph import Graph, Node
from projects.models import Asset, Pick, Project

REFERENCES_MAX = 5
ASPECTS = {"16:9": (1920, 1080), "9:16": (1080, 1920), "1:1": (1080, 1080)}


def build(project: Project, recipe: str, params: dict[str, Any]) -> Graph:
    """Raises StudioError `recipe.unknown`, or says what the project still lacks (`recipe.*`)."""
    if recipe not in RECIPES:
        raise StudioError("recipe.unknown", f"There is no recipe called {recipe}.")
    return RECIPES[recipe](project, params)


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


def _intake(project: Project, params: dict[str, Any]) -> Graph:
    vocal, lyrics = newest(project, Asset.Kind.VOCAL), project.lyrics.first()
    if vocal is None and lyrics is None:
        raise StudioError("recipe.nothing_to_start_from", "Add lyrics or a vocal first.")
    brief, nodes = project.brief(), []
    if lyrics is not None:
        nodes.append(Node("lyrics", "read_lyrics", params={"text": lyrics.text}))
    if vocal is not None:
        heard = {name: brief[name] for name in ("bpm", "meter")}
        nodes.append(Node("vocal", "ingest", inputs={"file": [str(vocal.pk)]}, params={"kind": vocal.kind}))
        nodes.append(Node("voice", "hear_voice", ("vocal",), {"vocal": [str(vocal.pk)]}, heard))
    plan = Node("plan", "plan_song", tuple(n.name for n in nodes if n.name != "vocal"), params={"brief": brief})
    for number, asset in enumerate(project.assets.filter(kind=Asset.Kind.REFERENCE)[:REFERENCES_MAX], 1):
        name = f"reference-{number}"
        nodes.append(Node(name, "ingest", inputs={"file": [str(asset.pk)]}, params={"kind": asset.kind}))
    return Graph((*nodes, plan))


def _instrumental(project: Project, params: dict[str, Any]) -> Graph:
    plan = params.get("plan") or plan_of(project)
    wanted = int(params.get("candidates", project.candidates_wanted))
    seed = int(params.get("seed", project.seed))
    nodes: list[Node] = []
    for number in range(1, wanted + 1):
        own = {"plan": plan, "seed": seed + number - 1, "number": number}
        nodes.append(Node(f"candidate-{number}", "compose", params=own))
        nodes.append(Node(f"score-{number}", "score", (f"candidate-{number}",), params={"plan": plan}))
    scores = tuple(node.name for node in nodes if node.kind == "score")
    return Graph((*nodes, Node("rank", "rank", scores)))


def maker_of(asset: Asset) -> Stage:
    """The stage that made an asset in its own project. Raises StudioError `recipe.no_maker`."""
    output = StageOutput.objects.filter(asset=asset, stage__run__project=asset.project_id).first()
    if output is None:
        raise StudioError("recipe.no_maker", f"{asset.name} was not made here, so its parts are not known.")
    return output.stage


def stem_inputs(candidate: Asset) -> dict[str, list[str]]:
    made = maker_of(candidate).outputs.filter(role__startswith="stem:")
    return {out.role: [str(out.asset_id)] for out in made}


def _mix(project: Project, params: dict[str, Any]) -> Graph:
    candidate = picked(project, "instrumental")
    plan = maker_of(candidate).params["plan"]
    inputs = {"candidate": [str(candidate.pk)], **stem_inputs(candidate)}
    if vocal := newest(project, Asset.Kind.VOCAL):
        inputs["vocal"] = [str(vocal.pk)]
    wishes = {name: float(value) for name, value in params.get("wishes", {}).items()}
    settings = params.get("settings")
    # Settings written by a person are rendered as they are; otherwise the console is set from the sound.
    own = {"plan": plan, "settings": settings} if settings else {"plan": plan, "wishes": wishes}
    propose = Node("console", "propose_mix", inputs=inputs, params=own)
    return Graph((propose, Node("mix", "render_mix", ("console",), inputs, {"plan": plan})))


def _master(project: Project, params: dict[str, Any]) -> Graph:
    inputs = {"mix": [str(picked(project, "mix").pk)]}
    references = project.assets.filter(kind=Asset.Kind.REFERENCE)[:REFERENCES_MAX]
    if references:
        inputs["reference"] = [str(asset.pk) for asset in references]
    dials = ("target_lufs", "ceiling_dbtp", "tone", "loudness", "width")
    own = {name: float(params[name]) for name in dials if name in params}
    about = {"title": project.title, "artist": project.artist.name, "genre": _genre(project)}
    return Graph((Node("master", "master", inputs=inputs, params={**about, "dials": own}),))


def _genre(project: Project) -> str:
    return project.genre or str(maker_of(picked(project, "instrumental")).params["plan"]["genre"])


def _video(project: Project, params: dict[str, Any]) -> Graph:
    candidate = picked(project, "instrumental")
    plan = maker_of(candidate).params["plan"]
    inputs = {"master": [str(picked(project, "master").pk)], **stem_inputs(candidate)}
    if vocal := newest(project, Asset.Kind.VOCAL):
        inputs["vocal"] = [str(vocal.pk)]
    if photo := newest(project, Asset.Kind.PHOTO):
        inputs["photo"] = [str(photo.pk)]
    nodes = []
    for aspect in params.get("aspects", ["16:9", "9:16"]):
        if aspect not in ASPECTS:
            raise StudioError("recipe.unknown_aspect", f"Videos come in {', '.join(ASPECTS)}, not {aspect}.")
        width, height = ASPECTS[aspect]
        own = {"plan": plan, "aspect": aspect, "width": width, "height": height, "seed": project.seed}
        nodes.append(Node(f"video-{aspect.replace(':', 'x')}", "film", inputs=inputs, params=own))
    return Graph(tuple(nodes))


RECIPES: dict[str, Callable[[Project, dict[str, Any]], Graph]] = {
    "intake": _intake,
    "instrumental": _instrumental,
    "mix": _mix,
    "master": _master,
    "video": _video,
}
