"""Who makes records here: people, the artists they belong to and what the label lets them do."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from artists.choices import shown


class LabelRole(models.TextChoices):
    NONE = "", _("Artist side")
    ANR = "anr", _("A&R")
    ENGINEER = "engineer", _("Engineer")
    ADMIN = "admin", _("Admin")


class User(AbstractUser):
    """A person who signs in. `label_role` is empty for people on the artist side."""

    email = models.EmailField(_("e-mail"), unique=True)
    display_name = models.CharField(_("name"), max_length=80, blank=True)
    label_role = models.CharField(_("label role"), max_length=12, choices=LabelRole, blank=True, default="")
    get_label_role_display = shown("label_role", LabelRole)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, blank=True, default="")

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def is_label(self) -> bool:
        """Label staff see every artist's work."""
        return self.is_active and self.label_role in {LabelRole.ANR, LabelRole.ENGINEER, LabelRole.ADMIN}

    @property
    def can_decide(self) -> bool:
        return self.is_active and self.label_role in {LabelRole.ANR, LabelRole.ADMIN}

    @property
    def can_run_jobs(self) -> bool:
        return self.is_active and self.label_role in {LabelRole.ENGINEER, LabelRole.ADMIN}

    @property
    def may_steer_runs(self) -> bool:
        """Artists steer those of their own songs; among the label's staff, engineers and admins do."""
        return self.can_run_jobs or not self.is_label


class ArtistQuerySet(models.QuerySet["Artist"]):
    def visible_to(self, user: Any) -> Self:
        """Label staff see all artists, members see their own, everyone else sees none."""
        if not getattr(user, "is_active", False):
            return self.none()
        if user.is_label:
            return self
        return self.filter(members=user).distinct()


class Artist(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    colour = models.CharField(max_length=7, default="#7c5cff")
    about = models.TextField(blank=True)
    members = models.ManyToManyField(User, through="Member", related_name="artists")

    objects = ArtistQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person who belongs to an artist."""

    artist = models.ForeignKey(Artist, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["artist", "user"], name="one_membership_each")]

    def __str__(self) -> str:
        return f"{self.user} in {self.artist}"


class Label(models.Model):
    """The label itself: one row, made when first asked for. Budgets in the studio's currency; empty means no cap."""

    name = models.CharField(_("name"), max_length=80, default="The label")
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    budget_month = models.DecimalField(_("budget per month"), max_digits=10, decimal_places=2, null=True, blank=True)
    budget_song = models.DecimalField(_("budget per song"), max_digits=10, decimal_places=2, null=True, blank=True)
    keep_rejected_days = models.PositiveIntegerField(
        _("keep rejected candidates for (days)"), null=True, blank=True, help_text=_("Empty keeps them for ever.")
    )

    def __str__(self) -> str:
        return self.name

    @classmethod
    def ours(cls) -> "Label":
        return cls.objects.get_or_create(pk=1)[0]


class Invitation(models.Model):
    """A way in for one person, once. Only a digest of the link's secret is kept."""

    email = models.EmailField(_("e-mail"))
    artist = models.ForeignKey(Artist, models.CASCADE, null=True, blank=True, related_name="invitations")
    label_role = models.CharField(_("label role"), max_length=12, choices=LabelRole, blank=True, default="")
    get_label_role_display = shown("label_role", LabelRole)
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"invitation of {self.email}"


class ApiToken(models.Model):
    """A key to the API for one person's programs. Only a digest is kept; `scopes` say what it opens."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=8, help_text=_("The first letters, to tell keys apart."))
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.name} of {self.user}"
