"""What waits for the label, narrowed the way somebody asks for it, and the views that people keep."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artists.models import User
from projects.errors import Invalid, StudioError
from projects.models import Comment, Decision, Review, SavedView
from projects.review import REVIEWABLE

PAGE = "inbox"
ANY = "any"
AGES = {"1": gettext_lazy("over a day"), "3": gettext_lazy("over three days"), "7": gettext_lazy("over a week")}
NAME_LENGTH = 60
VIEWS_MOST = 30
TITLE_LENGTH = 80


@dataclass(frozen=True)
class Wanted:
    """A way to look at the reviews; all empty is what waits for a decision, oldest first."""

    state: str = ""
    kind: str = ""
    artist: str = ""
    age: str = ""
    mentions: str = ""
    mine: str = ""
    title: str = ""

    @classmethod
    def of(cls, params: Mapping[str, str]) -> "Wanted":
        """Read from an address. What makes no sense there is left out."""
        known = {
            "state": {*Review.State.values, ANY} - {Review.State.OPEN},
            "kind": {kind.value for kind in REVIEWABLE},
            "age": set(AGES),
            "mentions": {"me"},
            "mine": {"yes"},
        }
        taken = {name: params[name] for name, values in known.items() if params.get(name) in values}
        words = {name: params.get(name, "").replace("\x00", "").strip()[:TITLE_LENGTH] for name in ("artist", "title")}
        return cls(**taken, **words)

    @property
    def query(self) -> str:
        """The address's part after the question mark; empty for what waits."""
        return urlencode([(one.name, value) for one in fields(self) if (value := getattr(self, one.name))])


BUILT_IN: tuple[tuple[Promise, Wanted], ...] = (
    (gettext_lazy("Waiting for me"), Wanted()),
    (gettext_lazy("I am mentioned"), Wanted(state=ANY, mentions="me")),
    (gettext_lazy("Waiting over three days"), Wanted(age="3")),
    (gettext_lazy("Decided by me"), Wanted(state=ANY, mine="yes")),
)


def reviews_for(user: User, wanted: Wanted) -> QuerySet[Review]:
    """The reviews somebody may see and wants to: the longest wait first, or the newest first where nothing waits."""
    rows = Review.objects.visible_to(user)
    if wanted.state != ANY:
        rows = rows.filter(state=wanted.state or Review.State.OPEN)
    if wanted.kind:
        rows = rows.filter(asset__kind=wanted.kind)
    if wanted.artist:
        rows = rows.filter(project__artist__slug=wanted.artist)
    if wanted.title:
        rows = rows.filter(project__title__icontains=wanted.title)
    if wanted.age:
        rows = rows.filter(requested_at__lt=timezone.now() - timedelta(days=int(wanted.age)))
    if wanted.mentions:
        rows = rows.filter(Exists(_naming(user)))
    if wanted.mine:
        rows = rows.filter(Exists(Decision.objects.filter(review=OuterRef("pk"), by=user)))
    return rows.order_by("-requested_at", "-pk") if wanted.state else rows.order_by("requested_at", "pk")


def with_notes(rows: QuerySet[Review]) -> QuerySet[Review]:
    """Each with the number of open threads about its version (`open_notes`)."""
    threads = Comment.objects.filter(asset=OuterRef("asset"), parent=None, resolved_at=None).order_by()
    count = threads.values("asset").annotate(n=Count("pk")).values("n")
    notes = Coalesce(Subquery(count, output_field=IntegerField()), 0)
    return rows.select_related("project__artist", "asset", "requested_by").annotate(open_notes=notes)


def _naming(user: User) -> QuerySet[Comment]:
    """Remarks about a review's version that name somebody, in threads that are still open."""
    still_open = Q(parent=None, resolved_at=None) | Q(parent__isnull=False, parent__resolved_at=None)
    return Comment.objects.filter(still_open, asset=OuterRef("asset"), mentions=user)


def save_view(user: User, name: str, query: str) -> SavedView:
    """Keep a way of looking under a name. The same name again is refused: rename or delete the first."""
    kept = Wanted.of(dict(parse_qsl(query[:2000]))).query
    with transaction.atomic():
        if user.saved_views.filter(page=PAGE).count() >= VIEWS_MOST:
            words = _("{limit} views are the most. Delete one first.").format(limit=VIEWS_MOST)
            raise StudioError("view.too_many", words)
        return _named_once(SavedView(user=user, page=PAGE, query=kept), name)


def rename_view(view: SavedView, name: str) -> SavedView:
    with transaction.atomic():
        return _named_once(view, name)


def _named_once(view: SavedView, name: str) -> SavedView:
    view.name = name.strip()
    if not view.name or "\x00" in name:
        raise Invalid("view.name_missing", _("Give the view a name."), field="name")
    if len(view.name) > NAME_LENGTH:
        words = _("Keep the name under {limit} letters.").format(limit=NAME_LENGTH)
        raise Invalid("view.name_too_long", words, field="name")
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        words = _("You have a view called {name} already.").format(name=view.name)
        raise Invalid("view.name_taken", words, field="name") from None
    return view
