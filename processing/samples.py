"""A sample song for somebody who has none: written and sung by the studio, made like any other, theirs to try on."""

from django.db import transaction
from django.utils.translation import gettext as _

from artists.models import Artist, User
from processing.demo import salt
from processing.models import Run
from processing.pipeline import launch
from projects import declarations, songs
from projects.errors import StudioError
from projects.models import Project


def start_sample(artist: Artist, *, by: User) -> Project:
    """A song on autopilot; the label is never asked about it. Raises StudioError `sample.there_already`."""
    with transaction.atomic():
        Artist.objects.select_for_update().get(pk=artist.pk)
        if artist.projects.filter(kind=Project.Kind.SAMPLE).exists():
            words = _("{artist} has the sample song already: it is among the songs.").format(artist=artist)
            raise StudioError("sample.there_already", words)
        brief = songs.Brief(title=salt.TITLE, autopilot=True, **salt.BRIEF)
        project = songs.start_song(artist, brief, by=by, lyrics=salt.words(), kind=Project.Kind.SAMPLE)
        launch.start(project, "sample", by=by)
    return project


def send_in(run: Run) -> None:
    """Its voice is there, so it goes the way of all songs. What is declared is true: the studio wrote and sang it."""
    project, by = run.project, run.by or run.project.created_by
    if by is not None:
        songs.submit(project, by=by, declaring=declarations.asked_of(project))
