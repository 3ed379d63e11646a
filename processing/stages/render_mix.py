"""Mix: run the tracks through the console as its settings say."""

from typing import Any

from processing.engines.contracts import MixRenderer, SongPlan
from processing.pipeline.context import Context
from processing.stages.sound import RATE, Tracks, drawing, preview, save_sound
from projects.models import Asset


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    plan = SongPlan.from_json(params["plan"])
    settings = context.result("propose_mix")["settings"]
    context.progress(0.02, "Loading the tracks")
    tracks = Tracks(context, plan.vocal_offset_s)
    progress, hear = drawing(context, 0.05, 0.85)
    mix = _console(context).render(tracks, RATE, settings, progress=progress, hear=hear)
    context.progress(0.9, "Saving the mix", peaks=preview(mix))
    return {"measures": save_sound(context, "mix", Asset.Kind.MIX, "mix", mix)}


def _console(context: Context) -> MixRenderer:
    """The console keeps processed tracks, so that a moved fader does not process them again."""
    console: MixRenderer = context.engine("render_mix", cache=context.shelf("strips"))
    return console
