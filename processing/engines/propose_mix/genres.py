"""What each genre asks of a mix. Loudness offsets in LU, the rest in the console's units."""

from dataclasses import dataclass

BALANCE_LU = {"drums": 0.0, "bass": -2.0, "harmony": -4.0, "lead": -4.0, "texture": -9.0}
"""Loudness of each stem against the drums while it sounds, before a genre's own taste."""


@dataclass(frozen=True)
class Genre:
    """`vocal_lu` is the voice over the whole backing while singing; `balance_lu` adds to BALANCE_LU."""

    vocal_lu: float
    drums_lu: float = 0.0
    bass_lu: float = 0.0
    space_size: float = 0.45
    vocal_send_db: float = -15.0
    glue_ratio: float = 1.5
    saturation_db: float = 1.0
    duck_db: float = 5.0
    air_db: float = 1.0


GENRES = {
    "pop": Genre(vocal_lu=0.5),
    "hip_hop": Genre(vocal_lu=1.0, drums_lu=1.0, bass_lu=1.5, space_size=0.3, vocal_send_db=-18.0, saturation_db=2.0),
    "house": Genre(vocal_lu=0.0, drums_lu=1.5, bass_lu=1.0, vocal_send_db=-14.0, glue_ratio=2.0, duck_db=7.0),
    "rock": Genre(vocal_lu=0.0, space_size=0.4, vocal_send_db=-17.0, glue_ratio=2.0, saturation_db=2.0, air_db=0.5),
    "rnb": Genre(vocal_lu=1.0, bass_lu=1.0, space_size=0.55, vocal_send_db=-13.0),
    "lofi": Genre(vocal_lu=0.5, drums_lu=-1.0, space_size=0.5, saturation_db=2.5, air_db=0.0),
}


def genre_of(name: str) -> Genre:
    """A genre that the studio does not know is mixed as pop."""
    return GENRES.get(name, GENRES["pop"])
