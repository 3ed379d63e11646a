"""The first song on a newcomer's screen: words, voice and reference made by the studio itself, then sent to work."""

import tempfile
from pathlib import Path

from artists.models import Artist, User
from processing.demo.make import make
from projects import assets, declarations, songs
from projects.models import Asset, Project
from studio.demo.people import ARTISTS, address


def seed_song() -> Project | None:
    """Start the demo song for the first demo artist. None where there is any song already."""
    if Project.objects.exists():
        return None
    artist = Artist.objects.get(name=ARTISTS[0].name)
    singer = User.objects.get(email=address(ARTISTS[0].person))
    with tempfile.TemporaryDirectory() as scratch:
        material = make(Path(scratch))
        brief = songs.Brief(
            title=material.title,
            genre=material.genre,
            mood=material.mood,
            bpm=material.bpm,
            meter=material.meter,
            key=material.key,
            candidates_wanted=3,
            seed=7,
            autopilot=True,
        )
        project = songs.start_song(artist, brief, by=singer, lyrics=material.lyrics)
        for kind, path in ((Asset.Kind.VOCAL, material.vocal), (Asset.Kind.REFERENCE, material.reference)):
            assets.add_file(project, assets.NewFile(kind, path, path.name), by=singer)
    declarations.declare(project, declarations.asked_of(project), by=singer)
    # The studio wrote the words and made both recordings itself, so the singer may say so.
    return songs.submit(project, by=singer, declaring=["lyrics", "voice", "reference"])
