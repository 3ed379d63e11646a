"""Runs and stages: the truth about all work. RQ only carries stage numbers to workers."""

from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artists.choices import shown
from processing import states
from projects.models import Asset, Project


class Priority(models.IntegerChoices):
    """Whose stages workers take first. Within one urgency: first come, first served."""

    LOW = -1, _("Low")
    NORMAL = 0, _("Normal")
    HIGH = 1, _("High")


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(project__in=Project.objects.visible_to(user))


class Run(models.Model):
    """One execution of a recipe for a project."""

    LIFECYCLE = states.RUN

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    project = models.ForeignKey(Project, models.CASCADE, related_name="runs")
    recipe = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    get_state_display = shown("state", State)
    params = models.JSONField(default=dict)
    priority = models.SmallIntegerField(default=Priority.NORMAL)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state"]), models.Index(fields=["project", "recipe"])]

    def __str__(self) -> str:
        return f"{self.recipe} run {self.pk} of {self.project}"

    @property
    def urgency(self) -> str:
        return Priority(min(max(self.priority, Priority.LOW), Priority.HIGH)).name.lower()


class StageQuerySet(models.QuerySet["Stage"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(run__project__in=Project.objects.visible_to(user))

    def in_turn(self) -> Self:
        """In the order in which workers take them."""
        return self.order_by("place", "pk")

    def late(self) -> Self:
        """Running, but the worker has not been heard of since the lease ran out."""
        return self.filter(state=Stage.State.RUNNING, lease_until__lt=timezone.now())


class Stage(models.Model):
    """One node of a run's graph, one row, one job per attempt.

    `inputs` maps a role to asset ids brought in from outside the run; parents' outputs come through `needs`.
    """

    LIFECYCLE = states.STAGE

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        REUSED = "reused", _("Reused")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        SKIPPED = "skipped", _("Skipped")

    run = models.ForeignKey(Run, models.CASCADE, related_name="stages")
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField(default=0)
    queue = models.CharField(max_length=8, default="cpu")
    needs = models.JSONField(default=list)
    inputs = models.JSONField(default=dict)
    params = models.JSONField(default=dict)
    engine = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    get_state_display = shown("state", State)
    attempt = models.PositiveSmallIntegerField(default=1)
    attempts_allowed = models.PositiveSmallIntegerField(default=6)
    lease_until = models.DateTimeField(null=True, db_index=True)
    progress = models.FloatField(default=0.0)
    message = models.CharField(max_length=200, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    result = models.JSONField(default=dict)
    provenance = models.JSONField(default=dict)
    error_code = models.CharField(max_length=60, blank=True)
    error_words = models.TextField(blank=True)
    traceback = models.TextField(blank=True)
    log = models.TextField(blank=True)
    worker = models.CharField(max_length=80, blank=True)
    place = models.FloatField(default=0.0, help_text=_("Where it stands in its queue; lower goes first."))
    queued_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0.0)
    peak_memory_bytes = models.PositiveBigIntegerField(default=0)
    cost = models.DecimalField(max_digits=10, decimal_places=4, default=Decimal(0))

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ["run", "position"]
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="stage_name_once")]
        indexes = [
            models.Index(fields=["state", "queue", "place"]),
            models.Index(fields=["finished_at", "cost"]),
            models.Index(fields=["state", "error_code"]),
            models.Index(fields=["kind", "state", "-id"]),
        ]

    @property
    def state_words(self) -> str:
        return str(self.State(self.state).label)

    def __str__(self) -> str:
        return f"{self.name} of {self.run}"

    @property
    def job_id(self) -> str:
        return f"stage-{self.pk}-{self.attempt}"

    @property
    def is_stalled(self) -> bool:
        """Shown to people while the reconciler has not yet taken the stage from a lost worker."""
        return self.state == self.State.RUNNING and self.lease_until is not None and self.lease_until < timezone.now()

    @property
    def cost_so_far(self) -> Decimal:
        """What the stage has cost, or what its present attempt has run up."""
        if self.state != self.State.RUNNING or not self.started_at:
            return self.cost
        return Decimal(self.seconds_so_far) / 3600 * Decimal(str(settings.COST_PER_HOUR.get(self.queue, 0.0)))

    @property
    def seconds_so_far(self) -> float:
        if self.state != self.State.RUNNING or not self.started_at:
            return self.seconds
        return (timezone.now() - self.started_at).total_seconds()

    @property
    def eta_s(self) -> float | None:
        """Seconds left at the pace so far; None before there is a pace to speak of."""
        if self.state != self.State.RUNNING or not self.started_at or self.progress < 0.03:
            return None
        gone_s = (timezone.now() - self.started_at).total_seconds()
        return gone_s * (1 - self.progress) / self.progress


class StageOutput(models.Model):
    """An asset a stage made (or found again), under the role its successors ask for."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="outputs")
    role = models.CharField(max_length=40)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="made_by")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["stage", "role"], name="output_role_once")]

    def __str__(self) -> str:
        return f"{self.role} of {self.stage}"


class QueueState(models.Model):
    """Whether workers may take new stages from a queue. A queue without a row is open."""

    name = models.CharField(max_length=8, primary_key=True)
    paused_at = models.DateTimeField(null=True)
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.name}: {'paused' if self.paused_at else 'open'}"


class Chore(models.Model):
    """Housework done now and then, and when it was last begun; whoever moves the time does it."""

    name = models.CharField(max_length=30, primary_key=True)
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
