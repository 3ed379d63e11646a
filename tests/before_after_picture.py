"""One picture of a sound before and after: spectrograms side by side, third octaves and loudness over each other."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from processing.dsp.balance import CENTRES_HZ
from processing.dsp.levels import Audio
from processing.dsp.pictures import COLOURS, loudness_curves, spectrogram
from processing.dsp.spectrum import third_octaves_db

WIDE, HIGH, EDGE, TITLE = 480, 220, 20, 24
GROUND, INK, FAINT = "#14110f", "#f3ece4", "#5c554e"
BEFORE, AFTER, WHOLE = "#7fb4ff", "#ff7a45", "#8d857c"
Line = NDArray[np.floating]


def picture(unspoilt: Audio, before: Audio, after: Audio, rate: int) -> Image.Image:
    """All three are (2, samples); the curves are level-matched, so that only the shape differs."""
    sheet = Image.new("RGB", (2 * WIDE + 3 * EDGE, 2 * (HIGH + TITLE) + 3 * EDGE), GROUND)
    pen = ImageDraw.Draw(sheet)
    for column, (words, audio) in enumerate((("before", before), ("after", after))):
        x, y = EDGE + column * (WIDE + EDGE), EDGE
        _text(pen, x, y, f"{words}: spectrogram, 30 Hz to 20 kHz, {audio.shape[1] / rate:.0f} s", INK)
        sheet.paste(_coloured(spectrogram(audio, rate, columns=WIDE, rows=HIGH)), (x, y + TITLE))
    below = 2 * EDGE + TITLE + HIGH
    three = [third_octaves_db(audio, rate) for audio in (unspoilt, before, after)]
    levelled = [one - one[(CENTRES_HZ > 100) & (CENTRES_HZ < 8000)].mean() for one in three]
    _text(pen, EDGE, below, "third octaves, 25 Hz to 20 kHz", INK)
    _lines(pen, EDGE, below + TITLE, levelled, (-40.0, 20.0))
    right = 2 * EDGE + WIDE
    _text(pen, right, below, "loudness over 3 s, from its median", INK)
    curves = [loudness_curves(audio, rate)[1].values for audio in (unspoilt, before, after)]
    _lines(pen, right, below + TITLE, [one - np.median(one[one > -60.0]) for one in curves], (-12.0, 6.0))
    for number, (words, colour) in enumerate((("unspoilt", WHOLE), ("before", BEFORE), ("after", AFTER))):
        _text(pen, right + WIDE - 230 + 80 * number, below, words, colour)
    return sheet


def _coloured(shades: NDArray[np.uint8]) -> Image.Image:
    seen = Image.fromarray(shades, "P")
    seen.putpalette(COLOURS.tobytes())
    return seen.convert("RGB")


def _text(pen: ImageDraw.ImageDraw, x: int, y: int, words: str, colour: str) -> None:
    pen.text((x, y), words, fill=colour, font=ImageFont.load_default(14))


def _lines(pen: ImageDraw.ImageDraw, x: int, y: int, curves: list[Line], within: tuple[float, float]) -> None:
    low, high = within
    pen.rectangle((x, y, x + WIDE, y + HIGH), outline=FAINT)
    for db in np.arange(low, high + 0.1, (high - low) / 6):
        at = y + HIGH * (high - db) / (high - low)
        pen.line((x, at, x + WIDE, at), fill="#2a2521")
        pen.text((x + 3, at + 1 if db == high else at - 13), f"{db:+.0f}", fill=FAINT, font=ImageFont.load_default(10))
    for curve, colour, width in zip(curves, (WHOLE, BEFORE, AFTER), (1, 2, 2), strict=True):
        heights = y + HIGH * (high - np.clip(curve, low, high)) / (high - low)
        places = x + np.linspace(0, WIDE, curve.size)
        pen.line([(float(a), float(b)) for a, b in zip(places, heights, strict=True)], fill=colour, width=width)
