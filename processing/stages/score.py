"""Score one candidate: every number with a sentence, nothing hidden."""

from typing import Any

from processing.engines.contracts import SongPlan
from processing.pipeline.context import Context
from processing.scorecard.judge import score
from processing.stages.sound import RATE, read_sound


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    plan = SongPlan.from_json(params["plan"])
    context.progress(0.1, "Listening to the candidate")
    instrumental = read_sound(context, context.assets("candidate")[-1])
    stems = {name: read_sound(context, asset) for name, asset in context.stems().items()}
    context.progress(0.4, "Scoring")
    # The plan's key is the voice's where the ear trusted it, else the one people or rules chose.
    voice = {"key": plan.key} if plan.sung_notes else None
    card = score(instrumental, RATE, plan=plan, stems=stems, voice=voice)
    return card.to_json()
