"""The whole chain in this process: the same recipes and stages as on workers, no servers."""

import time
from typing import Any

from processing import mixing
from processing.headless import deliver
from processing.headless.order import Order, ready_folder
from processing.headless.report import report_of
from processing.headless.running import (
    Watch,
    house_artist,
    output,
    require_engines,
    run_recipe,
    title_from,
    without_servers,
)
from processing.models import Run
from processing.pipeline import flow
from processing.pipeline.sources import newest
from projects import picks
from projects.assets import NewFile, add_file
from projects.models import Asset, LyricsVersion, Project


def produce(order: Order, watch: Watch = lambda _stage: None) -> dict[str, Any]:
    """Make the song, write its files and `report.json` into `order.out`, and return the report.

    Raises StudioError with the code of the stage that failed, or `out.*`, `engine.*`, `words.*` before any work;
    finished stages are kept and reused next time.
    """
    started = time.perf_counter()
    ready_folder(order.out)
    require_engines(order.engines)
    asked = {"said": mixing.wished(order.words)} if order.words else {}
    with without_servers(), flow.standing_still():
        project = _project(order)

        def run(recipe: str, **params: Any) -> Run:
            return run_recipe(project, recipe, order.engines, watch, **params)

        runs = [run("intake")]
        if order.instrumental is None:
            runs.append(run("instrumental", candidates=order.candidates, seed=order.seed))
        picks.pick(newest(project, Asset.Kind.INSTRUMENTAL) or flow.best_candidate(runs[-1]), by=None)
        runs.append(run("mix", wishes={"vocal_db": order.vocal_db} if order.vocal_db else {}, **asked))
        picks.pick(output(runs[-1], "render_mix", "mix"), by=None)
        runs.append(run("master", target_lufs=order.target_lufs))
        picks.pick(output(runs[-1], "master", "master"), by=None)
        if order.aspects:
            runs.append(run("video", aspects=list(order.aspects)))
        deliver.files(project, runs, order)
        report = report_of(project, runs, order)
        report["seconds_total"] = round(time.perf_counter() - started, 2)
        deliver.report(report, order.out)
    return report


def _project(order: Order) -> Project:
    text = order.read_lyrics()
    project = Project.objects.create(
        artist=house_artist(),
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
    if order.instrumental:
        add_file(project, NewFile(Asset.Kind.INSTRUMENTAL, order.instrumental, order.instrumental.name))
    for path in order.references:
        add_file(project, NewFile(Asset.Kind.REFERENCE, path, path.name))
    return project


def _title(order: Order) -> str:
    source = order.lyrics or order.vocal
    return title_from(source.stem if source else "untitled")
