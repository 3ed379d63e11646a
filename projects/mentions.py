"""Who may be named in a remark, and who is."""

import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from artists.models import LabelRole, User
from projects.errors import Invalid
from projects.models import Project

LABEL_ROLES = [LabelRole.ANR, LabelRole.ENGINEER, LabelRole.ADMIN]


def people_of(project: Project) -> QuerySet[User]:
    """Everyone who may see the song: its artist's members and the label's staff."""
    may_see = Q(label_role__in=LABEL_ROLES) | Q(memberships__artist=project.artist_id)
    return User.objects.filter(may_see, is_active=True).distinct().order_by("display_name", "username")


def names_of(person: User) -> list[str]:
    """What somebody may be called after an @."""
    return [name for name in (person.display_name, person.username) if name]


def pattern_of(people: Iterable[User]) -> re.Pattern[str] | None:
    """Finds `@Name` in a text; the longest name wins, and a name ends where its word does."""
    names = sorted({name for person in people for name in names_of(person)}, key=len, reverse=True)
    if not names:
        return None
    return re.compile(rf"(?<![\w@])@({'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)


def named(text: str, people: Iterable[User]) -> list[User]:
    """The people whom a text names, each once."""
    people = list(people)
    pattern = pattern_of(people)
    if pattern is None or "@" not in text:
        return []
    said = {found.lower() for found in pattern.findall(text)}
    return [person for person in people if said & {name.lower() for name in names_of(person)}]


def mentioned(text: str, ids: Iterable[int], project: Project) -> list[User]:
    """Those named in the text and those named by id. Raises Invalid for an id that may not see the song."""
    wanted = set(ids)
    if not wanted and "@" not in text:
        return []
    people = list(people_of(project))
    if wanted - {person.pk for person in people}:
        raise Invalid(
            "comment.mention_unknown", _("Only people who can open this song can be named."), field="mentions"
        )
    found = {person.pk for person in named(text, people)} | wanted
    return [person for person in people if person.pk in found]
