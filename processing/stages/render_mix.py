"""Mix: run the tracks through the console as its settings say."""

from typing import Any

from processing.engines.contracts import MixRenderer, SongPlan
from processing.pipeline.context import Context
from processing.stages.sound import RATE, Tracks, preview, progress_of, save_sound
from projects.models import Asset


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    plan = SongPlan.from_json(params["plan"])
    settings = context.result("propose_mix")["settings"]
    context.progress(0.02, "Loading the tracks")
    tracks = Tracks(context, plan.vocal_offset_s)
    mix = _console(context).render(tracks, RATE, settings, progress=progress_of(context, 0.05, 0.85))
    context.progress(0.9, "Saving the mix", peaks=preview(mix))
    return {"measures": save_sound(context, "mix", Asset.Kind.MIX, "mix", mix)}


def _console(context: Context) -> MixRenderer:
    """The console keeps processed tracks, so that a moved fader does not process them again."""
    console: MixRenderer = context.engine("render_mix", cache=context.shelf("strips"))
    return console
