"""The scenes by name. Each is built once per framing and then paints every picture of its shots."""

from processing.engines.edit_video.scenes.city import City
from processing.engines.edit_video.scenes.halo import Halo
from processing.engines.edit_video.scenes.mosaic import Mosaic
from processing.engines.edit_video.scenes.portrait import Portrait
from processing.engines.edit_video.scenes.ribbons import Ribbons
from processing.engines.edit_video.scenes.ridges import Ridges
from processing.engines.edit_video.scenes.ripples import Ripples
from processing.engines.edit_video.scenes.stage import Moment, Scene, Stage
from processing.engines.edit_video.scenes.stars import Stars
from processing.engines.edit_video.scenes.strata import Strata

SCENES: dict[str, type[Scene]] = {
    "city": City,
    "halo": Halo,
    "mosaic": Mosaic,
    "portrait": Portrait,
    "ribbons": Ribbons,
    "ridges": Ridges,
    "ripples": Ripples,
    "stars": Stars,
    "strata": Strata,
}

__all__ = ["SCENES", "Moment", "Scene", "Stage"]
