"""What the player knows of a sound beyond the sound: loudness, sections with the lines sung in them, stems."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from processing.engines.contracts import SongPlan
from processing.engines.edit_video.captions import captions
from processing.models import Stage, StageOutput
from processing.states import FINISHED_WELL
from projects import guests
from projects.models import Asset

# A master comes from a mix, a mix from a candidate; what is further away tells nothing about this sound.
GENERATIONS = 3
ANCESTORS = (Asset.Kind.MIX, Asset.Kind.CANDIDATE, Asset.Kind.INSTRUMENTAL, Asset.Kind.STEM)
SHOWN_MEASURES = ("integrated_lufs", "short_term_max_lufs", "loudness_range_lu", "true_peak_dbtp")
KEEP_S = 300


@login_required
@require_GET
def heard(request: HttpRequest, asset_id: uuid.UUID) -> JsonResponse:
    """For the player, when a version is put on the deck."""
    rows = Asset.objects.visible_to(request.user).select_related("project__artist")
    response = JsonResponse(heard_of(get_object_or_404(rows, pk=asset_id)))
    response["Cache-Control"] = f"private, max-age={KEEP_S}"
    return response


@require_GET
def heard_by_guest(request: HttpRequest, secret: str) -> JsonResponse:
    """The same for whoever came by a link: the sound they may hear, without the parts that it is made of."""
    link = guests.open_link(secret)
    if link is None:
        raise Http404
    response = JsonResponse({**heard_of(link.asset), "stems": [], "stemsOf": None})
    response["Cache-Control"] = "no-store"
    return response


def heard_of(asset: Asset) -> dict[str, Any]:
    makers = list(_makers(asset))
    plan = next((stage.params["plan"] for stage in makers if stage.params.get("plan")), None)
    return {
        "asset": str(asset.pk),
        "title": _title(asset),
        "song": str(asset.project_id),
        "songTitle": asset.project.title,
        "artist": asset.project.artist.name,
        "durationS": asset.duration_s,
        "measures": {name: asset.measures[name] for name in SHOWN_MEASURES if name in asset.measures},
        "sections": _sections(plan, asset.duration_s),
        **_stems(makers, asset),
    }


def _title(asset: Asset) -> str:
    return f"{asset.get_kind_display()} {asset.version}"


def _makers(asset: Asset) -> Iterator[Stage]:
    """The stages that made this sound, and the sounds it was made from, nearest first."""
    generation = [asset.pk]
    for _ in range(GENERATIONS):
        stages = list(Stage.objects.filter(outputs__asset__in=generation).distinct().order_by("pk"))
        yield from stages
        if not (generation := _sources(stages)):
            return


def _sources(stages: list[Stage]) -> list[uuid.UUID]:
    """The sounds that these stages were handed, or that stages before them in their run left for them."""
    handed = {pk for stage in stages for ids in stage.inputs.values() for pk in ids}
    before = Q(pk__in=[])
    for stage in stages:
        before |= Q(stage__run=stage.run_id, stage__name__in=stage.needs)
    left = StageOutput.objects.filter(before).values("asset")
    rows = Asset.objects.filter(Q(pk__in=handed) | Q(pk__in=left), kind__in=ANCESTORS)
    return list(rows.values_list("pk", flat=True))


def _sections(plan: dict[str, Any] | None, duration_s: float | None) -> list[dict[str, Any]]:
    """Each section with its lines at the times at which a film would show them."""
    if not plan or not duration_s:
        return []
    song = SongPlan.from_json(plan)
    lines = captions(song, duration_s)
    return [
        {
            "label": section.label,
            "kind": section.kind,
            "startS": section.start_s,
            "endS": section.end_s,
            "lines": [
                {"text": line.text, "startS": round(line.start_s, 3), "endS": round(line.end_s, 3)}
                for line in lines
                if section.start_s - 1.0 <= line.start_s < section.end_s and line.text in section.lines
            ],
        }
        for section in song.sections
        if section.end_s > section.start_s
    ]


def _stems(makers: list[Stage], asset: Asset) -> dict[str, Any]:
    """The stems of the nearest sound that has any, and which sound they add up to."""
    for stage in [*makers, *_taken_apart(makers, asset)]:
        outputs = list(stage.outputs.select_related("asset").order_by("pk"))
        if stems := [_stem(output) for output in outputs if output.role.startswith("stem:")]:
            whole = next((output.asset for output in outputs if output.asset.kind != Asset.Kind.STEM), None)
            whole = whole or _whole_of(stage)
            return {
                "stems": stems,
                "stemsOf": str(whole.pk) if whole else None,
                "wholeTitle": _title(whole) if whole else "",
            }
    return {"stems": [], "stemsOf": None, "wholeTitle": ""}


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


def _stem(output: StageOutput) -> dict[str, str]:
    return {
        "asset": str(output.asset_id),
        "name": output.role.removeprefix("stem:"),
        "src": reverse("asset-content", args=[output.asset_id]),
    }
