"""What people ask of an album: its songs brought together, new masters taken, and the whole in one file."""

from django.db import transaction
from django.utils.translation import gettext as _

from artists.models import User
from processing.album_sheet import AlbumSheet, asked_of
from processing.models import Run
from processing.pipeline import launch
from projects import albums
from projects.errors import StudioError
from projects.models import Album


def together(album: Album, *, by: User) -> list[Run]:
    """A new master for each song that stands apart, beside the ones there are. Raises `album.*`, `budget.*`."""
    sheet = AlbumSheet(album)
    if sheet.family is None:
        raise _too_few()
    if not sheet.apart:
        raise StudioError("album.nothing_apart", _("No song stands apart; nothing needs to be mastered again."))
    masters = {row.song.pk: str(row.song.master_id) for row in sheet.rows if row.measures}
    with transaction.atomic():
        albums.tell(album)
        return [
            launch.start(
                row.song.project,
                "bring_in",
                by=by,
                album=str(album.pk),
                master=masters[row.song.pk],
                company=[master for pk, master in masters.items() if pk != row.song.pk],
            )
            for row in sheet.apart
        ]


def take(album: Album, *, by: User, only: int | None = None) -> int:
    """Put the new masters on the album, or that of one place alone; how many. Raises `album.nothing_to_take`."""
    waiting = [one for one in AlbumSheet(album).brought if only in (None, one.song.pk)]
    if not waiting:
        raise StudioError("album.nothing_to_take", _("No new master waits for this album."))
    with transaction.atomic():
        for one in waiting:
            albums.use_master(one.song, one.master, by=by)
    return len(waiting)


def write(album: Album, *, by: User) -> Run:
    """All songs in one file, in order. Raises `album.too_few`, `recipe.*`, `budget.*`."""
    songs = AlbumSheet(album).songs
    if len(songs) < 2:
        raise _too_few()
    asked = {**asked_of(songs), "title": album.title}
    with transaction.atomic():
        albums.tell(album)
        return launch.start(songs[0].project, "sequence", by=by, album=str(album.pk), **asked)


def _too_few() -> StudioError:
    return StudioError("album.too_few", _("Put two songs or more with finished masters on the album first."))
