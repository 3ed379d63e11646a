"""What the words of a song say while they are being written: sections, syllables, proposals, the composer's plan."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from processing.engines.analyse_lyrics.rules import RulesAnalyst, Stanza, outline
from processing.engines.analyse_lyrics.syllables import syllables
from processing.engines.analyse_lyrics.tags import read_tag
from processing.engines.contracts import LyricsReading, Section, SongPlan
from processing.models import Stage
from processing.stages.plan_song import Planned, planned
from projects.models import Asset, Project

# What Python parts lines at beside the newline; a browser does not.
OTHER_BREAKS = re.compile(r"[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True)
class Block:
    """A section of the text, from `first_line` (counted from 0) to the next block; sung `times` times."""

    first_line: int
    label: str
    kind: str
    syllables: int
    lines: int
    bars: int
    seconds: float
    times: int = 1


@dataclass(frozen=True)
class Proposal:
    """A value the words suggest for an open place of the brief. `standing`: open, taken, or other (typed otherwise)."""

    field: str
    value: str
    words: str
    standing: str


@dataclass(frozen=True)
class Sheet:
    """All that is known of a text. `tags` are the lines that announce sections, `counts` syllables by line number."""

    tags: dict[str, str]
    counts: dict[int, int]
    blocks: list[Block]
    proposals: list[Proposal]
    planned: Planned
    language: str
    hears_voice: bool
    voice_waits: bool

    @property
    def plan(self) -> SongPlan:
        return self.planned.plan

    def figures(self) -> dict[str, Any]:
        """For the blocks in the browser."""
        return {"tags": self.tags, "counts": self.counts, "blocks": [asdict(block) for block in self.blocks]}


def read_sheet(project: Project, text: str) -> Sheet:
    """Read a text as intake will. Without words the usual form is planned. Raises StudioError `lyrics.too_long`."""
    text = OTHER_BREAKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    has_words = any(line.strip() and not read_tag(line.strip()) for line in text.split("\n"))
    reading = RulesAnalyst().read(text) if has_words else None
    voice, voice_waits = _voice(project)
    made = planned(project.brief(), _as_result(reading), voice)
    lines = text.split("\n")
    tags = {line: tag.kind for line in lines if line.strip() and (tag := read_tag(line.strip()))}
    language = reading.language if reading else "und"
    counts = {at: syllables(line, language) for at, line in enumerate(lines) if line.strip() and line not in tags}
    return Sheet(
        tags=tags,
        counts=counts,
        blocks=_blocks(outline(text), reading, made.plan) if reading else [],
        proposals=_proposals(project, reading) if reading else [],
        planned=made,
        language=language,
        hears_voice=bool(voice),
        voice_waits=voice_waits,
    )


def _as_result(reading: LyricsReading | None) -> dict[str, Any]:
    return {**asdict(reading), "reasons": dict(reading.reasons)} if reading else {}


def _voice(project: Project) -> tuple[Mapping[str, Any], bool]:
    """What intake heard in the newest take, and whether a take still waits to be heard."""
    take = project.assets.filter(kind=Asset.Kind.VOCAL).order_by("-version").first()
    if take is None:
        return {}, False
    heard = Stage.objects.filter(run__project=project, kind="hear_voice", inputs__vocal=[str(take.pk)])
    stage = heard.exclude(result={}).order_by("-pk").first()
    return (stage.result, False) if stage else ({}, True)


def _blocks(stanzas: list[Stanza], reading: LyricsReading, plan: SongPlan) -> list[Block]:
    """A block for each place in the text; what is repeated ("Chorus x2") adds up."""
    laid = {section.label: section for section in plan.sections}
    blocks: dict[int, Block] = {}
    for stanza, sung in zip(stanzas, reading.sections, strict=True):
        section = laid.get(sung.label)
        before = blocks.get(stanza.first_line)
        blocks[stanza.first_line] = Block(
            stanza.first_line,
            before.label if before else sung.label,
            stanza.kind,
            sum(sung.syllables),
            len(sung.lines),
            (before.bars if before else 0) + (section.bars if section else 0),
            round((before.seconds if before else 0.0) + _length_s(section), 2),
            (before.times if before else 0) + 1,
        )
    return list(blocks.values())


def _length_s(section: Section | None) -> float:
    return section.end_s - section.start_s if section else 0.0


def _proposals(project: Project, reading: LyricsReading) -> list[Proposal]:
    suggested = {"genre": reading.genre, "mood": reading.mood, "bpm": f"{reading.bpm:g}"}
    typed = {"genre": project.genre, "mood": project.mood, "bpm": f"{project.bpm:g}" if project.bpm else ""}
    return [
        Proposal(name, value, reading.reasons.get(name, ""), _standing(typed[name], value))
        for name, value in suggested.items()
    ]


def _standing(typed: str, value: str) -> str:
    if not typed:
        return "open"
    return "taken" if typed == value else "other"
