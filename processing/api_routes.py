"""This app's part of `/api/v1/`."""

from django.urls import include, path, re_path

from processing.api import Engines, Jobs, ProjectRuns, Runs, Stages
from processing.api_albums import Albums
from processing.api_costs import Costs, EstimateOfSong
from processing.api_failures import Failures, JobRetry
from processing.api_jobs import JobMove, Queues, RunPriority, StageLog, Workers
from processing.api_storage import Storage, Tidy
from projects.api.router import UUID, LenientRouter

router = LenientRouter()
router.register("albums", Albums, basename="api-album")
router.register("runs", Runs, basename="api-run")
router.register("stages", Stages, basename="api-stage")
router.register("jobs", Jobs, basename="api-job")
router.register("engines", Engines, basename="api-engine")
router.register("queues", Queues, basename="api-queue")
router.register("workers", Workers, basename="api-worker")
router.register("failures", Failures, basename="api-failure")

urlpatterns = [
    re_path(rf"^projects/(?P<project_id>{UUID})/runs/?$", ProjectRuns.as_view(), name="api-project-runs"),
    re_path(rf"^projects/(?P<project_id>{UUID})/estimate/?$", EstimateOfSong.as_view(), name="api-project-estimate"),
    re_path(r"^jobs/(?P<stage_id>\d{1,18})/move/?$", JobMove.as_view(), name="api-job-move"),
    re_path(r"^jobs/retry/?$", JobRetry.as_view(), name="api-job-retry"),
    re_path(r"^runs/(?P<run_id>\d{1,18})/priority/?$", RunPriority.as_view(), name="api-run-priority"),
    re_path(r"^stages/(?P<stage_id>\d{1,18})/log/?$", StageLog.as_view(), name="api-stage-log"),
    re_path(r"^costs/?$", Costs.as_view(), name="api-costs"),
    re_path(r"^storage/?$", Storage.as_view(), name="api-storage"),
    re_path(r"^storage/tidy/?$", Tidy.as_view(), name="api-storage-tidy"),
    path("", include("processing.api_writing")),
    path("", include("processing.api_mixing")),
    *router.urls,
]
