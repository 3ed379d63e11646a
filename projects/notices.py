"""Notices: made from events within the same transaction, read in the centre, chosen per person and kind."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from artists.models import LabelRole, User
from projects import told, wire
from projects.errors import Invalid
from projects.models import Event, Notification, NotificationChoice
from projects.models.guest import as_guest
from projects.said import said
from projects.version_names import name_in
from projects.views.history import RECIPES, VERDICTS

Email = NotificationChoice.Email
# What a notice keeps of its event: enough for its sentence and its link.
KEPT = (
    "name",
    "asset",
    "kind",
    "verdict",
    "reason",
    "text",
    "at_s",
    "comment",
    "recipe",
    "words",
    "version",
    "code",
    "review",
    "guest",
)
EXCERPT_LENGTH = 280


def group_of(user_id: int) -> str:
    return f"user-{user_id}"


def tell(event: Event) -> None:
    """Write the notices that follow from an event; nearly all events have none and cost one look into a table."""
    if settings.STUDIO_IN_PROCESS or event.type not in told.RULES.keys() | told.TAKEN_BACK.keys():
        return
    _take_back(event)
    knows: set[int | None] = {event.by_id}
    rows: list[Notification] = []
    for rule in told.RULES.get(event.type, ()):
        if rule.when(event):
            people = [pk for pk in rule.audience(event).values_list("pk", flat=True) if pk not in knows]
            knows.update(people)
            rows += _rows(rule.kind, people, project=event.project, by=event.by, data=_kept(event.data))
    _write(rows)


def _take_back(event: Event) -> None:
    kinds, fact = told.TAKEN_BACK.get(event.type, ((), ""))
    if kinds:
        unseen = Notification.objects.filter(project=event.project_id, read_at=None, emailed_at=None, type__in=kinds)
        unseen.filter(**{f"data__{fact}": event.data[fact]}).delete()


def tell_admins(kind: str, **data: Any) -> None:
    """Something the house itself has to say. Nobody gets a second notice about a thing while the first is unread."""
    about = {"data__name": data["name"]} if "name" in data else {}
    knows = Notification.objects.filter(type=kind, read_at=None, **about).values("user")
    people = told.everyone_with(LabelRole.ADMIN).exclude(pk__in=knows).values_list("pk", flat=True)
    _write(_rows(kind, people, data=_kept(data)))


def _kept(data: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: data[name] for name in KEPT if data.get(name) not in (None, "")}
    return {name: value[:EXCERPT_LENGTH] if isinstance(value, str) else value for name, value in kept.items()}


def _rows(kind: str, people: Iterable[int], **fields: Any) -> list[Notification]:
    people = list(people)
    usual = (True, told.KINDS[kind].email)
    asked = NotificationChoice.objects.filter(user__in=people, type=kind).values_list("user", "in_app", "email")
    wishes = {user: (in_app, email) for user, in_app, email in asked}
    rows = []
    for person in people:
        in_app, email = wishes.get(person, usual)
        if in_app or email != Email.OFF:
            due = mail_time(email, timezone.now())
            rows.append(Notification(user_id=person, type=kind, shown=in_app, email_due_at=due, **fields))
    return rows


def _write(rows: list[Notification]) -> None:
    Notification.objects.bulk_create(rows)
    groups = sorted({group_of(row.user_id) for row in rows if row.shown})
    if groups:
        transaction.on_commit(lambda: wire.nudge(groups, "notice.added"))


def mail_time(email: str, now: datetime.datetime) -> datetime.datetime | None:
    """When an e-mail leaves: after a moment in which further notices join it, or with the next morning's digest."""
    if email == Email.INSTANT:
        return now + datetime.timedelta(seconds=settings.MAIL_GATHER_S)
    if email == Email.DAILY:
        local = timezone.localtime(now)
        morning = local.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
        return morning if morning > local else morning + datetime.timedelta(days=1)
    return None


def shown_to(user: User) -> QuerySet[Notification]:
    """A person's notices as the centre lists them. What they may no longer see is left out."""
    return Notification.objects.visible_to(user).filter(shown=True).select_related("project__artist", "by")


def mark_read(rows: QuerySet[Notification]) -> int:
    """What was read needs no e-mail any more."""
    now = timezone.now()
    rows.filter(emailed_at=None).update(email_due_at=None)
    return rows.filter(read_at=None).update(read_at=now)


def words(notice: Notification) -> str:
    """The notice as a sentence, in the language in use."""
    facts = {"version": "", "words": "", **notice.data, "name": name_in(notice.type, notice.data)}
    facts["who"] = str(notice.by) if notice.by else called(notice.data)
    facts["recipe"] = str(RECIPES.get(str(facts.get("recipe")), facts.get("recipe", "")))
    facts["verdict"] = str(VERDICTS.get(str(facts.get("verdict")), facts.get("verdict", "")))
    facts["words"] = said(facts["words"])
    kind = told.KINDS.get(notice.type)
    sentence = str(kind.words).format_map(facts) if kind else notice.type
    return sentence[:1].upper() + sentence[1:]


def called(facts: Mapping[str, Any]) -> str:
    """Who did what nobody with an account did: a guest by name, or the studio itself."""
    return as_guest(facts["guest"]) if facts.get("guest") else _("The studio")


def excerpt(notice: Notification) -> str:
    """What the other person wrote."""
    return str(notice.data.get("text") or notice.data.get("reason") or "")


PLACES = {
    "tempo.asked": "#findings",
    "upload.found": "#findings",
    "candidates.ready": "#listen",
    "run.failed": "#making",
}
HOUSE_PLACES = {"webhook.off": "webhooks"}


def link(notice: Notification) -> str:
    """Where it happened, down to the second."""
    if notice.project_id is None:
        return reverse(HOUSE_PLACES.get(notice.type, "notices"))
    place = PLACES.get(notice.type, "")
    if comment := notice.data.get("comment"):
        place = f"#comment-{comment}"
    room, asset, at_s = reverse("room", args=[notice.project_id]), notice.data.get("asset"), notice.data.get("at_s")
    query = f"?asset={asset}" if asset else ""
    if asset and at_s is not None:
        query += f"&t={at_s:g}"
    return f"{room}{query}{place}"


def choices_of(user: User) -> dict[str, tuple[bool, str]]:
    """For each kind this person can get: whether it is shown, and how it is mailed."""
    asked = {one.type: (one.in_app, one.email) for one in user.notification_choices.all()}
    return {key: asked.get(key, (True, str(kind.email))) for key, kind in told.kinds_for(user).items()}


def choose(user: User, kind: str, *, in_app: bool, email: str) -> None:
    """Raises Invalid for a kind this person never gets and for an unknown way of mailing."""
    if kind not in told.kinds_for(user):
        raise Invalid("notice.kind_unknown", _("There is no notice of that kind."), field="kind")
    if email not in Email.values:
        raise Invalid("notice.email_unknown", _("E-mails come off, instant or daily."), field="email")
    wish = {"in_app": in_app, "email": email}
    NotificationChoice.objects.update_or_create(user=user, type=kind, defaults=wish)


@transaction.atomic
def stop_mail(user: User) -> None:
    """No e-mail of any kind, and none of those that are still waiting."""
    for kind, (in_app, _email) in choices_of(user).items():
        choose(user, kind, in_app=in_app, email=Email.OFF)
    Notification.objects.filter(user=user, emailed_at=None).update(email_due_at=None)
