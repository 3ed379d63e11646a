"""Small real stages: the pipeline is tested on handlers whose results can be seen through."""

import os
import signal
import time
from pathlib import Path
from typing import Any

from processing.errors import StudioError
from processing.models import Run, Stage
from processing.pipeline.context import Context
from projects.assets import NewFile


def only(run: Run) -> Stage:
    """The stage of a run that has one."""
    return run.stages.get()


def handle(params: dict[str, Any], context: Context) -> dict[str, Any]:
    """Do what the parameters say, then write a text that depends on them and on every parent's result."""
    _note(params, context)
    if ticks := params.get("ticks", 0):
        for tick in range(ticks):
            context.progress(tick / ticks, f"tick {tick}")
            time.sleep(params.get("tick_s", 0.05))
    if params.get("cancel_itself"):
        Stage.objects.filter(pk=context.stage.pk).update(state="cancelled")
        context.progress(0.5, "too late")
    if code := params.get("fail"):
        raise StudioError(code, "It went wrong on purpose.", transient=bool(params.get("transient")))
    if params.get("break"):
        raise ZeroDivisionError("a bug")
    if params.get("memory"):
        raise MemoryError
    if params.get("die_on_attempt") == context.stage.attempt:
        os.kill(os.getpid(), signal.SIGKILL)
    words = str([params.get("words", ""), sorted(str(r) for r in context.results("echo").values())])
    if role := params.get("role"):
        path = context.scratch / f"{params.get('name', 'words')}.txt"
        path.write_text(words)
        context.save(role, NewFile(params.get("asset", "document"), path, path.name), parents=context.assets("source"))
    if params.get("attach"):
        _attach(context)
    context.log(f"said {words}")
    return {"words": words}


def _note(params: dict[str, Any], context: Context) -> None:
    """Leave a trace of having really run, for tests of reuse."""
    if ledger := params.get("ledger"):
        with Path(ledger).open("a") as out:
            out.write(f"{context.stage.name}\n")


def _attach(context: Context) -> None:
    asset = context.asset("source")
    peaks = context.scratch / "peaks.json"
    peaks.write_text('{"levels": []}')
    context.add_renditions(asset, {"peaks": peaks})
    context.add_measures(asset, {"integrated_lufs": -20.0}, 1.5)
