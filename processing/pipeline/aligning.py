"""Where the alignment of voice and backing belongs in a recipe, and what later stages take from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import Q

from processing.engines.catalogue import EngineSpec
from processing.engines.registry import choose
from processing.errors import StudioError
from processing.licences import gate
from processing.models import Stage
from processing.pipeline.graph import Node
from processing.pipeline.sources import is_made_here, maker_of, newest, plan_of, stem_inputs
from projects.models import Asset, Project

START_MOST_S = 600.0
Inputs = dict[str, list[str]]
# An instrumental's parts: a voice that is heard in it after all stays with the rest.
BACKING = ("drums", "bass", "other")


@dataclass(frozen=True)
class Laid:
    """The tracks of a song and the plan they lie on; `to_align` when the voice has not been laid on them yet,
    `brought` when the instrumental comes from outside and follows no plan."""

    plan: dict[str, Any]
    inputs: Inputs
    to_align: bool = False
    brought: bool = False


def candidate_nodes(project: Project, number: int, plan: dict[str, Any], engines: dict[str, str]) -> list[Node]:
    """The stages between composing and scoring: what is not on the grid by itself is laid under the voice, and what
    was made whole is searched for voices of its own."""
    made, vocal, spec, nodes = f"candidate-{number}", newest(project, Asset.Kind.VOCAL), composer(engines), []
    if vocal is not None and not spec.on_grid:
        nodes.append(_node(f"align-{number}", (made,), {"vocal": [str(vocal.pk)]}, project, plan, stops=False))
    if not spec.gives_stems:
        needs = (made, *(node.name for node in nodes))
        nodes.append(Node(f"clean-{number}", "clean_ghosts", needs, params={"plan": plan}))
    return nodes


def start_told(params: Mapping[str, Any]) -> dict[str, float]:
    """`start_s` as a person chose it: where the voice starts in its backing. Raises `align.start_out_of_song`."""
    at_s = params.get("start_s")
    if at_s is None:
        return {}
    if isinstance(at_s, bool) or not isinstance(at_s, int | float) or not abs(at_s) <= START_MOST_S:
        words = "Say where the voice starts as seconds of the backing, up to ten minutes either way."
        raise StudioError("align.start_out_of_song", words, field="start_s")
    return {"start_s": float(at_s)}


def started(about: dict[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """What a mix is told of its song, with the voice where a person laid it."""
    told = start_told(params)
    if not told or "plan" not in about:
        return about
    return {**about, "plan": {**about["plan"], "vocal_offset_s": told["start_s"]}}


def before_mix(project: Project, instrumental: Asset, laid: Laid, params: Mapping[str, Any]) -> tuple[Node, ...]:
    """What is done before a console is set: uploads are taken in, a voice that was not laid on its instrumental yet is,
    and an instrumental that came without stems is taken apart, as it lies then."""
    nodes = [_taken_in("backing", instrumental)] if laid.brought else []
    if laid.to_align:
        nodes.append(_taken_in("vocal", project.assets.get(pk=laid.inputs["vocal"][0])))
        needs = tuple(node.name for node in nodes)
        node = _node("align", needs, laid.inputs, project, laid.plan, stops=True, brought=laid.brought)
        nodes.append(replace(node, params={**node.params, **start_told(params)}))
    if not stem_inputs(instrumental):
        needs = tuple(node.name for node in nodes if node.name != "vocal")
        sound = {"sound": [str(instrumental.pk)]}
        nodes.append(Node("parts", "separate", needs, sound, {"sources": list(BACKING)}))
    return tuple(nodes)


def _taken_in(name: str, upload: Asset) -> Node:
    return Node(name, "ingest", inputs={"file": [str(upload.pk)]}, params={"kind": upload.kind})


def laid_tracks(project: Project, candidate: Asset) -> Laid:
    """The picked candidate with its stems and the newest voice, as far as they were laid on each other."""
    vocal = newest(project, Asset.Kind.VOCAL)
    inputs = {"candidate": [str(candidate.pk)], **stem_inputs(candidate)}
    if not is_made_here(candidate):
        heard = {"vocal": [str(vocal.pk)]} if vocal else {}
        return Laid(plan_of(project), inputs | heard, to_align=vocal is not None, brought=True)
    maker = maker_of(candidate)
    plan = maker.result.get("plan") or maker.params["plan"]
    if vocal is None:
        return Laid(plan, inputs)
    inputs["vocal"] = [str(vocal.pk)]
    if maker.kind == "align" and maker.inputs.get("vocal") == inputs["vocal"]:
        return Laid(plan, inputs)
    before = Stage.objects.filter(run=maker.run_id, kind="align", inputs={"vocal": inputs["vocal"]})
    if beside := before.filter(Q(needs=[maker.name]) | Q(name__in=maker.needs)).first():
        return Laid(beside.result.get("plan") or plan, inputs)
    return Laid(plan, inputs, to_align=vocal.created_at > candidate.created_at)


def gate_of(stage: Stage) -> Stage | None:
    """The stage that laid the voice on its backing in the run of `stage`."""
    return Stage.objects.filter(run=stage.run_id, kind="align").first()


def after_gate(stage: Stage, plan: dict[str, Any], inputs: Inputs) -> Laid:
    """What a mix was rendered from, where its run began by laying the voice: the moved tracks and their plan."""
    laid = gate_of(stage)
    if laid is None:
        return Laid(plan, inputs)
    moved = {out.role: [str(out.asset_id)] for out in laid.outputs.all()}
    return Laid(laid.result.get("plan") or plan, {**inputs, **moved})


def _node(
    name: str,
    needs: tuple[str, ...],
    inputs: Inputs,
    project: Project,
    plan: dict[str, Any],
    *,
    stops: bool,
    brought: bool = False,
) -> Node:
    params = {"plan": plan, "bpm": project.bpm, "gate": stops, **({"brought": True} if brought else {})}
    return Node(name, "align", needs, inputs, params)


def composer(engines: dict[str, str]) -> EngineSpec:
    """Who will compose, as it is chosen when the run is planned."""
    return choose("compose", engines.get("compose", ""), weights=settings.WEIGHTS_DIR, may_use=gate.may_use)
