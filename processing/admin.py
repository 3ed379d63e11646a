"""The admin of work: to look things up. Cancel and retry are on the jobs page."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from processing.models import Chore, QueueState, Run, Stage, StageOutput
from projects.admin import LookOnly
from projects.figures import figure


@admin.register(Run)
class RunAdmin(LookOnly):
    list_display = ["id", "recipe", "project", "state", "by", "created_at", "finished_at"]
    list_filter = ["state", "recipe"]
    search_fields = ["project__title"]


@admin.register(Stage)
class StageAdmin(LookOnly):
    list_display = ["name", "run", "state", "attempt", "engine", "worker", "took", "cost", "error_code"]
    list_filter = ["state", "kind", "queue"]
    search_fields = ["name", "run__project__title", "error_code"]

    @admin.display(description=_("seconds"), ordering="seconds")
    def took(self, stage: Stage) -> str:
        return figure(stage.seconds, ".1f")


@admin.register(StageOutput)
class StageOutputAdmin(LookOnly):
    list_display = ["stage", "role", "asset"]


@admin.register(QueueState)
class QueueStateAdmin(LookOnly):
    list_display = ["name", "paused_at", "paused_by", "reason"]


@admin.register(Chore)
class ChoreAdmin(LookOnly):
    list_display = ["name", "begun_at"]
