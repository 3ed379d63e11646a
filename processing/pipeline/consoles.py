"""What a mix's console starts from: settings that a person wrote, an earlier mix moved by wishes, or an engine.

Everything is checked here, before anything is started. Raises StudioError `mix.*`, `words.*` or `recipe.no_reference`.
"""

from collections.abc import Mapping
from typing import Any

from processing.console.nudges import Nudge
from processing.console.settings import ConsoleSettings
from processing.engines.catalogue import BY_KEY
from processing.engines.contracts import Section, SongPlan
from processing.engines.propose_mix.words.asking import fulfilled, short
from processing.engines.propose_mix.words.reading import Read
from processing.engines.propose_mix.words.wish import Wish
from processing.errors import StudioError
from processing.models import Stage
from projects.models import Asset, Project

WISHES_MOST = 24


def console_params(base: Stage | None, params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters of the stage that sets the console. `afresh` lets an engine set it although there is a mix."""
    wishes = params.get("wishes") or {}
    if not isinstance(wishes, dict):
        raise StudioError("mix.wish_unknown", "Wishes are written as names with numbers.", field="wishes")
    written = params.get("settings")
    if written is None and base is not None and not params.get("afresh"):
        written = settings_of(base)
    if written and not isinstance(written, dict):
        raise StudioError("mix.setting_wrong_type", "Settings are one document: names with values.", field="settings")
    said = params.get("said")
    if not written:
        fresh = {"wishes": {str(name): _number(name, value) for name, value in wishes.items()}}
        return fresh if said is None else {**fresh, "asked": _asked(said)}
    settings, nudge = ConsoleSettings.from_json(written), Nudge.read(wishes)
    if said is not None:
        text, wished = read_said(said)
        settings = fulfilled(settings, Read(wished), text, **timeline_of(base)).settings
        return {"settings": settings.to_json(), "said": short(text)}
    moves = {} if nudge.is_nothing else {"wishes": nudge.to_json()}
    return {"settings": settings.to_json(), **moves}


def settings_of(mix: Stage) -> dict[str, Any] | None:
    """The console's document of the run that rendered a mix."""
    settings: dict[str, Any] | None = mix.run.stages.get(kind="propose_mix").result.get("settings")
    return settings


def timeline_of(mix: Stage | None) -> dict[str, Any]:
    """`sections`: where they lie in a mix, empty when that is not known (a rescued song); `end_s`: where it ends."""
    plan = mix.params.get("plan") if mix else None
    made = mix.outputs.select_related("asset").first() if mix else None
    end_s = (made.asset.duration_s if made else None) or 0.0
    return {"sections": sections_in(plan), "end_s": end_s}


def sections_in(plan: Mapping[str, Any] | None) -> tuple[Section, ...]:
    return SongPlan.from_json(plan).sections if plan and plan.get("sections") else ()


def _asked(said: Any) -> dict[str, Any]:
    """Words for a console that an engine is still to set."""
    text, wished = read_said(said)
    notes = said.get("notes") or []
    return {"text": short(text), "wishes": [one.to_json() for one in wished], "notes": [str(note) for note in notes]}


def read_said(said: Any) -> tuple[str, tuple[Wish, ...]]:
    """Words and the wishes that were read in them, as a page or a program sends them."""
    if not isinstance(said, Mapping) or not isinstance(said.get("wishes"), list):
        raise StudioError("words.wish_strange", "Send the words as text and their wishes as a list.", field="said")
    if len(said["wishes"]) > WISHES_MOST:
        raise StudioError("words.wish_strange", f"Up to {WISHES_MOST} wishes can be fulfilled at once.", field="said")
    return str(said.get("text", "")), tuple(Wish.read(one) for one in said["wishes"])


def heard_besides(project: Project, params: Mapping[str, Any]) -> dict[str, list[str]]:
    """What the engine that was asked for must hear beside the tracks: the song's first reference."""
    chosen = params.get("engines")
    asked = str(chosen.get("propose_mix", "")) if isinstance(chosen, Mapping) else ""
    spec = BY_KEY.get(asked) or BY_KEY.get(f"propose_mix.{asked}")
    if spec is None or "reference" not in spec.hears:
        return {}
    reference = project.assets.filter(kind=Asset.Kind.REFERENCE).first()
    if reference is None:
        raise StudioError("recipe.no_reference", "Add a reference to the song first: the mix is matched to it.")
    return {"reference": [str(reference.pk)]}


def _number(name: Any, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise StudioError("mix.wish_not_a_number", f"{name} must be a number.", field=str(name))
    return float(value)
