"""The shape of the song: how hard each section is played, and how it differs from its neighbours."""

from processing.engines.compose.house_band.chart import Passage
from processing.engines.contracts import SongPlan
from processing.errors import StudioError

# kind -> (energy, level_db, brightness) of its first appearance.
SHAPES: dict[str, tuple[float, float, float]] = {
    "intro": (0.40, -3.4, 0.4),
    "verse": (0.54, -2.2, 0.5),
    "pre_chorus": (0.66, -1.5, 0.62),
    "chorus": (0.88, 0.0, 0.9),
    "post_chorus": (0.86, -0.2, 0.88),
    "bridge": (0.5, -2.4, 0.5),
    "solo": (0.84, -0.5, 0.85),
    "break": (0.26, -4.5, 0.3),
    "outro": (0.46, -2.8, 0.45),
}
SINGING = ("verse", "pre_chorus", "chorus", "post_chorus", "bridge")
# mood -> (valence -1..1, drive -1..1); words outside this list are neutral.
MOODS: dict[str, tuple[float, float]] = {
    "happy": (0.9, 0.6), "joyful": (1.0, 0.7), "hopeful": (0.6, 0.2), "romantic": (0.4, -0.3), "tender": (0.3, -0.6),
    "calm": (0.3, -0.8), "dreamy": (0.1, -0.6), "nostalgic": (-0.1, -0.4), "melancholic": (-0.6, -0.5),
    "sad": (-0.8, -0.6), "dark": (-0.9, 0.0), "angry": (-0.6, 0.9), "defiant": (-0.1, 0.8), "confident": (0.4, 0.7),
    "energetic": (0.5, 1.0), "party": (0.8, 1.0),
}  # fmt: skip


def mood_of(word: str) -> tuple[float, float]:
    return MOODS.get(word.strip().lower(), (0.0, 0.0))


def passages_of(plan: SongPlan) -> tuple[Passage, ...]:
    """Sections as passages. Raises StudioError `plan.no_sections` when nothing has a bar."""
    sections = [section for section in plan.sections if section.bars > 0]
    if not sections:
        raise StudioError("plan.no_sections", "The song has no sections yet. Add at least one verse or chorus.")
    _, drive = mood_of(plan.mood)
    instrumental = not plan.sung_notes and not any(section.lines for section in sections)
    heard: dict[str, int] = {}
    passages: list[Passage] = []
    first_bar = 0
    for index, section in enumerate(sections):
        nth = heard[section.kind] = heard.get(section.kind, 0) + 1
        last_chorus = section.kind == "chorus" and all(s.kind != "chorus" for s in sections[index + 1 :])
        energy, level_db, brightness = _shape(section.kind, nth, last_chorus, drive)
        span = (first_bar * plan.bar_s, (first_bar + section.bars) * plan.bar_s)
        passages.append(
            Passage(
                index=index,
                label=section.label,
                kind=section.kind if section.kind in SHAPES else "verse",
                first_bar=first_bar,
                bars=section.bars,
                energy=energy,
                level_db=level_db,
                brightness=brightness,
                sung=not instrumental and (bool(section.lines) or _voice_in(plan, *span)),
                nth=nth - 1,
                next_kind=sections[index + 1].kind if index + 1 < len(sections) else None,
            )
        )
        first_bar += section.bars
    return tuple(passages)


def sung_spans(plan: SongPlan, join_s: float = 0.25) -> tuple[tuple[float, float], ...]:
    """Where the voice sings, short breaths joined, sorted and apart."""
    spans: list[tuple[float, float]] = []
    for note in sorted(plan.sung_notes, key=lambda n: n.start_s):
        if spans and note.start_s - spans[-1][1] < join_s:
            spans[-1] = (spans[-1][0], max(spans[-1][1], note.end_s))
        else:
            spans.append((note.start_s, note.end_s))
    return tuple(spans)


def _shape(kind: str, nth: int, last_chorus: bool, drive: float) -> tuple[float, float, float]:
    energy, level_db, brightness = SHAPES.get(kind, SHAPES["verse"])
    # A second verse knows what has happened; the last chorus is the top of the song. A mood moves energy only so far
    # that verse and chorus keep their distance.
    grown = 0.03 * min(nth - 1, 2)
    energy = min(1.0, energy + grown + (0.06 if last_chorus else 0.0) + 0.05 * drive)
    return energy, level_db + 0.2 * min(nth - 1, 2), min(1.0, brightness + grown)


def _voice_in(plan: SongPlan, start_s: float, end_s: float) -> bool:
    return any(note.start_s < end_s and note.end_s > start_s for note in plan.sung_notes)
