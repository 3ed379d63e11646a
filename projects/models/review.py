"""People decide: a review asks for a decision on one asset; comments point at moments of it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from artists.choices import shown
from projects import states
from projects.models.asset import Asset
from projects.models.guest import GuestLink, as_guest
from projects.models.project import Project


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(project__in=Project.objects.visible_to(user))


class Review(models.Model):
    LIFECYCLE = states.REVIEW

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for a decision")
        APPROVED = "approved", _("Approved")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Taken back")

    project = models.ForeignKey(Project, models.CASCADE, related_name="reviews")
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="reviews")
    round = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    get_state_display = shown("state", State)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["requested_at"]
        indexes = [models.Index(fields=["state", "requested_at"], name="review_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["asset", "round"], name="review_round_once"),
            models.UniqueConstraint(fields=["asset"], condition=Q(state="open"), name="one_open_review"),
        ]

    def __str__(self) -> str:
        return f"Review {self.round} of {self.asset}"


class Decision(models.Model):
    """Append-only: what was decided, by whom and why."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=20, choices=Review.State)
    get_verdict_display = shown("verdict", Review.State)
    reason = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.verdict} by {self.by}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(asset__in=Asset.objects.visible_to(user))


class Comment(models.Model):
    """A remark on an asset, at a moment or over a range of it; with a `parent` it is an answer in that one's thread.

    Only a thread's first remark is resolved; open ones follow the song to its next version of that kind. What came in
    by a guest's link is by nobody with an account: it carries the name that the guest gave.
    """

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="mentioned_in")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    link = models.ForeignKey(GuestLink, models.SET_NULL, null=True, related_name="comments")
    guest = models.CharField(max_length=60, blank=True)
    text = models.TextField(max_length=2000)
    at_s = models.FloatField(null=True)
    end_s = models.FloatField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at_s", "pk"]
        # Threads of a few versions are asked for all the time: first remarks (no parent) of an asset.
        indexes = [
            models.Index(fields=["asset"], condition=Q(parent=None, resolved_at=None), name="open_threads"),
            models.Index(fields=["parent", "asset"], name="thread_heads"),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def author(self) -> str:
        """Whoever said it, as pages write it."""
        if self.guest:
            return as_guest(self.guest)
        return str(self.by or _("someone"))


class Opinion(models.Model):
    """What one person thinks of one version: stars, tags, or out of the question and why."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="opinions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="opinions")
    rating = models.PositiveSmallIntegerField(null=True)
    tags = models.JSONField(default=list)
    rejected = models.BooleanField(default=False)
    reason = models.TextField(blank=True, max_length=500)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["asset", "by"], name="one_opinion_each")]

    def __str__(self) -> str:
        return f"{self.by} about {self.asset}"
