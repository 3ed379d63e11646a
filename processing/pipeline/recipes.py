"""The named graphs. Each reads what the project has and says which stages follow from it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from processing.errors import StudioError
from processing.models import Stage, StageOutput
from processing.pipeline import albums, aligning, delivering, diagnosing, rescue
from processing.pipeline.consoles import console_params, heard_besides
from processing.pipeline.graph import Graph, Node
from processing.pipeline.sources import (
    REFERENCES_MAX,
    genre_of,
    maker_of,
    master_params,
    newest,
    picked,
    plan_of,
    tracks_of,
)
from projects.lyrics import sung
from projects.models import Asset, Pick, Project

ASPECTS = {"16:9": (1920, 1080), "9:16": (1080, 1920), "1:1": (1080, 1080)}
PATIENT = frozenset({"video"})
"""Minutes of work that no other waits for: sound goes first, unless somebody makes the run more urgent."""


def build(project: Project, recipe: str, params: dict[str, Any]) -> Graph:
    """Raises StudioError `recipe.unknown`, or says what the project still lacks (`recipe.*`)."""
    if recipe not in RECIPES:
        raise StudioError("recipe.unknown", f"There is no recipe called {recipe}.")
    return RECIPES[recipe](project, params)


def _intake(project: Project, params: dict[str, Any]) -> Graph:
    vocal, lyrics = newest(project, Asset.Kind.VOCAL), sung(project)
    if vocal is None and lyrics is None:
        raise StudioError("recipe.nothing_to_start_from", "Add lyrics or a vocal first.")
    brief, nodes = project.brief(), []
    if lyrics is not None:
        nodes.append(Node("lyrics", "read_lyrics", params={"text": lyrics.text}))
    if vocal is not None:
        heard = {name: brief[name] for name in ("bpm", "meter")}
        nodes.append(Node("vocal", "ingest", inputs={"file": [str(vocal.pk)]}, params={"kind": vocal.kind}))
        nodes.append(Node("voice", "hear_voice", ("vocal",), {"vocal": [str(vocal.pk)]}, heard))
    if backing := newest(project, Asset.Kind.INSTRUMENTAL):
        nodes.append(Node("backing", "ingest", inputs={"file": [str(backing.pk)]}, params={"kind": backing.kind}))
    plan = Node("plan", "plan_song", tuple(n.name for n in nodes if n.name != "vocal"), params={"brief": brief})
    for number, asset in enumerate(project.assets.filter(kind=Asset.Kind.REFERENCE)[:REFERENCES_MAX], 1):
        name = f"reference-{number}"
        nodes.append(Node(name, "ingest", inputs={"file": [str(asset.pk)]}, params={"kind": asset.kind}))
    return Graph((*nodes, plan))


def _sample(_project: Project, _params: dict[str, Any]) -> Graph:
    """The voice that a sample song has instead of one that somebody brings."""
    return Graph((Node("take", "sing_sample"),))


def _check(project: Project, params: dict[str, Any]) -> Graph:
    """A first listen to one upload: the stages of intake that concern it. The voice is heard without a typed tempo, so
    that a typed one can be doubted."""
    asset = project.assets.get(pk=params["asset"])
    if asset.kind == Asset.Kind.FLAT_MIX:
        return diagnosing.recipe(project, params)
    if asset.kind == Asset.Kind.PHOTO:
        return Graph((Node("upload", "look_at_photo", inputs={"file": [str(asset.pk)]}),))
    nodes = [Node("upload", "ingest", inputs={"file": [str(asset.pk)]}, params={"kind": asset.kind})]
    if asset.kind == Asset.Kind.VOCAL:
        heard = {"bpm": None, "meter": project.meter}
        nodes.append(Node("voice", "hear_voice", ("upload",), {"vocal": [str(asset.pk)]}, heard))
    return Graph(tuple(nodes))


def _instrumental(project: Project, params: dict[str, Any]) -> Graph:
    plan = params.get("plan") or plan_of(project)
    wanted = int(params.get("candidates", project.candidates_wanted))
    seed = int(params.get("seed", project.seed))
    band = {"band_seed": int(params["band_seed"])} if "band_seed" in params else {}
    nodes: list[Node] = []
    for number in range(1, wanted + 1):
        own = {"plan": plan, "seed": seed + number - 1, "number": number, **band}
        nodes.append(Node(f"candidate-{number}", "compose", params=own))
        laid = aligning.candidate_nodes(project, number, plan, params.get("engines", {}))
        heard = (f"candidate-{number}", *(node.name for node in laid))
        nodes += [*laid, Node(f"score-{number}", "score", heard, params={"plan": plan})]
    judged = tuple(node.name for node in nodes if node.kind in ("score", "align"))
    return Graph((*nodes, Node("rank", "rank", judged)))


def _mix(project: Project, params: dict[str, Any]) -> Graph:
    """From the picked candidate; with `base` (a mix) from the very tracks of that mix, `settings` or not. A voice that
    came after its instrumental is laid on it first."""
    base = _base(project, params["base"]) if params.get("base") else None
    first: tuple[Node, ...] = ()
    if base is None:
        instrumental = picked(project, "instrumental")
        laid = aligning.laid_tracks(project, instrumental)
        about, inputs = aligning.started({"plan": laid.plan}, params), laid.inputs
        first = aligning.before_mix(project, instrumental, laid, params)
    else:
        about, inputs = _as_mixed(base)
        about = aligning.started(about, params)
    needs = tuple(node.name for node in first if node.kind != "ingest")
    heard = {**inputs, **heard_besides(project, params)}
    propose = Node(
        "console", "propose_mix", needs, heard, {**about, **console_params(base, params), **aligning.start_told(params)}
    )
    return Graph((*first, propose, Node("mix", "render_mix", ("console", *needs), inputs, about)))


def _as_mixed(base: Stage) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What the song is about and the tracks it was mixed from. A rescued song has a genre in place of a plan."""
    if "plan" not in base.params:
        return {"genre": base.params["genre"]}, tracks_of(base)
    laid = aligning.after_gate(base, base.params["plan"], tracks_of(base))
    return {"plan": laid.plan}, laid.inputs


