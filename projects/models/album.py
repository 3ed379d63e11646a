"""An album: masters of one artist's songs in the order in which they are heard."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from artists.models import Artist
from projects.models.asset import Asset
from projects.models.project import Project


class AlbumQuerySet(models.QuerySet["Album"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(artist__in=Artist.objects.visible_to(user))


class Album(models.Model):
    """A release of several songs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    artist = models.ForeignKey(Artist, models.CASCADE, related_name="albums")
    title = models.CharField(_("title"), max_length=120)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AlbumQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return self.title


class AlbumSong(models.Model):
    """One song's place. `gap_s` is the silence behind it; empty lets the ends of the songs suggest it."""

    album = models.ForeignKey(Album, models.CASCADE, related_name="songs")
    project = models.ForeignKey(Project, models.CASCADE, related_name="album_places")
    master = models.ForeignKey(Asset, models.CASCADE, related_name="album_places")
    place = models.PositiveSmallIntegerField()
    gap_s = models.FloatField(_("gap (s)"), null=True, blank=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["album", "project"], name="song_once_on_album")]

    def __str__(self) -> str:
        return f"{self.project} on {self.album}"
