"""A song's history as people read it: by day, of people or of machines, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.models import Event, Project
from projects.views.history import Told, told

PAGE = 40
EVERYBODY, PEOPLE, MACHINES = "all", "people", "machines"
WHO: dict[str, Promise] = {EVERYBODY: _("All"), PEOPLE: _("People"), MACHINES: _("The studio")}
# A guest has no account, and is no machine.
MACHINES_DID = Q(by=None) & ~Q(type="comment.added")
QUIET = ("lyrics.typed",)
"""Told while they happen, of no interest afterwards."""


@dataclass(frozen=True)
class Day:
    on: date
    told: Sequence[Told]


@dataclass(frozen=True)
class History:
    """`more` is where the next page goes on: the number of the last event shown; None at the beginning of the song."""

    who: str
    days: Sequence[Day]
    more: int | None

    @property
    def choices(self) -> list[tuple[str, Promise]]:
        return list(WHO.items())


def history_of(project: Project, who: str = EVERYBODY, before: int | None = None) -> History:
    """The newest facts first. An unknown `who` means everybody."""
    who = who if who in WHO else EVERYBODY
    facts = project.events.exclude(type__startswith="stage.").exclude(type__in=QUIET).select_related("by")
    if who != EVERYBODY:
        facts = facts.exclude(MACHINES_DID) if who == PEOPLE else facts.filter(MACHINES_DID)
    if before is not None:
        facts = facts.filter(seq__lt=before)
    page: list[Event] = list(facts.order_by("-seq")[: PAGE + 1])
    shown = page[:PAGE]
    days = groupby(shown, key=lambda event: timezone.localtime(event.at).date())
    more = shown[-1].seq if len(page) > PAGE else None
    return History(who, [Day(on, _once([told(event) for event in events])) for on, events in days], more)


def _once(lines: list[Told]) -> list[Told]:
    """What somebody did several times in a row, as a form that saves itself does, stands there once."""
    return lines[:1] + [line for before, line in pairwise(lines) if not _same(before, line)]


def _same(before: Told, line: Told) -> bool:
    """A thing that landed or was said is never the same as another."""
    return not line.asset and not line.more and (before.who, before.words) == (line.who, line.words)
