"""What the room shows of a rescue: the stems with what was taken out of each, and the scores before and after."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from processing.diagnosis import scores_of
from processing.dsp.repairs.names import SONG
from processing.engines.catalogue import BY_KEY
from processing.models import Stage
from processing.plan_words import STEM_WORDS
from processing.repairing import Amount, amounts_of, shown_and_newest
from processing.states import FINISHED_WELL
from projects.models import Asset, Origin, Project
from projects.origins import origin_of, proofs_of
from projects.said import said

MAKERS = ("mend_song", "separate", "restore", "judge_restored")


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
    amounts: tuple[Amount, ...] = ()


@dataclass(frozen=True)
class Rescued:
    origin: Origin
    proofs: list[Asset]
    scores: list[tuple[str, float, float]]
    stems: list[MendedStem] = field(default_factory=list)
    engine: str = ""
    method: str = ""
    is_preview: bool = False
    told: tuple[str, ...] = ()
    """How it was taken apart, how sure that is, and which engine could not."""
    withheld: tuple[str, ...] = ()
    diagnosed: Asset | None = None

    @property
    def can_be_repeated(self) -> bool:
        """Whether there is a repair to be given more or less of."""
        return any(stem.amounts for stem in self.stems)


def rescued(project: Project) -> Rescued:
    """The newest rescue that has been judged; before there is one, the newest as far as it has come."""
    origin, proofs = origin_of(project), proofs_of(project)
    # While it is repaired again, what the last repair did stays to be seen and heard.
    run, newest = shown_and_newest(project)
    if run is None or newest is None:
        return Rescued(origin, proofs, [])
    rows = run.stages.filter(kind__in=MAKERS, state__in=FINISHED_WELL)
    stages = {stage.name: stage for stage in rows.prefetch_related("outputs__asset")}
    apart, judged = stages.get("separate"), stages.get("judge")
    amounts = amounts_of(run, newest) if judged else {}
    brought = project.assets.filter(kind=Asset.Kind.FLAT_MIX).order_by("-version").first()
    spec = BY_KEY.get(apart.result.get("engine", "") or apart.engine) if apart else None
    return Rescued(
        origin=origin,
        proofs=proofs,
        scores=scores_of(project),
        stems=[*_whole(stages, brought, amounts), *(_stem(name, stages, amounts) for name in STEM_WORDS)]
        if apart
        else [],
        engine=f"{said(spec.name)} {spec.version}" if spec else "",
        method=said(str(apart.result.get("method", ""))) if apart else "",
        is_preview=bool(apart and apart.result.get("preview")),
        told=tuple(said(words) for words in apart.result.get("words", ())) if apart else (),
        withheld=tuple(_words(one) for one in judged.result["withheld"]) if judged else (),
        diagnosed=brought,
    )


def _whole(
    stages: Mapping[str, Stage], brought: Asset | None, amounts: Mapping[str, Sequence[Amount]]
) -> Iterator[MendedStem]:
    """The song before it was taken apart, where something was tried on it there."""
    mend = stages.get("mend")
    if mend is None or not (mend.result["steps"] or amounts.get(SONG)):
        return
    yield MendedStem(
        name=SONG,
        title=_("The whole song"),
        taken=brought,
        final=_made(mend, "mended"),
        removed=_made(mend, f"removed:{SONG}"),
        words=tuple(said(step["words"]) for step in mend.result["steps"]),
        is_done=True,
        amounts=tuple(amounts.get(SONG, ())),
    )


def _stem(name: str, stages: Mapping[str, Stage], amounts: Mapping[str, Sequence[Amount]]) -> MendedStem:
    apart, mended, judged = stages["separate"], stages.get(f"restore-{name}"), stages.get("judge")
    result = mended.result if mended else {}
    steps = result.get("steps", [])
    last = judged.result.get("steps", {}).get(name, steps) if judged else steps
    # What the judge took back of a stem is neither told as done nor played as removed.
    remover = mended if last == steps else judged
    told = [*result.get("fallbacks", []), *last]
    return MendedStem(
        name=name,
        title=str(STEM_WORDS[name]),
        taken=_made(apart, f"stem:{name}"),
        final=_made(judged, f"final:{name}"),
        removed=_made(remover, f"removed:{name}"),
        words=tuple(said(one["words"]) for one in told),
        is_done=mended is not None,
        amounts=tuple(amounts.get(name, ())),
    )


def _made(stage: Stage | None, role: str) -> Asset | None:
    outputs = stage.outputs.all() if stage else ()
    return next((out.asset for out in outputs if out.role == role), None)


def _words(withheld: Any) -> str:
    return said(withheld.get("words", "") if isinstance(withheld, dict) else withheld)
