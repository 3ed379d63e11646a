"""Telling where a file comes from: the platform, the plan on the day it was made, the day, and a proof."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artists.models import User
from projects import events
from projects.errors import Invalid, StudioError
from projects.models import Asset, Origin, Project
from projects.models.origin import Plan, Platform
from projects.states import GONE

FIELDS = ("platform", "platform_name", "plan", "created_on", "proof_link")
NEEDED = ("platform", "plan", "created_on")
MARKS_MOST = 60


def origin_of(project: Project) -> Origin:
    """What is known; an empty, unsaved one where nobody has told anything."""
    return Origin.objects.filter(project=project).first() or Origin(project=project)


def tell(project: Project, told: Mapping[str, Any], *, by: User | None) -> Origin:
    """Keep what people say; only the fields that are given. Raises Invalid `origin.…` or StudioError `song.closed`."""
    if project.state in GONE:
        raise StudioError("song.closed", _("This song is finished; where it comes from stands as it was told."))
    unknown = sorted(told.keys() - set(FIELDS))
    if unknown:
        raise Invalid("origin.field_unknown", _("Nothing is asked under that name."), field=unknown[0])
    given = {name: READERS[name](value) for name, value in told.items()}
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        origin = origin_of(project)
        before = origin.facts()
        for name, value in given.items():
            setattr(origin, name, value)
        if origin.facts() == before:
            return origin
        origin.by = by
        origin.save()
        events.note("origin.told", by=by, project=project, **origin.facts())
        events.record(project, "origin.told", by=by, **origin.facts())
    return origin


def check_told(project: Project) -> None:
    """Raises Invalid `origin.missing` with the first thing that has not been said, `origin.platform_unnamed`."""
    origin = origin_of(project)
    missing = [name for name in NEEDED if not getattr(origin, name)]
    if missing:
        raise Invalid("origin.missing", ASKING[missing[0]](), field=missing[0], missing=missing)
    if origin.platform == Platform.OTHER and not origin.platform_name:
        raise Invalid("origin.platform_unnamed", _("Say which platform it was."), field="platform_name")


def keep_marks(project: Project, marks: Sequence[Mapping[str, str]]) -> None:
    """Keep what the file itself says of its making. The file is never touched."""
    found = [dict(mark) for mark in marks[:MARKS_MOST]]
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        origin = origin_of(project)
        if origin.marks == found:
            return
        origin.marks = found
        origin.save()


def proofs_of(project: Project) -> list[Asset]:
    """Documents and pictures that people brought to show under which plan it was made."""
    rows = project.assets.filter(kind=Asset.Kind.DOCUMENT, created_by__isnull=False)
    return list(rows.order_by("created_at", "pk"))


def _one_of(choices: Sequence[str], code: str, words: Promise) -> Any:
    def read(value: Any) -> str:
        if value not in choices and value != "":
            raise Invalid(code, str(words), field=code.removeprefix("origin.").removesuffix("_unknown"))
        return str(value)

    return read


def _short(field: str, most: int) -> Any:
    def read(value: Any) -> str:
        text = str(value or "").strip()
        if len(text) > most or "\x00" in text:
            raise Invalid("origin.too_long", _("Keep this shorter."), field=field)
        return text

    return read


def _day(value: Any) -> date | None:
    if value in (None, ""):
        return None
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    except ValueError:
        words = _("Write the day as year, month and day, such as 2026-03-31.")
        raise Invalid("origin.date_wrong", words, field="created_on") from None
    if day > timezone.localdate():
        raise Invalid("origin.date_in_future", _("That day is still to come."), field="created_on")
    return day


def _link(value: Any) -> str:
    text = str(value or "").strip()
    parts = urlsplit(text) if text.isprintable() and " " not in text else urlsplit("")
    if text and (len(text) > 500 or parts.scheme not in {"http", "https"} or not parts.netloc):
        words = _("Paste a whole address that begins with https://.")
        raise Invalid("origin.link_wrong", words, field="proof_link")
    return text


READERS: dict[str, Any] = {
    "platform": _one_of(Platform.values, "origin.platform_unknown", gettext_lazy("Choose one of the platforms.")),
    "platform_name": _short("platform_name", 60),
    "plan": _one_of(Plan.values, "origin.plan_unknown", gettext_lazy("Choose one of the plans.")),
    "created_on": _day,
    "proof_link": _link,
}
ASKING = {
    "platform": lambda: _("Say where the file was made."),
    "plan": lambda: _("Say which plan it was made under."),
    "created_on": lambda: _("Say on which day it was made."),
}
