"""Running recipes in this process: no queue, no sockets, the same stages as on workers."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from artists.models import Artist
from processing.errors import StudioError
from processing.models import Run, Stage
from processing.pipeline import inline, launch
from projects.models import Asset, Project

ARTIST = {"name": "Headless", "slug": "headless"}
Watch = Callable[[Stage], None]


@contextmanager
def without_servers() -> Iterator[None]:
    """No queue, no sockets: stages run here and nobody is told."""
    before, settings.STUDIO_IN_PROCESS = settings.STUDIO_IN_PROCESS, True
    try:
        yield
    finally:
        settings.STUDIO_IN_PROCESS = before


def house_artist() -> Artist:
    artist, _ = Artist.objects.get_or_create(slug=ARTIST["slug"], defaults=ARTIST)
    return artist


def title_from(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").title()[:120]


def run_recipe(project: Project, recipe: str, engines: Mapping[str, str], watch: Watch, **params: Any) -> Run:
    """Raises StudioError with the code of the stage that failed; finished stages are kept and reused next time."""
    if engines:
        params["engines"] = dict(engines)
    run = inline.run_to_end(launch.start(project, recipe, by=None, **params), watch, side_by_side=inline.cores())
    if run.state != Run.State.DONE:
        broken = run.stages.filter(state=Stage.State.FAILED).first()
        raise StudioError(
            broken.error_code if broken else "run.stopped",
            broken.error_words if broken else f"The {recipe} did not finish.",
            trace=broken.traceback if broken else "",
        )
    return run


def output(run: Run, kind: str, role: str) -> Asset:
    return run.stages.get(kind=kind).outputs.get(role=role).asset
