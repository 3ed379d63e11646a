"""The takes of a blind audition, and more of a kind."""

import uuid
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from processing.listening import Listening
from processing.more import MORE, more_like
from processing.versions import Version
from projects.audition import audition_of
from projects.models import Asset, Project
from projects.opinions import REASONS, TAGS, Said, said_of, with_opinions
from projects.states import GONE
from projects.views.deeds import Done, deed, member


@dataclass(frozen=True)
class Heard:
    """One candidate under its letter. `place` counts from 1, as the keys do."""

    letter: str
    place: int
    version: Version
    said: Said
    hides_pick: bool

    @property
    def own_tags(self) -> list[str]:
        """Tags of this person that are not among those offered."""
        offered = {str(tag) for tag in TAGS}
        return [tag for tag in (self.said.mine.tags if self.said.mine else []) if tag not in offered]


@login_required
@require_GET
def takes(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Until they are revealed, nothing in the page tells which candidate is which."""
    visible = Project.objects.visible_to(request.user).select_related("artist")
    project, user = get_object_or_404(visible, pk=project_id), member(request)
    found = audition_of(project, request.session)
    versions = {version.asset.pk: version for version in Listening(project).read(found.order)}
    opinions = {asset.pk: said_of(asset, user) for asset in with_opinions(project.assets.filter(pk__in=found.order))}
    heard = [
        Heard(
            found.letter(pk),
            place,
            versions[pk],
            opinions[pk],
            # What the machine prefers is as good as a score.
            hides_pick=versions[pk].picked_by_machine and not found.revealed,
        )
        for place, pk in enumerate(found.order, 1)
        if pk in versions and pk in opinions
    ]
    context = {
        "project": project,
        "heard": heard,
        "revealed": found.revealed,
        "is_open": project.state not in GONE,
        "tags": [str(tag) for tag in TAGS],
        "reasons": REASONS,
        "more": MORE,
    }
    return render(request, "processing/_audition.html", context)


@deed
def more(request: HttpRequest, asset_id: uuid.UUID) -> Done:
    rows = Asset.objects.visible_to(request.user).select_related("project__artist")
    asset = get_object_or_404(rows, pk=asset_id)
    more_like(asset, by=member(request))
    words = _("The same band plays it {n} more times: same groove and chords, another hook, other fills.")
    return Done(words.format(n=MORE), reverse("audition", args=[asset.project_id]))
