"""People without an account may be let in to one version of one song, for a while."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from projects.models.asset import Asset


def as_guest(name: str) -> str:
    """A guest's name as it stands beside those of people with an account."""
    return _("{name} (guest)").format(name=name)


class GuestLinkQuerySet(models.QuerySet["GuestLink"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(asset__in=Asset.objects.visible_to(user))


class GuestLink(models.Model):
    """A link to one version. Its address is signed from the id, so it can be copied again and is kept nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="guest_links")
    name = models.CharField(max_length=60)
    may_comment = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    openings = models.PositiveIntegerField(default=0)

    objects = GuestLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.asset} for {self.name}"
