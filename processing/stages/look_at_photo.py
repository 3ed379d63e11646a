"""See whether an uploaded picture can be opened, so that nobody learns of a broken one when the video is cut."""

from typing import Any

from processing.engines.edit_video.scenes.portrait import read_photo
from processing.pipeline.context import Context

SMALL_PX = 64


def handle(_params: dict[str, Any], context: Context) -> dict[str, Any]:
    """Opened as the video will open it, only smaller. Raises StudioError `video.bad_photo`."""
    high, wide = read_photo(context.path(context.asset("file")), SMALL_PX).shape
    return {"findings": [], "shape": [wide, high]}
