"""Take voice-like rests out of an instrumental that an engine made whole: only what is heard, and only without harm."""

from dataclasses import asdict
from typing import Any

from processing.dsp.ghosts import Ghosts, Harm, harm, hear_ghosts, without_ghosts
from processing.engines.contracts import Audio, Separation, Separator
from processing.pipeline.context import Context
from processing.stages.sound import RATE, preview, progress_of, save_part, save_sound, sound_on_disk
from projects.models import Asset

HEARD_SHARE = 0.02
"""Of the song's time: with a model, what is voiced in the voice's stem and heard is a voice."""
PREVIEW_SHARE = 0.55
"""Without a model, melodies come along: 0.30 to 0.53 of instrumentals without any voice were voiced in that stem, 0.36
to 0.71 of songs with one. Beyond this there may be a voice; below it nobody knows."""


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    """`params`: the plan, which is handed on as the stages before left it."""
    candidate = context.assets("candidate")[-1]
    context.progress(0.01, "Reading the instrumental")
    song = sound_on_disk(context, candidate)
    progress = progress_of(context, 0.05, 0.7)

    def work(engine: Separator) -> Separation:
        return engine.separate(song, RATE, ("vocals", "other"), progress=progress)

    done = context.first_that_works("separate", work, scratch=context.scratch)
    context.progress(0.72, "Listening for a voice")
    voice, is_preview = done.value.stems["vocals"], bool(done.value.facts["preview"])
    ghosts = hear_ghosts(song, voice, RATE)
    taken, harmed, words = _judged(context, candidate, song, voice, ghosts, is_preview)
    for line in words:
        context.log(line)
    return {
        "engine": done.spec.key,
        "preview": is_preview,
        **asdict(ghosts),
        "limit": PREVIEW_SHARE if is_preview else HEARD_SHARE,
        "taken_away": taken,
        "harm": harmed.to_json() if harmed else None,
        "words": [*(one["words"] for one in done.fallbacks), *words],
        "fallbacks": done.fallbacks,
        "plan": context.result("align").get("plan") or params["plan"],
    }


def _judged(
    context: Context, candidate: Asset, song: Audio, voice: Audio, ghosts: Ghosts, is_preview: bool
) -> tuple[bool, Harm | None, list[str]]:
    """Whether the voice was taken away, at what cost, and why in words."""
    if is_preview:
        return False, None, _without_a_model(ghosts)
    if ghosts.share <= HEARD_SHARE:
        return False, None, [f"A voice is heard in {ghosts.share:.1%} of the instrumental: it is left as it is."]
    words = [f"A voice is heard in {ghosts.share:.0%} of the instrumental, {ghosts.level_db:+.0f} dB against the band."]
    cleaned = without_ghosts(song, voice, ghosts.spans, RATE)
    context.progress(0.85, "Checking what that does to the instrumental")
    harmed = harm(song, cleaned, ghosts.spans, RATE)
    if harmed.is_too_much:
        return False, harmed, [*words, _too_much(harmed)]
    context.progress(0.92, "Saving the instrumental", peaks=preview(cleaned))
    name = f"{candidate.name.rpartition('.')[0] or candidate.name}-cleaned"
    save_sound(context, "candidate", Asset.Kind.CANDIDATE, name, cleaned, (candidate,))
    save_part(context, "removed:vocals", song - cleaned, f"{name}-removed", (candidate,))
    return True, harmed, [*words, "It was taken away there; everywhere else nothing was touched."]


def _without_a_model(ghosts: Ghosts) -> list[str]:
    if ghosts.share <= PREVIEW_SHARE:
        return ["Without a separation model a voice can not be told from a melody: the instrumental is left as it is."]
    return [
        f"There may be a voice in the instrumental: {ghosts.share:.0%} of its time sounds voiced. Listen to it.",
        "It is left as it is: without a separation model, taking it away would harm the band.",
    ]


def _too_much(harmed: Harm) -> str:
    return (
        f"Taking it away would cost {harmed.quieter_lu:.1f} LU of loudness, {max(0.0, harmed.balance_db):.1f} dB of "
        f"balance and {max(0.0, harmed.softer_db):.1f} dB of attack there: it is left as it is."
    )
