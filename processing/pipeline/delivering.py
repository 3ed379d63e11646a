"""What leaves a master for people: codec previews and deliverables, asked for when they are wanted."""

from typing import Any

from django.core.exceptions import ValidationError

from processing.errors import StudioError
from processing.models import Stage, StageOutput
from processing.pipeline.graph import Graph, Node
from processing.pipeline.sources import maker_of, newest, picked, tracks_of
from projects.assets import plain_name
from projects.models import Asset, Project

LEAD_VOICES = ("vocal", "vocals")


def codecs(project: Project, params: dict[str, Any]) -> Graph:
    """The codec preview of one master; by default the one that counts."""
    return Graph((Node("codecs", "preview_codecs", inputs={"master": [str(_master(project, params).pk)]}),))


def deliver(project: Project, params: dict[str, Any]) -> Graph:
    """All deliverables of one master. `isrc`, `album` and `date` are written into the files when they are given."""
    master = _master(project, params)
    mastering = maker_of(master)
    inputs = {"master": [str(master.pk)]}
    if photo := newest(project, Asset.Kind.PHOTO):
        inputs["photo"] = [str(photo.pk)]
    own: dict[str, Any] = {"tags": _tags(project, params), "file_name": plain_name(_file_name(project))}
    own |= {"chain": mastering.result.get("report", {}).get("chain", {}), "settings": {}}
    desk = _desk_of(project, mastering)
    if desk is not None and _voice_is_a_preview(desk[1]):
        own["preview"] = True
    elif desk is not None:
        own |= desk[0]
        inputs |= desk[1]
    return Graph((Node("deliverables", "deliver", inputs=inputs, params=own),))


def _master(project: Project, params: dict[str, Any]) -> Asset:
    """Raises StudioError `recipe.no_master`."""
    wanted = params.get("master")
    if not wanted:
        return picked(project, "master")
    try:
        found = project.assets.filter(kind=Asset.Kind.MASTER, pk=str(wanted)).first()
    except ValidationError:
        found = None
    if found is None:
        raise StudioError("recipe.no_master", "There is no such master in this song. Choose one of its masters.")
    return found


def _desk_of(project: Project, mastering: Any) -> tuple[dict[str, Any], dict[str, list[str]]] | None:
    """Settings and tracks of the mix under a master; None where they are not known."""
    mix = project.assets.filter(kind=Asset.Kind.MIX, pk__in=mastering.inputs.get("mix", [])).first()
    if mix is None:
        made = mastering.run.stages.filter(kind="render_mix", name__in=mastering.needs).first()
    else:
        made = maker_of(mix)
    console = made.run.stages.filter(kind="propose_mix").first() if made else None
    if made is None or console is None or "settings" not in console.result:
        return None
    mixed = made.outputs.get(role="mix").asset
    kept = {name: made.params[name] for name in ("plan",) if name in made.params}
    return {"settings": console.result["settings"], **kept}, {**tracks_of(made), "mix": [str(mixed.pk)]}


def _voice_is_a_preview(tracks: dict[str, list[str]]) -> bool:
    """Whether the voice was split off without a model: enough to mend a song with, nothing that leaves the house."""
    voices = [pk for name in LEAD_VOICES for pk in tracks.get(f"stem:{name}", ())]
    runs = StageOutput.objects.filter(asset__pk__in=voices).values("stage__run")
    return Stage.objects.filter(run__in=runs, kind="separate", result__preview=True).exists()


def _tags(project: Project, params: dict[str, Any]) -> dict[str, str]:
    given = {name: str(params[name]).strip() for name in ("isrc", "album", "date") if params.get(name)}
    isrc = given.get("isrc", "").replace("-", "").upper()
    if isrc and not (len(isrc) == 12 and isrc[:2].isalpha() and isrc[2:5].isalnum() and isrc[5:].isdigit()):
        words = "An ISRC has twelve characters: country, registrant, year and number, such as GBABC2600001."
        raise StudioError("deliver.isrc_wrong", words, field="isrc")
    about = {"title": project.title, "artist": project.artist.name, "genre": project.genre.replace("_", " ")}
    return {**about, **given, "isrc": isrc}


def _file_name(project: Project) -> str:
    return f"{project.artist.name} - {project.title}"[:120]
