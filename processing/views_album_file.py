"""The whole album in one file: asking for it, and the sheet that tells where each song begins."""

import uuid
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from processing import albums as wishes
from processing.album_sheet import AlbumSheet
from processing.dsp.cue import Place, cue_sheet
from processing.views_album import page_of, visible_album
from projects.views.deeds import Done, deed, member
from projects.views.delivery import disposition


@deed
def write_album(request: HttpRequest, album_id: uuid.UUID) -> Done:
    album = visible_album(request, album_id)
    wishes.write(album, by=member(request))
    return Done(_("The album is being put in one file. It appears here."), page_of(album))


@login_required
@require_GET
def album_cue(request: HttpRequest, album_id: uuid.UUID) -> HttpResponse:
    """The cue sheet of the newest file; 404 while there is none."""
    album = visible_album(request, album_id)
    file = AlbumSheet(album).file
    if file is None:
        raise Http404
    places = [Place(one["song"], one["start_s"], one["end_s"]) for one in file.measures["songs"]]
    words = cue_sheet(file.name, places, title=album.title, performer=album.artist.name)
    answer = HttpResponse(words, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = disposition(Path(file.name).with_suffix(".cue").name, shown=False)
    return answer
