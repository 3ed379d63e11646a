"""A rescue in this process: from a flat file to stems, mix and master, through the same recipe as on workers."""

import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from processing.dsp import files
from processing.dsp.measures import Meter
from processing.dsp.repairs.names import SONG
from processing.headless import deliver
from processing.headless.order import ready_folder
from processing.headless.rescue_order import RescueOrder
from processing.headless.rescue_report import report_of
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
from processing.stages.sound import RATE
from projects import origins, picks
from projects.assets import NewFile, add_file
from projects.models import Asset, Project, Rendition
from projects.storage import local_copy

VOICE = "vocals"
MAKERS = ("mend_song", "separate", "restore", "judge_restored")
FOLDERS = {"stem": "stems", "final": "restored", "removed": "removed"}
"""Where the parts of a song lie, by the role in which a stage left them."""


def rescue(order: RescueOrder, watch: Watch = lambda _stage: None) -> dict[str, Any]:
    """Rescue the file, write what came of it and `report.json` into `order.out`, and return the report.

    Raises StudioError with the code of the stage that failed; finished stages are kept and reused next time.
    """
    started = time.perf_counter()
    ready_folder(order.out)
    require_engines(order.engines)
    with without_servers(), flow.standing_still():
        project = _project(order)
        asked = {"target_lufs": order.target_lufs, "amounts": order.told_amounts}
        run = run_recipe(project, "rescue", order.engines, watch, **asked)
        for kind, role in (("render_mix", "mix"), ("master", "master")):
            picks.pick(output(run, kind, role), by=None)
        measures = _files(run, order.out)
        report = report_of(project, run, order, measures)
        report["seconds_total"] = round(time.perf_counter() - started, 2)
        deliver.report(report, order.out)
    return report


def _project(order: RescueOrder) -> Project:
    project = Project.objects.create(
        artist=house_artist(),
        kind=Project.Kind.RESCUE,
        title=order.title or title_from(order.track.stem),
        genre=order.genre,
        seed=order.seed,
        autopilot=True,
        state=Project.State.IN_PRODUCTION,
    )
    add_file(project, NewFile(Asset.Kind.FLAT_MIX, order.track, order.track.name))
    for path in order.references:
        add_file(project, NewFile(Asset.Kind.REFERENCE, path, path.name))
    _tell_origin(project, order.origin)
    return project


def _tell_origin(project: Project, told: Mapping[str, Any]) -> None:
    given = {name: value for name, value in told.items() if value}
    if given:
        origins.tell(project, given, by=None)


def _files(run: Run, out: Path) -> dict[str, Any]:
    """Lay everything out; returns the measures of the instrumental."""
    _lay_stems(run, out)
    master = output(run, "master", "master")
    deliver.lay(output(run, "render_mix", "mix").sha256, out / "mix.flac")
    deliver.lay(master.sha256, out / "master.wav")
    deliver.lay(master.renditions.get(kind=Rendition.Kind.MP3).sha256, out / "master.mp3")
    return _write_instrumental(run, out / "instrumental.flac")


def _lay_stems(run: Run, out: Path) -> None:
    """Every stem as it was taken out, as it went into the mix, and what a repair took away."""
    for folder in FOLDERS.values():
        (out / folder).mkdir(parents=True, exist_ok=True)
        for old in (out / folder).glob("*.flac"):
            old.unlink()
    kept = {SONG, *run.stages.get(kind="judge_restored").result["kept"]}
    makers = run.stages.filter(kind__in=MAKERS).order_by("position")
    # What the judge took back is not what the stem lost: its own word comes last.
    for made in (made for stage in makers.prefetch_related("outputs__asset") for made in stage.outputs.all()):
        where, _, name = made.role.partition(":")
        if where in FOLDERS and (where != "removed" or name in kept):
            deliver.lay(made.asset.sha256, out / FOLDERS[where] / f"{name}.flac")


def _write_instrumental(run: Run, path: Path) -> dict[str, Any]:
    """The final stems but the voice, added up block by block; returns their measures."""
    judged, meter = run.stages.get(kind="judge_restored"), Meter(RATE)
    stems = judged.outputs.filter(role__startswith="final:").exclude(role=f"final:{VOICE}").select_related("asset")
    with ExitStack() as opened, files.LosslessWriter(path, RATE, 2) as writer:
        paths = [opened.enter_context(local_copy(made.asset.sha256)) for made in stems]
        for first, *others in zip(*(files.blocks(stem) for stem in paths), strict=True):
            for block in others:
                first += block
            meter.feed(first)
            writer.write(first)
    return meter.finish()
