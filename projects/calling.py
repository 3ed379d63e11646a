"""Handing one message to one address, within ten seconds and without trusting what answers."""

import hashlib
import hmac
import http.client
import io
import socket
import ssl
import time
from dataclasses import dataclass

from projects import outside
from projects.errors import StudioError

LIMIT_S = 10.0
READ_BYTES = 64 * 1024
KEPT_LETTERS = 500
HEAD_ENDS = b"\r\n\r\n"
GOOD = range(200, 300)
ELSEWHERE = range(300, 400)


@dataclass(frozen=True)
class Answer:
    """What came of it: the status and the first letters of the answer, or in words why there is none."""

    status: int | None
    words: str
    text: str = ""
    duration_ms: int = 0

    @property
    def is_good(self) -> bool:
        return self.status in GOOD


def signature(secrets: list[str], at_s: int, body: bytes) -> str:
    """`t=<unix>,v1=<hex>`: the time is signed with the body, so that an old message can not be played again.

    For a day after a secret was changed there is one `v1` of each.
    """
    signed = f"{at_s}.".encode() + body
    marks = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={at_s}", *(f"v1={mark}" for mark in marks)])


def call(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """POST it. Never raises: whatever goes wrong outside is an answer too. Redirects are not followed."""
    began = time.monotonic()
    try:
        status, text = _asked(outside.found(url), body, headers, began + LIMIT_S)
        words = _words_for(status)
    except StudioError as error:
        status, text, words = None, "", error.words
    except TimeoutError:
        status, text, words = None, "", f"No answer came within {LIMIT_S:.0f} seconds."
    except ssl.SSLError as error:
        status, text, words = None, "", f"The line could not be made safe: {_plain(error)}"
    except (OSError, http.client.HTTPException, ValueError) as error:
        status, text, words = None, "", f"Nobody could be reached there: {_plain(error)}"
    return Answer(status, words[:300], text, round((time.monotonic() - began) * 1000))


def _words_for(status: int) -> str:
    if status in GOOD:
        return ""
    if status in ELSEWHERE:
        return f"It answered {status} and points elsewhere, where the studio does not follow."
    return f"It answered {status}."


def _plain(error: Exception) -> str:
    return str(getattr(error, "verify_message", "") or getattr(error, "strerror", "") or error or type(error).__name__)


def _asked(place: outside.Place, body: bytes, headers: dict[str, str], until: float) -> tuple[int, str]:
    head = {"Host": place.called, "Content-Length": str(len(body)), "Connection": "close", **headers}
    lines = [f"POST {place.path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
    with _line(place, until) as line:
        line.settimeout(_left(until))
        line.sendall("\r\n".join([*lines, "", ""]).encode("ascii") + body)
        heard = _heard(line, until)
    return _read(heard)


def _line(place: outside.Place, until: float) -> socket.socket:
    """To the first of the addresses that answers; they were looked at, the name is not asked for again."""
    line, trouble = None, OSError("no address")
    for address in place.addresses:
        try:
            line = socket.create_connection((address, place.port), timeout=_left(until))
            break
        except OSError as error:
            trouble = error
    if line is None:
        raise trouble
    if not place.is_tls:
        return line
    try:
        line.settimeout(_left(until))
        return ssl.create_default_context().wrap_socket(line, server_hostname=place.host)
    except BaseException:
        line.close()
        raise


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _heard(line: socket.socket, until: float) -> bytes:
    """Read by hand: a library's limit holds for each piece, and somebody may send one letter every nine seconds."""
    heard = b""
    while len(heard) < READ_BYTES and not _is_whole(heard):
        try:
            line.settimeout(_left(until))
            piece = line.recv(READ_BYTES)
        except TimeoutError:
            # Some answer and then forget to hang up.
            if HEAD_ENDS in heard:
                break
            raise
        if not piece:
            break
        heard += piece
    return heard


def _is_whole(heard: bytes) -> bool:
    """Whether the head and all that it announces are there, or as much as is kept of it."""
    head, ends, rest = heard.partition(HEAD_ENDS)
    if not ends:
        return False
    sizes = [line.partition(b":")[2].strip() for line in head.split(b"\r\n") if line[:15].lower() == b"content-length:"]
    return len(rest) >= 4 * KEPT_LETTERS or (bool(sizes) and sizes[0].isdigit() and len(rest) >= int(sizes[0]))


class _Tape:
    """What was heard, for a reader that wants a socket."""

    def __init__(self, heard: bytes) -> None:
        self._heard = heard

    def makefile(self, *_: object) -> io.BytesIO:
        return io.BytesIO(self._heard)


def _read(heard: bytes) -> tuple[int, str]:
    answer = http.client.HTTPResponse(_Tape(heard))  # type: ignore[arg-type]
    answer.begin()
    try:
        content = answer.read()
    except http.client.IncompleteRead as cut:
        content = cut.partial
    text = content[: 4 * KEPT_LETTERS].decode("utf-8", "replace").replace("\x00", "")
    return answer.status, text[:KEPT_LETTERS]
