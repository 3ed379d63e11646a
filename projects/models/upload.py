"""A file on its way in: resumable, owned by one person, for one project."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models

from projects.models.asset import Asset
from projects.models.project import Project


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: Any) -> Self:
        """Only the person who started an upload may continue, look at or drop it."""
        if not getattr(user, "is_active", False):
            return self.none()
        return self.filter(owner=user, project__in=Project.objects.visible_to(user))


class Upload(models.Model):
    """`offset` is what is safely on disk; the finished file becomes an asset by its content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="uploads")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="uploads")
    kind = models.CharField(max_length=12, choices=Asset.Kind)
    name = models.CharField(max_length=200)
    length_bytes = models.PositiveBigIntegerField()
    offset_bytes = models.PositiveBigIntegerField(default=0)
    asset = models.ForeignKey(Asset, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} {self.offset_bytes}/{self.length_bytes}"
