"""A program elsewhere that is called by a webhook: it keeps what came in and answers as a test wants."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from projects.courier import Courier

Answering = Callable[[BaseHTTPRequestHandler], None]


def verifies(secret: str, header: str, body: bytes) -> bool:
    """As the documents tell receivers to."""
    parts = [part.split("=", 1) for part in header.split(",")]
    at = next(value for name, value in parts if name == "t")
    if abs(time.time() - int(at)) > 300:
        return False
    expected = hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    return any(name == "v1" and hmac.compare_digest(value, expected) for name, value in parts)


def says(status: int = 200, words: str = "thanks", **headers: str) -> Answering:
    def answer(call: BaseHTTPRequestHandler) -> None:
        body = words.encode()
        call.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            call.send_header(name.replace("_", "-"), value)
        call.end_headers()
        call.wfile.write(body)

    return answer


def hangs(call: BaseHTTPRequestHandler) -> None:
    """Until the other side hangs up."""
    call.connection.settimeout(20)
    call.connection.recv(1)


def drips(call: BaseHTTPRequestHandler) -> None:
    """One letter after the other, each well within the limit of a single read."""
    try:
        for letter in "HTTP/1.1 200 OK\r\nX-Slow: " + "x" * 500:
            call.wfile.write(letter.encode())
            call.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


def carry(now: datetime | None = None) -> None:
    """What the reconciler does round after round: call, and write down what came of it."""
    carrier = Courier()
    carrier.round(now)
    carrier.finish(now)


@dataclass
class Receiver:
    """`calls` are the headers and the body of each call, `answer` is how the next ones are answered."""

    url: str
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answer: Answering = field(default_factory=says)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.calls]


@contextmanager
def receiving() -> Iterator[Receiver]:
    class Call(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.calls.append((dict(self.headers), body))
            receiver.answer(self)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Call)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/studio?from=us")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
