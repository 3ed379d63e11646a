"""What the player knows of a sound beyond the sound: loudness, sections with the lines sung in them, stems."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from processing.engines.contracts import SongPlan
from processing.engines.edit_video.captions import captions
from processing.heard_stems import shown_stem, stems_of, title_of
from processing.laying import start_in, trial_of
from processing.models import Stage, StageOutput
from processing.plan_words import STEM_WORDS
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
    response = JsonResponse({**heard_of(link.asset), "stems": [], "stemsOf": None, "stemsSaid": ""})
    response["Cache-Control"] = "no-store"
    return response


def heard_of(asset: Asset) -> dict[str, Any]:
    makers = list(_makers(asset))
    plan = next((stage.params["plan"] for stage in makers if stage.params.get("plan")), None)
    return {
        "asset": str(asset.pk),
        "title": title_of(asset),
        "song": str(asset.project_id),
        "songTitle": asset.project.title,
        "artist": asset.project.artist.name,
        "durationS": asset.duration_s,
        "measures": {name: asset.measures[name] for name in SHOWN_MEASURES if name in asset.measures},
        "sections": _sections(plan, asset.duration_s),
        **_parts(makers, asset),
    }


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


def _parts(makers: list[Stage], asset: Asset) -> dict[str, Any]:
    """The stems, and for a mix of them the voice over them, from where it starts and as loud as they are."""
    parts = stems_of(makers, asset)
    mixing = next((stage for stage in makers if stage.kind == "render_mix"), None)
    if mixing is None or not parts["stems"]:
        return parts
    start = start_in(mixing)
    trial = trial_of(asset, start) if start else None
    if start is None or trial is None:
        return parts
    sung = shown_stem(trial.voice, "vocals", str(STEM_WORDS["vocals"]))
    voice = {**sung, "startS": round(start.start_s, 6), "gainDb": trial.voice_db}
    return {**parts, "stems": [*parts["stems"], voice]}
