"""What belongs to one person's desk: what they were told, how they want to be told, and the views they saved."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.project import Project


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: Any) -> Self:
        """A person's own, and of songs only while they may see the song."""
        seen = Q(project=None) | Q(project__in=Project.objects.visible_to(user))
        return self.filter(seen, user=user.pk)


class Notification(models.Model):
    """Something one person should know. `type` is the event's; `data` what the words are made from."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    type = models.CharField(max_length=40)
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    shown = models.BooleanField(default=True, help_text=_("Whether it appears in the notification centre."))
    read_at = models.DateTimeField(null=True)
    email_due_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user", "read_at", "-id"], name="notification_unread"),
            models.Index(fields=["email_due_at"], condition=models.Q(emailed_at=None), name="notification_to_send"),
        ]

    def __str__(self) -> str:
        return f"{self.type} for {self.user}"


class NotificationChoice(models.Model):
    """How one person wants to hear of one kind of event."""

    class Email(models.TextChoices):
        OFF = "off", _("No e-mail")
        INSTANT = "instant", _("At once")
        DAILY = "daily", _("Once a day")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_choices")
    type = models.CharField(max_length=40)
    in_app = models.BooleanField(default=True)
    email = models.CharField(max_length=8, choices=Email, default=Email.OFF)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "type"], name="one_choice_per_event")]

    def __str__(self) -> str:
        return f"{self.type}: {self.email}"


class SavedView(models.Model):
    """A filter somebody wants again, as the query of a page's address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="saved_view_named_once")]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """The answer given to a request that carried an idempotency key, so that its repetition changes nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    request = models.CharField(max_length=64, help_text=_("Digest of method, path and body."))
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="answer_kept_once")]

    def __str__(self) -> str:
        return self.key
