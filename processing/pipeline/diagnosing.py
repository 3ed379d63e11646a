"""Looking into one sound, whatever it is: an upload or anything that was made here."""

from typing import Any

from django.core.exceptions import ValidationError

from processing.errors import StudioError
from processing.pipeline.graph import Graph, Node
from projects.models import Asset, Project


def recipe(project: Project, params: dict[str, Any]) -> Graph:
    """`asset` names the sound. Raises StudioError `recipe.no_sound` or `recipe.not_a_sound`."""
    return Graph(nodes(_sound(project, params.get("asset"))))


def nodes(asset: Asset) -> tuple[Node, ...]:
    """An upload is taken in first; where it already was, that is found again."""
    if not asset.provenance.get("stage"):
        return _of_an_upload(asset, "diagnose")
    sound, brought = {"sound": [str(asset.pk)]}, _brought(asset.project)
    if brought is None:
        return (Node("diagnose", "diagnose", inputs=sound),)
    return (*_of_an_upload(brought, "brought"), Node("diagnose", "diagnose", ("brought",), sound))


def _of_an_upload(asset: Asset, name: str) -> tuple[Node, Node]:
    taken = Node("upload", "ingest", inputs={"file": [str(asset.pk)]}, params={"kind": asset.kind})
    return taken, Node(name, "diagnose", ("upload",), {"sound": [str(asset.pk)]})


def _brought(project: Project) -> Asset | None:
    """What all of a rescue was made from: one channel, or a lossy past, is no fault of what came of it."""
    if project.kind != Project.Kind.RESCUE:
        return None
    return project.assets.filter(kind=Asset.Kind.FLAT_MIX, removed_at=None).order_by("-version").first()


def _sound(project: Project, asset_id: Any) -> Asset:
    try:
        asset = project.assets.filter(pk=str(asset_id), removed_at=None).first()
    except ValidationError:
        asset = None
    if asset is None:
        raise StudioError("recipe.no_sound", "There is no such file in this song. Choose one of its sounds.")
    if not asset.is_audio:
        raise StudioError("recipe.not_a_sound", f"{asset.name} is not a sound, so there is nothing to listen to.")
    return asset
