"""Asking for another mix: by sliders, in words, by an engine or at the faders, always beside the mix it starts from."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from artists.models import User
from processing.console.nudges import Nudge
from processing.console.settings import ConsoleSettings
from processing.engines.catalogue import EngineSpec
from processing.engines.propose_mix.words.asking import Change, Reader, Rules, asked, heard_by
from processing.engines.propose_mix.words.model import Model
from processing.engines.registry import in_order
from processing.estimate import Estimate, estimate_of
from processing.licences import gate
from processing.models import Run
from processing.pipeline import consoles, launch
from processing.pipeline.graph import Node
from processing.pipeline.sources import maker_of
from projects.errors import Invalid, NotAllowed, StudioError
from projects.models import Asset, Project
from projects.songs import GONE

STAGES = (Node("console", "propose_mix"), Node("mix", "render_mix", ("console",)))


def base_of(project: Project, asset_id: str) -> Asset:
    """The mix to start from: the one named, else the newest. Raises Invalid `mix.none_yet` or `mix.not_here`."""
    mixes = project.assets.filter(kind=Asset.Kind.MIX).order_by("-version")
    if not asset_id:
        newest = mixes.first()
        if newest is None:
            raise Invalid("mix.none_yet", _("There is no mix yet. Pick a candidate first."))
        return newest
    wanted = _uuid(asset_id)
    found = mixes.filter(pk=wanted).first() if wanted else None
    if found is None:
        raise Invalid("mix.not_here", _("This mix is not one of this song's. Choose another."), field="base")
    return found


def nudge(base: Asset, wishes: Mapping[str, float], *, by: User) -> Run:
    """A new mix with the sliders' moves on the console of `base`. Raises `mix.*` and starts nothing then."""
    moves = Nudge.read(wishes)
    if moves.is_nothing:
        raise Invalid("mix.nothing_moved", _("Move a slider first; as it stands the mix would be the same."))
    _check_open(base.project)
    return launch.start(base.project, "mix", by=by, base=str(base.pk), wishes=moves.to_json())


def render(base: Asset, console: ConsoleSettings, *, by: User) -> Run:
    """A new mix with exactly these settings. Engineers and admins only."""
    if not by.can_run_jobs:
        raise NotAllowed("mix.console_not_yours", _("Engineers and admins work the console. You can use the sliders."))
    _check_open(base.project)
    return launch.start(base.project, "mix", by=by, base=str(base.pk), settings=console.to_json())


def say(base: Asset, text: str) -> Change:
    """What words would change on the console of `base`; nothing is started. Raises `words.*` or `recipe.no_maker`."""
    maker = maker_of(base)
    settings = ConsoleSettings.from_json(consoles.settings_of(maker) or {})
    return asked(settings, text, **consoles.timeline_of(maker), readers=readers())


def render_said(base: Asset, text: str, wishes: Sequence[Mapping[str, Any]], *, by: User) -> Run:
    """A new mix with wishes as they were read in the words and shown. Raises `words.*` and starts nothing then."""
    said = {"text": text, "wishes": list(wishes)}
    _text, wished = consoles.read_said(said)
    if not wished:
        raise Invalid("mix.nothing_moved", _("Say what to change first; as it stands the mix would be the same."))
    _check_open(base.project)
    return launch.start(base.project, "mix", by=by, base=str(base.pk), said=said)


def proposers(project: Project) -> list[EngineSpec]:
    """Who could set the console of this song anew: what is ready here, may be used, and has all that it must hear."""
    references = project.assets.filter(kind=Asset.Kind.REFERENCE).exists()
    ready = in_order("propose_mix", weights=settings.WEIGHTS_DIR, may_use=gate.may_use)
    return [spec for spec in ready if references or "reference" not in spec.hears]


def set_anew(base: Asset, engine: str, *, by: User) -> Run:
    """A new mix of the same tracks, its console set by `engine` from the sound. Raises `engine.*` or `recipe.*`."""
    _check_open(base.project)
    return launch.start(base.project, "mix", by=by, base=str(base.pk), afresh=True, engines={"propose_mix": engine})


def wished(text: str) -> dict[str, Any]:
    """What words ask of a mix whose console is not set yet, for the recipe's parameter `said`. Raises `words.*`, also
    when nothing in them could be taken up."""
    heard = heard_by(readers(), text)
    if not heard.read.wishes:
        raise Invalid("words.not_understood", " ".join(heard.read.notes) or _("The mix would be the same."))
    return {"text": text, "wishes": [wish.to_json() for wish in heard.read.wishes], "notes": list(heard.read.notes)}


def readers() -> tuple[Reader, ...]:
    """Who reads words, in order: the language model that the operator named, if any, then the rules."""
    if not settings.STUDIO_LLM_URL:
        return (Rules(),)
    return (Model(settings.STUDIO_LLM_URL, settings.STUDIO_LLM_MODEL, key=settings.STUDIO_LLM_KEY), Rules())


def on_its_way(project: Project) -> str:
    """What follows when another mix was asked for."""
    if project.autopilot:
        return _("A new mix is on its way. Autopilot is on: the studio masters it and picks; you can pick again.")
    return _("A new mix is on its way. The one you have stays; compare them, then pick.")


def estimate(base: Asset) -> Estimate:
    """How long another mix of this song takes and what it costs, from what the last ones took."""
    return estimate_of(STAGES, base.duration_s or 0.0)


def _check_open(project: Project) -> None:
    if project.state in GONE:
        raise StudioError("song.closed", _("This song is finished; no more mixes are made of it."))


def _uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
