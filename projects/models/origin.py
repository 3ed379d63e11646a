"""Where a file that a machine made comes from, as its people tell it and as the file itself says."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.project import Project


class Platform(models.TextChoices):
    SUNO = "suno", "Suno"
    UDIO = "udio", "Udio"
    ACE_STEP = "ace_step", "ACE-Step"
    YUE = "yue", "YuE"
    DIFFRHYTHM = "diffrhythm", "DiffRhythm"
    OTHER = "other", _("Another one")
    PEOPLE = "people", _("No machine: people played it")


class Plan(models.TextChoices):
    """What it was made under on that day: it decides who may release it."""

    PAID = "paid", _("A paid plan")
    FREE = "free", _("A free plan")
    OWN_MACHINE = "own_machine", _("My own machine")
    NONE = "none", _("No plan was needed")
    UNKNOWN = "unknown", _("I do not know")


class Origin(models.Model):
    """One per song. `marks` are the upstream's own, read from the file: `[{kind, name, value}]`."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="origin")
    platform = models.CharField(_("platform"), max_length=12, choices=Platform, blank=True)
    platform_name = models.CharField(_("its name"), max_length=60, blank=True)
    plan = models.CharField(_("plan on that day"), max_length=12, choices=Plan, blank=True)
    created_on = models.DateField(_("made on"), null=True, blank=True)
    proof_link = models.CharField(_("link to a proof"), max_length=500, blank=True)
    marks = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.project} from {self.maker or 'somewhere'}"

    @property
    def maker(self) -> str:
        """The platform as people call it."""
        if self.platform == Platform.OTHER:
            return self.platform_name
        return str(Platform(self.platform).label) if self.platform else ""

    @property
    def is_told(self) -> bool:
        return bool(self.platform and self.plan and self.created_on)

    @property
    def may_hinder(self) -> bool:
        """A free plan, or one that nobody knows, may not allow a release."""
        return self.plan in {Plan.FREE, Plan.UNKNOWN}

    def facts(self) -> dict[str, Any]:
        """What people told, ready for a record."""
        told = {name: getattr(self, name) for name in ("platform", "platform_name", "plan", "proof_link")}
        return {**told, "created_on": self.created_on.isoformat() if self.created_on else None}
