"""A sound as a picture: pure functions from `(1 or 2, samples)` to numbers and pixels. Whoever shows them adds axes."""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from processing.dsp.blocks import stretches
from processing.dsp.levels import FLOOR_DB, Audio, fitted, inner, stereo
from processing.dsp.loudness import STEP_S, loudness
from processing.dsp.on_disk import let_go

LOW_HZ, HIGH_HZ = 30.0, 20_000.0
RANGE_DB = 90.0
"""From the loudest cell of a spectrogram down to black."""
_FRAME = 8_192
_FRAMES_PER_COLUMN = 2
_WINDOW = np.hanning(_FRAME).astype(np.float32)
_SCOPE_POINTS = 400_000
CURVE_POINTS = 400

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Curve:
    """Values at even steps; value i stands for the time around `i * step_s`."""

    step_s: float
    values: NDArray[np.float64]


def spectrogram_db(audio: Audio, rate: int, *, columns: int = 1200, rows: int = 320) -> NDArray[np.float64]:
    """Mean power density in dB, shape `(rows, columns)`, the highest frequency first, rows evenly spaced in octaves
    from LOW_HZ to HIGH_HZ. Sides are added by power, so that what cancels is still seen."""
    sides = stereo(np.atleast_2d(audio))
    edges = np.geomspace(LOW_HZ, min(HIGH_HZ, 0.499 * rate), rows + 1) / (rate / _FRAME)
    starts = _frame_starts(sides.shape[1], columns * _FRAMES_PER_COLUMN)
    padded = fitted(sides, max(_FRAME, sides.shape[1]))
    picture = np.zeros((columns, rows))
    for column in range(columns):
        for start in starts[column * _FRAMES_PER_COLUMN : (column + 1) * _FRAMES_PER_COLUMN]:
            seen = np.fft.rfft(padded[:, start : start + _FRAME] * _WINDOW, axis=1)
            picture[column] += _between(np.square(np.abs(seen)).sum(axis=0), edges)
        let_go(sides)
    return np.asarray(10.0 * np.log10(picture.T[::-1] + 10.0 ** (FLOOR_DB / 10.0)))


def _frame_starts(samples: int, count: int) -> NDArray[np.int64]:
    return np.linspace(0, max(0, samples - _FRAME), count).astype(np.int64)


def _between(power: NDArray[np.floating], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean power between fractional bins: low rows are narrower than a bin, high rows hold many."""
    below = np.concatenate([[0.0], np.cumsum(power, dtype=np.float64)])
    at = np.interp(edges + 0.5, np.arange(below.size), below)
    return np.asarray(np.diff(at) / np.diff(edges))


def _shades(levels: NDArray[np.float64]) -> Pixels:
    return np.rint(np.clip(levels, 0.0, 1.0) * 255).astype(np.uint8)


def spectrogram(audio: Audio, rate: int, *, columns: int = 1200, rows: int = 320) -> Pixels:
    """Shades `(rows, columns)` for `png`; the loudest cell is the lightest, silence is dark throughout."""
    levels_db = spectrogram_db(audio, rate, columns=columns, rows=rows)
    loudest_db = max(float(levels_db.max()), RANGE_DB + FLOOR_DB)
    return _shades((levels_db - loudest_db + RANGE_DB) / RANGE_DB)


def vectorscope(audio: Audio, *, size: int = 240) -> Pixels:
    """Where the sound stands between left and right, as shades `(size, size)`: mid upwards, left to the left.

    Scaled to the 99.9th percentile of the level, so that quiet songs fill the picture too.
    """
    song = stereo(np.atleast_2d(audio))
    every = max(1, song.shape[1] // _SCOPE_POINTS)
    points = [song[:, span][:, ::every].copy() for span in stretches(song, block=every << 12)]
    left, right = np.concatenate([np.zeros((2, 0), np.float32), *points], axis=1)
    middle, side = (left + right) / 2, (right - left) / 2
    scale = float(np.percentile(np.maximum(np.abs(middle), np.abs(side)), 99.9)) if middle.size else 0.0
    if scale <= 0.0:
        return np.zeros((size, size), np.uint8)
    counts, *_ = np.histogram2d(-middle / scale, side / scale, bins=size, range=[[-1.0, 1.0], [-1.0, 1.0]])
    seen = np.log1p(counts)
    return _shades(seen / max(float(seen.max()), 1.0))


def png(shades: Pixels) -> bytes:
    """Shades 0..255 in colours from dark to light, in equal steps for the eye; the same shades give the same bytes."""
    picture = Image.fromarray(shades, "P")
    picture.putpalette(COLOURS.tobytes())
    with io.BytesIO() as sink:
        picture.save(sink, "PNG")
        return sink.getvalue()


def correlation_curve(audio: Audio, rate: int, *, points: int = CURVE_POINTS) -> Curve:
    """Correlation of left and right over time, -1..1; 1 where it is silent."""
    song = stereo(np.atleast_2d(audio))
    left, right = song
    block = max(rate // 10, -(-left.size // points))
    values = []
    for start in range(0, max(left.size - block // 2, 1), block):
        ours, theirs = left[start : start + block], right[start : start + block]
        scale = float(np.sqrt(inner(ours, ours) * inner(theirs, theirs)))
        values.append(inner(ours, theirs) / scale if scale > 1e-9 else 1.0)
        let_go(song)
    return Curve(block / rate, np.asarray(values))


def loudness_curves(audio: Audio, rate: int, *, points: int = CURVE_POINTS) -> tuple[Curve, Curve]:
    """Momentary and short-term loudness over time in LUFS, the loudest of each step."""
    reading = loudness(audio, rate)
    return _thinned(reading.momentary_lufs, points), _thinned(reading.short_term_lufs, points)


def _thinned(values: NDArray[np.float32], points: int) -> Curve:
    every = max(1, -(-values.size // points))
    starts = np.arange(0, values.size, every)
    highest = np.maximum.reduceat(values, starts) if values.size else values
    return Curve(STEP_S * every, np.asarray(highest, dtype=np.float64))


def _colour_table() -> Pixels:
    """From night blue over red to a warm white: lightness rises evenly in OKLab, hue turns once."""
    share = np.linspace(0.0, 1.0, 256)
    lightness = 0.13 + 0.85 * share
    chroma = 0.02 + 0.16 * np.sin(np.pi * share**0.9)
    hue = np.radians(-80.0 + 180.0 * share)
    a, b = chroma * np.cos(hue), chroma * np.sin(hue)
    # OKLab to linear sRGB, after its definition.
    cones = np.stack(
        [
            lightness + 0.3963377774 * a + 0.2158037573 * b,
            lightness - 0.1055613458 * a - 0.0638541728 * b,
            lightness - 0.0894841775 * a - 1.2914855480 * b,
        ]
    )
    to_rgb = np.array(
        [
            [4.0767416621, -3.3077115913, 0.2309699292],
            [-1.2684380046, 2.6097574011, -0.3413193965],
            [-0.0041960863, -0.7034186147, 1.7076147010],
        ]
    )
    linear = np.clip(to_rgb @ cones**3, 0.0, 1.0)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(encoded.T * 255), np.uint8)


COLOURS = _colour_table()
