"""Files of a project: immutable, named by their content, with measures and provenance."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from artists.choices import shown
from projects.models.project import Project


class AssetQuerySet(models.QuerySet["Asset"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(project__in=Project.objects.visible_to(user))


class Asset(models.Model):
    """One immutable file. Rows are created and never changed: what people decide stands in Pick and Decision.

    Only `removed_at` is ever written later: the label's retention took the file away, its story stays.
    """

    class Kind(models.TextChoices):
        VOCAL = "vocal", _("Vocal")
        REFERENCE = "reference", _("Reference")
        STYLE_CLIP = "style_clip", _("Style clip")
        FLAT_MIX = "flat_mix", _("Flat mix")
        PHOTO = "photo", _("Photo")
        CANDIDATE = "candidate", _("Candidate")
        INSTRUMENTAL = "instrumental", _("Instrumental")
        STEM = "stem", _("Stem")
        MIX = "mix", _("Mix")
        MASTER = "master", _("Master")
        STILL = "still", _("Still")
        CLIP = "clip", _("Shot")
        VIDEO = "video", _("Clip")
        DOCUMENT = "document", _("Document")
        PACKAGE = "package", _("Package")
        PREVIEW = "preview", _("Codec preview")
        DELIVERABLE = "deliverable", _("Deliverable")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="assets")
    kind = models.CharField(max_length=12, choices=Kind)
    get_kind_display = shown("kind", Kind)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=60)
    duration_s = models.FloatField(null=True)
    measures = models.JSONField(default=dict)
    provenance = models.JSONField(default=dict)
    parents = models.ManyToManyField("self", symmetrical=False, related_name="children")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, help_text=_("When retention took the file away; the row stays."))

    objects = AssetQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind", "version"], name="asset_version_once"),
            models.UniqueConstraint(fields=["project", "kind", "sha256", "name"], name="asset_content_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.kind} v{self.version})"

    @property
    def is_audio(self) -> bool:
        """What people brought as a sound was seen to be one, whatever its name ends in: a film counts for its sound."""
        return self.media_type.startswith("audio/") or self.kind in BROUGHT_SOUNDS


BROUGHT_SOUNDS = frozenset(
    {Asset.Kind.VOCAL, Asset.Kind.INSTRUMENTAL, Asset.Kind.REFERENCE, Asset.Kind.STYLE_CLIP, Asset.Kind.FLAT_MIX}
)


class Rendition(models.Model):
    """A derived file that only serves listening and looking: proxies and waveform peaks."""

    class Kind(models.TextChoices):
        OPUS = "opus"
        AAC = "aac"
        PEAKS = "peaks"
        CANONICAL = "canonical"
        MP3 = "mp3"
        POSTER = "poster"
        SPECTROGRAM = "spectrogram"
        VECTORSCOPE = "vectorscope"

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=12, choices=Kind)
    get_kind_display = shown("kind", Kind)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "kind"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.asset}"


class Pick(models.Model):
    """What feeds the next phase: the newest pick of a phase counts, earlier ones are history.

    `by` is empty when autopilot picked; the ledger tells human selection from machine selection by it.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="picks")
    phase = models.CharField(max_length=12)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="picks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.asset} for {self.phase}"
