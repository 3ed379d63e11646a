"""The words of a song: saved as versions, compared, restored, and whose they are."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from artists.models import User
from projects import events
from projects.authorship import Spans, written_by
from projects.errors import Invalid, StudioError
from projects.models import LyricsVersion, Project
from projects.states import CLOSED
from projects.word_diff import Piece, condensed, pieces

LYRICS_LENGTH = 20_000
NAME_LENGTH = 60
ONE_SITTING = timedelta(minutes=10)
"""Within it the autosaves of one person go on in one version instead of making many."""
KEPT_SHARE, FEW_WORDS = 0.5, 12
MOST_SUGGESTIONS = 40
NOTHING_YET = "0"
UNREADABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Saving:
    """How a text is saved.

    `base` is the `stamp` of the version the person started from; empty asks no questions. `typing` marks an autosave,
    `suggestions` are texts of the studio that were put in since then.
    """

    base: str = ""
    typing: bool = False
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    old: LyricsVersion | None
    new: LyricsVersion
    pieces: list[Piece]


def stamp(version: LyricsVersion | None) -> str:
    """Which text somebody has before them: the version's number and what it reads."""
    if version is None:
        return NOTHING_YET
    return f"{version.number}-{hashlib.sha256(version.text.encode()).hexdigest()[:12]}"


def save_lyrics(project: Project, text: str, *, by: User | None, saving: Saving = Saving()) -> LyricsVersion:
    """Save a text as the next version; saving the newest text again gives that version back. In a draft that had
    words, none are a version too: the song may become one without.

    Raises Invalid `lyrics.*`, StudioError `song.closed`, `lyrics.changed_meanwhile` when someone else has saved since.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    text = text if text.strip() else ""
    _check_words(text, or_none=project.state == Project.State.DRAFT and project.lyrics.exists())
    _check_open(project)
    with transaction.atomic():
        # Locking the project numbers versions one after another when two people save at once.
        locked = Project.objects.select_for_update().get(pk=project.pk)
        newest = locked.lyrics.select_related("by").first()
        if newest and newest.text == text:
            return newest
        if saving.base and saving.base != stamp(newest):
            raise _changed_meanwhile(newest)
        old, spans = (newest.text, newest.spans) if newest else ("", [])
        whose = written_by(old, spans, text, saving.suggestions[:MOST_SUGGESTIONS])
        if newest and saving.typing and _same_sitting(locked, newest, text, by):
            return _continue(newest, text, whose)
        return _next(locked, newest, text, whose, by=by)


def sung(project: Project) -> LyricsVersion | None:
    """The newest words, None where there are none (any more)."""
    newest = project.lyrics.first()
    return newest if newest and newest.text else None


def restore(project: Project, number: int, *, by: User) -> LyricsVersion:
    """Make an earlier text the newest again, as a version of its own."""
    _check_open(project)
    with transaction.atomic():
        locked = Project.objects.select_for_update().get(pk=project.pk)
        earlier, newest = version_of(locked, number), locked.lyrics.first()
        if newest and newest.text == earlier.text:
            raise StudioError("lyrics.already_so", "The lyrics already read like that version.")
        return _next(locked, newest, earlier.text, earlier.spans, by=by, restored=number)


def name_version(project: Project, number: int, name: str, *, by: User) -> LyricsVersion:
    """Give a version a name, so that it is found again and typing never goes on in it; an empty name takes it away."""
    name = " ".join(name.split())
    if len(name) > NAME_LENGTH or UNREADABLE.search(name):
        raise Invalid("lyrics.name_too_long", "Keep the name of a version under 60 letters.", field="name")
    with transaction.atomic():
        version = version_of(project, number)
        version.name = name
        version.save(update_fields=["name"])
        events.note("lyrics.named", by=by, project=project, number=number, name=name)
        events.record(project, "lyrics.named", by=by, number=number, name=name)
    return version


def version_of(project: Project, number: int) -> LyricsVersion:
    """Raises Invalid `lyrics.no_such_version`."""
    version = project.lyrics.filter(number=number).first()
    if version is None:
        raise Invalid("lyrics.no_such_version", "There is no such version of the lyrics.", field="number")
    return version


def compare(project: Project, number: int, against: int | None = None) -> Comparison:
    """What a version changed, word by word, `against` another one or the one before it."""
    new = version_of(project, number)
    old = version_of(project, against) if against is not None else project.lyrics.filter(number__lt=number).first()
    return Comparison(old, new, condensed(pieces(old.text if old else "", new.text)))


def _same_sitting(project: Project, newest: LyricsVersion, text: str, by: User | None) -> bool:
    """Whether typing goes on in the newest version: never where it would take most of its words away for good."""
    if _kept_share(newest.text, text) < KEPT_SHARE:
        return False
    mine = by is not None and newest.by_id == by.pk
    recent = newest.at > timezone.now() - ONE_SITTING
    return mine and recent and not newest.name and project.state == Project.State.DRAFT


def _kept_share(before: str, now: str) -> float:
    """How many of the words before are still there, 0 to 1; a few words are not missed."""
    words, left = Counter(before.split()), Counter(now.split())
    if words.total() < FEW_WORDS:
        return 1.0
    return (words & left).total() / words.total()


def _continue(version: LyricsVersion, text: str, spans: Spans) -> LyricsVersion:
    version.text, version.spans = text, spans
    version.save(update_fields=["text", "spans"])
    events.record(version.project, "lyrics.typed", by=version.by, number=version.number, stamp=stamp(version))
    return version


def _next(
    project: Project,
    newest: LyricsVersion | None,
    text: str,
    spans: Spans,
    *,
    by: User | None,
    restored: int | None = None,
) -> LyricsVersion:
    number = newest.number + 1 if newest else 1
    version: LyricsVersion = project.lyrics.create(number=number, text=text, spans=spans, by=by)
    facts = {"number": number, "stamp": stamp(version)} | ({} if restored is None else {"restored": restored})
    type = "lyrics.saved" if restored is None else "lyrics.restored"
    events.note(type, by=by, project=project, **facts)
    events.record(project, type, by=by, **facts)
    return version


def _changed_meanwhile(newest: LyricsVersion | None) -> StudioError:
    who = str(newest.by) if newest and newest.by else "Someone"
    number = newest.number if newest else 0
    words = f"{who} saved version {number} while you were writing. Your words are kept here: compare them, then choose."
    return StudioError("lyrics.changed_meanwhile", words, number=number, stamp=stamp(newest))


def suggestions_from(sent: object) -> tuple[str, ...]:
    """What a page says was put in from the studio's suggestions; anything else is left out."""
    if not isinstance(sent, Iterable) or isinstance(sent, str | bytes | dict):
        return ()
    return tuple(text for text in sent if isinstance(text, str) and text.strip())[:MOST_SUGGESTIONS]


def _check_open(project: Project) -> None:
    if project.state in CLOSED:
        raise StudioError("song.closed", "This song is finished; its lyrics can no longer be changed.")


def _check_words(text: str, *, or_none: bool) -> None:
    if not text.strip() and not or_none:
        raise Invalid("lyrics.empty", "There are no words yet.", field="text")
    if len(text) > LYRICS_LENGTH:
        raise Invalid("lyrics.too_long", f"Keep the lyrics under {LYRICS_LENGTH} letters.", field="text")
    if UNREADABLE.search(text):
        raise Invalid("lyrics.unreadable", "The lyrics hold characters that can not be stored.", field="text")
