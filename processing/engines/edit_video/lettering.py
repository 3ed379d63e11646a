"""Lettering: a typeface that can draw the words, lines broken to fit, ink and shadow ready to lay on a frame."""

import sysconfig
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from processing.engines.edit_video.film import Strip

Face = ImageFont.FreeTypeFont
FACES = (
    f"{sysconfig.get_path('purelib')}/unfold/static/unfold/fonts/inter/Inter-SemiBold.woff2",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans-Bold.ttf",
    "/usr/share/fonts/TTF/DejaVuSans-Bold.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
)
"""Where free typefaces lie: Inter (SIL OFL) comes with the admin pages, DejaVu and Noto with many systems."""
NOWHERE = "\U0010ffff"


@dataclass(frozen=True)
class Place:
    """Where a block of text stands, as shares of the frame: its middle `x`, its bottom `bottom` or its middle `y`."""

    widest: float
    bottom: float | None = None
    y: float = 0.5
    size: float = 0.055
    lines: int = 2


def face(size_px: float, words: str, files: Iterable[str] = FACES) -> Face:
    """The first typeface that draws every letter of `words`; the built-in one when none does."""
    for file in files:
        if Path(file).is_file():
            try:
                found = ImageFont.truetype(file, size_px)
            except OSError:
                continue
            if not missing(found, words):
                return found
    built_in = ImageFont.load_default(size_px)
    assert isinstance(built_in, ImageFont.FreeTypeFont)
    return built_in


def missing(font: Face, words: str) -> set[str]:
    """The letters of `words` that a typeface draws as an empty box."""
    box = font.getmask(NOWHERE)
    empty = (box.size, bytes(box))
    return {c for c in set(words) if not c.isspace() and ((m := font.getmask(c)).size, bytes(m)) == empty}


def legible(font: Face, words: str) -> str:
    """`words` with letters that the typeface lacks replaced by their plain form, or left out."""
    lacking = missing(font, words)
    if not lacking:
        return words
    plain = {c: unicodedata.normalize("NFKD", c).encode("ascii", "ignore").decode() for c in lacking}
    return " ".join("".join(plain.get(c, c) for c in words).split())


def broken(font: Face, words: str, widest_px: float) -> list[str]:
    """Break words into lines of even length, none wider than `widest_px` unless a single word is."""
    for count in range(1, 9):
        lines = _fitted(font, words.split(), max(font.getlength(words) / count * 1.12, 0.3 * widest_px), widest_px)
        if len(lines) <= count:
            return lines
    return _fitted(font, words.split(), widest_px, widest_px)


def _fitted(font: Face, words: list[str], wish_px: float, widest_px: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= min(wish_px, widest_px):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def strip(words: str, frame: tuple[int, int], place: Place, files: Iterable[str] = FACES) -> Strip | None:
    """Draw `words` for a frame (width, height). None when nothing of them can be drawn."""
    words = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    width, height = frame
    size_px, widest_px = place.size * min(width, height), place.widest * width
    files = tuple(files)
    for _ in range(12):
        font = face(size_px, words, files)
        lines = broken(font, legible(font, words), widest_px)
        if len(lines) <= place.lines and all(font.getlength(line) <= widest_px for line in lines):
            break
        size_px *= 0.9
    if not lines:
        return None
    return _drawn(font, lines, frame, place)


def _drawn(font: Face, lines: list[str], frame: tuple[int, int], place: Place) -> Strip:
    width, height = frame
    ascent, descent = font.getmetrics()
    line_px, margin = round((ascent + descent) * 1.12), round(font.size * 0.95)
    wide = min(round(max(font.getlength(line) for line in lines)) + 2 * margin, width)
    high = min(line_px * len(lines) + 2 * margin, height)
    wide, high = wide - wide % 2, high - high % 2
    sheet = Image.new("L", (wide, high), 0)
    pen = ImageDraw.Draw(sheet)
    for k, line in enumerate(lines):
        pen.text(((wide - font.getlength(line)) / 2, margin + k * line_px), line, fill=255, font=font)
    near = np.asarray(sheet.filter(ImageFilter.GaussianBlur(font.size * 0.1)), np.float32)
    far = np.asarray(sheet.filter(ImageFilter.GaussianBlur(font.size * 0.45)), np.float32)
    shadow = np.clip(np.maximum(near * 1.4, far * 2.6), 0, 205).astype(np.uint8)
    middle_y = place.y * height if place.bottom is None else place.bottom * height - high / 2 + margin
    left, top = round((width - wide) / 2), round(middle_y - high / 2)
    left, top = (min(max(at, 0), room) for at, room in ((left, width - wide), (top, height - high)))
    return Strip(np.array(sheet, np.uint8), shadow, left - left % 2, top - top % 2)
