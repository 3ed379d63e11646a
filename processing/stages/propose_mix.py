"""Set the console: by the engine's rules from what is heard, or as a person wrote it, nudged where they wished."""

from collections.abc import Mapping
from typing import Any

from processing.console.nudges import Nudge, nudged
from processing.console.settings import ConsoleSettings
from processing.engines.contracts import MixProposer
from processing.engines.propose_mix.words.asking import fulfilled
from processing.engines.propose_mix.words.reading import Read
from processing.pipeline.consoles import read_said, sections_in
from processing.pipeline.context import Context
from processing.stages.sound import RATE, genre_of, progress_of, read_sound, tracks_of


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    if params.get("settings"):
        written = ConsoleSettings.from_json(params["settings"])
        for reason in written.reasons:
            context.log(reason)
        return {"settings": nudged(written, Nudge.read(params.get("wishes", {}))).to_json()}
    context.progress(0.05, "Listening to the tracks")
    tracks = dict(tracks_of(context, params))
    references = context.assets("reference")
    reference = read_sound(context, references[0]) if references else None
    progress = progress_of(context, 0.3, 0.98)
    progress(0.0, "Setting levels, EQ and dynamics")

    def work(engine: MixProposer) -> dict[str, Any]:
        about = {"genre": genre_of(params), "wishes": params["wishes"]}
        return engine.propose(tracks, RATE, **about, reference=reference, progress=progress)

    done = context.first_that_works("propose_mix", work)
    settings, fallbacks = done.value, [one["words"] for one in done.fallbacks]
    reasons = [*fallbacks, *(str(reason) for reason in settings.get("reasons", []))]
    told: dict[str, Any] = {"settings": {**settings, "reasons": reasons}, "fallbacks": done.fallbacks}
    if params.get("asked"):
        told |= _as_asked(told["settings"], params)
    for reason in (*told["settings"]["reasons"], *told.get("said", {}).get("notes", ())):
        context.log(reason)
    return told


def _as_asked(proposed: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """The proposed console moved by words that were said before there was one; what they changed, and what not."""
    text, wishes = read_said(params["asked"])
    read = Read(wishes, tuple(params["asked"]["notes"]))
    change = fulfilled(ConsoleSettings.from_json(proposed), read, text, sections=sections_in(params.get("plan")))
    return {"settings": change.settings.to_json(), "said": {"lines": list(change.lines), "notes": list(change.notes)}}
