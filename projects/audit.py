"""The record of what people did: written as it happens, read by the label's admins, never changed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from artists import signals
from artists.models import LabelRole, User
from projects import events
from projects.models import Activity, Asset
from projects.models.origin import Plan, Platform
from projects.version_names import name_in
from projects.views.history import RECIPES, VERDICTS

PAGE = 50
# What admins and engineers do to the house; deeds about a song have their words where the song's history is told.
FACT = re.compile(r"\{\w+\}")
WORDS: dict[str, Promise] = {
    "people.invited": _("invited {email}"),
    "people.invitation_withdrawn": _("withdrew the invitation of {email}"),
    "people.joined": _("came in by invitation"),
    "people.role_changed": _("changed the role of {name} from {before} to {after}"),
    "people.deactivated": _("shut {name} out"),
    "people.reactivated": _("let {name} in again"),
    "people.password_set": _("set a new password for {name}"),
    "artist.added": _("added the artist {artist_name}"),
    "artist.changed": _("changed the artist {artist_name}"),
    "artist.member_added": _("put {name} into {artist_name}"),
    "artist.member_removed": _("took {name} out of {artist_name}"),
    "label.changed": _("changed the label's settings"),
    "queue.paused": _("paused the {queue} queue"),
    "queue.resumed": _("let the {queue} queue go on"),
    "queue.reordered": _("moved a stage in the {queue} queue"),
    "run.prioritised": _("changed how urgent {recipe} is: {priority}"),
    "run.retried": _("tried again: {recipe}"),
    "run.cancelled": _("cancelled {recipe}"),
    "run.started": _("started {recipe}"),
    "files.removed": _("removed the files of candidates nobody chose"),
    "song.started": _("started the song"),
    "song.submitted": _("sent the song into production"),
    "brief.changed": _("changed the brief"),
    "lyrics.saved": _("saved lyrics, version {number}"),
    "lyrics.restored": _("brought back lyrics, version {restored}"),
    "lyrics.named": _("named version {number} of the lyrics “{name}”"),
    "asset.added": _("added {name}"),
    "asset.retyped": _("said what {name} is: {kind}, before that {was}"),
    "asset.removed": _("took {name} out"),
    "rights.declared": _("declared: {statements}"),
    "origin.told": _("told where the file comes from: {platform}; {plan}; {created_on}"),
    "candidate.picked": _("picked {name}"),
    # What they think stays folded: an admin may still have to listen blind.
    "opinion.given": _("said what they think of {name}"),
    "review.requested": _("asked the label about {name}"),
    "review.withdrawn": _("took back the request about {name}"),
    "decision.made": _("decided on {name}: {verdict}"),
    "decision.undone": _("undid the decision on {name}"),
    "decision.withdrawn": _("took the decision on {name} back"),
    "comment.added": _("commented on {name}"),
    "comment.resolved": _("ticked off a comment on {name}"),
    "comment.reopened": _("opened a comment on {name} again"),
    "comment.removed": _("took back a comment on {name}"),
    "guest_link.made": _("made a link to {name} for {guest}"),
    "guest_link.closed": _("closed the link to {name} for {guest}"),
    "guest_link.opened": _("a guest opened the link to {name} for {guest}"),
    "album.started": _("started the album {title}"),
    "album.changed": _("changed the album {title}"),
    "album.dropped": _("dropped the album {title}"),
    "key.made": _("made the key “{name}” to the API: {scopes}"),
    "key.revoked": _("shut the key “{name}” to the API"),
    "webhook.made": _("made the webhook {name}: {events}"),
    "webhook.changed": _("changed the webhook {name}: {changes}"),
    "webhook.rotated": _("gave the webhook {name} a new secret"),
    "webhook.removed": _("removed the webhook {name}"),
    "webhook.tried": _("sent a test call to the webhook {name}"),
    "webhook.sent_again": _("sent {type} to the webhook {name} again"),
    "webhook.switched_off": _("the webhook {name} was switched off: nothing has arrived for three days"),
}
KINDS = dict(Asset.Kind.choices)
ROLES = dict(LabelRole.choices)
# Facts that are kept as a word of the code, as people call them.
CALLED: dict[str, Mapping[Any, Any]] = {
    "verdict": VERDICTS,
    "priority": {-1: _("low"), 0: _("normal"), 1: _("high")},
    "recipe": RECIPES,
    "kind": KINDS,
    "was": KINDS,
    "platform": dict(Platform.choices),
    "plan": dict(Plan.choices),
}


@receiver(signals.noted, dispatch_uid="audit.noted")
def keep(verb: str, by: User | None, data: dict[str, Any], **_: Any) -> None:
    events.note(verb, by=by, **data)


@dataclass(frozen=True)
class Wanted:
    """What to show: one person, songs whose title holds words, one verb, a span of days. Empty means all."""

    person: int | None = None
    song: str = ""
    verb: str = ""
    first: date | None = None
    last: date | None = None


class _Facts(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "–"


def deeds() -> list[tuple[str, str]]:
    """What the record can be searched for: each verb with its sentence, names left open, in the order of the words."""
    return sorted(((verb, FACT.sub("…", str(words))) for verb, words in WORDS.items()), key=lambda one: one[1])


def words_of(row: Activity) -> str:
    sentence = WORDS.get(row.verb)
    if sentence is None:
        return row.verb.replace(".", " ").replace("_", " ")
    facts = _Facts({name: _told(name, value) for name, value in row.data.items() if value not in (None, "")})
    facts["name"] = name_in(row.verb, row.data)
    if row.verb == "people.role_changed":
        facts |= {name: str(ROLES.get(row.data.get(name), "–")) for name in ("before", "after")}
    # Records of earlier days do not say which.
    facts.setdefault("recipe", str(_("a run")))
    if row.data.get("platform_name"):
        facts["platform"] = row.data["platform_name"]
    return str(sentence).format_map(facts)


def _told(name: str, value: Any) -> str:
    """A fact as people read it; statements in the very words under which they were made."""
    if name == "statements":
        return " ".join(f"“{one['words']}”" for one in value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(CALLED.get(name, {}).get(value, value)) if isinstance(value, str | int | float) else "–"


def rows_of(wanted: Wanted) -> QuerySet[Activity]:
    """Newest first."""
    rows = Activity.objects.select_related("by", "project").order_by("-pk")
    if wanted.person is not None:
        rows = rows.filter(by=wanted.person)
    if wanted.song:
        rows = rows.filter(project__title__icontains=wanted.song)
    if wanted.verb:
        rows = rows.filter(verb=wanted.verb)
    if wanted.first is not None:
        rows = rows.filter(at__gte=_midnight(wanted.first))
    if wanted.last is not None:
        rows = rows.filter(at__lt=_midnight(wanted.last) + timedelta(days=1))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def page_of(wanted: Wanted, before: int = 0) -> tuple[list[Activity], int]:
    """The rows below the one numbered `before`, and where the next page begins (0: nowhere)."""
    rows = rows_of(wanted)
    found = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0


def sheet_of(wanted: Wanted) -> Iterator[list[str]]:
    """Lines for a spreadsheet, however many."""
    yield ["number", "at", "who", "verb", "song", "data"]
    for row in rows_of(wanted).iterator(chunk_size=2000):
        song = row.project.title if row.project else ""
        yield [str(row.pk), row.at.isoformat(), str(row.by or ""), row.verb, song, str(row.data or "")]
