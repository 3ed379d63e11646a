"""The still that stands for a clip: the best lit of a few moments, since a clip's first picture is black."""

from pathlib import Path

import numpy as np

from processing.dsp import ffmpeg
from processing.engines.contracts import SongPlan

TRIED = 6
SAMPLE_PX = (64, 64)
SHARES = (0.3, 0.45, 0.55, 0.7, 0.2, 0.85)
"""Where a song is tried when its plan names no choruses, as shares of its length."""
INTO_SECTION_S = 2.0
TALLEST_PX = 720


def moments(plan: SongPlan, duration_s: float) -> tuple[float, ...]:
    """A little into each chorus first, where the scenes are strongest, then spread over the song."""
    choruses = [section.start_s + INTO_SECTION_S for section in plan.sections if section.kind == "chorus"]
    inside = [at_s for at_s in [*choruses, *(share * duration_s for share in SHARES)] if 0.0 <= at_s < duration_s - 0.1]
    return tuple(inside[:TRIED]) or (duration_s / 2,)


def write(clip: Path, out: Path, at: tuple[float, ...]) -> Path:
    """A JPEG of the brightest of these moments. Raises StudioError `ffmpeg.*`."""
    best_s = max(at, key=lambda at_s: _light(clip, at_s))
    size = ["-vf", f"scale=-2:'min({TALLEST_PX},ih)'"]
    picture = ["-frames:v", "1", *size, "-q:v", "4", "-f", "image2", "-update", "1", ffmpeg.writing(out)]
    ffmpeg.run(["-ss", f"{best_s:.3f}", *ffmpeg.reading(clip), *picture])
    return out


def _light(clip: Path, at_s: float) -> float:
    """How bright a moment is on the whole, and how much there is to see: mean plus spread of its greys."""
    width, height = SAMPLE_PX
    small = ["-frames:v", "1", "-vf", f"scale={width}:{height}", "-pix_fmt", "gray", "-f", "rawvideo", "pipe:1"]
    greys = np.frombuffer(ffmpeg.run(["-ss", f"{at_s:.3f}", *ffmpeg.reading(clip), *small]).stdout, np.uint8)
    return float(greys.mean() + greys.std()) if greys.size else -1.0
