"""E-mails about notices: gathered per person, grouped by song, each notice at most once.

A notice is claimed by a conditional UPDATE before its mail is handed over, so two processes or a restart never send it
twice. A mail server that refuses gives it back; the deed that caused it has long been done.
"""

import datetime
import logging
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from artists import language
from artists.models import User
from projects import notices
from projects.models import Notification

log = logging.getLogger(__name__)

LEAVING = "projects.digest.leave"
BUDGET_S = 1.0
REST_AFTER_FAILURE_S = 60.0
SHORTEST_WAIT = datetime.timedelta(minutes=1)
LONGEST_WAIT = datetime.timedelta(hours=1)
GIVEN_UP_AFTER = datetime.timedelta(days=3)
AT_ONCE = 100


@dataclass
class Postman:
    """One per process. After a refusal it rests, so that a dead mail server does not hold up its process."""

    resting_until: float = field(default=0.0)

    def round(self, now: datetime.datetime | None = None) -> int:
        """Send what is due, for as long as the budget lasts; returns how many e-mails left."""
        now, until = now or timezone.now(), time.monotonic() + BUDGET_S
        sent = 0
        if time.monotonic() < self.resting_until:
            return sent
        waiting = due(now).order_by().values_list("user", flat=True).distinct()[:AT_ONCE]
        for user in User.objects.filter(pk__in=list(waiting)):
            claimed = claim(user, now)
            if claimed and not self._send(user, claimed, now):
                break
            sent += bool(claimed)
            if time.monotonic() > until:
                break
        return sent

    def _send(self, user: User, claimed: list[Notification], now: datetime.datetime) -> bool:
        try:
            letter(user, claimed).send()
        except Exception as error:
            # Whatever a mail server, a template or an address comes up with: it must not end the caller's work.
            log.warning("could not mail %s", user.pk, exc_info=True)
            give_back(claimed, now)
            self.resting_until = time.monotonic() + REST_AFTER_FAILURE_S
            notices.tell_admins("mail.failed", words=f"{type(error).__name__}: {error}"[:200])
            return False
        return True


def due(now: datetime.datetime) -> QuerySet[Notification]:
    return Notification.objects.filter(email_due_at__lte=now, emailed_at=None, read_at=None)


def claim(user: User, now: datetime.datetime) -> list[Notification]:
    """Take what is due for one person; what another process was quicker to take is not among it."""
    mine = Notification.objects.visible_to(user).filter(pk__in=due(now).filter(user=user).values("pk"))
    if not user.is_active or not user.email:
        mine = mine.none()
    # Microseconds of our own mark the claim, so that exactly the rows that this UPDATE took can be read back.
    stamp = timezone.now()
    Notification.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[:AT_ONCE]), emailed_at=None).update(
        emailed_at=stamp
    )
    # What the person may no longer see, or a person who has left, is not asked about again.
    due(now).filter(user=user).exclude(pk__in=mine.values("pk")).update(email_due_at=None)
    taken = Notification.objects.filter(user=user, emailed_at=stamp).select_related("project__artist", "by")
    return list(taken.order_by("pk"))


def give_back(claimed: list[Notification], now: datetime.datetime) -> None:
    """Try again after as long as it has been waiting, between a minute and an hour, for three days."""
    for notice in claimed:
        age = now - notice.at
        wait = min(max(age, SHORTEST_WAIT), LONGEST_WAIT)
        again = None if age > GIVEN_UP_AFTER else now + wait
        Notification.objects.filter(pk=notice.pk).update(emailed_at=None, email_due_at=again)


def letter(user: User, rows: list[Notification]) -> EmailMultiAlternatives:
    """One e-mail, plain and HTML, in the person's language, its notices grouped by song."""
    base = settings.STUDIO_BASE_URL
    leave = f"{base}{reverse('leave-mail', args=[leaving_token(user)])}"
    with translation.override(language.of(user)):
        songs = [
            (project, [_line(notice, base) for notice in rows if notice.project == project])
            for project in dict.fromkeys(notice.project for notice in rows)
        ]
        context = {"user": user, "songs": songs, "base": base, "leave": leave, "language": language.of(user)}
        mail = EmailMultiAlternatives(
            _subject(rows),
            render_to_string("email/notices.txt", context),
            to=[user.email],
            # One click in the mail program, without a page in between (RFC 8058).
            headers={"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )
        mail.attach_alternative(render_to_string("email/notices.html", context), "text/html")
    return mail


@dataclass(frozen=True)
class Line:
    """A notice as an e-mail shows it. `at_s` is the moment its link plays from."""

    words: str
    excerpt: str
    url: str
    at_s: float | None


def _line(notice: Notification, base: str) -> Line:
    url = notices.link(notice)
    path, mark, place = url.partition("#")
    path += f"{'&' if '?' in path else '?'}notice={notice.pk}"
    at_s = notice.data.get("at_s") if notice.data.get("asset") else None
    return Line(notices.words(notice), notices.excerpt(notice), f"{base}{path}{mark}{place}", at_s)


def _subject(rows: list[Notification]) -> str:
    titles = list(dict.fromkeys(str(row.project) for row in rows if row.project))
    if len(rows) == 1:
        words = notices.words(rows[0])
        subject = f"{titles[0]}: {words}" if titles else words
    elif len(titles) == 1:
        subject = ngettext("{title}: {n} thing to know", "{title}: {n} things to know", len(rows)).format(
            title=titles[0], n=len(rows)
        )
    else:
        subject = _("{n} things to know about {count} songs").format(n=len(rows), count=len(titles))
    # A title may hold a line break; a subject may not.
    return " ".join(subject.split())


def leaving_token(user: User) -> str:
    return signing.dumps(user.pk, salt=LEAVING)


def leaver(token: str) -> User | None:
    """Whose e-mails a link turns off; None for a link that we did not write."""
    try:
        return User.objects.filter(pk=signing.loads(token, salt=LEAVING)).first()
    except signing.BadSignature:
        return None
