"""A version to listen to, with what is known about it: scorecard, sections, settings in words, who made it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processing.engines.catalogue import BY_KEY
from processing.models import Stage
from processing.plan_words import wishes_in_words
from projects.figures import filled
from projects.file_names import given_name
from projects.models import Asset, Project, Rendition, Review
from projects.states import GONE

HOOKS = ("chorus", "post_chorus")


@dataclass(frozen=True)
class Wish:
    """What was asked of the console of a mix: where the voice begins, words, moves of single parts, or all of it.
    `base` is the number of the mix that it moved."""

    start_s: float | None = None
    said: str | None = None
    wishes: Any = None
    by_hand: bool = False
    base: int | None = None


@dataclass(frozen=True)
class Version:
    """One thing to play. `card` is a scorecard, `console` the stage that set the console of a mix, `ghosts` what was
    heard of a voice in an instrumental, `weights` those of a master's references. Of the plan, which is long, a list of
    versions needs the sections alone."""

    asset: Asset
    stage: Stage | None
    picked: bool
    picked_by_machine: bool
    card: dict[str, Any]
    sections: tuple[dict[str, Any], ...] = ()
    seed: int | None = None
    weights: Mapping[str, Any] = field(default_factory=dict)
    console: Stage | None = None
    wish: Wish = Wish()
    ghosts: tuple[str, ...] = ()
    open_review: Review | None = None
    approved: bool = False

    @property
    def is_pickable(self) -> bool:
        """Whether picking it could change anything: of an approved song only its clips are still chosen."""
        state, kind = self.asset.project.state, self.asset.kind
        if kind == Asset.Kind.FLAT_MIX or state in GONE:
            return False
        return state != Project.State.APPROVED or kind == Asset.Kind.VIDEO

    @cached_property
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
        if self.wish.start_s is not None:
            return filled(_("voice laid at {at:.3f} s"), at=self.wish.start_s)
        if self.wish.said:
            return self._against(f"“{self.wish.said}”")
        if words := wishes_in_words(self.wish.wishes):
            return self._against(words)
        return _("set at the console") if self.wish.by_hand else ""

    def _against(self, wish: str) -> str:
        """Two mixes may ask for the same: only with what each began from do they tell apart."""
        base = self.wish.base
        return _("{wish} against {mix}").format(wish=wish, mix=_mix_title(base)) if base else wish

    @property
    def proposed_by(self) -> str:
        """The engine that set the console of this mix; empty where people moved an earlier one."""
        if self.console is None or self.wish.by_hand:
            return ""
        spec = BY_KEY.get(self.console.engine)
        return spec.name if spec else ""

    @property
    def engine_name(self) -> str:
        spec = BY_KEY.get(self.stage.engine) if self.stage else None
        return f"{spec.name} {spec.version}" if spec else ""

    @cached_property
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


TITLES = {
    Asset.Kind.FLAT_MIX: gettext_lazy("As it was brought"),
    Asset.Kind.INSTRUMENTAL: gettext_lazy("Instrumental {n}"),
    Asset.Kind.CANDIDATE: gettext_lazy("Candidate {n}"),
    Asset.Kind.MIX: gettext_lazy("Mix {n}"),
    Asset.Kind.MASTER: gettext_lazy("Master {n}"),
    Asset.Kind.VIDEO: gettext_lazy("Clip {n}"),
}


def version_title(asset: Asset) -> str:
    return str(TITLES[Asset.Kind(asset.kind)]).format(n=asset.version)


def _mix_title(number: int) -> str:
    return str(TITLES[Asset.Kind.MIX]).format(n=number)


def _scene(name: str) -> str:
    return str(name).replace("_", " ").capitalize()


def _kind_at(sections: Sequence[dict[str, Any]], at_s: float) -> str:
    here = [part for part in sections if part["start_s"] <= at_s + 0.05 < part["end_s"]]
    return str(here[0].get("kind", "")) if here else ""
