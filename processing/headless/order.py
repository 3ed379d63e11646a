"""What a headless production is asked for, checked before any work starts."""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from processing.engines.contracts import GENRES, METERS
from processing.errors import StudioError
from processing.pipeline.recipes import ASPECTS
from projects.models.project import TEMPO_RANGE_BPM

LYRICS_MAX_BYTES = 64 * 1024
TARGETS_LUFS = (-24.0, -6.0)
CANDIDATES_MAX = 20


def engine_named(words: str) -> tuple[str, str]:
    """Capability and key from `CAPABILITY=KEY`. Raises StudioError `order.engine`."""
    capability, equals, key = words.partition("=")
    if not equals or not key:
        raise StudioError("order.engine", "Name an engine as CAPABILITY=KEY, for example compose=compose.house_band.")
    return capability, key


def refuse_unfit(asked: Mapping[str, tuple[bool, str]], paths: Iterable[Path | None]) -> None:
    """Raises StudioError with the code of the first question whose answer is no, or `order.no_such_file`."""
    for code, (fine, words) in asked.items():
        if not fine:
            raise StudioError(code, words)
    for path in paths:
        if path is not None and not path.is_file():
            raise StudioError("order.no_such_file", f"There is no file {path.name} at that place.")


def ready_folder(out: Path) -> None:
    """Make the folder and try it, before hours of work end at its door. Raises StudioError `out.unwritable`."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        words = f"Nothing can be written to {out} ({error.strerror or error}). Choose another folder."
        raise StudioError("out.unwritable", words) from None


def fits_seed(seed: int) -> tuple[bool, str]:
    return 0 <= seed < 2**31, "The seed must be a whole number from 0 to 2147483647."


def fits_target(target_lufs: float) -> tuple[bool, str]:
    low, high = TARGETS_LUFS
    return low <= target_lufs <= high, f"The loudness target must lie between {low:g} and {high:g} LUFS."


def fits_genre(genre: str) -> tuple[bool, str]:
    return not genre or genre in GENRES, f"Genres are {', '.join(GENRES)}."


@dataclass(frozen=True)
class Order:
    """One song to make. Empty values are left to what intake hears. `words` say what to change on the proposed mix."""

    out: Path
    lyrics: Path | None = None
    vocal: Path | None = None
    instrumental: Path | None = None
    references: tuple[Path, ...] = ()
    title: str = ""
    genre: str = ""
    mood: str = ""
    bpm: float | None = None
    meter: str = "4/4"
    key: str = ""
    candidates: int = 3
    seed: int = 1
    engines: dict[str, str] = field(default_factory=dict)
    target_lufs: float = -14.0
    vocal_db: float = 0.0
    words: str = ""
    aspects: tuple[str, ...] = ("16:9",)

    def __post_init__(self) -> None:
        low, high = TEMPO_RANGE_BPM
        asked = {
            "order.bpm": (
                self.bpm is None or low <= self.bpm <= high,
                f"The tempo must lie between {low:g} and {high:g}.",
            ),
            "order.genre": fits_genre(self.genre),
            "order.meter": (self.meter in METERS, f"Meters are {', '.join(METERS)}."),
            "order.candidates": (0 < self.candidates <= CANDIDATES_MAX, f"Ask for 1 to {CANDIDATES_MAX} candidates."),
            "order.seed": fits_seed(self.seed),
            "order.target_lufs": fits_target(self.target_lufs),
            "order.vocal_db": (abs(self.vocal_db) <= 6.0, "The voice can be moved by up to 6 dB."),
            "order.aspect": (set(self.aspects) <= ASPECTS.keys(), f"Aspects are {', '.join(ASPECTS)}."),
            "order.nothing": (bool(self.lyrics or self.vocal), "Give lyrics, a vocal or both."),
        }
        refuse_unfit(asked, (self.lyrics, self.vocal, self.instrumental, *self.references))

    def read_lyrics(self) -> str:
        if self.lyrics is None:
            return ""
        if self.lyrics.stat().st_size > LYRICS_MAX_BYTES:
            raise StudioError("lyrics.too_long", "The lyrics file is larger than any song needs; is it the right file?")
        try:
            return self.lyrics.read_text("utf-8-sig")
        except UnicodeDecodeError:
            raise StudioError("lyrics.not_text", "The lyrics file is not UTF-8 text. Save it as plain text.") from None
