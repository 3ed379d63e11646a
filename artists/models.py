"""Who makes records here: people, the artists they belong to and what the label lets them do."""

from typing import Any, Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


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
