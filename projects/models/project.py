"""A song on its way to a release, and its lyrics."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from artists.choices import shown
from artists.models import Artist
from projects import states

TEMPO_RANGE_BPM = (60.0, 180.0)
PHASES = ("intake", "instrumental", "mix", "master", "video", "release")
RESCUE_PHASES = ("rescue", "mix", "master", "release")


class Genre(models.TextChoices):
    POP = "pop", _("Pop")
    HIP_HOP = "hip_hop", _("Hip-hop")
    HOUSE = "house", _("House / electronic")
    ROCK = "rock", _("Rock")
    RNB = "rnb", _("R&B / soul")
    LOFI = "lofi", _("Lo-fi / ballad")


class Meter(models.TextChoices):
    COMMON = "4/4", "4/4"
    WALTZ = "3/4", "3/4"
    COMPOUND = "6/8", "6/8"


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: Any) -> Self:
        """The projects of the artists this person may see; nobody's project belongs to nobody."""
        return self.filter(artist__in=Artist.objects.visible_to(user))


class Project(models.Model):
    """One song. The brief's empty fields are filled by what intake hears; what a person typed wins."""

    LIFECYCLE = states.PROJECT

    class Kind(models.TextChoices):
        HYBRID = "hybrid", _("Lyrics and voice")
        RESCUE = "rescue", _("Rescue a flat file")
        SAMPLE = "sample", _("Sample to try things on")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_PRODUCTION = "in_production", _("In production")
        IN_REVIEW = "in_review", _("In review")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        APPROVED = "approved", _("Approved")
        RELEASED = "released", _("Released")
        ARCHIVED = "archived", _("Archived")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    artist = models.ForeignKey(Artist, models.CASCADE, related_name="projects")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.HYBRID)
    get_kind_display = shown("kind", Kind)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    get_state_display = shown("state", State)
    title = models.CharField(_("title"), max_length=120)
    genre = models.CharField(_("genre"), max_length=12, choices=Genre, blank=True)
    get_genre_display = shown("genre", Genre)
    mood = models.CharField(_("mood"), max_length=40, blank=True)
    bpm = models.FloatField(
        _("tempo (BPM)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(TEMPO_RANGE_BPM[0]), MaxValueValidator(TEMPO_RANGE_BPM[1])],
    )
    meter = models.CharField(_("meter"), max_length=3, choices=Meter, default=Meter.COMMON)
    key = models.CharField(_("key"), max_length=12, blank=True, help_text=_("For example A minor"))
    notes = models.TextField(_("notes for the band"), blank=True, max_length=4000)
    candidates_wanted = models.PositiveSmallIntegerField(
        _("candidates"), default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    seed = models.PositiveIntegerField(default=1)
    autopilot = models.BooleanField(
        _("autopilot"), default=False, help_text=_("Let the machine pick and go on; you can re-pick later.")
    )
    event_seq = models.PositiveBigIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["artist", "-updated_at"]), models.Index(fields=["state"])]

    def __str__(self) -> str:
        return self.title

    @property
    def state_words(self) -> str:
        """Unlike Django's own, this does not translate and hash every label: an eighth of a page of songs."""
        return str(self.State(self.state).label)

    @property
    def genre_words(self) -> str:
        return str(Genre(self.genre).label) if self.genre else ""

    @property
    def phases(self) -> tuple[str, ...]:
        """What it goes through, in order."""
        return RESCUE_PHASES if self.kind == Project.Kind.RESCUE else PHASES

    def brief(self) -> dict[str, Any]:
        """What the artist asked for; None or empty where they left it to the studio."""
        names = ("title", "genre", "mood", "bpm", "meter", "key", "notes")
        return {name: getattr(self, name) for name in names}


class LyricsVersion(models.Model):
    """One saved text; the newest counts. Only its own writer's typing goes on in it for a while (`projects.lyrics`).

    A version with a name is never written over.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="lyrics")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=20_000)
    name = models.CharField(_("name"), max_length=60, blank=True, default="")
    spans = models.JSONField(default=list, help_text=_("Who wrote which letters: [start, end, human|suggested|edited]"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="lyrics_numbered_once")]

    def __str__(self) -> str:
        return f"{self.project} lyrics v{self.number}"


class Declaration(models.Model):
    """What a person declared about the rights in what they brought, in the words that they saw. Never edited."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="declarations")
    statements = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"declaration of {self.by} for {self.project}"
