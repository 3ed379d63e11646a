"""The sample song, for somebody who wants to see one being made first."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from artists.models import Artist
from processing import samples
from projects.views.deeds import Done, deed, member


@deed
def start_sample(request: HttpRequest) -> Done:
    """In the name of one of the person's own artists."""
    artist = get_object_or_404(Artist.objects.filter(members=member(request)), slug=request.POST.get("artist", ""))
    samples.start_sample(artist, by=member(request))
    words = _("Open it and watch it being made: it takes a minute or two, and everything in it is yours to try.")
    return Done(words, reverse("songs"), leave=True)
