"""A version to listen to, with what is known about it: scorecard, sections, settings in words, who made it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from processing.engines.catalogue import BY_KEY
from processing.models import Stage
from processing.plan_words import wishes_in_words
from projects.file_names import given_name
from projects.models import Asset, Rendition, Review

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
