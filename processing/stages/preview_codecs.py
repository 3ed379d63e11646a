"""Hear a master as services will encode it: each codec's copy, its overs, and what it took away, alone."""

from typing import Any

from processing.dsp.encode import Encoding, encode_audio
from processing.dsp.levels import Audio
from processing.dsp.round_trip import PREVIEWED, RoundTrip, round_trip
from processing.pipeline.context import Context
from processing.stages.sound import RATE, read_sound
from projects.assets import NewFile
from projects.models import Asset

ARTEFACTS_KBPS = 192
CEILING = 0.99


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    master = read_sound(context, context.asset("master"))
    made: list[dict[str, Any]] = []
    for number, encoding in enumerate(PREVIEWED):
        context.progress(0.05 + 0.9 * number / len(PREVIEWED), f"Listening to {encoding.codec} {encoding.bitrate_kbps}")
        trip = round_trip(master, RATE, encoding, context.scratch)
        if trip.overs:
            context.log(f"{trip.name.replace('_', ' ')}: {trip.overs} samples exceed full scale.")
        made.append(trip.to_json())
        _save(context, encoding, trip, master)
    return {"codecs": made}


def _save(context: Context, encoding: Encoding, trip: RoundTrip, master: Audio) -> None:
    # As it is, not louder: how little there is to hear is the very thing to know.
    alone = trip.artefacts.clip(-CEILING, CEILING)
    small = Encoding("aac", ARTEFACTS_KBPS, quick=True)
    taken = encode_audio(context.scratch / f"{trip.name}-artefacts.m4a", alone, RATE, small)
    for part, path in (("encoded", trip.path), ("artefacts", taken)):
        facts = trip.to_json() | {"bitrate_kbps": encoding.bitrate_kbps, "part": part}
        new = NewFile(Asset.Kind.PREVIEW, path, path.name, master.shape[1] / RATE, facts)
        context.save(f"{part}:{trip.name}", new, [context.asset("master")])
