"""Mend one stem of a song that was taken apart: only what was found, only as far as it helps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from processing.dsp.blocks import partly, stretches
from processing.dsp.pathologies.fault import scores
from processing.dsp.repairs.repair import Remedy, Repaired, removed
from processing.dsp.repairs.stems import restore_stem
from processing.dsp.repairs.top import edge_hz
from processing.engines.contracts import Audio, Progress
from processing.pipeline.context import Context
from processing.stages.sound import RATE, progress_of, save_part, sound_on_disk

NAMES = {"vocals": "the voice", "drums": "the drums", "bass": "the bass", "other": "everything else"}
MENDED = 0.85
"""How far the stage is when the stem is mended and only has to be saved."""


@dataclass(frozen=True)
class Used:
    """Which engine did it, and those before it that could not, with their words."""

    engine: str
    fallbacks: list[dict[str, str]]


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    source = params["source"]
    context.progress(0.02, f"Loading {NAMES[source]}")
    asset = context.asset(f"stem:{source}")
    stem = sound_on_disk(context, asset)
    used: dict[str, Used] = {}
    tell = progress_of(context, 0.05, MENDED)
    mended = restore_stem(
        source,
        stem,
        RATE,
        found_codes(context, params.get("amounts", {})),
        amounts=params.get("amounts", {}),
        tools=engine_tools(context, used),
        progress=lambda fraction, words: tell(max(fraction, _share(context)), f"{words}: {NAMES[source]}"),
    )
    for step in mended.steps:
        context.log(step.words)
    context.progress(0.88, "Saving the stem")
    save_part(context, f"restored:{source}", mended.audio, f"restored-{source}", (asset,))
    if mended.audio is not stem:
        save_part(context, f"removed:{source}", removed(stem, mended.audio), f"removed-{source}", (asset,))
    engines = {capability: one.engine for capability, one in used.items()}
    fallbacks = [fallback for one in used.values() for fallback in one.fallbacks]
    return {"source": source, **told(mended), "engine": engines, "fallbacks": fallbacks}


def told(mended: Repaired) -> dict[str, Any]:
    """The steps, the severities before and after, and sentences for people."""
    words = [step.words for step in mended.steps] or ["Nothing had to be repaired."]
    return {
        "steps": [step.to_json() for step in mended.steps],
        "before": scores(mended.before),
        "after": scores(mended.after),
        "words": words,
    }


def found_codes(context: Context, amounts: Mapping[str, float]) -> list[str]:
    """What was found in the whole song. A file of one channel is not called narrow; whoever asks for width gets it."""
    looked = context.result("diagnose")
    asked = ["narrow"] if looked.get("brought", {}).get("channels") == 1 and amounts.get("widen", 0.0) > 0.0 else []
    return [fault["code"] for fault in looked.get("faults", []) if fault["found"]] + asked


def engine_tools(context: Context, used: dict[str, Used]) -> dict[str, Remedy]:
    """The remedies that an engine may do better: the best that is ready here and allowed. `used` is told which."""

    def worked(capability: str, work: Callable[[Any], Audio]) -> Audio:
        done = context.first_that_works(capability, work)
        # Who could not is not asked a second time, but stays told of.
        before = used[capability].fallbacks if capability in used else []
        used[capability] = Used(done.spec.key, [*before, *done.fallbacks])
        return done.value

    def denoise(audio: Audio, _rate: int, amount: float) -> Audio:
        return worked("denoise", lambda engine: engine.denoise(audio, RATE, amount=amount))

    made: dict[bytes, Audio] = {}

    def extend(audio: Audio, _rate: int, amount: float) -> Audio:
        # Less of it is tried on the same sound: a model that takes minutes is asked once.
        mark = _mark_of(audio)
        if mark not in made:
            made.clear()
            cutoff_hz, seed, tell = edge_hz(audio, RATE), context.project.seed, _of_what_is_left(context)
            made[mark] = worked(
                "extend_band",
                lambda engine: engine.extend(audio, RATE, cutoff_hz=cutoff_hz, seed=seed, progress=tell),
            )
        return partly(audio, made[mark], amount)

    return {"denoise": denoise, "extend_band": extend}


def _mark_of(audio: Audio) -> bytes:
    """What tells one sound from another."""
    mark = blake2b()
    for span in stretches(audio):
        mark.update(audio[:, span].tobytes())
    return mark.digest()


def _share(context: Context) -> float:
    """How far the mending is said to be already: a bar never goes back."""
    return (context.stage.progress - 0.05) / (MENDED - 0.05)


def _of_what_is_left(context: Context) -> Progress:
    """An engine's own progress as half of what the stem still has before it: a model may take longer than all the rest.
    A cancelled stage ends there."""
    start = context.stage.progress

    def tell(fraction: float, message: str) -> None:
        context.progress(start + 0.5 * fraction * max(0.0, MENDED - start), message)

    return tell
