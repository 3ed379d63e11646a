"""Where sections begin in a take: borders in the longest rests, near the share of syllables each section has."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf

# Phrases that start up to half a bar early are upbeats into the bar line.
UPBEAT_BARS = 0.5
RESTFUL_S = 4.0
INSIDE_PHRASE_COST = 2.5
SKIPPED_COST = 1.0


@dataclass(frozen=True)
class Block:
    """A section of the lyrics to be placed; no syllables means that the band plays alone."""

    label: str
    kind: str
    lines: tuple[str, ...]
    syllables: int


@dataclass(frozen=True)
class Take:
    """A voice on the bar grid: `phrases` in bars counted from the first sung bar line, `bars` to be divided."""

    phrases: tuple[tuple[float, float], ...]
    bars: int
    bar_s: float
    offset_s: float

    @cached_property
    def sung_until(self) -> tuple[float, ...]:
        """Sung seconds before each bar line 0..bars."""
        return tuple(
            sum(max(0.0, min(end, bar) - max(start, -UPBEAT_BARS)) for start, end in self.phrases) * self.bar_s
            for bar in range(self.bars + 1)
        )

    @cached_property
    def border_costs(self) -> tuple[float, ...]:
        """What a border on each bar line costs: negative in a long rest, high in the middle of a phrase."""
        starts = [start for start, _ in self.phrases]
        return tuple(self._border_cost(bar, starts) for bar in range(self.bars + 1))

    @cached_property
    def silence_costs(self) -> tuple[float, ...]:
        """What it costs to let the band play alone from each bar line on: least right after the voice has ended."""
        return tuple(self._silence_cost(bar) for bar in range(self.bars + 1))

    def _silence_cost(self, bar: int) -> float:
        before = max((end for start, end in self.phrases if start < bar), default=0.0)
        if before > bar + 0.25:
            return INSIDE_PHRASE_COST
        return min(1.0, 0.3 * (bar - before)) - 0.5

    def _border_cost(self, bar: int, starts: list[float]) -> float:
        following = bisect_left(starts, bar - UPBEAT_BARS)
        before = max((end for _, end in self.phrases[:following]), default=-inf)
        if before > bar + 0.25:
            return INSIDE_PHRASE_COST
        rest_bars = (starts[following] if following < len(starts) else self.bars) - before
        late = max(0.0, starts[following] - bar - 0.5) if following < len(starts) else 0.0
        return -min(rest_bars * self.bar_s, RESTFUL_S) / RESTFUL_S + min(1.0, 0.5 * late)


def divide(blocks: Sequence[Block], take: Take) -> list[tuple[Block, int]]:
    """Bars for each block so that together they fill the take exactly; every sung block gets at least one bar,
    two where there is room.

    Dynamic programming over bar lines. Blocks beyond the number of bars are sung within the last one; an unsung block
    without a rest to live in gets no bars.
    """
    blocks = _no_more_than(blocks, max(1, take.bars // 2))
    total = max(1, sum(block.syllables for block in blocks))
    sung_s = max(take.sung_until[-1], 1e-6)
    costs = [0.0] + [inf] * take.bars
    choices: list[list[int]] = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        ends = take.border_costs if following is None or following.syllables else take.silence_costs
        # The last block ends with the take, and so does everything that must be placed before it.
        ends = ends if following else tuple([inf] * take.bars + [0.0])
        costs, chosen = _place((block, sung_s * block.syllables / total), take, costs, ends)
        choices.append(chosen)
    return _read_back(blocks, choices, take.bars)


def _place(
    placed: tuple[Block, float], take: Take, costs: list[float], ends: Sequence[float]
) -> tuple[list[float], list[int]]:
    """The cheapest way to end this block on each bar line, and where it then begins."""
    block, expected_s = placed
    best, origin = [inf] * (take.bars + 1), [0] * (take.bars + 1)
    reachable = [start for start, cost in enumerate(costs) if cost < inf]
    for end in range(take.bars + 1):
        if ends[end] == inf:
            continue
        for start in reachable:
            if start > end:
                break
            # A skipped block passes on the border that was paid for it.
            border = ends[end] if end > start else 0.0
            cost = costs[start] + _length_cost(block, expected_s, take, start, end) + border
            if cost < best[end]:
                best[end], origin[end] = cost, start
    return best, origin


def _length_cost(block: Block, expected_s: float, take: Take, start: int, end: int) -> float:
    bars = end - start
    sung_s = take.sung_until[end] - take.sung_until[start]
    if not block.syllables:
        return SKIPPED_COST if bars == 0 else 0.8 * sung_s + 0.1 * abs(bars - 4)
    if bars == 0:
        return inf
    square = 0.0 if bars % 4 == 0 else 0.08 if bars % 2 == 0 else 0.2 if bars > 1 else 6.0
    return 3.0 * ((sung_s - expected_s) / (expected_s + 1.0)) ** 2 + square


def _read_back(blocks: Sequence[Block], choices: list[list[int]], bars: int) -> list[tuple[Block, int]]:
    lengths: list[int] = []
    end = bars
    for chosen in reversed(choices):
        lengths.append(end - chosen[end])
        end = chosen[end]
    return list(zip(blocks, reversed(lengths), strict=True))


def _no_more_than(blocks: Sequence[Block], bars: int) -> list[Block]:
    sung = [block for block in blocks if block.syllables]
    if not sung:
        # Somebody sings, whatever the lyric sheet says.
        sung = [Block("Verse", "verse", (), 1)]
        return [*sung, *blocks]
    if len(sung) <= bars:
        return list(blocks)
    kept, spare = sung[: bars - 1], sung[bars - 1 :]
    lines = tuple(line for block in spare for line in block.lines)
    return [*kept, replace(spare[0], lines=lines, syllables=sum(block.syllables for block in spare))]
