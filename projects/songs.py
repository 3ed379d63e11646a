"""Starting a song and saying what it should be."""

import math
import re
import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from artists.models import Artist, User
from projects import declarations, events, signals
from projects.errors import Invalid, StudioError
from projects.lyrics import LYRICS_LENGTH as LYRICS_LENGTH
from projects.lyrics import save_lyrics as save_lyrics
from projects.lyrics import sung
from projects.machine import move
from projects.models import Asset, Project
from projects.models.project import TEMPO_RANGE_BPM, Genre, Meter
from projects.states import CLOSED as CLOSED
from projects.states import GONE as GONE

TITLE_LENGTH = 120
CANDIDATES = range(1, 21)
SEED_MAX = 2**31 - 1
KEY = re.compile(r"^[A-G][#b]? (major|minor)$")
MAKING = {Project.State.IN_PRODUCTION, Project.State.IN_REVIEW, Project.State.CHANGES_REQUESTED}


@dataclass(frozen=True)
class Brief:
    """What the artist wants; empty fields are filled by what intake hears."""

    title: str
    genre: str = ""
    mood: str = ""
    bpm: float | None = None
    meter: str = Meter.COMMON
    key: str = ""
    notes: str = ""
    candidates_wanted: int = 3
    seed: int = 1
    autopilot: bool = False


BRIEF_FIELDS = tuple(field.name for field in fields(Brief))


def start_song(
    artist: Artist,
    brief: Brief,
    *,
    by: User,
    lyrics: str = "",
    kind: str = Project.Kind.HYBRID,
    pk: uuid.UUID | None = None,
) -> Project:
    """A new draft, with its first lyrics when there are any.

    A page that starts drafts brings its own id (`pk`), so that asking again after a lost answer makes no second one.
    Raises Invalid with a `brief.…` code and the field that is wrong, StudioError `song.id_taken`.
    """
    if kind not in Project.Kind.values:
        raise Invalid("brief.kind_unknown", "Choose lyrics and voice, or the rescue of a flat file.", field="kind")
    wanted = checked(brief)
    with transaction.atomic():
        project = _new_draft(pk or uuid.uuid4(), artist=artist, kind=kind, created_by=by, **asdict(wanted))
        events.note("song.started", by=by, project=project, title=project.title)
        events.record(project, "song.started", by=by, title=project.title, kind=kind)
        if lyrics.strip():
            save_lyrics(project, lyrics, by=by)
    return project


def _new_draft(pk: uuid.UUID, **fields: Any) -> Project:
    try:
        with transaction.atomic():
            return Project.objects.create(pk=pk, **fields)
    except IntegrityError:
        raise StudioError("song.id_taken", "This draft can not be started; open a new one.") from None


def change_brief(project: Project, *, by: User, **changes: Any) -> Project:
    """Change some fields of the brief; what has not changed is left alone and not told."""
    if project.state in CLOSED:
        raise StudioError("song.closed", "This song is finished; its brief can no longer be changed.")
    unknown = sorted(changes.keys() - set(BRIEF_FIELDS))
    if unknown:
        raise Invalid("brief.field_unknown", f"The brief has no field called {unknown[0]}.", field=unknown[0])
    before = {name: getattr(project, name) for name in BRIEF_FIELDS}
    after = asdict(checked(Brief(**{**before, **changes})))
    changed = {name: value for name, value in after.items() if value != before[name]}
    if not changed:
        return project
    with transaction.atomic():
        for name, value in changed.items():
            setattr(project, name, value)
        project.save(update_fields=[*changed, "updated_at"])
        events.note("brief.changed", by=by, project=project, **changed)
        events.record(project, "brief.changed", by=by, changes=changed)
    return project


