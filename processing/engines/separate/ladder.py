"""The steps that a separating model can be run in, largest first."""

from dataclasses import dataclass

SMALLER_S = (5.0, 3.0)


@dataclass(frozen=True)
class Rung:
    """Where, and in steps of how many seconds."""

    device: str
    segment_s: float


def words_of(first: Rung, used: Rung) -> list[str]:
    """What is told when the first step did not fit into memory."""
    if used.device != first.device:
        return ["The graphics card has too little memory for it: it was done in main memory, which takes longer."]
    if used.segment_s < first.segment_s:
        return [f"Memory was short: it was done in steps of {used.segment_s:g} s instead of {first.segment_s:g} s."]
    return []


def rungs_for(device: str, segment_s: float) -> tuple[Rung, ...]:
    """The model's own segment, then smaller ones, then the main memory."""
    there = [Rung(device, segment_s), *(Rung(device, smaller) for smaller in SMALLER_S if smaller < segment_s)]
    return (*there, Rung("cpu", segment_s)) if device != "cpu" else tuple(there)
