"""The finished song that a newcomer explores: twenty-six seconds, made by the same workers as everything else.

It begins when the first song's clip is done, so that it takes nothing from the first song. What people do in it (pick,
comment, ask for changes, approve) they do when there is something to hear: `studio.demo.story`.
"""

import tempfile
from importlib import import_module
from pathlib import Path

from django.conf import settings

from artists.models import Artist, User
from processing.demo import melody
from projects import assets, declarations, songs
from projects.models import Asset, Project
from studio.demo.people import ARTISTS, address

TITLE = "Salt on the Window"
PLAYERS = next(one for one in ARTISTS if one.name == "The Low Tide")
SEED = 11
VERSE = (
    "Salt on the window again",
    "Coats by the door full of rain",
    "You left the radio low",
    "It hums like an engine in snow",
)
CHORUS = (
    "So drive till the signal is gone",
    "Drive till the houses are none",
    "I kept you a seat by the sea",
    "The tide has a key made for me",
)
SECTIONS: melody.Sections = (("Verse", VERSE), ("Chorus", CHORUS))
TUNES: melody.Tunes = {
    "Verse": (
        (4, 4, 2, 0, 1, 2, 0, 0),
        (4, 4, 2, 0, 1, 2, 1, 1),
        (5, 5, 4, 2, 4, 2, 1, 1),
        (2, 2, 1, 0, -1, -1, 0, 0),
    ),
    "Chorus": (
        (7, 7, 5, 4, 5, 7, 5, 4),
        (7, 7, 5, 4, 5, 4, 2, 2),
        (4, 5, 7, 7, 8, 7, 5, 4),
        (5, 4, 2, 1, 2, 1, 0, 0),
    ),
}


def singer() -> User | None:
    return User.objects.filter(email=address(PLAYERS.person)).first()


def find() -> Project | None:
    return Project.objects.filter(title=TITLE, artist__name=PLAYERS.name, created_by=singer()).first()


def start() -> Project | None:
    """Sing the words and send the song in. None where it is there already, or where its people are not."""
    person, artist = singer(), Artist.objects.filter(name=PLAYERS.name).first()
    if not settings.STUDIO_DEMO or person is None or artist is None or find() is not None:
        return None
    words = "\n\n".join("\n".join((f"[{label}]", *lines)) for label, lines in SECTIONS) + "\n"
    brief = songs.Brief(
        title=TITLE,
        genre="rock",
        mood="restless",
        bpm=melody.BPM,
        meter=melody.METER,
        key=melody.KEY,
        notes="Short and windy. Guitars like weather, nothing clever.",
        candidates_wanted=2,
        seed=SEED,
    )
    project = songs.start_song(artist, brief, by=person, lyrics=words)
    with tempfile.TemporaryDirectory() as scratch:
        # Loaded only where somebody sings, so that the web and the small processes stay without the audio libraries.
        singing = import_module("processing.demo.make")
        take = singing.sing_take(Path(scratch) / "kitchen-take.wav", SECTIONS, TUNES, seed=SEED)
        assets.add_file(project, assets.NewFile(Asset.Kind.VOCAL, take, take.name), by=person)
    declarations.declare(project, declarations.asked_of(project), by=person)
    return songs.submit(project, by=person)
