"""The house's own pages: jobs, costs, storage."""

from django.urls import path

from processing import views_house, views_jobs

urlpatterns = [
    path("jobs/", views_jobs.jobs, name="jobs"),
    path("jobs/runs/", views_jobs.runs, name="job-runs"),
    path("jobs/failures/", views_jobs.failures, name="job-failures"),
    path("jobs/move/", views_jobs.move, name="move-stage"),
    path("jobs/pause/", views_jobs.pause, name="pause-queue"),
    path("jobs/resume/", views_jobs.resume, name="resume-queue"),
    path("jobs/retry/", views_jobs.retry, name="retry-jobs"),
    path("runs/<int:run_id>/priority/", views_jobs.prioritise, name="prioritise-run"),
    path("stages/<int:stage_id>/log/", views_jobs.stage_log, name="stage-log"),
    path("songs/<uuid:project_id>/estimate/", views_house.estimate_part, name="estimate"),
    path("costs/", views_house.costs_page, name="costs"),
    path("costs.csv", views_house.costs_csv, name="costs-csv"),
    path("storage/", views_house.storage_page, name="storage"),
    path("storage/tidy/", views_house.tidy, name="tidy-storage"),
]
