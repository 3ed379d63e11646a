"""What the room shows of a rescue: the stems with what was taken out of each, and the scores before and after."""

from dataclasses import dataclass, field
from typing import Any

from processing.diagnosis import scores_of
from processing.engines.catalogue import BY_KEY
from processing.models import Stage
from processing.plan_words import STEM_WORDS
from processing.repairing import Amount, amounts_of
from processing.states import FINISHED_WELL
from projects.models import Asset, Origin, Project
from projects.origins import origin_of, proofs_of
from projects.said import said


@dataclass(frozen=True)
class MendedStem:
    """A stem as it was taken out and as it went into the mix, and what a repair took away."""

    name: str
    title: str
    taken: Asset | None
    final: Asset | None
    removed: Asset | None
    words: tuple[str, ...]
    is_done: bool


@dataclass(frozen=True)
class Rescued:
    origin: Origin
    proofs: list[Asset]
    scores: list[tuple[str, float, float]]
    stems: list[MendedStem] = field(default_factory=list)
    engine: str = ""
    method: str = ""
    is_preview: bool = False
    withheld: tuple[str, ...] = ()
    diagnosed: Asset | None = None
    amounts: list[Amount] = field(default_factory=list)


def rescued(project: Project) -> Rescued:
    """The newest rescue as far as it has come."""
    origin, proofs = origin_of(project), proofs_of(project)
    run = project.runs.filter(recipe="rescue").order_by("-pk").first()
    if run is None:
        return Rescued(origin, proofs, [])
    rows = run.stages.filter(kind__in=("separate", "restore", "judge_restored"), state__in=FINISHED_WELL)
    stages = {stage.name: stage for stage in rows.prefetch_related("outputs__asset")}
    apart, judged = stages.get("separate"), stages.get("judge")
    spec = BY_KEY.get(apart.result.get("engine", "") or apart.engine) if apart else None
    return Rescued(
        origin=origin,
        proofs=proofs,
        scores=scores_of(project),
        stems=[_stem(name, stages) for name in STEM_WORDS] if apart else [],
        engine=f"{spec.name} {spec.version}" if spec else "",
        method=str(apart.result.get("method", "")) if apart else "",
        is_preview=bool(apart and apart.result.get("preview")),
        withheld=tuple(_words(one) for one in judged.result["withheld"]) if judged else (),
        amounts=amounts_of(run) if judged else [],
        diagnosed=project.assets.filter(kind=Asset.Kind.FLAT_MIX).order_by("-version").first(),
    )


def _stem(name: str, stages: dict[str, Stage]) -> MendedStem:
    apart, mended, judged = stages["separate"], stages.get(f"restore-{name}"), stages.get("judge")
    result = mended.result if mended else {}
    told = [*result.get("fallbacks", []), *result.get("steps", [])]
    return MendedStem(
        name=name,
        title=str(STEM_WORDS[name]),
        taken=_made(apart, f"stem:{name}"),
        final=_made(judged, f"final:{name}"),
        removed=_made(mended, f"removed:{name}"),
        words=tuple(said(one["words"]) for one in told),
        is_done=mended is not None,
    )


def _made(stage: Stage | None, role: str) -> Asset | None:
    outputs = stage.outputs.all() if stage else ()
    return next((out.asset for out in outputs if out.role == role), None)


def _words(withheld: Any) -> str:
    return said(withheld.get("words", "") if isinstance(withheld, dict) else withheld)
