"""Taking away the files of candidates that nobody chose, once their song is approved and the label's time is over.

Rows, measures, provenance and waveforms stay: a song's story is kept, and the same stage makes the same file again.
Never taken: what was picked or reviewed, what anything kept was made from, and content that another file shares.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from artists.models import Label, User
from processing.models import Chore, Run, Stage, StageOutput
from projects import events
from projects.models import Asset, Opinion, Pick, Project, Rendition, Review
from projects.storage import blob_name

log = logging.getLogger(__name__)

FINISHED = (Project.State.APPROVED, Project.State.RELEASED)
DAILY = timedelta(days=1)
# Waveforms are small and still tell what was there.
KEPT_COPIES = (Rendition.Kind.PEAKS,)


@dataclass(frozen=True)
class Leaving:
    """A candidate whose files may go: itself and the stems that were made with it."""

    candidate: Asset
    files: tuple[Asset, ...]
    rejected: bool

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes + sum(copy.size_bytes for copy in _going(file)) for file in self.files)


def leaving(now: datetime | None = None) -> list[Leaving]:
    """What would be taken away today, oldest song first; empty while the label keeps everything."""
    days = Label.ours().keep_rejected_days
    if days is None:
        return []
    before = (now or timezone.now()) - timedelta(days=days)
    songs = _settled(before)
    candidates = _unchosen(before).filter(project__in=songs).select_related("project__artist")
    made = _made_with([candidate.pk for candidate in candidates])
    going = {file.pk for files in made.values() for file in files} | {one.pk for one in candidates}
    # What is kept keeps what it was made from, which may keep more.
    while needed := _needed(going):
        going -= needed
    return [
        Leaving(one, (one, *(file for file in made.get(one.pk, ()) if file.pk in going)), one.was_rejected)
        for one in candidates.prefetch_related("renditions")
        if one.pk in going
    ]


def _settled(before: datetime) -> QuerySet[Project]:
    """Approved or released long enough ago, and no machine is at work on anything of that artist."""
    approved = Max("reviews__decisions__at", filter=Q(reviews__decisions__verdict=Review.State.APPROVED))
    at_work = Run.objects.filter(project__artist=OuterRef("artist"), state=Run.State.RUNNING)
    songs = Project.objects.filter(state__in=FINISHED).annotate(settled_at=Coalesce(approved, "updated_at"))
    return songs.filter(~Exists(at_work), settled_at__lt=before)


def _unchosen(before: datetime) -> Any:
    this = OuterRef("pk")
    return (
        Asset.objects.filter(kind=Asset.Kind.CANDIDATE, removed_at=None, created_at__lt=before)
        .filter(~Exists(Pick.objects.filter(asset=this)), ~Exists(Review.objects.filter(asset=this)))
        .annotate(was_rejected=Exists(Opinion.objects.filter(asset=this, rejected=True)))
        .order_by("project", "version")
    )


def _made_with(candidates: list[UUID]) -> dict[UUID, list[Asset]]:
    """The stems that came out of the same stage as each candidate."""
    stage_of = dict(StageOutput.objects.filter(asset__in=candidates).values_list("stage", "asset"))
    stems = StageOutput.objects.filter(stage__in=stage_of, asset__kind=Asset.Kind.STEM, asset__removed_at=None)
    made: dict[UUID, list[Asset]] = {}
    for output in stems.select_related("asset").prefetch_related("asset__renditions"):
        made.setdefault(stage_of[output.stage_id], []).append(output.asset)
    return made


def _needed(going: set[UUID]) -> set[UUID]:
    """Those that something kept was made from, or that a person picked or asked about after all."""
    kept_children = Asset.objects.filter(removed_at=None).exclude(pk__in=going)
    parents = set(Asset.objects.filter(pk__in=going, children__in=kept_children).values_list("pk", flat=True))
    chosen = set(Pick.objects.filter(asset__in=going).values_list("asset", flat=True))
    asked = set(Review.objects.filter(asset__in=going).values_list("asset", flat=True))
    return parents | chosen | asked | _brought_in(going)


def _brought_in(going: set[UUID]) -> set[UUID]:
    """Those that a stage of a later run took as its input, whether or not it noted them as parents."""
    songs = Asset.objects.filter(pk__in=going).values("project")
    inputs = Stage.objects.filter(run__project__in=songs).exclude(inputs={}).values_list("inputs", flat=True)
    used = {pk for roles in inputs for pks in roles.values() for pk in pks}
    return {pk for pk in going if str(pk) in used}


def tidy(*, by: User | None, now: datetime | None = None) -> list[Leaving]:
    """Take the files away, song by song, each with a record. Returns what went."""
    gone: list[Leaving] = []
    songs: dict[Project, list[Leaving]] = {}
    for one in leaving(now):
        songs.setdefault(one.candidate.project, []).append(one)
    for song, found in songs.items():
        _tidy_song(song, found, by)
        gone += found
    return gone


def _tidy_song(song: Project, found: list[Leaving], by: User | None) -> None:
    files = [file for one in found for file in one.files]
    copies = [copy for file in files for copy in _going(file)]
    contents = {file.sha256 for file in files} | {copy.sha256 for copy in copies}
    told = {"files": len(files), "bytes": sum(one.size_bytes for one in found)}
    with transaction.atomic():
        # A pick made meanwhile waits for this lock or is seen by this look.
        Project.objects.select_for_update().get(pk=song.pk)
        if Pick.objects.filter(asset__in=[file.pk for file in files]).exists():
            return
        Asset.objects.filter(pk__in=[file.pk for file in files]).update(removed_at=timezone.now())
        Rendition.objects.filter(pk__in=[copy.pk for copy in copies]).delete()
        events.note("files.removed", by=by, project=song, assets=[str(file.pk) for file in files], **told)
        events.record(song, "files.removed", by=by, **told)
        transaction.on_commit(lambda: _forget(contents))


def _going(file: Asset) -> list[Rendition]:
    return [copy for copy in file.renditions.all() if copy.kind not in KEPT_COPIES]


def _forget(contents: set[str]) -> None:
    """Delete what no file that is kept has as its content."""
    there = Asset.objects.filter(sha256__in=contents, removed_at=None).values_list("sha256", flat=True)
    copies = Rendition.objects.filter(sha256__in=contents).values_list("sha256", flat=True)
    for sha256 in contents - set(there) - set(copies):
        try:
            default_storage.delete(blob_name(sha256))
        except OSError:
            log.exception("could not delete %s", sha256)


def tidy_daily() -> int:
    """The reconciler's call: once a day, by whoever moves the time. How many files went."""
    now = timezone.now()
    chore, made = Chore.objects.get_or_create(name="tidy", defaults={"begun_at": now})
    if not made and chore.begun_at > now - DAILY:
        return 0
    if not made and not Chore.objects.filter(pk=chore.pk, begun_at=chore.begun_at).update(begun_at=now):
        return 0
    return sum(len(one.files) for one in tidy(by=None))
