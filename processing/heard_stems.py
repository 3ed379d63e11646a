"""The parts of a sound that can be heard alone: which they are, and what they add up to."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processing.dsp.repairs.names import SONG
from processing.models import Stage, StageOutput
from processing.plan_words import STEM_WORDS
from processing.states import FINISHED_WELL
from projects.models import Asset
from projects.said import said

REPAIRED: dict[str, Promise] = {
    "stem": gettext_lazy("{stem}, before"),
    "restored": gettext_lazy("{stem}, after"),
    "final": gettext_lazy("{stem}, after"),
    "removed": gettext_lazy("Removed: {stem}"),
}


def stems_of(makers: list[Stage], asset: Asset) -> dict[str, Any]:
    """The stems of the nearest sound that has any, and which sound they add up to."""
    for stage in [*makers, *_taken_apart(makers, asset)]:
        outputs = list(stage.outputs.select_related("asset").order_by("pk"))
        if stems := [_stem(output) for output in outputs if output.role.startswith("stem:")]:
            whole = next((output.asset for output in outputs if output.asset.kind != Asset.Kind.STEM), None)
            whole = whole or _whole_of(stage)
            return {
                "stems": stems,
                "stemsOf": str(whole.pk) if whole else None,
                "wholeTitle": title_of(whole) if whole else "",
                "stemsSaid": _how_split(stage),
            }
    return {"stems": [], "stemsOf": None, "wholeTitle": "", "stemsSaid": ""}


def _how_split(stage: Stage) -> str:
    """How they were split off and how sure that is; empty for stems that never were one sound."""
    words = stage.result.get("words", ()) if stage.kind == "separate" else ()
    return " ".join(said(sentence) for sentence in words)


def whole_under(stems: list[str]) -> Asset | None:
    """The sound that these stems add up to, where it is kept."""
    output = StageOutput.objects.filter(asset__pk__in=stems).select_related("stage").order_by("-pk").first()
    if output is None:
        return None
    whole = output.stage.outputs.exclude(asset__kind=Asset.Kind.STEM).select_related("asset").first()
    found = whole.asset if whole else _whole_of(output.stage)
    return found if found is not None and found.removed_at is None else None


def _taken_apart(makers: list[Stage], asset: Asset) -> QuerySet[Stage]:
    """Where an instrumental that came without stems was taken apart: for itself, and for what was mixed from it."""
    apart = Stage.objects.filter(run__project=asset.project_id, kind="separate", state__in=FINISHED_WELL)
    mixed = [stage.run_id for stage in makers if stage.kind == "render_mix"]
    return apart.filter(Q(inputs__sound=[str(asset.pk)]) | Q(run__in=mixed)).order_by("-pk")[:1]


def _whole_of(apart: Stage) -> Asset | None:
    """What was taken apart: a backing that was moved to its voice before, or what the recipe named."""
    needed = StageOutput.objects.filter(stage__run=apart.run_id, stage__name__in=apart.needs, role="candidate")
    moved = needed.select_related("asset").first()
    return moved.asset if moved else Asset.objects.filter(pk__in=apart.inputs.get("sound", [])).first()


def _stem(output: StageOutput) -> dict[str, Any]:
    name = output.role.removeprefix("stem:")
    return shown_stem(output.asset, name, _words(name))


def _words(name: str) -> str:
    return str(STEM_WORDS.get(name) or said(name.replace("_", " ").capitalize()))


def shown_stem(asset: Asset, name: str, title: str) -> dict[str, Any]:
    return {"asset": str(asset.pk), "name": name, "title": title, "src": reverse("asset-content", args=[asset.pk])}


def title_of(asset: Asset) -> str:
    """Its kind and number; of a part that stands before, after or beside its repair, which part and which of them."""
    made = StageOutput.objects.filter(asset=asset).order_by("pk").first() if asset.kind == Asset.Kind.STEM else None
    role, _colon, name = made.role.partition(":") if made else ("", "", "")
    if role in REPAIRED and name:
        return str(REPAIRED[role]).format(stem=_("The whole song") if name == SONG else _words(name))
    return f"{asset.get_kind_display()} {asset.version}"
