"""Addresses of other programs that are told what happens, and what each was told."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils import timezone


class Webhook(models.Model):
    """One address. Its secret is worked out from the id and `rotation`, so it is kept nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60, blank=True)
    url = models.CharField(max_length=500)
    # Types and their beginnings, as `decision.`; `*` is everything.
    events = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    rotation = models.PositiveIntegerField(default=1)
    rotated_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True)
    # Since when, and how often in a row, nothing has arrived.
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    # Set where the studio gave up on it, not where a person switched it off.
    switched_off_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name or self.host

    @property
    def host(self) -> str:
        """All of the address that may be told and logged: the rest may be somebody's secret."""
        return urlsplit(self.url).hostname or ""


class Delivery(models.Model):
    """One message to one address. It waits while `next_at` says when it is tried; without it, it is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    type = models.CharField(max_length=40)
    # Letter by letter what is signed and sent, the same at every attempt.
    body = models.TextField()
    # Who asked for it by hand; such a one is sent by a hook that is switched off, too.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    duration_ms = models.PositiveIntegerField(null=True)
    answer = models.TextField(blank=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["hook", "-made_at"], name="delivery_by_hook"),
            models.Index(fields=["made_at"], name="delivery_made_at"),
            models.Index(fields=["next_at"], name="delivery_waiting", condition=models.Q(next_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.type} to {self.hook}"

    @property
    def standing(self) -> str:
        """`waiting`, `delivered` or `failed`: none of the attempts got through."""
        if self.next_at is not None:
            return "waiting"
        return "delivered" if self.delivered_at is not None else "failed"
