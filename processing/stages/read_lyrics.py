"""Read the lyrics: sections, syllables, and what the words suggest."""

from dataclasses import asdict
from typing import Any

from processing.pipeline.context import Context


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    context.progress(0.1, "Reading the lyrics")
    reading = context.engine("analyse_lyrics").read(params["text"])
    for what, why in reading.reasons.items():
        context.log(f"{what}: {why}")
    found = asdict(reading)
    found["reasons"] = dict(reading.reasons)
    return found
