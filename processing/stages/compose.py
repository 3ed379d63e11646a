"""Let the band play one candidate: the instrumental and its stems."""

from typing import Any

import numpy as np

from processing.engines.contracts import Audio, SongPlan
from processing.pipeline.context import Context
from processing.stages.sound import drawing, preview, save_sound, save_stems
from projects.models import Asset


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    plan = SongPlan.from_json(params["plan"])
    progress, hear = drawing(context, 0.0, 0.8)
    band = {"band_seed": params["band_seed"]} if "band_seed" in params else {}
    made = context.engine("compose").compose(plan, seed=params["seed"], **band, progress=progress, hear=hear)
    whole: Audio = np.asarray(sum(made.stems.values()), dtype=np.float32)
    context.progress(0.82, "Saving the take", peaks=preview(whole))
    name = f"candidate-{params['number']:02d}"
    measures = save_sound(context, "candidate", Asset.Kind.CANDIDATE, name, whole)
    if len(made.stems) > 1:
        context.progress(0.95, "Saving the stems")
        save_stems(context, name, made.stems)
    return {"seed": params["seed"], "facts": dict(made.facts), "measures": measures}
