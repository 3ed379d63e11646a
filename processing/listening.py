"""The versions of a song to listen to, read in a fixed number of queries.

The room shows a few of each kind: what is picked or approved and the newest. The rest waits in a stack that is read
when somebody opens it.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from processing.models import Run, Stage, StageOutput
from processing.shown_runs import HEAVY, ShownStage
from processing.states import ACTIVE
from processing.versions import Version, Wish
from projects.models import Asset, Pick, Project, Review
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
AS_LONG_S = 2.0
ALIKE_POINTS = 3.0


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
    def _front(self) -> dict[str, set[Any]]:
        """Which versions the room shows, by kind."""
        approved = self.project.reviews.filter(state=Review.State.APPROVED).values_list("asset", flat=True)
        settled = self._settled | set(approved)
        return {kind: _front_of(self._slim[kind], settled, SHOWN[kind]) for kind in HEARD}

    @cached_property
    def _versions(self) -> dict[str, list[Version]]:
        found: dict[str, list[Version]] = {kind: [] for kind in HEARD}
        for version in self.read(set().union(*self._front.values())):
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
        makers = {output.asset_id: output for output in _with_stage(outputs).order_by("-pk")}
        runs = {output.stage.run_id for output in makers.values()}
        helpers = Stage.objects.filter(run__in=runs, kind__in=("score", "clean_ghosts"))
        beside = {(stage.run_id, stage.name): stage for stage in helpers.only("run", "name", "kind", "result")}
        beside |= {(stage.run_id, stage.name): stage for stage in _consoles(runs)}
        return _with_sections([self._version(row, makers.get(row.pk), beside) for row in rows])

    def _version(self, asset: Any, made: Any, beside: dict[tuple[int, str], Any]) -> Version:
        pick = next((one for one in self._picks.values() if one.asset_id == asset.pk), None)
        stage: Stage | None = made.stage if made else None
        run, number = (stage.run_id, stage.name.rpartition("-")[2]) if stage else (0, "")
        score, cleaned = beside.get((run, f"score-{number}")), beside.get((run, f"clean-{number}"))
        console = beside.get((run, "console"))
        return Version(
            asset=asset,
            stage=stage,
            picked=pick is not None,
            picked_by_machine=pick is not None and pick.by_id is None,
            card=score.result if score and score.kind == "score" else {},
            sections=tuple(made.sections or ()) if made else (),
            seed=made.seed if made else None,
            weights=made.weights or {} if made else {},
            console=console,
            wish=self._wish(console) if console else Wish(),
            ghosts=tuple(cleaned.result.get("words", ())) if cleaned else (),
            open_review=next((one for one in asset.standing if one.state == Review.State.OPEN), None),
            approved=any(one.state == Review.State.APPROVED for one in asset.standing),
        )

    def _wish(self, console: Any) -> Wish:
        mixes = self._slim[Asset.Kind.MIX] if console.base else ()
        base = next((mix.version for mix in mixes if str(mix.pk) == console.base), None)
        return Wish(console.start_s, console.said, console.wishes, bool(console.by_hand), base)

    def stack(self, kind: str, before: int) -> tuple[list[Version], int | None]:
        """A page of the stack below what the room shows, and where the next page goes on."""
        below = [one for one in self._slim[kind] if one.pk not in self._front[kind] and one.version < before]
        page = self.read([asset.pk for asset in below[:STACK_PAGE]])
        return page, below[STACK_PAGE - 1].version if len(below) > STACK_PAGE else None

    def below(self, kind: str) -> int:
        return len(self._slim[kind]) - len(self._front[kind])

    def all_of(self, kind: str) -> list[Asset]:
        """Every version of a kind, the newest first: numbers and dates to choose from."""
        return self._slim[kind]

    @property
    def candidates(self) -> list[Version]:
        return self._versions[Asset.Kind.CANDIDATE]

    @property
    def alike(self) -> bool:
        """Whether the candidates' scores lie so close together that they say nothing about which one to take."""
        totals = [version.total for version in self.candidates if version.total is not None]
        return len(totals) > 1 and max(totals) - min(totals) < ALIKE_POINTS

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
        slim = rows.filter(state__in=ACTIVE).defer(*HEAVY)
        return [ShownStage(stage) for stage in slim.order_by("pk")]


def _with_sections(versions: list[Version]) -> list[Version]:
    """A master is as long as its mix and has the same sections, which only the mix was told."""
    plans = [version.sections for version in versions if version.sections]

    def of(version: Version) -> Version:
        if version.sections or version.asset.kind != Asset.Kind.MASTER:
            return version
        long_s = version.asset.duration_s or 0.0
        same = (plan for plan in plans if abs(plan[-1]["end_s"] - long_s) < AS_LONG_S)
        return replace(version, sections=next(same, ()))

    return [of(version) for version in versions]


def _front_of(assets: list[Asset], settled: set[Any], most: int) -> set[Any]:
    """What is picked or approved always, and the newest up to `most`."""
    kept = [asset.pk for asset in assets if asset.pk in settled]
    rest = [asset.pk for asset in assets if asset.pk not in settled]
    return {*kept, *rest[: max(0, most - len(kept))]}


def _with_stage(outputs: QuerySet[StageOutput]) -> QuerySet[Any]:
    """The stages without what they were told, which is long, but for what is shown of it."""
    long = ("traceback", "provenance", "log", "params", "inputs", "run__params")
    slim = outputs.select_related("stage__run__by").defer(*(f"stage__{name}" for name in long))
    return slim.annotate(
        sections=F("stage__params__plan__sections"),
        seed=F("stage__params__seed"),
        weights=F("stage__params__weights"),
    )


def _consoles(runs: Iterable[int]) -> QuerySet[Any]:
    """The stages that set consoles, with what was asked of them; settings that are there have a version."""
    slim = Stage.objects.filter(run__in=runs, kind="propose_mix").only("run", "name", "kind", "engine")
    return slim.annotate(
        base=F("run__params__base"),
        start_s=F("params__start_s"),
        said=F("params__said"),
        wishes=F("params__wishes"),
        by_hand=F("params__settings__version"),
    )
