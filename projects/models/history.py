"""Append-only rows: what happened (events, for screens) and who did it (activity, for the record)."""

from django.conf import settings
from django.db import models

from projects.models.project import Project


class Event(models.Model):
    """A fact in the past tense, numbered without gaps within its project and replayed by that number."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    type = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["project", "seq"]
        constraints = [models.UniqueConstraint(fields=["project", "seq"], name="event_seq_once")]

    def __str__(self) -> str:
        return f"{self.seq} {self.type}"


class Activity(models.Model):
    """Everything a person did, whoever they were and whatever became of it."""

    project = models.ForeignKey(Project, models.SET_NULL, null=True, related_name="activity")
    verb = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "activity"
        indexes = [
            models.Index(fields=["verb", "-id"], name="activity_by_verb"),
            models.Index(fields=["by", "-id"], name="activity_by_person"),
            models.Index(fields=["at"], name="activity_at"),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.verb}"
