"""Listening to versions, comparing them, and asking for another mix by sliders or at the console."""

import uuid
from typing import Any

from django.conf import settings as django_settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from processing import laying, mastering, mixing
from processing.comparing import settings_of, what_changed
from processing.console.differences import diff
from processing.console.faders import Desk
from processing.console.nudges import LIMITS, within_reach
from processing.console.settings import ConsoleSettings
from processing.engines.propose_mix.words.reading import LENGTH_MOST
from processing.engines.render_mix.plugins import PluginFolder
from processing.listening import HEARD, Listening
from processing.pipeline.consoles import timeline_of
from processing.riding_by_hand import places_in, with_added
from processing.versions import Version
from projects.errors import Invalid, StudioError
from projects.models import Asset, Project
from projects.views.deeds import Done, deed, member, number

FARTHEST = 1_000_000


def _song(request: HttpRequest, project_id: uuid.UUID) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)


@login_required
@require_GET
def listen(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    project = _song(request, project_id)
    listening = Listening(project)
    newest = listening.mixes[0] if listening.mixes else None
    sheet = settings_of(newest) if newest else None
    start = laying.start_of(newest.asset) if newest else None
    context = {
        "project": project,
        "listening": listening,
        "below": {kind: listening.below(kind) for kind in HEARD},
        "sheet": sheet,
        "reach": within_reach(sheet) if sheet else (),
        "newest": newest,
        "start": start,
        "trial": laying.trial_of(newest.asset, start) if newest and start else None,
        "estimate": mixing.estimate(newest.asset) if newest else None,
        "limits": LIMITS,
        "proposers": mixing.proposers(project) if newest else [],
        "said_most": LENGTH_MOST,
        "mastering": mastering.sheet_of(project, listening.masters),
        "may_run": member(request).may_steer_runs,
    }
    return render(request, "processing/_listen.html", context)


@login_required
@require_GET
def stack(request: HttpRequest, project_id: uuid.UUID, kind: str) -> HttpResponse:
    """The versions of one kind that the room does not show at once."""
    project, before = _song(request, project_id), request.GET.get("before", "")
    if kind not in HEARD:
        raise Http404
    versions, more = Listening(project).stack(kind, int(before) if before.isdigit() else FARTHEST)
    context = {"project": project, "versions": versions, "more": more, "kind": kind}
    return render(request, "processing/_stack.html", context)


@login_required
@require_GET
def compare(request: HttpRequest, project_id: uuid.UUID, kind: str) -> HttpResponse:
    """What changed between two versions of a kind; by default between the newest two."""
    project = _song(request, project_id)
    if kind not in HEARD:
        raise Http404
    listening = Listening(project)
    assets = {str(asset.pk): asset for asset in listening.all_of(kind)}
    newest = list(assets)
    new = request.GET.get("new") or (newest[0] if newest else "")
    old = request.GET.get("old") or (newest[1] if len(newest) > 1 else new)
    if not {old, new} <= assets.keys():
        raise Http404
    read = {str(version.asset.pk): version for version in listening.read({old, new})}
    context = {
        "project": project,
        "kind": kind,
        "choices": assets.values(),
        "old": read[old],
        "new": read[new],
        "changes": what_changed(read[old], read[new]) if old != new else [],
    }
    return render(request, "processing/_compare.html", context)


@deed
def nudge_mix(request: HttpRequest, project_id: uuid.UUID) -> Done:
    """A new mix by the artist's sliders, beside the one it starts from."""
    project, user = _song(request, project_id), member(request)
    typed = {name: number(request.POST.get(name), code="mix.wish_not_a_number", field=name) for name in LIMITS}
    base = mixing.base_of(project, request.POST.get("base", ""))
    mixing.nudge(base, {name: value for name, value in typed.items() if value}, by=user)
    words = mixing.on_its_way(project)
    return Done(words, reverse("room", args=[project.pk]))


@login_required
@require_GET
def console(request: HttpRequest, asset_id: uuid.UUID) -> HttpResponse:
    """A mix as a console of faders; only engineers and admins may move them."""
    version, settings = _mix(request, asset_id)
    context = {
        "project": version.asset.project,
        "version": version,
        "desk": _desk(settings),
        "estimate": mixing.estimate(version.asset),
        "may_mix": member(request).can_run_jobs,
        "places": places_in(timeline_of(version.stage)["sections"]),
    }
    return render(request, "processing/console.html", context)


@login_required
@require_POST
def console_words(request: HttpRequest, asset_id: uuid.UUID) -> HttpResponse:
    """What the faders as they stand would change, in words; or why a console can not stand so."""
    version, settings = _mix(request, asset_id)
    context: dict[str, Any] = {"version": version}
    try:
        context["changes"] = diff(settings, _edited(request, version, settings))
    except StudioError as error:
        context["wrong"] = error
    return render(request, "processing/_console_words.html", context)


@deed
def render_mix(request: HttpRequest, asset_id: uuid.UUID) -> Done:
    """The mix as the faders stand, beside the one it starts from."""
    version, settings = _mix(request, asset_id)
    edited = _edited(request, version, settings)
    if not diff(settings, edited) and member(request).can_run_jobs:
        raise Invalid("mix.nothing_moved", _("Nothing was moved yet; the mix would be the same."))
    mixing.render(version.asset, edited, by=member(request))
    words = _("The mix is being rendered. It appears beside the others in a moment.")
    return Done(words, reverse("room", args=[version.asset.project_id]), leave=True)


def _desk(settings: ConsoleSettings) -> Desk:
    return Desk(settings, PluginFolder(django_settings.PLUGINS_DIR).known())


def _edited(request: HttpRequest, version: Version, settings: ConsoleSettings) -> ConsoleSettings:
    """The console as the form says, with the moves that were added by hand."""
    posted = request.POST.dict()
    return with_added(_desk(settings).edited(posted), posted, **timeline_of(version.stage))


def _mix(request: HttpRequest, asset_id: uuid.UUID) -> tuple[Version, ConsoleSettings]:
    rows = Asset.objects.visible_to(request.user).filter(kind=Asset.Kind.MIX).select_related("project__artist")
    asset = get_object_or_404(rows, pk=asset_id)
    version = Listening(asset.project).read([asset.pk])[0]
    settings = settings_of(version)
    if settings is None:
        raise Http404
    return version, settings
