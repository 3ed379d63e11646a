"""The second door: a flat file is taken apart, mended where it is found faulty, put together again and mastered."""

from typing import Any

from processing.dsp.repairs.names import SONG, amounts_for, is_amount
from processing.errors import StudioError
from processing.pipeline.graph import Graph, Node
from processing.pipeline.sources import DEFAULT_GENRE, REFERENCES_MAX, master_params, newest
from projects.models import Asset, Project

SOURCES = ("vocals", "drums", "bass", "other")
TRANSPARENT = "propose_mix.transparent"


def recipe(project: Project, params: dict[str, Any]) -> Graph:
    """`amounts` 0..1 by remedy (`de_mud`) or by stem and remedy (`vocals.de_mud`), `engines` by capability, the
    master's dials. Raises StudioError `recipe.no_flat_mix` or `rescue.amount_*`."""
    flat = newest(project, Asset.Kind.FLAT_MIX)
    if flat is None:
        raise StudioError("recipe.no_flat_mix", "Add the file that is to be rescued first.")
    sound = {"sound": [str(flat.pk)]}
    take_in = Node("upload", "ingest", inputs={"file": sound["sound"]}, params={"kind": flat.kind})
    look = Node("diagnose", "diagnose", ("upload",), sound)
    return Graph((take_in, look, *_repair(sound, _amounts(params)), *_finish(project, sound, params)))


def _repair(sound: dict[str, list[str]], amounts: dict[str, float]) -> list[Node]:
    """Mended as a whole, apart, each stem mended beside the others, and a judge over the sum."""
    whole = Node("mend", "mend_song", ("upload", "diagnose"), sound, {"amounts": amounts_for(SONG, amounts)})
    apart = Node("separate", "separate", ("upload", "mend"), sound, {"sources": list(SOURCES)})
    mended = [
        Node(
            f"restore-{source}",
            "restore",
            ("separate", "diagnose"),
            params={"source": source, "amounts": amounts_for(source, amounts)},
        )
        for source in SOURCES
    ]
    needs = ("separate", *(node.name for node in mended), "diagnose", "mend")
    return [whole, apart, *mended, Node("judge", "judge_restored", needs, sound)]


def _finish(project: Project, sound: dict[str, list[str]], params: dict[str, Any]) -> list[Node]:
    """Together again and mastered to target and references; mix and master are looked into like the file itself, and
    held to what it says of itself."""
    engine = str(params.get("engines", {}).get("propose_mix", TRANSPARENT))
    own = {"genre": project.genre or DEFAULT_GENRE}
    references = list(project.assets.filter(kind=Asset.Kind.REFERENCE)[:REFERENCES_MAX])
    heard = [
        Node(f"reference-{number}", "ingest", inputs={"file": [str(asset.pk)]}, params={"kind": asset.kind})
        for number, asset in enumerate(references, 1)
    ]
    to_match = {"reference": [str(asset.pk) for asset in references]} if references else {}
    return [
        *heard,
        Node("console", "propose_mix", ("judge",), params={**own, "wishes": {}}, engine=engine),
        # Only where no engine moves a fader is a song that needed nothing the very file that was brought.
        Node(
            "mix",
            "render_mix",
            ("console", "judge", "mend"),
            sound,
            {**own, "may_be_untouched": engine.endswith("transparent")},
        ),
        Node("mix-check", "diagnose", ("mix", "diagnose")),
        Node(
            "master",
            "master",
            ("mix", *(node.name for node in heard)),
            to_match,
            master_params(project, params, own["genre"]),
        ),
        Node("master-check", "diagnose", ("master", "diagnose")),
    ]


def _amounts(params: dict[str, Any]) -> dict[str, float]:
    """How much of each remedy is used, 0 to 1. Raises StudioError `rescue.amount_wrong` or `rescue.amount_unknown`."""
    amounts = params.get("amounts") or {}
    if not isinstance(amounts, dict):
        raise StudioError("rescue.amount_wrong", "Amounts are written as remedies with numbers.", field="amounts")
    for name, value in amounts.items():
        if not is_amount(str(name)):
            raise StudioError("rescue.amount_unknown", f"There is no repair called {name}.", field="amounts")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0.0 <= value <= 1.0:
            raise StudioError("rescue.amount_wrong", f"{name} can be used from 0 to 1.", field=str(name))
    return {str(name): float(value) for name, value in sorted(amounts.items())}
