"""Facts in the past tense: written with what they tell, published after commit, replayed by number."""

import logging
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from redis.exceptions import RedisError

from artists.models import User
from projects import notices, outbox, wire
from projects.models import Activity, Event, Project

log = logging.getLogger(__name__)

LABEL_GROUP = "label"


def newest() -> int:
    """The number of the last event anywhere, asked for before a page is read: it shows all up to here."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def group_of(project: Project) -> str:
    return f"project-{project.pk}"


def message_of(event: Event) -> dict[str, Any]:
    """What a socket carries: `{seq, type, at, by, data}`, and the project so that label screens know whose."""
    return {
        "seq": event.seq,
        "type": event.type,
        "at": event.at.isoformat(),
        "by": event.by.pk if event.by else None,
        "data": event.data,
        "project": str(event.project_id),
    }


def record(project: Project, type: str, *, by: User | None = None, **data: Any) -> Event:
    """Write the next event of a project within the caller's transaction and publish it after commit."""
    with transaction.atomic():
        # The counter's UPDATE locks the project row, so numbers follow the order of commits, without gaps.
        Project.objects.filter(pk=project.pk).update(event_seq=F("event_seq") + 1)
        seq = Project.objects.values_list("event_seq", flat=True).get(pk=project.pk)
        event = Event.objects.create(project=project, seq=seq, type=type, data=data, by=by, at=timezone.now())
        notices.tell(event)
        outbox.tell(event)
        transaction.on_commit(lambda: publish(event))
    return event


def publish(event: Event) -> None:
    """Push to the open sockets. A lost push is repaired by the client's next ping, so failure only costs time."""
    if settings.STUDIO_IN_PROCESS:
        return
    try:
        wire.send((group_of(event.project), LABEL_GROUP), {"type": "studio.event", "event": message_of(event)})
    except RedisError:
        log.warning("could not publish event %s of %s", event.seq, event.project_id, exc_info=True)


def note(verb: str, *, by: User | None, project: Project | None = None, **data: Any) -> Activity:
    """Write down what a person did."""
    return Activity.objects.create(project=project, verb=verb, by=by, data=data)
