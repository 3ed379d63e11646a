"""The storyboard: which scene is seen when. Pure and seeded: the same song and seed give the same cuts.

Cuts stand on downbeats (the bar grid starts at 0 s), a new section always brings a new scene, long sections
are cut between two scenes and several framings of each.
"""

import random
from dataclasses import dataclass
from itertools import pairwise

from processing.engines.contracts import Section, SongPlan

CALM = ("ridges", "stars", "ripples", "ribbons")
STRONG = ("halo", "mosaic", "city", "strata")
FRAMINGS = 3
SHOT_S = {"chorus": 4.0, "post_chorus": 4.0, "solo": 4.0, "intro": 8.0, "outro": 8.0}
"""How long a shot should last in a section; 6 s where nothing is said."""


@dataclass(frozen=True)
class Shot:
    """One uninterrupted picture. `look` 0, 1, 2 says whose colours: verse, chorus or bridge."""

    first_frame: int
    end_frame: int
    start_s: float
    scene: str
    framing: int
    look: int
    kind: str
    opens_section: bool


def sections_of(plan: SongPlan, duration_s: float) -> tuple[Section, ...]:
    """The plan's sections on the real length of the song; one nameless section when the plan has none."""
    laid, at_s = [], 0.0
    for section in plan.sections:
        start_s = section.start_s if section.end_s > section.start_s else at_s
        at_s = section.end_s if section.end_s > section.start_s else start_s + section.bars * plan.bar_s
        if start_s < duration_s:
            laid.append(
                Section(section.label, section.kind, section.bars, start_s, min(at_s, duration_s), section.lines)
            )
    return tuple(laid) or (Section("Song", "verse", 0, 0.0, duration_s),)


def draw(plan: SongPlan, *, duration_s: float, fps: int, seed: int, photo: bool = False) -> tuple[Shot, ...]:
    """All shots from 0 to the last frame, without gaps."""
    frames = max(round(duration_s * fps), 1)
    sections = sections_of(plan, duration_s)
    pairs = _cast(sections, random.Random(f"storyboard {seed}"), photo)
    planned: list[tuple[float, str, int, Section, bool]] = []
    for number, (section, pair) in enumerate(zip(sections, pairs, strict=True)):
        for turn, start_s in enumerate(_cuts(section, plan.bar_s)):
            start_s = 0.0 if not planned else start_s
            planned.append((start_s, pair[turn % 4 == 2], turn + number, section, turn == 0))
    starts = [round(start_s * fps) for start_s, *_ in planned] + [frames]
    return tuple(
        Shot(first, end, start_s, scene, turn % FRAMINGS, _look(section.kind), section.kind, opens)
        for (first, end), (start_s, scene, turn, section, opens) in zip(pairwise(starts), planned, strict=True)
        if end > first
    )


def _look(kind: str) -> int:
    return {"chorus": 1, "post_chorus": 1, "bridge": 2, "solo": 2, "break": 2}.get(kind, 0)


def _cuts(section: Section, bar_s: float) -> list[float]:
    """Times of the cuts in a section: every 1, 2, 4 or 8 bars, none in its last bar and a half."""
    wish = SHOT_S.get(section.kind, 6.0)
    bars = min((1, 2, 4, 8), key=lambda n: abs(n * bar_s - wish))
    cuts, at_s = [section.start_s], section.start_s + bars * bar_s
    while at_s < section.end_s - 1.5 * bar_s:
        cuts.append(at_s)
        at_s += bars * bar_s
    return cuts


def _cast(sections: tuple[Section, ...], draw: random.Random, photo: bool) -> list[tuple[str, str]]:
    """A main scene and a second scene for each section. Choruses keep theirs, verses get new ones."""
    calm, strong = list(CALM) + (["portrait"] if photo else []), list(STRONG)
    draw.shuffle(calm)
    draw.shuffle(strong)
    if photo:
        calm.sort(key=lambda scene: scene != "portrait")
    chorus, pairs, fresh = (strong[0], strong[1]), [], [*calm, *strong[2:]]
    before: tuple[str, str] = ("", "")
    for section in sections:
        if section.kind in ("chorus", "post_chorus") and before != chorus:
            pair = chorus
        else:
            options = [scene for scene in fresh if scene not in before]
            pair = (options[0], options[1])
            fresh = [scene for scene in fresh if scene not in pair] + list(pair)
        pairs.append(pair)
        before = pair
    return pairs
