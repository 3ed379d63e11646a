"""Pages and parts about work."""

from django.urls import include, path

from processing import heard, views, views_diagnosis, views_draft, views_master, views_mix, views_start, views_words

urlpatterns = [
    path("assets/<uuid:asset_id>/heard/", heard.heard, name="asset-heard"),
    path("listen/<str:secret>/heard", heard.heard_by_guest, name="listen-heard"),
    path("songs/<uuid:project_id>/draft/heard/", views_draft.heard, name="draft-heard"),
    path("songs/progress/", views.progress, name="song-progress"),
    path("", include("processing.urls_writing")),
    path("", include("processing.urls_album")),
    path("songs/<uuid:project_id>/making/", views.making, name="room-making"),
    path("songs/<uuid:project_id>/findings/", views.findings, name="room-findings"),
    path("songs/<uuid:project_id>/work/", views.work, name="room-work"),
    path("songs/<uuid:project_id>/rescued/", views_diagnosis.room_rescue, name="room-rescued"),
    path("songs/<uuid:project_id>/repair/", views_diagnosis.repair_again, name="repair-again"),
    path("versions/<uuid:asset_id>/diagnosis/", views_diagnosis.diagnosis, name="diagnosis"),
    path("versions/<uuid:asset_id>/look-into/", views_diagnosis.look_into, name="look-into"),
    path("songs/<uuid:project_id>/listen/", views_mix.listen, name="room-listen"),
    path("songs/<uuid:project_id>/stack/<slug:kind>/", views_mix.stack, name="room-stack"),
    path("songs/<uuid:project_id>/compare/<slug:kind>/", views_mix.compare, name="compare"),
    path("songs/<uuid:project_id>/tempo/", views.tempo, name="say-tempo"),
    path("songs/<uuid:project_id>/mix/", views_mix.nudge_mix, name="nudge-mix"),
    path("songs/<uuid:project_id>/mix/words/", views_words.mix_words, name="mix-words"),
    path("songs/<uuid:project_id>/mix/said/", views_words.say_mix, name="say-mix"),
    path("songs/<uuid:project_id>/mix/start/", views_start.move_voice, name="move-voice"),
    path("songs/<uuid:project_id>/mix/anew/", views_words.mix_anew, name="mix-anew"),
    path("songs/<uuid:project_id>/master/", views_master.master_again, name="master-again"),
    path("masters/<uuid:asset_id>/codecs/", views_master.preview_codecs, name="preview-codecs"),
    path("masters/<uuid:asset_id>/deliver/", views_master.deliver, name="deliver"),
    path("mixes/<uuid:asset_id>/console/", views_mix.console, name="console"),
    path("mixes/<uuid:asset_id>/console/words/", views_mix.console_words, name="console-words"),
    path("mixes/<uuid:asset_id>/console/render/", views_mix.render_mix, name="render-mix"),
    path("songs/<uuid:project_id>/candidates/", views.more_candidates, name="more-candidates"),
    path("stages/<int:stage_id>/", views.stage, name="stage"),
    path("runs/<int:run_id>/cancel/", views.cancel_run, name="cancel-run"),
    path("runs/<int:run_id>/retry/", views.retry_run, name="retry-run"),
    path("engines/", views.engines, name="engines"),
]
