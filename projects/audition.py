"""Blind listening: the candidates of a song in an order of one's own that says nothing and stays for the session."""

import random
import uuid
from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from typing import Any

from projects.models import Asset, Project

MOST = 26
"""Letters there are, and more than anybody compares at a sitting."""
KEY = "auditions"


@dataclass(frozen=True)
class Audition:
    """`order` is the candidates' ids, A first; `revealed` says that their names are known by now."""

    order: tuple[uuid.UUID, ...]
    revealed: bool = False

    def letter(self, asset_id: uuid.UUID) -> str:
        return chr(ord("A") + self.order.index(asset_id))


def candidates_of(project: Project) -> list[uuid.UUID]:
    """The newest candidates that can still be heard."""
    rows = project.assets.filter(kind=Asset.Kind.CANDIDATE, removed_at=None).order_by("-version")
    return list(rows.values_list("pk", flat=True)[:MOST])


def audition_of(project: Project, session: MutableMapping[str, Any]) -> Audition:
    """This person's audition; whatever landed since stands last, in an order that says nothing either."""
    kept = session.get(KEY, {}).get(str(project.pk), {})
    there = candidates_of(project)
    known = [pk for pk in map(uuid.UUID, kept.get("order", [])) if pk in there]
    fresh = [pk for pk in there if pk not in known]
    # Drawn by the system: nobody finds the order out from the time at which the page was opened.
    random.SystemRandom().shuffle(fresh)
    found = Audition((*known, *fresh), bool(kept.get("revealed")))
    if fresh or len(known) != len(kept.get("order", [])):
        _keep(project, session, found)
    return found


def reveal(project: Project, session: MutableMapping[str, Any]) -> Audition:
    found = replace(audition_of(project, session), revealed=True)
    _keep(project, session, found)
    return found


def again(project: Project, session: MutableMapping[str, Any]) -> Audition:
    """Blind once more, with other letters."""
    session.get(KEY, {}).pop(str(project.pk), None)
    return audition_of(project, session)


def _keep(project: Project, session: MutableMapping[str, Any], audition: Audition) -> None:
    mine = {"order": [str(pk) for pk in audition.order], "revealed": audition.revealed}
    session[KEY] = {**session.get(KEY, {}), str(project.pk): mine}
