"""What a headless album is asked for, checked before any work starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from processing.errors import StudioError
from processing.headless.order import refuse_unfit
from projects.albums import LONGEST_GAP_S, SONGS_MOST

SONGS = (2, SONGS_MOST)


@dataclass(frozen=True)
class AlbumOrder:
    """Masters in their sequence. `mixes` are, by number from 1, the mixes that masters came from.

    `gaps_s` empty: what the ends of the songs suggest.
    """

    out: Path
    masters: tuple[Path, ...]
    mixes: Mapping[int, Path] = field(default_factory=dict)
    gaps_s: tuple[float, ...] = ()
    joined: bool = False

    def __post_init__(self) -> None:
        least, most = SONGS
        between = len(self.masters) - 1
        asked = {
            "album.songs": (
                least <= len(self.masters) <= most,
                f"An album needs {least} to {most} masters; a single has no family.",
            ),
            "album.mix": (
                all(1 <= number <= len(self.masters) for number in self.mixes),
                "A mix belongs to one of the masters: count them from 1.",
            ),
            "album.gaps": (
                len(self.gaps_s) in (0, between) and all(0.0 <= gap_s <= LONGEST_GAP_S for gap_s in self.gaps_s),
                f"Give one gap less than there are masters, each from 0 to {LONGEST_GAP_S:g} seconds.",
            ),
        }
        refuse_unfit(asked, (*self.masters, *self.mixes.values()))
        self._refuse_own_folder()

    def target(self, number: int) -> Path:
        """Where the master at this place (from 0) is written."""
        return self.out / f"{number + 1:02d} {self.masters[number].stem}.wav"

    def _refuse_own_folder(self) -> None:
        sources = {path.resolve() for path in (*self.masters, *self.mixes.values())}
        written = [self.target(number) for number in range(len(self.masters))] + [self.out / "album.wav"]
        if any(path.resolve() in sources for path in written):
            raise StudioError("album.own_folder", "The results would overwrite the masters. Choose another folder.")


def gaps_named(words: str) -> tuple[float, ...]:
    """Seconds from `2,1.5`. Raises StudioError `album.gaps`."""
    try:
        return tuple(float(gap) for gap in words.split(",") if gap.strip())
    except ValueError:
        raise StudioError("album.gaps", "Write gaps as seconds with commas between them, such as 2,1.5.") from None


def mix_named(words: str) -> tuple[int, Path]:
    """Number and file from `NUMBER=FILE`. Raises StudioError `album.mix`."""
    number, equals, path = words.partition("=")
    if not equals or not number.isdecimal() or not path:
        raise StudioError("album.mix", "Name a mix as NUMBER=FILE, for example 2=mix.wav.")
    return int(number), Path(path)
