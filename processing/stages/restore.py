"""Mend one stem of a song that was taken apart: only what was found, only as far as it helps."""

from collections.abc import Callable
from typing import Any

from processing.dsp.pathologies.fault import scores
from processing.dsp.repairs.repair import Remedy, Repaired, removed
from processing.dsp.repairs.stems import restore_stem
from processing.dsp.repairs.top import edge_hz
from processing.engines.contracts import Audio
from processing.pipeline.context import Context
from processing.stages.sound import RATE, progress_of, read_sound, save_part

NAMES = {"vocals": "the voice", "drums": "the drums", "bass": "the bass", "other": "everything else"}


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    source = params["source"]
    context.progress(0.02, f"Loading {NAMES[source]}")
    asset = context.asset(f"stem:{source}")
    stem = read_sound(context, asset)
    used: dict[str, str] = {}
    tell = progress_of(context, 0.05, 0.85)
    mended = restore_stem(
        source,
        stem,
        RATE,
        found_codes(context),
        amounts=params.get("amounts", {}),
        tools=engine_tools(context, used),
        progress=lambda fraction, words: tell(fraction, f"{words}: {NAMES[source]}"),
    )
    for step in mended.steps:
        context.log(step.words)
    context.progress(0.88, "Saving the stem")
    save_part(context, f"restored:{source}", mended.audio, f"restored-{source}", (asset,))
    if mended.audio is not stem:
        save_part(context, f"removed:{source}", removed(stem, mended.audio), f"removed-{source}", (asset,))
    return {"source": source, **told(mended), "engine": used}


def told(mended: Repaired) -> dict[str, Any]:
    """The steps, the severities before and after, and sentences for people."""
    words = [step.words for step in mended.steps] or ["Nothing had to be repaired."]
    return {
        "steps": [step.to_json() for step in mended.steps],
        "before": scores(mended.before),
        "after": scores(mended.after),
        "words": words,
    }


def found_codes(context: Context) -> list[str]:
    """What was found in the whole song."""
    return [fault["code"] for fault in context.result("diagnose").get("faults", []) if fault["found"]]


def engine_tools(context: Context, used: dict[str, str]) -> dict[str, Remedy]:
    """The remedies that an engine may do better: the best that is ready here and allowed. `used` is told which."""

    def with_engine(capability: str, work: Callable[[Any, Audio, float], Audio]) -> Remedy:
        def remedy(audio: Audio, _rate: int, amount: float) -> Audio:
            worked = context.first_that_works(capability, lambda engine: work(engine, audio, amount))
            used[capability] = worked.spec.key
            return worked.value

        return remedy

    def extend(engine: Any, audio: Audio, amount: float) -> Audio:
        new: Audio = engine.extend(audio, RATE, cutoff_hz=edge_hz(audio, RATE), seed=context.project.seed)
        return audio + amount * (new - audio) if amount < 1.0 and new is not audio else new

    return {
        "denoise": with_engine("denoise", lambda engine, audio, amount: engine.denoise(audio, RATE, amount=amount)),
        "extend_band": with_engine("extend_band", extend),
    }
