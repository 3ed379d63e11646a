"""Versions to listen to, each with what is known about it: scorecard, sections, settings in words, who made it when.

The room shows a few of each kind: what is picked or approved and the newest. The rest waits in a stack that is read
when somebody opens it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from processing.engines.catalogue import BY_KEY
from processing.making import ShownStage
from processing.models import Run, Stage, StageOutput
from processing.plan_words import wishes_in_words
from processing.states import ACTIVE
from projects.file_names import given_name
from projects.models import Asset, Pick, Project, Rendition, Review
from projects.opinions import with_opinions

# How many of each kind the room shows.
SHOWN = {
    Asset.Kind.FLAT_MIX: 1,
    Asset.Kind.INSTRUMENTAL: 2,
    Asset.Kind.CANDIDATE: 12,
    Asset.Kind.MIX: 3,
    Asset.Kind.MASTER: 3,
    Asset.Kind.VIDEO: 4,
}
HEARD = tuple(SHOWN)
STACK_PAGE = 12
HOOKS = ("chorus", "post_chorus")


@dataclass(frozen=True)
class Version:
    """One thing to play. `card` is a scorecard, `console` the stage that set the console of a mix, `ghosts` what was
    heard of a voice in an instrumental."""

    asset: Asset
    stage: Stage | None
    picked: bool
    picked_by_machine: bool
    card: dict[str, Any]
    console: Stage | None = None
    ghosts: tuple[str, ...] = ()
    open_review: Review | None = None
    approved: bool = False

    @property
    def title(self) -> str:
        return version_title(self.asset)

    @property
    def plan(self) -> dict[str, Any]:
        return (self.stage.params.get("plan") or {}) if self.stage else {}

    @property
    def total(self) -> float | None:
        total = self.card.get("total")
        return None if total is None else float(total)

    @property
    def sections(self) -> list[dict[str, Any]]:
        return list(self.plan.get("sections", ()))

    @property
    def hook_s(self) -> float | None:
        """Where the first chorus begins."""
        hooks = [part["start_s"] for part in self.sections if part.get("kind") in HOOKS]
        return float(hooks[0]) if hooks else None

    @property
    def loudness_lufs(self) -> float | None:
        value = self.asset.measures.get("integrated_lufs")
        return None if value is None else float(value)

    @property
    def asked(self) -> str:
        """What was wished of this mix, in words."""
        if self.console is None:
            return ""
        if "start_s" in self.console.params:
            return _("voice laid at {at:.3f} s").format(at=self.console.params["start_s"])
        written = _("set at the console") if self.console.params.get("settings") else ""
        if said := str(self.console.params.get("said", "")):
            return f"“{said}”"
        return wishes_in_words(self.console.params.get("wishes")) or written

    @property
    def proposed_by(self) -> str:
        """The engine that set the console of this mix; empty where people moved an earlier one."""
        if self.console is None or self.console.params.get("settings"):
            return ""
        spec = BY_KEY.get(self.console.engine)
        return spec.name if spec else ""

    @property
    def engine_name(self) -> str:
        spec = BY_KEY.get(self.stage.engine) if self.stage else None
        return f"{spec.name} {spec.version}" if spec else ""

    @property
    def file_name(self) -> str:
        return given_name(self.asset)

    @property
    def poster(self) -> bool:
        return any(one.kind == Rendition.Kind.POSTER for one in self.asset.renditions.all())

    @property
    def scenes(self) -> list[dict[str, Any]]:
        """A clip's shots on its own timeline; empty for clips that were made before shots were told."""
        facts = self.stage.result.get("facts", {}) if self.stage and self.asset.kind == Asset.Kind.VIDEO else {}
        names, starts = facts.get("scenes") or [], [0.0, *(facts.get("cuts_s") or [])]
        ends = [*starts[1:], float(facts.get("duration_s") or self.asset.duration_s or 0.0)]
        return [
            {"start_s": start, "end_s": end, "kind": _kind_at(self.sections, start), "label": _scene(name)}
            for name, start, end in zip(names, starts, ends, strict=False)
        ]


def version_title(asset: Asset) -> str:
    names = {
        Asset.Kind.FLAT_MIX: _("As it was brought"),
        Asset.Kind.INSTRUMENTAL: _("Instrumental {n}"),
        Asset.Kind.CANDIDATE: _("Candidate {n}"),
        Asset.Kind.MIX: _("Mix {n}"),
        Asset.Kind.MASTER: _("Master {n}"),
        Asset.Kind.VIDEO: _("Clip {n}"),
    }
    return names[Asset.Kind(asset.kind)].format(n=asset.version)


def _scene(name: str) -> str:
    return str(name).replace("_", " ").capitalize()


def _kind_at(sections: list[dict[str, Any]], at_s: float) -> str:
    here = [part for part in sections if part["start_s"] <= at_s + 0.05 < part["end_s"]]
    return str(here[0].get("kind", "")) if here else ""


