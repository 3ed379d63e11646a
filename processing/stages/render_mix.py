"""Mix: run the tracks through the console as its settings say."""

from typing import Any

from processing.engines.contracts import SongPlan
from processing.pipeline.context import Context
from processing.stages.sound import RATE, preview, progress_of, read_tracks, save_sound
from projects.models import Asset


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    plan = SongPlan.from_json(params["plan"])
    settings = context.result("propose_mix")["settings"]
    context.progress(0.02, "Loading the tracks")
    tracks = read_tracks(context, plan.vocal_offset_s)
    mix = context.engine("render_mix").render(tracks, RATE, settings, progress=progress_of(context, 0.05, 0.85))
    tracks.clear()
    context.progress(0.9, "Saving the mix", peaks=preview(mix))
    return {"measures": save_sound(context, "mix", Asset.Kind.MIX, "mix", mix)}
