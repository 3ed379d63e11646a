"""What happens is laid out for other programs in the transaction in which it happens; `projects.courier` carries it.

So nothing is told of a deed that was rolled back, and nothing is lost when a process dies after it.
"""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from artists.models import User
from projects.models import Delivery, Event, Webhook

EVERYTHING = "*"
PING = "ping"
# What can be asked for by its beginning, and what that is.
GROUPS: dict[str, Promise] = {
    "song.": _("A song is started or sent into production"),
    "brief.": _("The brief changes"),
    "lyrics.": _("Lyrics are saved, named or brought back"),
    "rights.": _("Rights are declared"),
    "origin.": _("The origin of a finished file is told"),
    "asset.": _("A file comes in, is taken for something else or is taken out"),
    "files.": _("Files nobody chose are removed"),
    "upload.": _("Something is wrong with an upload"),
    "tempo.": _("A tempo is asked for"),
    "candidate.": _("A candidate can be heard, or is picked"),
    "mix.": _("A mix can be heard"),
    "master.": _("A master can be heard"),
    "video.": _("A clip can be seen"),
    "opinion.": _("Somebody rates or tags a version"),
    "comment.": _("Somebody comments, answers or ticks off"),
    "review.": _("A decision is asked for, or no longer"),
    "decision.": _("A decision is made, undone or taken back"),
    "run.": _("A run begins, ends or fails"),
    "stage.": _("A step of a run begins, ends or fails"),
    "flow.": _("A song can not go on by itself"),
    "queue.": _("A queue is paused, goes on or is reordered"),
}
# For open pages only: several a second while something is made or written.
PASSING = frozenset({"stage.progressed", "lyrics.typed"})


def tell(event: Event) -> None:
    """Lay the event out for every hook that wants it. Costs one look where there are none."""
    if settings.STUDIO_IN_PROCESS or event.type in PASSING:
        return
    hooks = [hook for hook in Webhook.objects.filter(active=True) if is_wanted(event.type, hook.events)]
    facts = {"project": str(event.project_id), "seq": event.seq, "by": event.by_id, "data": event.data}
    Delivery.objects.bulk_create([lay_out(hook, event.type, event.at, facts) for hook in hooks])


def is_wanted(type: str, wanted: Sequence[str]) -> bool:
    """`decision.made` is wanted by name, by its beginning `decision.`, or with everything."""
    return any(one in (EVERYTHING, type) or (one.endswith(".") and type.startswith(one)) for one in wanted)


def lay_out(hook: Webhook, type: str, at: datetime, facts: dict[str, Any], *, by: User | None = None) -> Delivery:
    """The message to one hook, due at once and not yet written."""
    pk = uuid.uuid4()
    body = json.dumps({"id": str(pk), "type": type, "at": at.isoformat(), **facts}, separators=(",", ":"))
    return Delivery(id=pk, hook=hook, type=type, body=body, by=by, next_at=timezone.now())
