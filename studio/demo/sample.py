"""The finished song that a newcomer explores: twenty-six seconds, made by the same workers as everything else.

It begins when the first song's clip is done, so that it takes nothing from the first song. What people do in it (pick,
comment, ask for changes, approve) they do when there is something to hear: `studio.demo.story`.
"""

import tempfile
from importlib import import_module
from pathlib import Path

from django.conf import settings

from artists.models import Artist, User
from processing.demo import salt
from projects import assets, declarations, songs
from projects.models import Asset, Project
from studio.demo.people import ARTISTS, address

PLAYERS = next(one for one in ARTISTS if one.name == "The Low Tide")


def singer() -> User | None:
    return User.objects.filter(email=address(PLAYERS.person)).first()


def find() -> Project | None:
    return Project.objects.filter(title=salt.TITLE, artist__name=PLAYERS.name, created_by=singer()).first()


def start() -> Project | None:
    """Sing the words and send the song in. None where it is there already, or where its people are not."""
    person, artist = singer(), Artist.objects.filter(name=PLAYERS.name).first()
    if not settings.STUDIO_DEMO or person is None or artist is None or find() is not None:
        return None
    brief = songs.Brief(title=salt.TITLE, **salt.BRIEF)
    project = songs.start_song(artist, brief, by=person, lyrics=salt.words())
    with tempfile.TemporaryDirectory() as scratch:
        # Loaded only where somebody sings, so that the web and the small processes stay without the audio libraries.
        singing = import_module("processing.demo.make")
        take = singing.sing_take(Path(scratch) / "kitchen-take.wav", salt.SECTIONS, salt.TUNES, seed=salt.SEED)
        assets.add_file(project, assets.NewFile(Asset.Kind.VOCAL, take, take.name), by=person)
    declarations.declare(project, declarations.asked_of(project), by=person)
    return songs.submit(project, by=person)
