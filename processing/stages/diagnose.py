"""Look into a sound: what is wrong with it, in numbers and places, and the pictures that show it."""

from typing import Any

import numpy as np

from processing.dsp import files, pictures
from processing.dsp.balance import CENTRES_HZ
from processing.dsp.levels import Audio
from processing.dsp.pathologies.diagnosis import Facts, diagnose, scores
from processing.dsp.spectrum import third_octaves_db
from processing.engines.contracts import GENRES
from processing.engines.master.style import target_balance_db
from processing.pipeline.context import Context
from processing.stages.sound import RATE, sound_on_disk
from projects.models import Asset, Rendition

LOSSLESS = (".wav", ".flac", ".aif", ".aiff", ".caf", ".w64", ".wv")
"""What a file is called that claims to be whole: in those a lossy past would be a hidden one."""


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    asset = _sound(context)
    context.progress(0.02, "Loading the sound")
    song = sound_on_disk(context, asset)
    context.progress(0.1, "Looking for what is wrong")
    facts = _facts(context, asset)
    faults = diagnose(song, RATE, **(facts | _cut(context)))
    found = [fault for fault in faults if fault.found]
    for fault in found:
        context.log(f"{fault.title}: {fault.words}")
    context.progress(0.7, "Drawing it")
    drawn = {
        Rendition.Kind.SPECTROGRAM.value: pictures.png(pictures.spectrogram(song, RATE)),
        Rendition.Kind.VECTORSCOPE.value: pictures.png(pictures.vectorscope(song)),
    }
    paths = {kind: context.scratch / f"{kind}.png" for kind in drawn}
    for kind, content in drawn.items():
        paths[kind].write_bytes(content)
    context.add_renditions(asset, paths)
    return {
        "faults": [fault.to_json() for fault in faults],
        "scores": scores(faults),
        "found": [fault.code for fault in found],
        "brought": facts,
        "curves": _curves(song),
    }


def _sound(context: Context) -> Asset:
    """What the recipe names, or what the stage before has just made."""
    made = [asset for role in ("sound", "master", "mix") for asset in context.assets(role)]
    return made[0] if made else context.asset("sound")


def _facts(context: Context, asset: Asset) -> Facts:
    """What was made of a file is held to what that file says of itself: a lossy past stays hidden in a master, and one
    channel stays one. What was made of nothing claims nothing."""
    if told := context.result("diagnose").get("brought"):
        return Facts(claims_lossless=bool(told["claims_lossless"]), channels=int(told["channels"]))
    lossless = not asset.provenance.get("stage") and asset.name.lower().endswith(LOSSLESS)
    # What was taken in has two channels, however many it came with.
    taken = context.result("ingest").get("file", {}).get("channels_in")
    return Facts(claims_lossless=lossless, channels=int(taken or files.facts(context.canonical_path(asset)).channels))


def _cut(context: Context) -> Facts:
    """The flat peaks of an upload at its own rate; what is made of it is not told of them."""
    file = context.result("ingest").get("file", {})
    if context.result("diagnose") or "cut_peaks" not in file:
        return Facts()
    return Facts(cut_peaks=int(file["cut_peaks"]), cut_spans=file["cut_spans"])


def _curves(song: Audio) -> dict[str, Any]:
    """What the page draws itself, so that it follows the theme and can be read out."""
    momentary, short_term = pictures.loudness_curves(song, RATE)
    sides = pictures.correlation_curve(song, RATE)
    return {
        "duration_s": round(song.shape[1] / RATE, 3),
        "loudness_step_s": round(momentary.step_s, 4),
        "momentary_lufs": _rounded(momentary.values, 1),
        "short_term_lufs": _rounded(short_term.values, 1),
        "correlation_step_s": round(sides.step_s, 4),
        "correlation": _rounded(sides.values, 3),
        "centres_hz": CENTRES_HZ.tolist(),
        "levels_db": _rounded(third_octaves_db(song, RATE), 2),
        # What it is held against where the song has no reference; the page loads no sound libraries itself.
        "usual_db": {genre: _rounded(target_balance_db(genre), 1) for genre in GENRES},
    }


def _rounded(values: np.ndarray[Any, Any], digits: int) -> list[float]:
    return [round(float(value), digits) for value in values]
