"""What the machines' work has cost, by song, artist and month, and the caps that the label sets on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artists.models import Label, LabelRole, User
from processing import states
from processing.errors import StudioError
from processing.estimate import estimate_of, length_of, price_of
from processing.models import Stage
from processing.pipeline.graph import Node
from projects.models import Project

WARN_AT = Decimal("0.8")
BY = {"song": gettext_lazy("Song"), "artist": gettext_lazy("Artist"), "month": gettext_lazy("Month")}


class OverBudget(StudioError):  # noqa: N818
    """A run that would cost more than the label allows."""


@dataclass(frozen=True)
class Budget:
    """A cap, and how much of it is spent or promised to work that is under way."""

    name: str
    cap: Decimal
    spent: Decimal
    promised: Decimal

    @property
    def taken(self) -> Decimal:
        return self.spent + self.promised

    @property
    def fraction(self) -> float:
        return float(self.taken / self.cap) if self.cap else 1.0

    @property
    def is_near(self) -> bool:
        return self.taken >= self.cap * WARN_AT

    @property
    def is_over(self) -> bool:
        return self.taken >= self.cap


@dataclass(frozen=True)
class Spent:
    """One line of the costs table."""

    key: str
    name: str
    note: str
    cost: Decimal
    seconds: float
    stages: int
    share: float = 0.0


def month_start() -> datetime:
    return timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def month_budget() -> Budget | None:
    """The label's cap on this month; None where it sets none."""
    cap = Label.ours().budget_month
    if cap is None:
        return None
    spent = Stage.objects.filter(finished_at__gte=month_start()).aggregate(all=Sum("cost"))["all"]
    return Budget("month", cap, spent or Decimal(0), _promised(Stage.objects.all()))


def song_budget(project: Project) -> Budget | None:
    cap = Label.ours().budget_song
    if cap is None:
        return None
    mine = Stage.objects.filter(run__project=project)
    return Budget("song", cap, mine.aggregate(all=Sum("cost"))["all"] or Decimal(0), _promised(mine))


def _promised(stages: QuerySet[Stage]) -> Decimal:
    """What is under way will cost about this much."""
    return price_of(list(stages.filter(state__in=states.ACTIVE).select_related("run").only("kind", "run__project")))


def require_budget(project: Project, nodes: Sequence[Node | Stage]) -> None:
    """Refuse work that would go over a cap, with the figures and who can lift it. Raises OverBudget."""
    label = Label.ours()
    if label.budget_month is not None or label.budget_song is not None:
        require_cost(project, estimate_of(nodes, length_of(project)).cost)


def require_cost(project: Project, expected: Decimal) -> None:
    """The same for a cost that is known already."""
    for budget in (month_budget(), song_budget(project)):
        if budget is None:
            continue
        if budget.is_over or budget.taken + expected > budget.cap:
            raise _refusal(budget, expected)


def refusal_of(project: Project, expected: Decimal) -> OverBudget | None:
    """What would be said of it, for whoever wants to know before the button is pressed."""
    try:
        require_cost(project, expected)
    except OverBudget as refused:
        return refused
    return None


def _refusal(budget: Budget, expected: Decimal) -> OverBudget:
    facts = {
        "expected": shown(expected),
        "taken": shown(budget.taken),
        "cap": shown(budget.cap),
        "who": ", ".join(str(user) for user in who_can_lift()) or _("an admin"),
    }
    words = {
        "month": _(
            "This would cost about {expected}, and {taken} of this month's {cap} are spent or promised. "
            "These people can raise the cap: {who}."
        ),
        "song": _(
            "This would cost about {expected}, and {taken} of this song's {cap} are spent or promised. "
            "These people can raise the cap: {who}."
        ),
    }
    figures: dict[str, Any] = {"expected_cost": float(expected), "taken": float(budget.taken), "cap": float(budget.cap)}
    return OverBudget(f"budget.exceeded_{budget.name}", words[budget.name].format(**facts), **figures)


def who_can_lift() -> QuerySet[User]:
    return User.objects.filter(label_role=LabelRole.ADMIN, is_active=True).order_by("display_name", "username")


def shown(amount: Decimal) -> str:
    return f"{amount:.{4 if 0 < amount < Decimal('0.1') else 2}f} {settings.CURRENCY}"


def spending(by: str, *, since: datetime | None = None, limit: int | None = None) -> list[Spent]:
    """What was spent, the dearest first (months: the newest first), each with its share of the dearest."""
    rows = Stage.objects.exclude(finished_at=None).filter(Q(cost__gt=0) | Q(seconds__gt=0))
    if since is not None:
        rows = rows.filter(finished_at__gte=since)
    found = [_line(by, row) for row in _grouped(by, rows)[:limit]]
    most = max((line.cost for line in found), default=Decimal(0)) or Decimal(1)
    return [Spent(**{**vars(line), "share": float(line.cost / most)}) for line in found]


def _grouped(by: str, rows: Any) -> Any:
    figures = {"all_cost": Sum("cost"), "all_seconds": Sum("seconds"), "count": Count("pk")}
    if by == "month":
        return rows.annotate(month=TruncMonth("finished_at")).values("month").annotate(**figures).order_by("-month")
    if by == "artist":
        names = {"key": Max("run__project__artist__slug"), "name": Max("run__project__artist__name")}
        return rows.values("run__project__artist").annotate(**names, **figures).order_by("-all_cost", "name")
    names = {"name": Max("run__project__title"), "artist": Max("run__project__artist__name")}
    return rows.values("run__project").annotate(**names, **figures).order_by("-all_cost", "name")


def _line(by: str, row: dict[str, Any]) -> Spent:
    figures: dict[str, Any] = {
        "cost": row["all_cost"] or Decimal(0),
        "seconds": row["all_seconds"] or 0.0,
        "stages": row["count"],
    }
    if by == "month":
        month = f"{row['month']:%Y-%m}"
        return Spent(key=month, name=month, note="", **figures)
    if by == "artist":
        return Spent(key=row["key"], name=row["name"], note="", **figures)
    return Spent(key=str(row["run__project"]), name=row["name"], note=row["artist"], **figures)