def _base(project: Project, asset_id: Any) -> Stage:
    """The stage that rendered the mix to start from. Raises StudioError `recipe.no_mix` or `recipe.no_maker`."""
    try:
        asset = project.assets.filter(kind=Asset.Kind.MIX, pk=str(asset_id)).first()
    except ValidationError:
        asset = None
    if asset is None:
        raise StudioError("recipe.no_mix", "There is no such mix in this song. Choose one of its mixes.")
    return maker_of(asset)


def _master(project: Project, params: dict[str, Any]) -> Graph:
    inputs = {"mix": [str(picked(project, "mix").pk)]}
    references = project.assets.filter(kind=Asset.Kind.REFERENCE)[:REFERENCES_MAX]
    if references:
        inputs["reference"] = [str(asset.pk) for asset in references]
    return Graph((Node("master", "master", inputs=inputs, params=master_params(project, params, genre_of(project))),))


def _video(project: Project, params: dict[str, Any]) -> Graph:
    if project.kind == Project.Kind.RESCUE:
        words = "A clip follows the plan of a song that was made here; a rescued file has none. Its master is ready."
        raise StudioError("recipe.no_clip_of_a_rescue", words)
    laid = _heard_in_the_mix(project)
    plan = laid.plan
    inputs = {"master": [str(picked(project, "master").pk)], **laid.inputs}
    inputs.pop("candidate", None)
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


def _heard_in_the_mix(project: Project) -> aligning.Laid:
    """The tracks and the plan of the picked mix, where its run laid the voice on them; else those of the candidate."""
    laid = aligning.laid_tracks(project, picked(project, "instrumental"))
    mix = Pick.objects.filter(project=project, phase="mix").select_related("asset").first()
    made = StageOutput.objects.filter(asset=mix.asset_id).select_related("stage").first() if mix else None
    if made is None:
        return laid
    mixed = tracks_of(made.stage)
    inputs = {**laid.inputs, **mixed}
    return aligning.after_gate(made.stage, made.stage.params.get("plan") or laid.plan, inputs)


RECIPES: dict[str, Callable[[Project, dict[str, Any]], Graph]] = {
    "sample": _sample,
    "check": _check,
    "diagnose": diagnosing.recipe,
    "intake": _intake,
    "instrumental": _instrumental,
    "mix": _mix,
    "master": _master,
    "rescue": rescue.recipe,
    "video": _video,
    "codecs": delivering.codecs,
    "deliver": delivering.deliver,
    "bring_in": albums.bring_in,
    "sequence": albums.sequence,
}
