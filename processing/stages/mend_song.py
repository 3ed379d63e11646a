"""Mend what harms single samples, and a hum, while the song is still whole: taken apart, a cut peak or a click lies a
little in every stem, where nothing shows it any more."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from processing.dsp.own_rate import at_own_rate, resampled
from processing.dsp.pathologies.fault import Fault, of_code
from processing.dsp.repairs.names import SONG, SUITS
from processing.dsp.repairs.repair import Repaired, remedy_of, removed, repair
from processing.engines.contracts import Audio, Progress
from processing.pipeline.context import Context
from processing.stages.restore import told
from processing.stages.sound import RATE, progress_of, save_part, sound_on_disk

CLIPPING = "clipping"


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    """Leaves `mended` and `removed:song` where something was mended; else the song stays the file that was brought."""
    faults = [Fault.from_json(fault) for fault in context.result("diagnose").get("faults", [])]
    mendable = {fault.code for fault in faults if fault.found and remedy_of(fault) in SUITS[SONG]}
    if not mendable:
        return {"source": SONG, "steps": [], "words": []}
    context.progress(0.02, "Loading the sound")
    asset = context.asset("sound")
    song = sound_on_disk(context, asset)
    mended = _mended(context, song, faults, mendable, params.get("amounts", {}))
    for step in mended.steps:
        context.log(step.words)
    if mended.audio is not song:
        context.progress(0.88, "Saving the sound")
        save_part(context, "mended", mended.audio, "mended-song", (asset,))
        save_part(context, f"removed:{SONG}", removed(song, mended.audio), "removed-song", (asset,))
    return {"source": SONG, **told(mended)}


def _mended(
    context: Context, song: Audio, faults: Sequence[Fault], mendable: Collection[str], amounts: Mapping[str, float]
) -> Repaired:
    """Cut peaks first, for nothing else leaves them flat; where only the file's own rate shows them, at that rate."""
    rest = [code for code in mendable if code != CLIPPING]
    done = Repaired(song, tuple(faults), tuple(faults), ())
    if CLIPPING in mendable:
        half = progress_of(context, 0.05, 0.45 if rest else 0.85)
        own, rate = _at_own_rate(context, song, faults)
        first = _repaired(own, rate, {CLIPPING}, amounts, half)
        rounded = song if first.audio is own else resampled(first.audio, rate, RATE, song.shape[1])
        done = Repaired(rounded, tuple(faults), first.after, first.steps)
    if rest:
        then = _repaired(done.audio, RATE, rest, amounts, progress_of(context, 0.45, 0.85))
        done = Repaired(then.audio, tuple(faults), then.after, (*done.steps, *then.steps))
    return done


def _at_own_rate(context: Context, song: Audio, faults: Sequence[Fault]) -> tuple[Audio, int]:
    """The file that was brought, where it shows more cut peaks than `song`, which was made of it."""
    file, minutes = context.result("ingest").get("file", {}), song.shape[1] / RATE / 60.0
    counted = of_code(faults, CLIPPING).value * minutes
    if file.get("sample_rate_in", RATE) == RATE or file.get("cut_peaks", 0) < round(counted):
        return song, RATE
    return at_own_rate(context.path(context.asset("sound")), context.scratch, int(file["samples_in"]))


def _repaired(
    audio: Audio, rate: int, codes: Collection[str], amounts: Mapping[str, float], progress: Progress
) -> Repaired:
    return repair(audio, rate, amounts=amounts, wanted=lambda fault: fault.code in codes, progress=progress)
