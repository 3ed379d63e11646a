"""What wraps every stage, outermost first, in one list."""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass

import psutil
from django.conf import settings
from django.db import connection

from processing.pipeline.context import Context
from processing.pipeline.leases import LeaseKeeper
from processing.pipeline.queues import HERE

log = logging.getLogger(__name__)


@dataclass
class Meter:
    """What an attempt took: wall seconds, the process's highest memory meanwhile, money."""

    seconds: float = 0.0
    peak_memory_bytes: int = 0
    cost: float = 0.0


@contextmanager
def logged(context: Context, meter: Meter) -> Iterator[None]:
    stage = context.stage
    log.info("stage %s (%s) of project %s, attempt %s", stage.pk, stage.kind, context.project.pk, stage.attempt)
    yield
    log.info("stage %s took %.2f s", stage.pk, meter.seconds)


@contextmanager
def scratch(context: Context, meter: Meter) -> Iterator[None]:
    context.scratch.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        context.close()
        shutil.rmtree(context.scratch, ignore_errors=True)


@contextmanager
def lease(context: Context, meter: Meter) -> Iterator[None]:
    # SQLite in memory belongs to one thread, and there nobody else could take the stage over anyway.
    alone = connection.vendor == "sqlite" and connection.is_in_memory_db()  # type: ignore[attr-defined]
    if settings.STUDIO_IN_PROCESS and (alone or context.stage.queue != HERE):
        yield
        return
    with LeaseKeeper(context.stage):
        yield


@contextmanager
def metered(context: Context, meter: Meter) -> Iterator[None]:
    process, started, over = psutil.Process(), time.perf_counter(), threading.Event()

    def watch() -> None:
        while True:
            meter.peak_memory_bytes = max(meter.peak_memory_bytes, process.memory_info().rss)
            if over.wait(0.1):
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        meter.seconds = time.perf_counter() - started
        meter.cost = meter.seconds / 3600 * settings.COST_PER_HOUR.get(context.stage.queue, 0.0)


MIDDLEWARE: tuple[Callable[[Context, Meter], AbstractContextManager[None]], ...] = (logged, scratch, lease, metered)


@contextmanager
def wrapped(context: Context) -> Iterator[Meter]:
    meter = Meter()
    with ExitStack() as stack:
        for layer in MIDDLEWARE:
            stack.enter_context(layer(context, meter))
        yield meter
