"""Listen to the voice: tempo, beat, key, notes and phrases, each with how sure the ear is."""

from typing import Any

from processing.dsp import files
from processing.dsp.voice import hear
from processing.engines.contracts import METERS
from processing.pipeline.context import Context


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    context.progress(0.05, "Listening to the voice")
    audio, rate = files.read(context.canonical_path(context.asset("vocal")))
    reading = hear(audio, rate, bpm=params["bpm"], beats_per_bar=METERS[params["meter"]])
    found = reading.to_json()
    context.log(f"Tempo {found['tempo']['bpm']:.1f} BPM, sure to {found['tempo']['confidence']:.0%}")
    return found
