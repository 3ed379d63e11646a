"""Where a song stands, read from what it already has: for cards and for what waits for whom."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from artists.models import User
from projects.models import Asset, Event, Pick, Project, Review
from projects.models.project import PHASES

State = Project.State
AT_WORK = (State.IN_PRODUCTION, State.IN_REVIEW, State.CHANGES_REQUESTED)


def songs_for(user: User) -> QuerySet[Project]:
    """The songs a person may see with all that `Standing` reads, in a fixed number of queries."""
    mine = OuterRef("pk")
    return (
        Project.objects.visible_to(user)
        .select_related("artist")
        .prefetch_related(Prefetch("picks", Pick.objects.only("project_id", "phase", "by_id")))
        .annotate(
            candidates_landed=Count("assets", filter=Q(assets__kind=Asset.Kind.CANDIDATE)),
            has_video=Exists(Asset.objects.filter(project=mine, kind=Asset.Kind.VIDEO)),
            open_review=Exists(Review.objects.filter(project=mine, state=Review.State.OPEN)),
            tempo_asked=Exists(Event.objects.filter(project=mine, type="tempo.asked")),
        )
        .order_by("-updated_at", "pk")
    )


@dataclass(frozen=True)
class Wait:
    """Something that only a person can do next."""

    project: Project
    words: str
    url: str


class Standing:
    """Questions about one song of `songs_for`."""

    def __init__(self, project: Any) -> None:
        self.project = project

    @cached_property
    def picked(self) -> set[str]:
        return {pick.phase for pick in self.project.picks.all()}

    @cached_property
    def steps(self) -> list[tuple[str, str]]:
        """Phase and its state (done, running, waiting), in order."""
        over = [phase for phase in PHASES if self._is_over(phase)]
        current = next((phase for phase in PHASES if phase not in over), "")
        working = self.project.state in AT_WORK
        return [(p, "done" if p in over else "running" if working and p == current else "waiting") for p in PHASES]

    def _is_over(self, phase: str) -> bool:
        if phase == "intake":
            return bool(self.project.candidates_landed or self.picked)
        if phase == "video":
            return bool(self.project.has_video)
        if phase == "release":
            return bool(self.project.state == State.RELEASED)
        return phase in self.picked

    @property
    def phase(self) -> str:
        return next((phase for phase, state in self.steps if state != "done"), PHASES[-1])

    @property
    def is_at_work(self) -> bool:
        return self.project.state in AT_WORK

    def wait(self) -> Wait | None:
        """What waits for the artist."""
        project, room = self.project, reverse("room", args=[self.project.pk])
        if project.state == State.DRAFT:
            return Wait(project, _("Finish the draft and send it in"), reverse("draft", args=[project.pk]))
        if project.state == State.CHANGES_REQUESTED:
            return Wait(project, _("The label asks for changes"), room)
        if project.state not in AT_WORK:
            return None
        if project.candidates_landed and "instrumental" not in self.picked:
            words = _("{count} candidates to listen to: pick one").format(count=project.candidates_landed)
            return Wait(project, words, f"{room}#listen")
        if project.tempo_asked and not project.candidates_landed and project.bpm is None:
            return Wait(project, _("The band needs your tempo"), f"{room}#findings")
        return None
