"""This app's part of `/api/v1/`."""

from django.urls import re_path

from processing.api import Engines, Jobs, ProjectRuns, Runs, Stages
from projects.api.router import UUID, LenientRouter

router = LenientRouter()
router.register("runs", Runs, basename="api-run")
router.register("stages", Stages, basename="api-stage")
router.register("jobs", Jobs, basename="api-job")
router.register("engines", Engines, basename="api-engine")

urlpatterns = [
    re_path(rf"^projects/(?P<project_id>{UUID})/runs/?$", ProjectRuns.as_view(), name="api-project-runs"),
    *router.urls,
]
