"""Versions to listen to, each with what is known about it: scorecard, sections, settings in words, checks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from processing.console.differences import diff
from processing.console.settings import ConsoleSettings, MixBus, Space, TrackSettings
from processing.errors import StudioError
from processing.making import made_by
from processing.models import Stage
from projects.models import Asset, Pick, Project, Review

HEARD = (Asset.Kind.CANDIDATE, Asset.Kind.MIX, Asset.Kind.MASTER, Asset.Kind.VIDEO)
PER_KIND = 30


@dataclass(frozen=True)
class Version:
    """One thing to play. `card` is a scorecard, `plan` the song plan it was made from."""

    asset: Asset
    stage: Stage | None
    picked: bool
    picked_by_machine: bool
    plan: dict[str, Any]
    card: dict[str, Any]
    open_review: Review | None = None

    @property
    def title(self) -> str:
        names = {
            Asset.Kind.CANDIDATE: _("Candidate {n}"),
            Asset.Kind.MIX: _("Mix {n}"),
            Asset.Kind.MASTER: _("Master {n}"),
            Asset.Kind.VIDEO: _("Clip {n}"),
        }
        return names[Asset.Kind(self.asset.kind)].format(n=self.asset.version)

    @property
    def total(self) -> float | None:
        total = self.card.get("total")
        return None if total is None else float(total)

    @property
    def sections(self) -> list[dict[str, Any]]:
        return list(self.plan.get("sections", ()))

    @property
    def loudness_lufs(self) -> float | None:
        value = self.asset.measures.get("integrated_lufs")
        return None if value is None else float(value)


@dataclass(frozen=True)
class MixSheet:
    """The console's settings as a document people read."""

    reasons: tuple[str, ...]
    channels: list[tuple[str, list[str]]]
    changed: list[str]
    vocal_db: float


class Listening:
    """All versions of a song, newest first; candidates best first."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._makers = made_by(project)
        runs = {stage.run_id for stage in self._makers.values()}
        helpers = Stage.objects.filter(run__in=runs, kind__in=("score", "propose_mix"))
        self._beside = {(stage.run_id, stage.name): stage for stage in helpers}
        self._picks: dict[str, Pick] = {}
        for pick in project.picks.all():
            self._picks.setdefault(pick.phase, pick)
        self._versions = self._read()

    def _read(self) -> dict[str, list[Version]]:
        waiting = Prefetch("reviews", Review.objects.filter(state=Review.State.OPEN), to_attr="waiting")
        assets = self.project.assets.filter(kind__in=HEARD).prefetch_related(waiting).order_by("-version")
        found: dict[str, list[Version]] = {kind: [] for kind in HEARD}
        for asset in assets:
            if len(found[asset.kind]) < PER_KIND:
                found[asset.kind].append(self._version(asset))
        found[Asset.Kind.CANDIDATE].sort(key=lambda version: -(version.total or 0.0))
        return found

    def _version(self, asset: Any) -> Version:
        stage = self._makers.get(asset.pk)
        pick = next((one for one in self._picks.values() if one.asset_id == asset.pk), None)
        return Version(
            asset=asset,
            stage=stage,
            picked=pick is not None,
            picked_by_machine=pick is not None and pick.by_id is None,
            plan=(stage.params.get("plan") or {}) if stage else {},
            card=self._card(stage),
            open_review=asset.waiting[0] if asset.waiting else None,
        )

    def _card(self, stage: Stage | None) -> dict[str, Any]:
        if stage is None or stage.kind != "compose":
            return {}
        score = self._beside.get((stage.run_id, stage.name.replace("candidate", "score")))
        return score.result if score else {}

    @property
    def candidates(self) -> list[Version]:
        return self._versions[Asset.Kind.CANDIDATE]

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

    @property
    def sheet(self) -> MixSheet | None:
        """The newest mix's settings, and what changed since the mix before."""
        settings = [self._settings(version) for version in self.mixes[:2]]
        if not settings or settings[0] is None:
            return None
        now, before = settings[0], settings[1] if len(settings) > 1 else None
        stage = self._console_of(self.mixes[0])
        wishes = stage.params.get("wishes", {}) if stage else {}
        return MixSheet(
            reasons=now.reasons,
            channels=_channels(now),
            changed=diff(before, now) if before else [],
            vocal_db=float(wishes.get("vocal_db", 0.0)),
        )

    def _console_of(self, version: Version) -> Stage | None:
        return self._beside.get((version.stage.run_id, "console")) if version.stage else None

    def _settings(self, version: Version) -> ConsoleSettings | None:
        stage = self._console_of(version)
        try:
            return ConsoleSettings.from_json(stage.result["settings"]) if stage else None
        except (KeyError, StudioError):
            return None


def _channels(settings: ConsoleSettings) -> list[tuple[str, list[str]]]:
    """Every channel with what differs from an untouched console."""
    untouched = ConsoleSettings(
        genre=settings.genre,
        tracks={name: TrackSettings() for name in settings.tracks},
        spaces={name: Space() for name in settings.spaces},
        bus=MixBus(),
    )
    return _grouped(diff(untouched, settings))


def _grouped(lines: Iterable[str]) -> list[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for line in lines:
        name, _sep, words = line.partition(": ")
        groups.setdefault(name, []).append(words)
    return list(groups.items())
