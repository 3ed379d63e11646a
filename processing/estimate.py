"""What a run will take and cost, told before it starts: the median of what the same stages took lately, by length."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.conf import settings
from django.db.models import Max, OuterRef, Subquery

from processing.models import Stage, StageOutput
from processing.pipeline import recipes
from processing.pipeline.graph import Node
from processing.stages.table import kind_of
from projects.models import Asset, Project

# So many finished stages are looked back on, and at least so many of a kind make a median worth telling.
LOOK_BACK = 300
ENOUGH = 1
USUAL_LENGTH_S = 180.0
LONG = (Asset.Kind.MIX, Asset.Kind.CANDIDATE, Asset.Kind.VOCAL, Asset.Kind.INSTRUMENTAL, Asset.Kind.FLAT_MIX)


@dataclass(frozen=True)
class Pace:
    """How long a kind of stage takes: per second of the audio it makes where it makes some, else in all."""

    seconds: float
    per_audio_s: float | None
    samples: int

    def seconds_for(self, length_s: float) -> float:
        return self.per_audio_s * length_s if self.per_audio_s is not None else self.seconds


@dataclass(frozen=True)
class Estimate:
    """`work_s` is what machines are busy and paid for, `wall_s` what people wait; `unknown` were never done here."""

    cost: Decimal
    work_s: float
    wall_s: float
    samples: int
    unknown: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        return self.samples > 0 and not self.unknown


def estimate(project: Project, recipe: str, params: Mapping[str, Any] | None = None) -> Estimate:
    """What starting this recipe now would take. Raises StudioError where the recipe can not be started at all."""
    return estimate_of(recipes.build(project, recipe, dict(params or {})).ordered(), length_of(project))


def estimate_of(nodes: Sequence[Node | Stage], length_s: float) -> Estimate:
    paces = paces_of({node.kind for node in nodes})
    took = {node.name: _seconds(node, paces, length_s) for node in nodes}
    return Estimate(
        cost=sum((_price(node, took[node.name]) for node in nodes), Decimal(0)),
        work_s=sum(took.values()),
        wall_s=max(_longest(nodes, took), sum(took.values()) / max(settings.CPU_WORKERS, 1)),
        samples=sum(pace.samples for pace in paces.values()),
        unknown=tuple(sorted({node.kind for node in nodes} - paces.keys())),
    )


def paces_of(kinds: Iterable[str]) -> dict[str, Pace]:
    """The pace of each kind that was done here before, in one query."""
    done = Stage.objects.filter(kind__in=list(kinds), state=Stage.State.DONE).order_by("-pk")
    made = StageOutput.objects.filter(stage=OuterRef("pk"), asset__duration_s__gt=0).order_by("-asset__duration_s")
    length_s = Subquery(made.values("asset__duration_s")[:1])
    seen: dict[str, list[tuple[float, float | None]]] = defaultdict(list)
    for kind, seconds, made_s in done.annotate(made_s=length_s).values_list("kind", "seconds", "made_s")[:LOOK_BACK]:
        seen[kind].append((seconds, made_s))
    return {kind: _pace(rows) for kind, rows in seen.items() if len(rows) >= ENOUGH}


def price_of(stages: Sequence[Stage]) -> Decimal:
    """What stages of any number of songs will cost, in two queries."""
    if not stages:
        return Decimal(0)
    paces = paces_of({stage.kind for stage in stages})
    songs = Asset.objects.filter(project__in={stage.run.project_id for stage in stages}, kind__in=LONG)
    lengths = dict(songs.order_by().values_list("project").annotate(length_s=Max("duration_s")))
    took = [(one, _seconds(one, paces, lengths.get(one.run.project_id) or USUAL_LENGTH_S)) for one in stages]
    return sum((_price(stage, seconds) for stage, seconds in took), Decimal(0))


def length_of(project: Project) -> float:
    """Seconds of the song as far as it is known."""
    newest = project.assets.filter(kind__in=LONG, duration_s__gt=0).order_by("-created_at")
    return newest.values_list("duration_s", flat=True).first() or USUAL_LENGTH_S


def _pace(rows: list[tuple[float, float | None]]) -> Pace:
    scaled = [seconds / length_s for seconds, length_s in rows if length_s]
    per_audio_s = median(scaled) if len(scaled) * 2 > len(rows) else None
    return Pace(median(seconds for seconds, _length_s in rows), per_audio_s, len(rows))


def _seconds(node: Node | Stage, paces: Mapping[str, Pace], length_s: float) -> float:
    pace = paces.get(node.kind)
    return pace.seconds_for(length_s) if pace else 0.0


def _price(node: Node | Stage, seconds: float) -> Decimal:
    per_hour = settings.COST_PER_HOUR.get(kind_of(node.kind).queue, 0.0)
    return Decimal(str(round(seconds / 3600 * per_hour, 6)))


def _longest(nodes: Sequence[Node | Stage], took: Mapping[str, float]) -> float:
    """The longest chain of stages that wait for each other; the nodes come in order."""
    ends: dict[str, float] = {}
    for node in nodes:
        ends[node.name] = took[node.name] + max((ends.get(name, 0.0) for name in node.needs), default=0.0)
    return max(ends.values(), default=0.0)
