"""Set the console: by the engine's rules from what is heard, or as a person wrote it, nudged where they wished."""

from typing import Any

from processing.console.nudges import Nudge, nudged
from processing.console.settings import ConsoleSettings
from processing.pipeline.context import Context
from processing.stages.sound import RATE, genre_of, tracks_of


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    if params.get("settings"):
        written = ConsoleSettings.from_json(params["settings"])
        for reason in written.reasons:
            context.log(reason)
        return {"settings": nudged(written, Nudge.read(params.get("wishes", {}))).to_json()}
    context.progress(0.05, "Listening to the tracks")
    tracks = dict(tracks_of(context, params))
    context.progress(0.3, "Setting levels, EQ and dynamics")
    settings = context.engine("propose_mix").propose(tracks, RATE, genre=genre_of(params), wishes=params["wishes"])
    for reason in settings.get("reasons", []):
        context.log(str(reason))
    return {"settings": settings}
