"""How a run stands, as people call it: a run under way may be at work, wait its turn, or be held by a paused queue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from processing.models import QueueState, Run, Stage


@dataclass(frozen=True)
class Standing:
    """`state` is what a badge is coloured by, `words` stand on it, `note` says what holds the run."""

    state: str
    words: str
    note: str = ""


def shut_queues() -> dict[str, str]:
    """The paused queues and the reasons that were given."""
    return dict(QueueState.objects.exclude(paused_at=None).values_list("name", "reason"))


def standing_of(run: Run, stages: Iterable[tuple[str, str]], shut: Mapping[str, str]) -> Standing:
    """`stages` are states with their queues, `shut` what `shut_queues` says."""
    rows = list(stages)
    states = {state for state, _queue in rows}
    if run.state == Run.State.DONE and states == {Stage.State.REUSED}:
        return Standing("reused", str(Stage.State.REUSED.label))
    lines = sorted({queue for state, queue in rows if state == Stage.State.QUEUED})
    if run.state != Run.State.RUNNING or Stage.State.RUNNING in states or not lines:
        return Standing(run.state, run.get_state_display())
    if all(queue in shut for queue in lines):
        return Standing("paused", _("Paused"), " ".join(held_by(queue, shut[queue]) for queue in lines))
    return Standing("queued", str(Stage.State.QUEUED.label))


def held_by(queue: str, reason: str) -> str:
    if reason:
        return _("The {queue} queue is paused: {reason}").format(queue=queue, reason=reason)
    return _("The {queue} queue is paused.").format(queue=queue)