def submit(project: Project, *, by: User, declaring: Collection[str] = ()) -> Project:
    """Send a draft into production; processing begins with intake.

    `declaring` names the statements about rights (`projects.declarations`) that this person makes with it. Raises
    `brief.…`, `rights.not_declared` or `song.already_submitted`; then nothing has been declared either.
    """
    check_draft(project)
    _check_complete(project)
    with transaction.atomic():
        declarations.declare(project, declaring, by=by)
        declarations.check_declared(project)
        if not move(project, to=Project.State.IN_PRODUCTION, updated_at=timezone.now()):
            raise StudioError("song.already_submitted", "Someone has just sent this song into production.")
        events.note("song.submitted", by=by, project=project)
        events.record(project, "song.submitted", by=by)
        signals.submitted.send(Project, project=project, by=by)
    return project


def check_draft(project: Project) -> None:
    """Raises `song.already_submitted`."""
    if project.state != Project.State.DRAFT:
        raise StudioError("song.already_submitted", "This song is already in production.")


def checked(brief: Brief) -> Brief:
    """The brief tidied up; raises Invalid at the first field that can not be taken."""
    tidy = Brief(
        **{
            **asdict(brief),
            "title": brief.title.strip(),
            "mood": brief.mood.strip(),
            "key": tidy_key(brief.key),
            "notes": brief.notes.strip(),
        }
    )
    for is_fine, code, words, field in _questions(tidy):
        if not is_fine:
            raise Invalid(code, words, field=field)
    return tidy


def tidy_key(key: str) -> str:
    """`a min` and `A minor` are the same key; what is not a key comes back as it was typed."""
    words = key.replace("♯", "#").replace("♭", "b").split()
    if len(words) != 2:
        return key.strip()
    modes = {"maj": "major", "major": "major", "min": "minor", "minor": "minor"}
    return f"{words[0][:1].upper()}{words[0][1:].lower()} {modes.get(words[1].lower(), words[1])}"


def _questions(brief: Brief) -> list[tuple[bool, str, str, str]]:
    low, high = TEMPO_RANGE_BPM
    tempo_fits = brief.bpm is None or (math.isfinite(brief.bpm) and low <= brief.bpm <= high)
    plain = "\x00" not in brief.title + brief.mood + brief.notes
    return [
        (plain, "brief.text_unreadable", "The text holds characters that can not be stored.", "title"),
        (bool(brief.title), "brief.title_missing", "Give the song a title.", "title"),
        (len(brief.title) <= TITLE_LENGTH, "brief.title_too_long", "Keep the title under 120 letters.", "title"),
        (brief.genre in {"", *Genre.values}, "brief.genre_unknown", "Choose one of the studio's genres.", "genre"),
        (len(brief.mood) <= 40, "brief.mood_too_long", "Say the mood in a few words.", "mood"),
        (tempo_fits, "brief.bpm_out_of_range", f"The tempo can be from {low:.0f} to {high:.0f} BPM.", "bpm"),
        (brief.meter in Meter.values, "brief.meter_unknown", "Choose 4/4, 3/4 or 6/8.", "meter"),
        (not brief.key or bool(KEY.match(brief.key)), "brief.key_unknown", "Write a key like A minor.", "key"),
        (len(brief.notes) <= 4000, "brief.notes_too_long", "Keep the notes under 4000 letters.", "notes"),
        (
            brief.candidates_wanted in CANDIDATES,
            "brief.candidates_out_of_range",
            "Ask for 1 to 20 candidates.",
            "candidates_wanted",
        ),
        (0 <= brief.seed <= SEED_MAX, "brief.seed_out_of_range", "The seed is a number from 0 to 2147483647.", "seed"),
    ]


def _check_complete(project: Project) -> None:
    if project.kind == Project.Kind.RESCUE:
        if not project.assets.filter(kind=Asset.Kind.FLAT_MIX).exists():
            raise Invalid("brief.flat_mix_missing", "Add the file that is to be rescued first.", field="flat_mix")
    elif not sung(project) and not project.assets.filter(kind=Asset.Kind.VOCAL).exists():
        raise Invalid("brief.nothing_to_sing", "Add lyrics or a vocal first.", field="lyrics")