class Listening:
    """The versions of a song, newest first; candidates best first. Read in a fixed number of queries."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._picks: dict[str, Pick] = {}
        for pick in project.picks.select_related("by"):
            self._picks.setdefault(pick.phase, pick)
        self._settled = {pick.asset_id for pick in self._picks.values()}

    @cached_property
    def _slim(self) -> dict[str, list[Asset]]:
        """Every version by kind, with only what choosing the shown ones needs."""
        found: dict[str, list[Asset]] = {kind: [] for kind in HEARD}
        slim = self.project.assets.filter(kind__in=HEARD).only("project", "kind", "version", "name", "created_at")
        for asset in slim.order_by("-version"):
            found[asset.kind].append(asset)
        return found

    @cached_property
    def _versions(self) -> dict[str, list[Version]]:
        approved = self.project.reviews.filter(state=Review.State.APPROVED).values_list("asset", flat=True)
        settled = self._settled | set(approved)
        shown = [asset.pk for kind in HEARD for asset in _front(self._slim[kind], settled, SHOWN[kind])]
        found: dict[str, list[Version]] = {kind: [] for kind in HEARD}
        for version in self.read(shown):
            found[version.asset.kind].append(version)
        found[Asset.Kind.CANDIDATE].sort(key=lambda version: -(version.total or 0.0))
        return found

    def read(self, ids: Iterable[Any]) -> list[Version]:
        """These versions with everything about them, newest first."""
        standing = Review.objects.filter(state__in=(Review.State.OPEN, Review.State.APPROVED))
        assets = self.project.assets.filter(pk__in=list(ids), kind__in=HEARD).select_related("project__artist")
        rows = assets.prefetch_related(Prefetch("reviews", standing, to_attr="standing"), "renditions")
        rows = with_opinions(rows.defer("provenance").order_by("-version"))
        outputs = StageOutput.objects.filter(asset__in=[row.pk for row in rows], stage__run__project=self.project)
        with_stage = outputs.select_related("stage__run__by").defer(
            "stage__traceback", "stage__provenance", "stage__log"
        )
        makers = {output.asset_id: output.stage for output in with_stage.order_by("-pk")}
        runs = {stage.run_id for stage in makers.values()}
        helpers = Stage.objects.filter(run__in=runs, kind__in=("score", "propose_mix", "clean_ghosts")).only(
            "run", "name", "kind", "engine", "result", "params", "cost", "seconds"
        )
        beside = {(stage.run_id, stage.name): stage for stage in helpers}
        return [self._version(row, makers.get(row.pk), beside) for row in rows]

    def _version(self, asset: Any, stage: Stage | None, beside: dict[tuple[int, str], Stage]) -> Version:
        pick = next((one for one in self._picks.values() if one.asset_id == asset.pk), None)
        number = stage.name.rpartition("-")[2] if stage else ""
        score = beside.get((stage.run_id, f"score-{number}")) if stage else None
        cleaned = beside.get((stage.run_id, f"clean-{number}")) if stage else None
        return Version(
            asset=asset,
            stage=stage,
            picked=pick is not None,
            picked_by_machine=pick is not None and pick.by_id is None,
            card=score.result if score and score.kind == "score" else {},
            ghosts=tuple(cleaned.result.get("words", ())) if cleaned else (),
            console=beside.get((stage.run_id, "console")) if stage else None,
            open_review=next((one for one in asset.standing if one.state == Review.State.OPEN), None),
            approved=any(one.state == Review.State.APPROVED for one in asset.standing),
        )

    def stack(self, kind: str, before: int) -> tuple[list[Version], int | None]:
        """A page of the stack below what the room shows, and where the next page goes on."""
        front = {version.asset.pk for version in self._versions[kind]}
        below = [asset for asset in self._slim[kind] if asset.pk not in front and asset.version < before]
        page = self.read([asset.pk for asset in below[:STACK_PAGE]])
        return page, below[STACK_PAGE - 1].version if len(below) > STACK_PAGE else None

    def below(self, kind: str) -> int:
        return len(self._slim[kind]) - len(self._versions[kind])

    def all_of(self, kind: str) -> list[Asset]:
        """Every version of a kind, the newest first: numbers and dates to choose from."""
        return self._slim[kind]

    @property
    def candidates(self) -> list[Version]:
        return self._versions[Asset.Kind.CANDIDATE]

    @property
    def originals(self) -> list[Version]:
        """The flat file that is rescued: what everything made of it is held against."""
        return self._versions[Asset.Kind.FLAT_MIX]

    @property
    def backings(self) -> list[Version]:
        """Instrumentals that were brought rather than made here."""
        return self._versions[Asset.Kind.INSTRUMENTAL]

    @property
    def mixes(self) -> list[Version]:
        return self._versions[Asset.Kind.MIX]

    @property
    def masters(self) -> list[Version]:
        return self._versions[Asset.Kind.MASTER]

    @property
    def clips(self) -> list[Version]:
        """The newest clip of each format."""
        newest: dict[str, Version] = {}
        for version in self._versions[Asset.Kind.VIDEO]:
            newest.setdefault(version.asset.name, version)
        return [newest[name] for name in sorted(newest)]

    @cached_property
    def coming(self) -> list[ShownStage]:
        """Candidates that are still being played or scored: their places are kept."""
        rows = Stage.objects.filter(run__project=self.project, run__state=Run.State.RUNNING, kind="compose")
        slim = rows.filter(state__in=ACTIVE).defer("params", "result", "inputs", "provenance", "log", "traceback")
        return [ShownStage(stage) for stage in slim.order_by("pk")]


def _front(assets: list[Asset], settled: set[Any], most: int) -> list[Asset]:
    """What is picked or approved always, and the newest up to `most`."""
    kept = [asset for asset in assets if asset.pk in settled]
    rest = [asset for asset in assets if asset.pk not in settled]
    return kept + rest[: max(0, most - len(kept))]
