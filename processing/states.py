"""The lifecycles of runs and stages."""

from projects.machine import lifecycle

STAGE = lifecycle(
    "waiting",
    waiting="queued skipped cancelled",
    queued="running cancelled failed",
    running="done reused failed cancelled queued",
    done="",
    reused="",
    failed="waiting",
    cancelled="waiting",
    skipped="waiting",
)
RUN = lifecycle("running", running="done failed cancelled", done="running", failed="running", cancelled="running")

FINISHED_WELL = ("done", "reused")
SETTLED = (*FINISHED_WELL, "failed", "cancelled", "skipped")
ACTIVE = ("waiting", "queued", "running")
