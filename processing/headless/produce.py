"""The whole chain in this process: the same recipes and stages as on workers, no servers."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from artists.models import Artist
from processing.errors import StudioError
from processing.headless import deliver
from processing.headless.order import Order
from processing.headless.report import report_of
from processing.models import Run, Stage
from processing.pipeline import flow, inline, launch
from projects import picks
from projects.assets import NewFile, add_file
from projects.models import Asset, LyricsVersion, Project

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


def produce(order: Order, watch: Watch = lambda _stage: None) -> dict[str, Any]:
    """Make the song, write its files and `report.json` into `order.out`, and return the report.

    Raises StudioError with the code of the stage that failed; finished stages are kept and reused next time.
    """
    started = time.perf_counter()
    with without_servers(), flow.standing_still():
        project = _project(order)
        runs = [_run(project, "intake", order, watch)]
        runs.append(_run(project, "instrumental", order, watch, candidates=order.candidates, seed=order.seed))
        picks.pick(flow.best_candidate(runs[-1]), by=None)
        runs.append(_run(project, "mix", order, watch, wishes={"vocal_db": order.vocal_db} if order.vocal_db else {}))
        picks.pick(_output(runs[-1], "render_mix", "mix"), by=None)
        runs.append(_run(project, "master", order, watch, target_lufs=order.target_lufs))
        picks.pick(_output(runs[-1], "master", "master"), by=None)
        if order.aspects:
            runs.append(_run(project, "video", order, watch, aspects=list(order.aspects)))
        deliver.files(project, runs, order)
        report = report_of(project, runs, order)
        report["seconds_total"] = round(time.perf_counter() - started, 2)
        deliver.report(report, order.out)
    return report


def _project(order: Order) -> Project:
    text = order.read_lyrics()
    artist, _ = Artist.objects.get_or_create(slug=ARTIST["slug"], defaults=ARTIST)
    project = Project.objects.create(
        artist=artist,
        title=order.title or _title(order),
        genre=order.genre,
        mood=order.mood,
        bpm=order.bpm,
        meter=order.meter,
        key=order.key,
        candidates_wanted=order.candidates,
        seed=order.seed,
        autopilot=True,
        state=Project.State.IN_PRODUCTION,
    )
    if text.strip():
        LyricsVersion.objects.create(project=project, number=1, text=text)
    if order.vocal:
        add_file(project, NewFile(Asset.Kind.VOCAL, order.vocal, order.vocal.name))
    for path in order.references:
        add_file(project, NewFile(Asset.Kind.REFERENCE, path, path.name))
    return project


def _title(order: Order) -> str:
    source = order.lyrics or order.vocal
    return (source.stem if source else "untitled").replace("_", " ").replace("-", " ").title()[:120]


def _run(project: Project, recipe: str, order: Order, watch: Watch, **params: Any) -> Run:
    if order.engines:
        params["engines"] = order.engines
    run = inline.run_to_end(launch.start(project, recipe, by=None, **params), watch, side_by_side=inline.cores())
    if run.state != Run.State.DONE:
        broken = run.stages.filter(state=Stage.State.FAILED).first()
        raise StudioError(
            broken.error_code if broken else "run.stopped",
            broken.error_words if broken else f"The {recipe} did not finish.",
            trace=broken.traceback if broken else "",
        )
    return run


def _output(run: Run, kind: str, role: str) -> Asset:
    return run.stages.get(kind=kind).outputs.get(role=role).asset
