"""Repairs what no code could see: lost workers, lost jobs, stages nobody queued. Every step is a conditional UPDATE,
so several reconcilers, or a worker that comes back, do no harm."""

import logging
import shutil
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from redis.exceptions import RedisError

from processing import retention
from processing.models import Run, Stage
from processing.pipeline import advance, queues
from processing.pipeline.outcome import facts
from processing.states import ACTIVE
from projects import events
from projects.api.idempotency import forget_old_answers
from projects.courier import forget_old_deliveries
from projects.machine import move
from projects.uploads import expire_uploads

log = logging.getLogger(__name__)

# Younger queued rows are given time: their job may be a moment behind the commit.
QUEUED_GRACE_S = 2.0
LEFT_BEHIND_S = 60.0


def sweep() -> dict[str, int]:
    """One round. Returns how much was repaired, for logs and tests."""
    expired = [take_back(stage) for stage in Stage.objects.late().select_related("run__project")]
    try:
        pushed = _push_forgotten()
    except RedisError:
        log.warning("Redis is away; queued stages are pushed when it is back")
        pushed = 0
    expire_uploads()
    retention.tidy_daily()
    forget_old_answers()
    forget_old_deliveries()
    running = Run.objects.filter(state=Run.State.RUNNING)
    for run in running.exclude(stages__queue=queues.HERE):
        advance.run(run)
    _end_left_behind()
    return {
        "expired": sum(expired),
        "pushed": pushed,
        "running": len(running),
        "scratch": _clear_scratch(),
        "shelf": _thin_shelves(),
    }


def take_back(stage: Stage) -> bool:
    """Give a lost stage another attempt, or fail it when it has been lost too often."""
    if stage.queue == queues.HERE:
        return end_here(stage.run)
    attempt = stage.attempt
    with transaction.atomic():
        if attempt >= stage.attempts_allowed:
            words = "The worker doing this step was lost each time it was tried. Retry it, or tell the engineer."
            failed = {"error_code": "worker.lost", "error_words": words, "finished_at": timezone.now()}
            if not move(stage, to=Stage.State.FAILED, given={"attempt": attempt}, **failed):
                return False
            events.record(stage.run.project, "stage.failed", **facts(stage), code="worker.lost", words=words)
            return True
        return _queue_again(stage)


def _queue_again(stage: Stage) -> bool:
    again = {"attempt": stage.attempt + 1, "queued_at": timezone.now(), "lease_until": None}
    with transaction.atomic():
        if not move(stage, to=Stage.State.QUEUED, given={"attempt": stage.attempt}, **again):
            return False
        events.record(stage.run.project, "stage.queued", **facts(stage))
        transaction.on_commit(lambda: queues.push(stage))
    return True


def end_here(run: Run) -> bool:
    """The command that did this run itself is gone: what it worked on has failed, what waited for it is dropped."""
    words = "The command that did this step has ended. Retry it, and the studio's workers will do it."
    failed = {"error_code": "worker.lost", "error_words": words, "finished_at": timezone.now()}
    ended = False
    with transaction.atomic():
        for stage in run.stages.filter(queue=queues.HERE, state__in=ACTIVE).select_related("run__project"):
            was_running = stage.state == Stage.State.RUNNING
            to, changes = (Stage.State.FAILED, failed) if was_running else (Stage.State.CANCELLED, {})
            if move(stage, to=to, given={"attempt": stage.attempt}, lease_until=None, **changes):
                ended = True
                told: dict[str, Any] = {"code": "worker.lost", "words": words} if was_running else {}
                events.record(run.project, f"stage.{to.value}", **facts(stage), **told)
        transaction.on_commit(lambda: advance.run(run))
    return ended


def _end_left_behind() -> None:
    """Runs whose command was killed between two stages: nothing of them runs, and nothing has happened for a while."""
    then = timezone.now() - timedelta(seconds=LEFT_BEHIND_S)
    lately = Stage.objects.filter(Q(queued_at__gt=then) | Q(finished_at__gt=then) | Q(state=Stage.State.RUNNING))
    runs = Run.objects.filter(state=Run.State.RUNNING, stages__queue=queues.HERE, created_at__lt=then).distinct()
    for run in runs.exclude(pk__in=lately.filter(queue=queues.HERE).values("run")).select_related("project"):
        end_here(run)


def worker_lost(worker: str) -> int:
    """A worker was seen to die: take its stages back at once instead of waiting for their leases."""
    stages = Stage.objects.filter(worker=worker, state=Stage.State.RUNNING).select_related("run__project")
    return sum(take_back(stage) for stage in stages)


def stage_lost(stage_id: int) -> bool:
    """The process doing one stage was seen to die."""
    stage = Stage.objects.filter(pk=stage_id, state=Stage.State.RUNNING).select_related("run__project").first()
    return stage is not None and take_back(stage)


def _push_forgotten() -> int:
    """Queue again what Redis no longer knows, and see to it that its lists are what the rows say."""
    now, shut, pushed = timezone.now(), queues.paused(), 0
    old = Stage.objects.filter(state=Stage.State.QUEUED, queued_at__lt=now - timedelta(seconds=QUEUED_GRACE_S))
    lined_up = {job for name in settings.RQ_QUEUES for job in queues.lined_up(name)}
    for stage in old.exclude(queue__in={*shut, queues.HERE}).in_turn().select_related("run__project"):
        if stage.job_id in lined_up or queues.is_on_its_way(stage, now.timestamp()):
            continue
        # A new attempt number gives the job a new name: the old one may still lie in a registry of RQ's.
        fresh = Stage.objects.filter(pk=stage.pk, state=Stage.State.QUEUED, attempt=stage.attempt)
        again = {"attempt": stage.attempt + 1, "attempts_allowed": F("attempts_allowed") + 1}
        if fresh.update(**again, queued_at=now):
            stage.attempt += 1
            pushed += queues.push(stage)
    for name in settings.RQ_QUEUES:
        (queues.empty if name in shut else queues.arrange)(name)
    return pushed


def _thin_shelves() -> int:
    """Drop the oldest half-finished work above the allowance; it can be worked out again."""
    files = [path for path in settings.SHELF_DIR.rglob("*") if path.is_file()]
    facts_of = sorted(((path.stat().st_mtime, path.stat().st_size, path) for path in files), reverse=True)
    kept_bytes, dropped = 0, 0
    for _, size, path in facts_of:
        kept_bytes += size
        if kept_bytes > settings.SHELF_MAX_BYTES:
            path.unlink(missing_ok=True)
            dropped += 1
    return dropped


def _clear_scratch() -> int:
    """Scratch folders of attempts that no longer run: their process was killed before it could tidy up."""
    if not settings.SCRATCH_DIR.exists():
        return 0
    live = {stage.job_id for stage in Stage.objects.filter(state=Stage.State.RUNNING)}
    dead = [path for path in settings.SCRATCH_DIR.glob("stage-*") if path.name not in live]
    for path in dead:
        shutil.rmtree(path, ignore_errors=True)
    return len(dead)
