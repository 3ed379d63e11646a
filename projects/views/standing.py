"""Where a song stands, read from what it already has: for cards and for what waits for whom."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from artists.models import User
from projects.models import Asset, Comment, Event, Pick, Project, Review
from projects.views.history import SENTENCES, Told, told

State = Project.State
AT_WORK = (State.IN_PRODUCTION, State.IN_REVIEW, State.CHANGES_REQUESTED)
# What a run made says more than that it began or ended.
WORTH_A_LINE = [type for type in SENTENCES if type not in {"run.started", "run.done"}]
# An original is shown on a card only when it is small; larger photos wait for the room.
COVER_MAX_BYTES = 2_000_000


def songs_for(user: User) -> QuerySet[Project]:
    """The songs a person may see, the last changed first."""
    return Project.objects.visible_to(user).select_related("artist").order_by("-updated_at", "pk")


def with_standing(songs: QuerySet[Project], user: User) -> QuerySet[Project]:
    """All that `Standing` reads of a few songs, in a fixed number of queries."""
    return songs.prefetch_related(
        Prefetch("picks", Pick.objects.only("project_id", "phase", "by_id")),
    ).annotate(
        **_asked_of_each(),
        open_notes=Coalesce(Subquery(_count(notes_for(user, OuterRef("pk")), "asset__project")), 0),
    )


@cache
def _asked_of_each() -> dict[str, Any]:
    """What does not depend on who looks: putting it together took a tenth of a page's time."""
    mine = OuterRef("pk")
    assets, lines = Asset.objects.filter(project=mine), Event.objects.filter(project=mine)
    photos = assets.filter(kind=Asset.Kind.PHOTO, size_bytes__lte=COVER_MAX_BYTES, removed_at=None)
    return {
        "candidates_landed": Coalesce(Subquery(_count(assets.filter(kind=Asset.Kind.CANDIDATE), "project")), 0),
        "has_video": Exists(assets.filter(kind=Asset.Kind.VIDEO)),
        "open_review": Exists(Review.objects.filter(project=mine, state=Review.State.OPEN)),
        "taken_in": Exists(lines.filter(type="run.done", data__recipe="intake")),
        "tempo_asked": Exists(lines.filter(type="tempo.asked")),
        "last_told": Subquery(lines.filter(type__in=WORTH_A_LINE).order_by("-seq").values("pk")[:1]),
        "cover_photo": Subquery(photos.order_by("-version").values("pk")[:1]),
    }


def notes_for(user: User, project: Any) -> QuerySet[Comment]:
    """Remarks of others on a song that nobody has ticked off and this person has not answered."""
    answered = Comment.objects.filter(parent=OuterRef("pk"), by=user)
    open_ones = Comment.objects.filter(asset__project=project, parent=None, resolved_at=None)
    return open_ones.exclude(by=user).exclude(Exists(answered))


def _count(rows: QuerySet[Any], of: str) -> QuerySet[Any]:
    counted: QuerySet[Any] = rows.order_by().values(of).annotate(n=Count("pk")).values("n")
    return counted


@dataclass(frozen=True)
class Wait:
    """Something that only a person can do next."""

    project: Project
    words: str
    url: str


class Standing:
    """Questions about one song of `with_standing`."""

    def __init__(self, project: Any, last: Told | None = None) -> None:
        self.project = project
        self.last = last

    @cached_property
    def picked(self) -> set[str]:
        return {pick.phase for pick in self.project.picks.all()}

    @cached_property
    def steps(self) -> list[tuple[str, str]]:
        """Phase and its state (done, running, waiting), in order."""
        phases = self.project.phases
        over = [phase for phase in phases if self._is_over(phase)]
        current = next((phase for phase in phases if phase not in over), "")
        working = self.project.state in AT_WORK
        return [(p, "done" if p in over else "running" if working and p == current else "waiting") for p in phases]

    def _is_over(self, phase: str) -> bool:
        if phase == "intake":
            return bool(self.project.taken_in or self.project.candidates_landed or self.picked)
        if phase == "rescue":
            return "mix" in self.picked
        if phase == "video":
            return bool(self.project.has_video)
        if phase == "release":
            return bool(self.project.state == State.RELEASED)
        return phase in self.picked

    @cached_property
    def phase(self) -> str:
        """The phase that the song is in, in words."""
        name = next((phase for phase, state in self.steps if state != "done"), self.project.phases[-1])
        return PHASE_NAMES[name]()

    @cached_property
    def room(self) -> str:
        return reverse("room", args=[self.project.pk])

    @property
    def is_at_work(self) -> bool:
        return self.project.state in AT_WORK or self._is_being_sung

    @property
    def _is_being_sung(self) -> bool:
        """A sample goes in by itself as soon as it has its voice."""
        return bool(self.project.kind == Project.Kind.SAMPLE and self.project.state == State.DRAFT)

    @cached_property
    def wait(self) -> Wait | None:
        """What waits for the artist."""
        project = self.project
        if self._is_being_sung:
            return None
        if project.state == State.DRAFT:
            return Wait(project, _("Finish the draft and send it in"), reverse("draft", args=[project.pk]))
        if project.state == State.CHANGES_REQUESTED:
            return Wait(project, _("The label asks for changes"), f"{self.room}#talk")
        if project.state not in AT_WORK:
            return None
        if project.candidates_landed and "instrumental" not in self.picked and not project.autopilot:
            words = ngettext(
                "{count} candidate to listen to: pick one", "{count} candidates to listen to: pick one",
                project.candidates_landed,
            )  # fmt: skip
            return Wait(project, words.format(count=project.candidates_landed), f"{self.room}#listen")
        if project.tempo_asked and not project.candidates_landed and project.bpm is None:
            return Wait(project, _("The band needs your tempo"), f"{self.room}#findings")
        if project.open_notes:
            words = ngettext("{count} note to answer", "{count} notes to answer", project.open_notes)
            return Wait(project, words.format(count=project.open_notes), f"{self.room}#talk")
        return None


PHASE_NAMES = {
    "intake": lambda: _("Intake"),
    "rescue": lambda: _("Rescue"),
    "instrumental": lambda: _("Instrumental"),
    "mix": lambda: _("Mix"),
    "master": lambda: _("Master"),
    "video": lambda: _("Video"),
    "release": lambda: _("Release"),
}


def standings(projects: list[Any]) -> list[Standing]:
    """Of songs read by `with_standing`, with the last thing that happened to each."""
    ids = [project.last_told for project in projects]
    last = {event.project_id: told(event) for event in Event.objects.filter(pk__in=ids).select_related("by")}
    return [Standing(project, last.get(project.pk)) for project in projects]
