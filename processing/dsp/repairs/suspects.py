"""Which remedy made the whole song worse? Looked for in a piece of it, since restoring stems whole takes minutes.

The steps that were kept are done once more on the piece, each time without one remedy. What they were tried against
is not asked again, so a piece tells whom to suspect and not how a stem without that remedy would be restored.
"""

from collections.abc import Iterator, Sequence

from processing.dsp.levels import Audio
from processing.dsp.pathologies.diagnosis import diagnose
from processing.dsp.pathologies.fault import Fault, of_code
from processing.dsp.repairs.bench import Bench, mixed
from processing.dsp.repairs.repair import repeated

PIECE_S = 30.0


def suspects(bench: Bench, worse: Fault) -> Sequence[str]:
    """All remedies in use, that one first without which a piece of the song has least of what got `worse`."""
    used = bench.used()
    if len(used) < 2:
        return used
    piece = _piece(bench, worse)

    def left(name: str) -> float:
        faults = diagnose(mixed(_without(bench, name, piece)), bench.rate, **bench.facts)
        return of_code(faults, worse.code).severity_by(worse)

    return sorted(used, key=left)


def _without(bench: Bench, name: str, piece: slice) -> Iterator[Audio]:
    for source, steps in bench.steps.items():
        kept = [step for step in steps if step.kept]
        if any(step.remedy == name for step in kept):
            others = [step for step in kept if step.remedy != name]
            yield repeated(bench.brought[source]()[:, piece], bench.rate, others, bench.tools.get(source))
        else:
            yield bench.stems[source]()[:, piece]


def _piece(bench: Bench, worse: Fault) -> slice:
    """The half minute that has most of it; the middle of the song where it has no places."""
    total_s = next(iter(bench.stems.values()))().shape[1] / bench.rate
    starts_s = [max(min(start_s, total_s - PIECE_S), 0.0) for start_s, _ in worse.spans]
    middle_s = max((total_s - PIECE_S) / 2.0, 0.0)

    def share(from_s: float) -> float:
        ends = ((max(start, from_s), min(end, from_s + PIECE_S)) for start, end in worse.spans)
        # A click is a place without a length.
        return sum(end - start + 0.001 for start, end in ends if end >= start)

    from_s = max([middle_s, *starts_s], key=share)
    first = round(from_s * bench.rate)
    return slice(first, first + round(PIECE_S * bench.rate))
