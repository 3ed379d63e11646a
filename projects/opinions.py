"""What people think of versions: stars, tags, or out of the question and why. One opinion each, theirs to change."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from artists.models import User
from projects import events
from projects.errors import Invalid, StudioError
from projects.models import Asset, Opinion, Project
from projects.review import REVIEWABLE
from projects.states import GONE

Rows = TypeVar("Rows", bound=QuerySet[Asset])
RATINGS = range(1, 6)
TAG_LENGTH, TAGS_MOST, REASON_LENGTH = 24, 8, 500
BLANK: Mapping[str, Any] = {"rating": None, "tags": [], "rejected": False, "reason": ""}
# What listeners often want to say, offered as they are written here; other words are welcome.
TAGS = (
    _("hook"),
    _("groove"),
    _("warm"),
    _("wide"),
    _("fits the voice"),
    _("too busy"),
    _("too thin"),
    _("too bright"),
)
REASONS = (
    _("wrong mood"),
    _("weak hook"),
    _("groove does not carry"),
    _("gets in the way of the voice"),
    _("too busy"),
    _("sounds artificial"),
)


def rate(asset: Asset, rating: int | None, *, by: User) -> Opinion | None:
    """One to five stars; None takes them away. Raises Invalid `opinion.rating_out_of_range`."""
    if rating is not None and rating not in RATINGS:
        raise Invalid("opinion.rating_out_of_range", "Give one to five stars.", field="rating")
    return give(asset, {"rating": rating}, by=by)


def tag(asset: Asset, tags: Iterable[str], *, by: User) -> Opinion | None:
    """All the tags this person puts on a version. Raises Invalid `opinion.tag_too_long`, `opinion.too_many_tags`."""
    return give(asset, {"tags": list(tags)}, by=by)


def reject(asset: Asset, reason: str, *, by: User) -> Opinion | None:
    """Out of the question for this person, and why. Raises Invalid `opinion.reason_missing`."""
    return give(asset, {"rejected": True, "reason": reason}, by=by)


def take_back(asset: Asset, *, by: User) -> Opinion | None:
    """Back in the running; stars and tags stay."""
    return give(asset, {"rejected": False}, by=by)


def clear(asset: Asset, *, by: User) -> None:
    give(asset, BLANK, by=by)


def give(asset: Asset, changes: Mapping[str, Any], *, by: User) -> Opinion | None:
    """Change some of what one person thinks; an opinion that says nothing any more is gone and None comes back."""
    if asset.kind not in REVIEWABLE:
        raise Invalid("opinion.not_a_version", "Only candidates, mixes, masters and clips are rated.")
    with transaction.atomic():
        # Locking the project puts the stars of a song in one order with everything else that happens to it.
        if Project.objects.select_for_update().get(pk=asset.project_id).state in GONE:
            raise StudioError("song.closed", "This song is finished; nothing can be rated any more.")
        held = Opinion.objects.filter(asset=asset, by=by).first()
        before = {name: getattr(held, name) for name in BLANK} if held else dict(BLANK)
        after = _checked({**before, **changes})
        if after == before:
            return held
        if after == BLANK and held:
            held.delete()
            held = None
        elif after != BLANK:
            held, _new = Opinion.objects.update_or_create(asset=asset, by=by, defaults=after)
        about = {"asset": str(asset.pk), "kind": asset.kind}
        events.note("opinion.given", by=by, project=asset.project, version=asset.version, **about, **after)
        # What was said stays out of the event: whoever listens blind must not be told.
        events.record(asset.project, "opinion.given", by=by, **about)
    return held


def _checked(said: dict[str, Any]) -> dict[str, Any]:
    tags = list(dict.fromkeys(" ".join(str(tag).split()).lower() for tag in said["tags"] if str(tag).strip()))
    reason = said["reason"].strip() if said["rejected"] else ""
    if said["rating"] is not None and said["rating"] not in RATINGS:
        raise Invalid("opinion.rating_out_of_range", "Give one to five stars.", field="rating")
    if len(tags) > TAGS_MOST:
        raise Invalid("opinion.too_many_tags", f"Keep it to {TAGS_MOST} tags.", field="tags")
    if any(len(tag) > TAG_LENGTH or "\x00" in tag for tag in tags):
        raise Invalid("opinion.tag_too_long", f"Keep a tag under {TAG_LENGTH} letters.", field="tags")
    if said["rejected"] and not reason:
        raise Invalid("opinion.reason_missing", "Say why, so that the next ones can be better.", field="reason")
    if len(reason) > REASON_LENGTH or "\x00" in reason:
        raise Invalid("opinion.reason_too_long", f"Keep the reason under {REASON_LENGTH} letters.", field="reason")
    return {"rating": said["rating"], "tags": tags, "rejected": bool(said["rejected"]), "reason": reason}


def with_opinions(assets: Rows) -> Rows:
    """Versions with what everybody said, in one query more however many they are."""
    return assets.prefetch_related(Prefetch("opinions", Opinion.objects.select_related("by").order_by("pk")))


@dataclass(frozen=True)
class Said:
    """What one version was told by everybody; `mine` is this person's own."""

    all: list[Opinion]
    mine: Opinion | None

    @property
    def ratings(self) -> list[int]:
        return [one.rating for one in self.all if one.rating]

    @property
    def average(self) -> float | None:
        return sum(self.ratings) / len(self.ratings) if self.ratings else None

    @property
    def tags(self) -> list[tuple[str, int]]:
        return Counter(tag for one in self.all for tag in one.tags).most_common()

    @property
    def rejections(self) -> list[Opinion]:
        return [one for one in self.all if one.rejected]


def said_of(asset: Asset, user: Any) -> Said:
    """Read from what `with_opinions` brought along."""
    everybody = list(asset.opinions.all())
    return Said(everybody, next((one for one in everybody if one.by_id == getattr(user, "pk", None)), None))
