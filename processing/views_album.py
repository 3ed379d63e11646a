"""An artist's albums: the list, one album with its songs in order, and what people do with them."""

import uuid

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from artists.models import Artist
from processing import albums as wishes
from processing.album_picture import rail_of, tone_line_of
from processing.album_sheet import AlbumSheet
from projects import albums
from projects.errors import Invalid
from projects.models import Album, AlbumSong, Asset, Project
from projects.views.deeds import Done, deed, member, number

TOLD_DONE = "studio:changed"


def visible_album(request: HttpRequest, album_id: uuid.UUID) -> Album:
    return get_object_or_404(Album.objects.visible_to(request.user).select_related("artist"), pk=album_id)


def _song(request: HttpRequest, place_id: int) -> AlbumSong:
    mine = Album.objects.visible_to(request.user)
    rows = AlbumSong.objects.filter(album__in=mine).select_related("album__artist", "project__artist")
    return get_object_or_404(rows, pk=place_id)


def page_of(album: Album) -> str:
    return reverse("album", args=[album.pk])


@login_required
@require_GET
def album_list(request: HttpRequest) -> HttpResponse:
    rows = Album.objects.visible_to(request.user).select_related("artist").annotate(n=Count("songs"))
    artists = list(Artist.objects.visible_to(request.user))
    return render(request, "processing/albums.html", {"albums": rows, "artists": artists})


@deed
def new_album(request: HttpRequest) -> Done:
    asked, artists = request.POST.get("artist", ""), Artist.objects.visible_to(request.user)
    rows = artists.filter(slug=asked.replace("\x00", "")) if asked else artists
    if not asked and rows.count() > 1:
        raise Invalid("album.artist_missing", _("Choose whose album it is."), field="artist")
    artist = get_object_or_404(rows)
    album = albums.start_album(artist, request.POST.get("title", ""), by=member(request))
    return Done("", page_of(album), leave=True)


@login_required
@require_GET
def album_page(request: HttpRequest, album_id: uuid.UUID) -> HttpResponse:
    album = visible_album(request, album_id)
    return render(request, "processing/album.html", {**_shown(request, album), "state": albums.state_of(album)})


@login_required
@require_GET
def album_part(request: HttpRequest, album_id: uuid.UUID) -> HttpResponse:
    return render(request, "processing/_album_anew.html", _shown(request, visible_album(request, album_id)))


@login_required
@require_GET
def album_work(request: HttpRequest, album_id: uuid.UUID) -> HttpResponse:
    """What is under way, asked for again while it is; when it is over, the page learns of it."""
    album = visible_album(request, album_id)
    sheet = AlbumSheet(album)
    response = render(request, "processing/_album_work.html", _work(request, album, sheet))
    if not sheet.is_busy:
        response["HX-Trigger"] = TOLD_DONE
    return response


def _work(request: HttpRequest, album: Album, sheet: AlbumSheet) -> dict[str, object]:
    user = member(request)
    return {"album": album, "sheet": sheet, "may_run": user.may_steer_runs}


def _shown(request: HttpRequest, album: Album) -> dict[str, object]:
    sheet = AlbumSheet(album)
    family = sheet.family
    rows = [
        (
            row,
            rail_of(row.measures) if family and row.measures else None,
            tone_line_of(row.measures, family) if family and row.measures else None,
        )
        for row in sheet.rows
    ]
    on_it = [song.project_id for song in sheet.songs]
    ready = Project.objects.filter(artist=album.artist_id, assets__kind=Asset.Kind.MASTER, assets__removed_at=None)
    return {
        **_work(request, album, sheet),
        "rows": rows,
        "others": ready.exclude(pk__in=on_it).distinct().order_by("title"),
        "estimate": sheet.estimate(),
    }


@deed
def rename_album(request: HttpRequest, album_id: uuid.UUID) -> Done:
    album = visible_album(request, album_id)
    albums.rename(album, request.POST.get("title", ""), by=member(request))
    return Done(_("The album has its new title."), page_of(album), leave=True)


@deed
def drop_album(request: HttpRequest, album_id: uuid.UUID) -> Done:
    album = visible_album(request, album_id)
    albums.drop(album, by=member(request))
    return Done(_("The album is gone. Its songs and their masters are where they were."), reverse("albums"), leave=True)


@deed
def put_on_album(request: HttpRequest, album_id: uuid.UUID) -> Done:
    album = visible_album(request, album_id)
    rows = Project.objects.visible_to(request.user).select_related("artist")
    project = get_object_or_404(rows, pk=_named(request, "project"))
    albums.put_on(album, project, by=member(request))
    return Done(_("{title} is on the album.").format(title=project.title), page_of(album))


@deed
def take_off_album(request: HttpRequest, place_id: int) -> Done:
    song = _song(request, place_id)
    albums.take_off(song, by=member(request))
    return Done(_("{title} is off the album.").format(title=song.project.title), page_of(song.album))


@deed
def move_album_song(request: HttpRequest, place_id: int) -> Done:
    """A step up or down."""
    song = _song(request, place_id)
    albums.step(song, -1 if request.POST.get("to") == "up" else 1, by=member(request))
    return Done("", page_of(song.album))


@deed
def drop_album_song(request: HttpRequest, album_id: uuid.UUID) -> Done:
    """Where a dragged song was let go: `song` before `before`, or at the end."""
    album = visible_album(request, album_id)
    asked, before = request.POST.get("song", ""), request.POST.get("before", "")
    songs = {str(song.pk): song for song in album.songs.all()}
    if asked in songs:
        albums.move(songs[asked], before=songs.get(before), by=member(request))
    return Done("", page_of(album))


@deed
def gap_behind(request: HttpRequest, place_id: int) -> Done:
    song = _song(request, place_id)
    albums.set_gap(song, number(request.POST.get("gap_s"), code="album.gap", field="gap_s"), by=member(request))
    return Done("", page_of(song.album))


@deed
def album_master(request: HttpRequest, place_id: int) -> Done:
    song = _song(request, place_id)
    rows = Asset.objects.visible_to(request.user).filter(project=song.project_id, kind=Asset.Kind.MASTER)
    albums.use_master(song, get_object_or_404(rows, pk=_named(request, "master")), by=member(request))
    return Done(_("Another master of {title} is on the album.").format(title=song.project.title), page_of(song.album))


@deed
def bring_together(request: HttpRequest, album_id: uuid.UUID) -> Done:
    album = visible_album(request, album_id)
    n = len(wishes.together(album, by=member(request)))
    words = ngettext("{n} song is being mastered again.", "{n} songs are being mastered again.", n).format(n=n)
    return Done(f"{words} {_('The masters there are stay.')}", page_of(album))


@deed
def take_brought(request: HttpRequest, album_id: uuid.UUID) -> Done:
    """All new masters, or that of one place (`song`)."""
    album, only = visible_album(request, album_id), request.POST.get("song", "")
    one = int(only) if only.isdecimal() and len(only) < 18 else None
    n = wishes.take(album, by=member(request), only=one)
    words = ngettext("{n} new master is on the album.", "{n} new masters are on the album.", n)
    return Done(words.format(n=n), page_of(album))


def _named(request: HttpRequest, field: str) -> uuid.UUID:
    """The id that was sent. Raises Invalid `album.nothing_chosen`."""
    try:
        return uuid.UUID(request.POST.get(field, ""))
    except ValueError:
        raise Invalid("album.nothing_chosen", _("Choose one from the list first."), field=field) from None
