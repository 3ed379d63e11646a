"""How a stored file goes over the wire: streamed in ranges, never read into memory as a whole."""

import unicodedata
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse

from projects import storage
from projects.ranges import Span, UnsatisfiableError, asked_span

# What a browser may show in place. Everything else, HTML and SVG above all, is only handed out as a download.
SHOWN = {
    "audio/wav", "audio/flac", "audio/mpeg", "audio/ogg", "audio/webm", "audio/mp4", "audio/aac", "audio/aiff",
    "video/mp4", "image/png", "image/jpeg", "image/webp", "application/json", "text/plain",
}  # fmt: skip
KEEP_S = 3600


@dataclass(frozen=True)
class Served:
    """A stored file as the wire needs it."""

    sha256: str
    size_bytes: int
    media_type: str
    name: str

    @property
    def etag(self) -> str:
        return f'"{self.sha256}"'


async def answer(request: HttpRequest, served: Served) -> HttpResponseBase:
    """200, 206, 304 or 416 from our own disk; a redirect to a short-lived address when the storage is remote.

    Raises FileNotFoundError when our own disk no longer has it, before anything is sent.
    """
    if is_known(request, served.etag):
        return guarded(HttpResponse(status=HTTPStatus.NOT_MODIFIED), served.etag)
    said = {"disposition": _disposition(request, served), "content_type": _content_type(served)}
    address = await sync_to_async(storage.presigned_url)(served.sha256, **said)
    if address is not None:
        redirect = HttpResponseRedirect(address)
        redirect["Cache-Control"] = "no-store"
        return redirect
    if not await sync_to_async(storage.exists, thread_sensitive=False)(served.sha256):
        raise FileNotFoundError(served.sha256)
    asked = request.headers.get("Range", "") if _range_holds(request, served) else ""
    try:
        return _described(request, served, asked_span(asked, served.size_bytes))
    except UnsatisfiableError:
        refused = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        refused["Content-Range"] = f"bytes */{served.size_bytes}"
        return guarded(refused, served.etag)


def is_known(request: HttpRequest, etag: str) -> bool:
    """If-None-Match: the asker has it already."""
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
    return etag in known or known == ["*"]


def guarded(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """For this person's cache alone, and for what it says it is."""
    response["ETag"] = etag
    response["Cache-Control"] = f"private, max-age={KEEP_S}"
    response["Vary"] = "Accept, Authorization, Cookie"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _described(request: HttpRequest, served: Served, span: Span | None) -> HttpResponseBase:
    part = span or Span(0, served.size_bytes)
    is_asked_for_bytes = request.method != "HEAD"
    response = StreamingHttpResponse(_blocks(served.sha256, part)) if is_asked_for_bytes else HttpResponse()
    if span is not None:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response["Content-Range"] = span.content_range(served.size_bytes)
    response["Content-Type"] = _content_type(served)
    response["Content-Length"] = str(part.size_bytes)
    response["Content-Disposition"] = _disposition(request, served)
    response["Accept-Ranges"] = "bytes"
    return guarded(response, served.etag)


async def _blocks(sha256: str, part: Span) -> AsyncIterator[bytes]:
    """Reads in a thread of its own, so that a slow disk never stops the sockets."""
    source = storage.read_range(sha256, part.start, part.end)
    pull = sync_to_async(_next_block, thread_sensitive=False)
    while block := await pull(source):
        yield block


def _next_block(source: Iterator[bytes]) -> bytes:
    return next(source, b"")


def _range_holds(request: HttpRequest, served: Served) -> bool:
    """If-Range: a part is only wanted if the file is still the same."""
    return request.headers.get("If-Range", served.etag) == served.etag


def disposition(name: str, *, shown: bool) -> str:
    """An ASCII name for old clients and the real one beside it (RFC 5987)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(c if c.isalnum() or c in " ._-()" else "_" for c in plain)
    return f"{'inline' if shown else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _disposition(request: HttpRequest, served: Served) -> str:
    return disposition(served.name, shown=served.media_type in SHOWN and "download" not in request.GET)


def _content_type(served: Served) -> str:
    if served.media_type not in SHOWN:
        return "application/octet-stream"
    return f"{served.media_type}; charset=utf-8" if served.media_type.startswith("text/") else served.media_type
