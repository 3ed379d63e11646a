"""The life of one stage on a worker: claim, reuse or work, record. Running it twice changes nothing."""

import logging
import os
import socket
import traceback
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from processing.errors import StudioError
from processing.models import Stage
from processing.pipeline import advance, outcome, queues, reuse
from processing.pipeline.context import Context
from processing.pipeline.fingerprint import fingerprint
from processing.pipeline.leases import StoppedError, lease_end
from processing.pipeline.middleware import Meter, wrapped
from processing.stages.table import handler_of
from projects import events
from projects.machine import move

log = logging.getLogger(__name__)


def run_stage(stage_id: int) -> None:
    """What a job does. Quiet when there is nothing (left) to do: a second delivery, a cancelled stage."""
    stage = claim(stage_id)
    if stage is None:
        return
    context = Context(stage, settings.SCRATCH_DIR / stage.job_id)
    meter = Meter()
    try:
        donor = reuse.donor_of(stage)
        if donor is not None:
            outcome.reused(stage, donor)
        else:
            with wrapped(context) as meter:
                result = handler_of(stage.kind)(stage.params, context)
            outcome.done(context, meter, result)
    except StoppedError:
        log.info("stage %s was taken away", stage.pk)
        return
    except Exception as error:
        failed(context, meter, error)
    advance.run(stage.run)


def worker_name() -> str:
    return os.environ.get("STUDIO_WORKER", f"{socket.gethostname()}-{os.getpid()}")


def claim(stage_id: int) -> Stage | None:
    """Take a queued stage for this worker, or None if it is not there to be taken or its queue was just paused."""
    stage = Stage.objects.select_related("run__project__artist").filter(pk=stage_id).first()
    if stage is None or stage.state != Stage.State.QUEUED or queues.is_paused(stage.queue):
        return None
    mine = {
        "lease_until": lease_end(),
        "started_at": timezone.now(),
        "worker": worker_name(),
        "progress": 0.0,
        "message": "",
        "fingerprint": fingerprint(stage),
    }
    with transaction.atomic():
        if not move(stage, to=Stage.State.RUNNING, given={"attempt": stage.attempt}, **mine):
            return None
        events.record(stage.run.project, "stage.started", **outcome.facts(stage))
    return stage


def failed(context: Context, meter: Meter, error: Exception) -> None:
    """Record a failure: a code and words for people, the trace for us; transient ones get another attempt."""
    stage = context.stage
    known = error if isinstance(error, StudioError) else _coded(error)
    trace = traceback.format_exc()
    log.warning("stage %s failed: %s", stage.pk, known, exc_info=not isinstance(error, StudioError))
    if known.transient and stage.attempt < stage.attempts_allowed:
        retry_later(stage)
        return
    changes: dict[str, Any] = {
        "error_code": known.code,
        "error_words": known.words,
        "traceback": trace,
        "log": "\n".join(context.log_lines),
        "finished_at": timezone.now(),
        "seconds": meter.seconds,
        "cost": meter.cost,
    }
    with transaction.atomic():
        if move(stage, to=Stage.State.FAILED, given={"attempt": stage.attempt}, **changes):
            words: dict[str, Any] = {"code": known.code, "words": known.words}
            events.record(stage.run.project, "stage.failed", **outcome.facts(stage), **words)


def _coded(error: Exception) -> StudioError:
    if isinstance(error, MemoryError):
        return StudioError("worker.out_of_memory", "The machine ran out of memory.", transient=True)
    return StudioError("stage.broke", "This step broke in a way we did not foresee. Retry it, or tell the engineer.")


def retry_later(stage: Stage) -> None:
    attempt = stage.attempt
    with transaction.atomic():
        again = {"attempt": attempt + 1, "lease_until": None, "queued_at": timezone.now()}
        if move(stage, to=Stage.State.QUEUED, given={"attempt": attempt}, **again):
            events.record(stage.run.project, "stage.queued", **outcome.facts(stage))
            transaction.on_commit(lambda: queues.push(stage))
