"""Running recipes in this process: no queue, no sockets, the same stages as on workers."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from artists.models import Artist
from processing.engines.registry import choose
from processing.errors import StudioError
from processing.licences import gate
from processing.models import Run, Stage
from processing.pipeline import inline, launch
from projects.models import Asset, Project

ARTIST = {"name": "Headless", "slug": "headless"}
Watch = Callable[[Stage], None]


log = logging.getLogger("processing.pipeline")


@contextmanager
def without_servers() -> Iterator[None]:
    """No queue, no sockets: stages run here and nobody is told. What fails is told once, by the command."""
    before, settings.STUDIO_IN_PROCESS = settings.STUDIO_IN_PROCESS, True
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        settings.STUDIO_IN_PROCESS = before
        log.setLevel(level)


def require_engines(engines: Mapping[str, str]) -> None:
    """Refuse, before any work, an engine that is not there or may not be used. Raises StudioError `engine.*`."""
    for capability, key in engines.items():
        spec = choose(capability, key, weights=settings.WEIGHTS_DIR, may_use=gate.may_use)
        gate.require(spec, sign_offs=settings.STUDIO_SIGN_OFFS)


def house_artist() -> Artist:
    artist, _ = Artist.objects.get_or_create(slug=ARTIST["slug"], defaults=ARTIST)
    return artist


def title_from(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").title()[:120]


def run_recipe(project: Project, recipe: str, engines: Mapping[str, str], watch: Watch, **params: Any) -> Run:
    """Raises StudioError with the code of the stage that failed; finished stages are kept and reused next time."""
    if engines:
        params["engines"] = dict(engines)
    run = launch.start(project, recipe, by=None, here=True, **params)
    try:
        inline.run_to_end(run, watch, side_by_side=inline.cores())
    except KeyboardInterrupt:
        # Nobody else would ever finish what is left.
        launch.cancel(run, by=None)
        raise
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
