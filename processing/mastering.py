"""Asking for another master, for a codec preview and for the deliverables; what the room shows of a master."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from artists.models import User
from processing.dials import FROM_REFERENCE, TARGETS_LUFS
from processing.models import Run
from processing.pipeline import launch
from processing.pipeline.sources import REFERENCES_MAX
from processing.shown_runs import newest_per_recipe, shown
from processing.stage_graph import StageGraph
from processing.stores import SCALE_LUFS, Played, as_played
from processing.versions import Version
from projects.errors import StudioError
from projects.figures import figure
from projects.models import Asset, Project
from projects.songs import GONE

SLIDERS = ("tone", "width", "loudness")


@dataclass(frozen=True)
class Weighed:
    """A reference and how much it counts in a master."""

    asset: Asset
    weight: float


@dataclass(frozen=True)
class Preview:
    """A codec's copy of a master, and what it took away."""

    encoded: Asset
    artefacts: Asset | None

    @property
    def facts(self) -> Mapping[str, Any]:
        return dict(self.encoded.measures)

    @property
    def title(self) -> str:
        codec, _bar, kbps = str(self.facts["codec"]).partition("_")
        names = {"mp3": "MP3", "aac": "AAC", "opus": "Opus"}
        return f"{names.get(codec, codec)} {kbps} kbit/s"


class MasterSheet:
    """What may be asked of the master that counts, and what it will be outside."""

    def __init__(self, project: Project, version: Version) -> None:
        self.project, self.version, self.asset = project, version, version.asset
        result = version.stage.result if version.stage else {}
        self.dials: Mapping[str, Any] = result.get("dials", {})
        self.report: Mapping[str, Any] = result.get("report", {})
        self._weights = version.weights

    @property
    def targets(self) -> list[tuple[str, str, bool]]:
        """Value, words, whether it is the present one."""
        now = self.dials.get("target_lufs", TARGETS_LUFS[0])
        words = {-14.0: _("as streaming plays it"), -11.0: _("loud"), -9.0: _("very loud")}
        found = [(f"{lufs:g}", f"{figure(lufs)} LUFS · {words[lufs]}", now == lufs) for lufs in TARGETS_LUFS]
        if now is not None and now not in TARGETS_LUFS:
            found.append((f"{now:g}", f"{figure(now)} LUFS", True))
        if self.references:
            found.append((FROM_REFERENCE, _("as loud as the references"), now is None))
        return found

    @property
    def sliders(self) -> list[tuple[str, str, float]]:
        """Name, title, share from 0 to 1."""
        words = {"tone": _("Tone"), "width": _("Width"), "loudness": _("Loudness")}
        return [(name, words[name], float(self.dials.get(name, 1.0))) for name in SLIDERS]

    @cached_property
    def references(self) -> list[Weighed]:
        rows = self.project.assets.filter(kind=Asset.Kind.REFERENCE)[:REFERENCES_MAX]
        return [Weighed(asset, float(self._weights.get(str(asset.pk), 1.0))) for asset in rows]

    @property
    def warnings(self) -> list[str]:
        return list(self.report.get("warnings", ()))

    @property
    def stores(self) -> list[Played]:
        return as_played(self.asset.measures)

    @property
    def scale(self) -> tuple[float, float]:
        return SCALE_LUFS

    @property
    def previews(self) -> list[Preview]:
        rows = [asset for asset in self._made if asset.kind == Asset.Kind.PREVIEW]
        artefacts = {a.measures["codec"]: a for a in rows if a.measures.get("part") == "artefacts"}
        encoded = {a.measures["codec"]: a for a in rows if a.measures.get("part") == "encoded"}
        return [Preview(asset, artefacts.get(codec)) for codec, asset in encoded.items()]

    @property
    def deliverables(self) -> list[Asset]:
        return [asset for asset in self._made if asset.kind == Asset.Kind.DELIVERABLE]

    @cached_property
    def at_work(self) -> dict[str, StageGraph]:
        """Of its previews and of its deliverables, the newest run that is not done: under way, or gone wrong."""
        runs = self.project.runs.filter(recipe__in=("codecs", "deliver"), params__master=str(self.asset.pk))
        newest = newest_per_recipe(shown(runs))
        return {recipe: StageGraph(one) for recipe, one in newest.items() if one.run.state != Run.State.DONE}

    @cached_property
    def _made(self) -> list[Asset]:
        """What was made of the master and is still there."""
        kinds = (Asset.Kind.PREVIEW, Asset.Kind.DELIVERABLE)
        return list(self.asset.children.filter(kind__in=kinds, removed_at=None).order_by("version"))


def sheet_of(project: Project, versions: list[Version]) -> MasterSheet | None:
    """Of the master that counts, else of the newest."""
    chosen = [version for version in versions if version.picked] or versions
    return MasterSheet(project, chosen[0]) if chosen else None


def again(project: Project, typed: Mapping[str, Any], *, by: User) -> Run:
    """A new master with these dials, beside the one that counts. Raises `master.*` and starts nothing then.

    `typed`: `target` (LUFS or "reference"), `tone`, `width` and `loudness` from 0 to 1, and `weight-<id>` for each
    reference.
    """
    _check_open(project)
    params: dict[str, Any] = {"target_lufs": typed.get("target") or TARGETS_LUFS[0]}
    params |= {name: typed[name] for name in SLIDERS if typed.get(name) not in (None, "")}
    weights = {key.removeprefix("weight-"): value for key, value in typed.items() if key.startswith("weight-")}
    if weights:
        params["reference_weights"] = weights
    return launch.start(project, "master", by=by, alone=True, **params)


def codecs(master: Asset, *, by: User) -> Run:
    return launch.start(master.project, "codecs", by=by, master=str(master.pk))


def deliver(master: Asset, about: Mapping[str, Any], *, by: User) -> Run:
    """All files of a master. `about`: isrc, album, date, where they are known. Raises `deliver.isrc_wrong`."""
    return launch.start(master.project, "deliver", by=by, **{"master": str(master.pk), **about})


def _check_open(project: Project) -> None:
    if project.state in GONE:
        raise StudioError("song.closed", _("This song is finished; no more masters are made of it."))
