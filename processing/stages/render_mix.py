"""Mix: run the tracks through the console as its settings say."""

from typing import Any

from django.conf import settings

from processing.engines.contracts import MixRenderer
from processing.pipeline.context import Context
from processing.stages.sound import RATE, drawing, preview, save_sound, sound_on_disk, tracks_of
from projects.models import Asset


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    document = context.result("propose_mix")["settings"]
    context.progress(0.02, "Loading the tracks")
    progress, hear = drawing(context, 0.05, 0.85)
    if params.get("may_be_untouched") and nothing_restored(context):
        mended = context.assets("mended")
        if not mended:
            context.log("Nothing had to be repaired: the mix is the very recording that was brought.")
        made_of = mended[-1:] or [context.asset("sound")]
        mix = sound_on_disk(context, made_of[0])
    else:
        tracks = tracks_of(context, params)
        made_of = list(tracks.assets.values())
        mix = _console(context).render(tracks, RATE, document, progress=progress, hear=hear)
    context.progress(0.9, "Saving the mix", peaks=preview(mix))
    return {"measures": save_sound(context, "mix", Asset.Kind.MIX, "mix", mix, made_of)}


def nothing_restored(context: Context) -> bool:
    """Whether the stems that add up to the recording came through restoration as they were."""
    judged = context.result("judge_restored")
    return bool(judged) and not judged["kept"]


def _console(context: Context) -> MixRenderer:
    """The console keeps processed tracks, so that a moved fader does not process them again."""
    console: MixRenderer = context.engine("render_mix", cache=context.shelf("strips"), plugins=settings.PLUGINS_DIR)
    return console
