"""What a rescue is judged on: the stems of a song as they were brought and as they were restored."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from processing.dsp.blocks import copied, stretches
from processing.dsp.levels import Audio
from processing.dsp.pathologies.diagnosis import Facts, diagnose
from processing.dsp.pathologies.fault import Fault
from processing.dsp.repairs.repair import Remedy, Repaired, Step

Load = Callable[[], Audio]
"""A stem that is read when it is needed: four of a long song at once would be a gigabyte."""


@dataclass
class Bench:
    """The stems of a song as they were brought and as they were restored, with the means to restore them again."""

    brought: Mapping[str, Load]
    rate: int
    restore: Callable[[str, Collection[str], Sequence[Step]], Repaired]
    """Restores a source once more without some remedies. The first steps are known: nothing before them changes."""
    facts: Facts = field(default_factory=Facts)
    """What the file says of itself, as the diagnosis of the song was told it."""
    diagnosed: Sequence[Fault] = ()
    """The song's own diagnosis: taken apart, it may not show every fault any more."""
    stems: dict[str, Load] = field(default_factory=dict)
    steps: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    first: tuple[Step, ...] = ()
    """What was done to the song before it was taken apart."""
    without: list[str] = field(default_factory=list)
    tools: Mapping[str, Mapping[str, Remedy]] = field(default_factory=dict)
    """By source, what takes the place of remedies of the same name."""

    def used(self) -> list[str]:
        """Remedies that are in use, the last in the order of work first."""
        kept = [step.remedy for steps in self.steps.values() for step in steps if step.kept]
        return list(dict.fromkeys(reversed(kept)))

    @property
    def is_mended(self) -> bool:
        return bool(self.used()) or any(step.kept for step in self.first)

    def leave_out(self, remedy: str) -> dict[str, Repaired]:
        """The stems that used it, restored without."""
        restored = {}
        for source, steps in self.steps.items():
            if any(step.kept and step.remedy == remedy for step in steps):
                known = takewhile(lambda step: step.remedy != remedy, steps)
                restored[source] = self.restore(source, [*self.without, remedy], tuple(known))
        return restored

    def as_brought(self) -> tuple[Fault, ...]:
        return self._look(load() for load in self.brought.values())

    def whole(self, changed: Mapping[str, Repaired]) -> tuple[Fault, ...]:
        return self._look(changed[name].audio if name in changed else load() for name, load in self.stems.items())

    def _look(self, stems: Iterable[Audio]) -> tuple[Fault, ...]:
        return diagnose(mixed(stems), self.rate, **self.facts)

    def take(self, changed: Mapping[str, Repaired]) -> None:
        for source, repaired in changed.items():
            self.stems[source], self.steps[source] = held(repaired.audio), repaired.steps


def held(audio: Audio) -> Load:
    return lambda: audio


def mixed(stems: Iterable[Audio]) -> Audio:
    """The plain sum, in the precision of the stems."""
    total: Audio | None = None
    for stem in stems:
        if total is None:
            total = copied(stem)
            continue
        for span in stretches(total, stem):
            total[:, span] += stem[:, span]
    assert total is not None
    return total
