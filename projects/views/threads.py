"""What was said about a song's versions, read for the page: threads, what is carried over, rounds and decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from artists.models import User
from projects import comments, review
from projects.mentions import people_of
from projects.models import Asset, Comment, Decision, Project, Review

TALKED_ABOUT = tuple(review.REVIEWABLE)
VERSIONS_OFFERED = 50
THREADS_AT_ONCE = 20
THREADS_MOST = 1000
ROUNDS_SHOWN = 20
OPEN, ALL = "open", "all"


@dataclass(frozen=True)
class Shown:
    """How somebody wants to see the talk: open threads or all of them, about every version or one, how many."""

    which: str = OPEN
    asset: Asset | None = None
    most: int = THREADS_AT_ONCE

    @classmethod
    def of(cls, params: Mapping[str, str], asset: Asset | None = None) -> "Shown":
        """Read from an address; what makes no sense there is taken as the usual."""
        which = ALL if params.get("show") == ALL else OPEN
        most = params.get("most", "")
        wanted = min(int(most), THREADS_MOST) if most.isascii() and most.isdigit() and len(most) < 6 else 0
        return cls(which, asset, max(THREADS_AT_ONCE, wanted))


@dataclass
class Group:
    """The threads about one version."""

    asset: Asset
    threads: list[Comment] = field(default_factory=list)


class Talk:
    """Questions that the talk of one song answers in a fixed number of queries."""

    def __init__(self, project: Project, user: User, shown: Shown) -> None:
        self.project, self.user, self.shown = project, user, shown

    @property
    def asset(self) -> Asset | None:
        return self.shown.asset

    @property
    def which(self) -> str:
        return self.shown.which

    @property
    def most(self) -> int:
        return self.shown.most

    @cached_property
    def people(self) -> list[User]:
        return list(people_of(self.project))

    @cached_property
    def versions(self) -> list[Asset]:
        """What can be commented on, newest first."""
        if self.asset:
            return [self.asset]
        waits = Review.objects.filter(asset=OuterRef("pk"), state=Review.State.OPEN)
        offered = self.project.assets.filter(kind__in=TALKED_ABOUT).annotate(waits=Exists(waits))
        rows = offered.order_by("-created_at").only("pk", "kind", "version", "name", "project_id", "duration_s")
        return list(rows[:VERSIONS_OFFERED])

    @property
    def likely(self) -> list[Asset]:
        """The same as a choice: first what waits for a decision; clips after the music they show."""
        clip = Asset.Kind.VIDEO
        return sorted(self.versions, key=lambda one: (not getattr(one, "waits", False), one.kind == clip))

    @cached_property
    def newest(self) -> dict[str, Asset]:
        """The version of each kind that open notes are carried to."""
        latest: dict[str, Asset] = {}
        for asset in self.versions:
            if asset.kind not in latest or asset.version > latest[asset.kind].version:
                latest[asset.kind] = asset
        return latest

    @cached_property
    def counts(self) -> dict[str, int]:
        open_ones = Count("pk", filter=Q(resolved_at=None))
        return self._heads().aggregate(open=open_ones, all=Count("pk"))

    @cached_property
    def carried(self) -> list[Comment]:
        """Open notes of earlier versions, as a checklist; each knows the version to check them on."""
        earlier = Q(pk__in=[])
        for asset in self.newest.values():
            earlier |= Q(asset__kind=asset.kind, asset__version__lt=asset.version)
        heads = Comment.objects.filter(earlier, asset__project=self.project.pk, parent=None, resolved_at=None)
        notes = list(_whole(heads).order_by("-asset__version", F("at_s").asc(nulls_first=True), "pk")[: self.most])
        for note in notes:
            note.check_on = self.newest[note.asset.kind]  # type: ignore[attr-defined]
        return notes

    @cached_property
    def groups(self) -> list[Group]:
        """Threads by version, newest version first, each in the order of the song."""
        order = ("-asset__created_at", "asset_id", F("at_s").asc(nulls_first=True), "pk")
        heads = self._heads().exclude(pk__in=[note.pk for note in self.carried])
        if self.which == OPEN:
            heads = heads.filter(resolved_at=None)
        found: list[Group] = []
        for head in _whole(heads).order_by(*order)[: self._room]:
            if not found or found[-1].asset.pk != head.asset_id:
                found.append(Group(head.asset))
            found[-1].threads.append(head)
        return found

    @property
    def _room(self) -> int:
        """How many threads still fit beside the checklist; never none."""
        return max(self.most - len(self.carried), THREADS_AT_ONCE // 3)

    @property
    def has_more(self) -> bool:
        wanted = self.counts["open" if self.which == OPEN else "all"]
        return wanted > sum(len(group.threads) for group in self.groups) + len(self.carried) and (
            self.most < THREADS_MOST
        )

    @property
    def next_most(self) -> int:
        return min(self.most + THREADS_AT_ONCE, THREADS_MOST)

    @cached_property
    def rounds(self) -> list[Review]:
        """What was decided, newest first, nothing left out."""
        decided = Prefetch("decisions", Decision.objects.select_related("by"))
        reviews = Review.objects.filter(asset=self.asset) if self.asset else self.project.reviews.all()
        reviews = reviews.filter(decisions__isnull=False).distinct().select_related("asset")
        return list(reviews.order_by("-pk").prefetch_related(decided)[:ROUNDS_SHOWN])

    def _heads(self) -> QuerySet[Comment]:
        heads = Comment.objects.filter(parent=None)
        if self.asset is None:
            return heads.filter(asset__project=self.project.pk)
        # By ids, so that the database goes from the few versions to their comments and not the other way round.
        kept = self.project.assets.filter(kind=self.asset.kind, version__lte=self.asset.version)
        of_kind = list(kept.values_list("pk", flat=True))
        return heads.filter(Q(asset=self.asset.pk) | Q(resolved_at=None), asset__in=of_kind)


def _whole(heads: QuerySet[Comment]) -> QuerySet[Comment]:
    answers = Prefetch("answers", Comment.objects.select_related("by").order_by("pk"))
    found = heads.select_related("asset", "by", "resolved_by").prefetch_related(answers)
    return found.defer("asset__measures", "asset__provenance")


def marks_of(asset: Asset) -> list[dict[str, object]]:
    """The dots of a version's lane: its threads that point at a moment, and the notes carried to it."""
    own = Comment.objects.filter(asset=asset, parent=None)
    heads = (own | comments.carried_to(asset)).filter(at_s__isnull=False).select_related("by")
    return [{**mark_of(head), "earlier": head.asset_id != asset.pk} for head in heads.order_by("at_s", "pk")]


def mark_of(head: Comment) -> dict[str, object]:
    """A thread as a dot of the lane."""
    return {
        "id": head.pk,
        "at_s": head.at_s,
        "end_s": head.end_s,
        "text": head.text[:160],
        "by": head.author,
        "resolved": head.resolved_at is not None,
        "earlier": False,
    }
