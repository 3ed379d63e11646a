"""What an album asks for: one of its masters brought to the others, and all of them in one file."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from processing.errors import StudioError
from processing.pipeline.graph import Graph, Node
from projects.albums import LONGEST_GAP_S, SONGS_MOST, TITLE_LENGTH
from projects.models import Asset, Project


def bring_in(project: Project, params: dict[str, Any]) -> Graph:
    """`master` is one of the song's own, `company` the masters beside it; all of one artist."""
    (own,) = _masters(project, [params.get("master")])
    others = _masters(project, params.get("company") or [])
    if own.project_id != project.pk or not 1 <= len(others) < SONGS_MOST or own in others:
        raise StudioError("recipe.no_album", "Name one master of this song and those of the album's other songs.")
    about = {"title": project.title, "artist": project.artist.name, "genre": project.genre}
    # The family's middle does not depend on the order, so another order is not another master.
    company = sorted(str(asset.pk) for asset in others)
    return Graph((Node("master", "bring_in", inputs={"master": [str(own.pk)], "company": company}, params=about),))


def sequence(project: Project, params: dict[str, Any]) -> Graph:
    """`masters` in order, `gaps_s` one fewer (None: as suggested), `title` of the album."""
    masters, gaps_s = _masters(project, params.get("masters") or []), params.get("gaps_s") or []
    right = all(gap_s is None or (isinstance(gap_s, int | float) and 0.0 <= gap_s <= LONGEST_GAP_S) for gap_s in gaps_s)
    if not 2 <= len(masters) <= SONGS_MOST or len(gaps_s) != len(masters) - 1 or not right:
        words = "Name two to thirty masters in their order, and one gap fewer, each from 0 to 20 seconds."
        raise StudioError("recipe.no_album", words)
    title = str(params.get("title") or project.title)[:TITLE_LENGTH]
    about = {"title": title, "artist": project.artist.name, "gaps_s": gaps_s}
    inputs = {"master": [str(asset.pk) for asset in masters]}
    return Graph((Node("sequence", "sequence", inputs=inputs, params=about),))


def _masters(project: Project, ids: Iterable[Any]) -> list[Asset]:
    """In the order named. Raises `recipe.no_master` for what is not a master of this song's artist."""
    wanted = [str(one) for one in ids]
    rows = Asset.objects.filter(kind=Asset.Kind.MASTER, project__artist=project.artist_id, removed_at=None)
    try:
        found = {str(asset.pk): asset for asset in rows.filter(pk__in=wanted)}
    except ValidationError:
        found = {}
    if len(found) != len(wanted):
        raise StudioError("recipe.no_master", "A master of the album is no longer there. Choose another version.")
    return [found[pk] for pk in wanted]
