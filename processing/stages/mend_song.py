"""Mend what harms single samples while the song is still whole: taken apart, a cut peak or a click lies a little in
every stem, where nothing shows it any more."""

from typing import Any

from processing.dsp.pathologies.fault import Fault
from processing.dsp.repairs.names import SONG, SUITS
from processing.dsp.repairs.repair import remedy_of, removed, repair
from processing.pipeline.context import Context
from processing.stages.restore import told
from processing.stages.sound import RATE, progress_of, save_part, sound_on_disk


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    """Leaves `mended` and `removed:song` where something was mended; else the song stays the file that was brought."""
    amounts = params.get("amounts", {})
    faults = [Fault.from_json(fault) for fault in context.result("diagnose").get("faults", [])]
    mendable = {fault.code for fault in faults if fault.found and remedy_of(fault) in SUITS[SONG]}
    if not mendable:
        return {"source": SONG, "steps": [], "words": []}
    context.progress(0.02, "Loading the sound")
    asset = context.asset("sound")
    song = sound_on_disk(context, asset)
    tell = progress_of(context, 0.05, 0.85)
    mended = repair(song, RATE, amounts=amounts, wanted=lambda fault: fault.code in mendable, progress=tell)
    for step in mended.steps:
        context.log(step.words)
    if mended.audio is not song:
        context.progress(0.88, "Saving the sound")
        save_part(context, "mended", mended.audio, "mended-song", (asset,))
        save_part(context, f"removed:{SONG}", removed(song, mended.audio), "removed-song", (asset,))
    return {"source": SONG, **told(mended)}
