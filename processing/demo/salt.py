"""The short song that newcomers explore: half a minute, written by this project like everything in this folder."""

from typing import Any

from processing.demo import melody

TITLE = "Salt on the Window"
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

BRIEF: dict[str, Any] = {
    "genre": "rock",
    "mood": "restless",
    "bpm": melody.BPM,
    "meter": melody.METER,
    "key": melody.KEY,
    "notes": "Short and windy. Guitars like weather, nothing clever.",
    "candidates_wanted": 2,
    "seed": SEED,
}


def words() -> str:
    """The lyrics with their section tags."""
    return "\n\n".join("\n".join((f"[{label}]", *lines)) for label, lines in SECTIONS) + "\n"
