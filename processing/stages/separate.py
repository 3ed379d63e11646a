"""Take a song apart into its stems. Long songs go through piece by piece, and the stems lie on disk meanwhile."""

from typing import Any

from processing.engines.contracts import Separation, Separator
from processing.pipeline.context import Context
from processing.stages.sound import RATE, progress_of, save_stems, sound_on_disk


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    # A backing that was moved to its voice is taken apart as it lies then, a song that was mended as it was mended.
    later = [*context.assets("candidate"), *context.assets("mended")]
    asset = later[-1] if later else context.asset("sound")
    context.progress(0.01, "Reading the song")
    sound = sound_on_disk(context, asset)
    progress, sources = progress_of(context, 0.05, 0.85), tuple(params["sources"])

    def work(engine: Separator) -> Separation:
        return engine.separate(sound, RATE, sources, progress=progress)

    done = context.first_that_works("separate", work, scratch=context.scratch)
    facts = done.value.facts
    for words in facts["words"]:
        context.log(words)
    context.progress(0.87, "Saving the stems")
    save_stems(context, "separated", done.value.stems, parents=(asset,))
    told = {name: facts[name] for name in ("method", "confidence", "preview")}
    words = [*(one["words"] for one in done.fallbacks), *facts["words"]]
    return {"engine": done.spec.key, **told, "words": words, "fallbacks": done.fallbacks}
