"""Pages and parts about work."""

from django.urls import include, path

from processing import heard, views

urlpatterns = [
    path("assets/<uuid:asset_id>/heard/", heard.heard, name="asset-heard"),
    path("songs/progress/", views.progress, name="song-progress"),
    path("", include("processing.urls_writing")),
    path("songs/<uuid:project_id>/making/", views.making, name="room-making"),
    path("songs/<uuid:project_id>/findings/", views.findings, name="room-findings"),
    path("songs/<uuid:project_id>/listen/", views.listen, name="room-listen"),
    path("songs/<uuid:project_id>/tempo/", views.tempo, name="say-tempo"),
    path("songs/<uuid:project_id>/mix/", views.nudge_mix, name="nudge-mix"),
    path("songs/<uuid:project_id>/candidates/", views.more_candidates, name="more-candidates"),
    path("stages/<int:stage_id>/", views.stage, name="stage"),
    path("runs/<int:run_id>/cancel/", views.cancel_run, name="cancel-run"),
    path("runs/<int:run_id>/retry/", views.retry_run, name="retry-run"),
    path("jobs/", views.jobs, name="jobs"),
    path("engines/", views.engines, name="engines"),
]
