"""Portrait: the artist's photo in the song's two colours, slowly approached; the kick nudges the camera."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from processing.engines.edit_video import brushes
from processing.engines.edit_video.brushes import Tone
from processing.engines.edit_video.scenes.stage import Moment, Stage
from processing.errors import StudioError

LARGEST_PX = 60_000_000


def read_photo(path: Path, unit: int) -> Tone:
    """A photo as tones, upright, its shorter side `unit` pixels. Raises StudioError `video.bad_photo`."""
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > LARGEST_PX:
                raise StudioError("video.bad_photo", "The photo is too large. Use one below 60 megapixels.")
            grey = ImageOps.autocontrast(ImageOps.exif_transpose(picture).convert("L"), cutoff=1)
    except (OSError, UnidentifiedImageError, ValueError) as error:
        raise StudioError("video.bad_photo", "The photo cannot be read. Use a JPEG or PNG file.") from error
    scale = unit / min(grey.size)
    size = (max(round(grey.width * scale), 4), max(round(grey.height * scale), 4))
    return np.asarray(grey.resize(size, Image.Resampling.LANCZOS), np.uint8)


class Portrait:
    def __init__(self, stage: Stage) -> None:
        if stage.photo is None:
            raise ValueError("a portrait needs a photo")
        self.stage = stage
        tones = 18 + stage.photo.astype(np.float32) * 0.82
        self.picture = np.clip(tones, 0, 230).astype(np.uint8)
        high, wide = self.picture.shape
        self.cover = max(stage.width / wide, stage.height / high) * 1.03
        self.aim = ((0.5, 0.5), (0.42, 0.45), (0.58, 0.45))[stage.framing]
        self.closer = (0.0, 0.28, 0.5)[stage.framing]

    def paint(self, tone: Tone, now: Moment) -> None:
        high, wide = self.picture.shape
        slow = 0.04 * (1 - np.cos(now.t_s * 0.25))
        zoom = self.cover * (1 + self.closer + slow + 0.012 * now.kick)
        room_x, room_y = self.stage.width / zoom / 2, self.stage.height / zoom / 2
        x = min(max(self.aim[0] * wide, room_x), wide - room_x)
        y = min(max(self.aim[1] * high, room_y), high - room_y)
        brushes.magnify(tone, self.picture, (x, y), zoom)
        middle = (self.stage.width / 2, self.stage.height * 0.45)
        brushes.glow(tone, middle, self.stage.unit * 0.6, 12 + 30 * now.bass)
