"""Blind listening and what people say of versions. The takes themselves come from `processing`, which knows them."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from projects import audition, opinions
from projects.models import Asset, Opinion, Project
from projects.views.deeds import Done, deed, member


def _song(request: HttpRequest, project_id: uuid.UUID) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("artist"), pk=project_id)


def _asset(request: HttpRequest, asset_id: uuid.UUID) -> Asset:
    return get_object_or_404(Asset.objects.visible_to(request.user).select_related("project"), pk=asset_id)


@login_required
@require_GET
def page(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    return render(request, "projects/audition.html", {"project": _song(request, project_id)})


@deed
def reveal(request: HttpRequest, project_id: uuid.UUID) -> Done:
    project = _song(request, project_id)
    audition.reveal(project, request.session)
    return Done(_("Now you see which is which."), reverse("audition", args=[project.pk]))


@deed
def again(request: HttpRequest, project_id: uuid.UUID) -> Done:
    project = _song(request, project_id)
    audition.again(project, request.session)
    return Done(_("Blind again, with new letters."), reverse("audition", args=[project.pk]))


@deed
def rate(request: HttpRequest, asset_id: uuid.UUID) -> Done:
    """The stars; giving the same again takes them away."""
    asset, typed = _asset(request, asset_id), request.POST.get("rating", "")
    rating = int(typed) if typed in {str(stars) for stars in opinions.RATINGS} else 0
    held = _mine(asset, request)
    same = held is not None and held.rating == rating
    opinions.rate(asset, None if same else rating, by=member(request))
    return _done(asset)


@deed
def tag(request: HttpRequest, asset_id: uuid.UUID) -> Done:
    """Put one tag on, or take it off when it is there."""
    asset, name = _asset(request, asset_id), " ".join(request.POST.get("tag", "").split()).lower()
    held = _mine(asset, request)
    tags = list(held.tags) if held else []
    opinions.tag(asset, [one for one in tags if one != name] if name in tags else [*tags, name], by=member(request))
    return _done(asset)


@deed
def reject(request: HttpRequest, asset_id: uuid.UUID) -> Done:
    asset = _asset(request, asset_id)
    reasons = [*request.POST.getlist("reason"), request.POST.get("words", "")]
    opinions.reject(asset, "; ".join(one.strip() for one in reasons if one.strip()), by=member(request))
    return _done(asset)


@deed
def take_back(request: HttpRequest, asset_id: uuid.UUID) -> Done:
    asset = _asset(request, asset_id)
    opinions.take_back(asset, by=member(request))
    return _done(asset)


def _mine(asset: Asset, request: HttpRequest) -> Opinion | None:
    return asset.opinions.filter(by=member(request)).first()


def _done(asset: Asset) -> Done:
    # Nothing is said: the stars themselves show it, and a name in a notice would end the blindness.
    return Done("", reverse("audition", args=[asset.project_id]))
