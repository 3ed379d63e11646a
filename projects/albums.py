"""Albums: starting one, putting songs on it, and their order. What is made of it is asked for in `processing`."""

import math
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from artists.models import Artist, User
from projects import events, picks, wire
from projects.errors import Invalid
from projects.models import Album, AlbumSong, Asset, Project

TITLE_LENGTH = 120
SONGS_MOST = 30
LONGEST_GAP_S = 20.0
CHANGED = "album.changed"
DROPPED = "album.dropped"


def group_of(album_id: UUID) -> str:
    """Who is told when the album changes."""
    return f"album-{album_id}"


def state_of(album: Album) -> int:
    """A number that grows with every change: what a page says that it shows."""
    return int(album.updated_at.timestamp() * 1_000_000)


def start_album(artist: Artist, title: str, *, by: User) -> Album:
    """A new album without songs. Raises Invalid `album.title_*`."""
    with transaction.atomic():
        album = Album.objects.create(artist=artist, title=_titled(title), created_by=by)
        events.note("album.started", by=by, album=str(album.pk), title=album.title)
    return album


def rename(album: Album, title: str, *, by: User) -> None:
    album.title = _titled(title)
    _kept(album, by, "title")


def drop(album: Album, *, by: User) -> None:
    """The album goes; its songs and what was made of them stay where they are."""
    group = group_of(album.pk)
    with transaction.atomic():
        events.note(DROPPED, by=by, album=str(album.pk), title=album.title)
        album.delete()
        transaction.on_commit(lambda: wire.nudge([group], DROPPED))


def masters_of(project: Project) -> list[Asset]:
    """What could stand on an album: the song's masters that are still kept, the newest first."""
    return list(project.assets.filter(kind=Asset.Kind.MASTER, removed_at=None).order_by("-version"))


def put_on(album: Album, project: Project, *, by: User, master: Asset | None = None) -> AlbumSong:
    """The song at the end, with `master`, else the one that counts, else the newest.

    Raises Invalid `album.not_theirs`, `album.no_master`, `album.song_twice` or `album.full`.
    """
    songs = list(album.songs.all())
    if project.artist_id != album.artist_id:
        raise Invalid("album.not_theirs", _("An album holds songs of one artist."), field="project")
    if any(song.project_id == project.pk for song in songs):
        raise Invalid("album.song_twice", _("This song is on the album already."), field="project")
    if len(songs) >= SONGS_MOST:
        raise Invalid("album.full", _("An album holds up to thirty songs."), field="project")
    chosen = _master_of(project, master)
    place = max((song.place for song in songs), default=0) + 1
    with transaction.atomic():
        song = AlbumSong.objects.create(album=album, project=project, master=chosen, place=place)
        _kept(album, by, "songs", song=str(project.pk))
    return song


def take_off(song: AlbumSong, *, by: User) -> None:
    with transaction.atomic():
        song.delete()
        _kept(song.album, by, "songs", off=str(song.project_id))


def move(song: AlbumSong, *, before: AlbumSong | None, by: User) -> None:
    """Before another song of its album, or to the end."""
    songs = [one for one in song.album.songs.all() if one.pk != song.pk]
    at = next((n for n, one in enumerate(songs) if before is not None and one.pk == before.pk), len(songs))
    songs.insert(at, song)
    _number(song.album, songs, by)


def step(song: AlbumSong, by_places: int, *, by: User) -> None:
    """So many places later, or earlier when negative; never beyond the ends."""
    songs = list(song.album.songs.all())
    here = next(n for n, one in enumerate(songs) if one.pk == song.pk)
    songs.insert(min(max(here + by_places, 0), len(songs) - 1), songs.pop(here))
    _number(song.album, songs, by)


def set_gap(song: AlbumSong, gap_s: float | None, *, by: User) -> None:
    """Seconds of silence behind it; None lets the ends of the songs suggest them. Raises Invalid `album.gap`."""
    song.gap_s = _gap(gap_s)
    with transaction.atomic():
        song.save(update_fields=["gap_s"])
        _kept(song.album, by, "gap", song=str(song.project_id), gap_s=song.gap_s)


def use_master(song: AlbumSong, master: Asset, *, by: User) -> None:
    """Which of the song's masters is heard on the album. Raises Invalid `album.no_master`."""
    song.master = _master_of(song.project, master)
    with transaction.atomic():
        song.save(update_fields=["master"])
        _kept(song.album, by, "master", song=str(song.project_id), master=str(song.master_id))


def arrange(album: Album, wanted: Sequence[Mapping[str, Any]], *, by: User) -> None:
    """The whole list at once: `project`, and where they matter `master` and `gap_s`, in order. All of it or nothing."""
    with transaction.atomic():
        before = {song.project_id: song for song in album.songs.select_related("master")}
        album.songs.all().delete()
        for one in wanted:
            known = before.get(one["project"].pk)
            master = one.get("master") or (known.master if known else None)
            song = put_on(album, one["project"], by=by, master=master)
            gap_s = one.get("gap_s", known.gap_s if known else None)
            if gap_s is not None:
                set_gap(song, gap_s, by=by)


def _titled(title: str) -> str:
    title = title.replace("\x00", "").strip()
    if not title:
        raise Invalid("album.title_missing", _("Give the album a title."), field="title")
    if len(title) > TITLE_LENGTH:
        raise Invalid("album.title_too_long", _("Keep the title under 120 letters."), field="title")
    return title


def _gap(gap_s: float | None) -> float | None:
    if gap_s is None:
        return None
    if not (math.isfinite(gap_s) and 0.0 <= gap_s <= LONGEST_GAP_S):
        raise Invalid("album.gap", _("A gap lasts from 0 to 20 seconds."), field="gap_s")
    return round(gap_s, 2)


def _master_of(project: Project, wanted: Asset | None) -> Asset:
    masters = masters_of(project)
    if wanted is None:
        wanted = picks.picked(project, "master")
        if wanted not in masters:
            wanted = masters[0] if masters else None
    if wanted is None or wanted not in masters:
        words = _("This song has no such master. Finish its master in the song's room first.")
        raise Invalid("album.no_master", words, field="master")
    return wanted


def _number(album: Album, songs: Sequence[AlbumSong], by: User) -> None:
    with transaction.atomic():
        for place, song in enumerate(songs, 1):
            song.place = place
        AlbumSong.objects.bulk_update(songs, ["place"])
        _kept(album, by, "order", songs=[str(song.project_id) for song in songs])


def _kept(album: Album, by: User, what: str, **data: Any) -> None:
    with transaction.atomic():
        album.save(update_fields=["title", "updated_at"])
        events.note(CHANGED, by=by, album=str(album.pk), title=album.title, what=what, **data)
        tell(album)


def tell(album: Album) -> None:
    """Whoever looks at the album sees it anew once this is committed."""
    transaction.on_commit(lambda: wire.nudge([group_of(album.pk)], CHANGED, seq=state_of(album)))
