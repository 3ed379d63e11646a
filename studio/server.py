"""Daphne with limits: no form parsing in the server, no body larger than the studio takes, and a stop that waits.

Stock Daphne lets Twisted parse a multipart POST in memory before the application (and so before any sign-in) sees it:
one 500 MB form costs gigabytes and stops every other request. Here forms are Django's business, and a body above the
limit is answered 413 by its declared length, or as soon as the bytes received pass the limit.
"""

import json
import signal
from typing import Any

import daphne.server
from daphne.http_protocol import HTTPFactory, WebRequest
from twisted.internet import reactor as twisted_reactor
from twisted.internet.interfaces import IAddress

WORDS = "This request is too large. Send files through the resumable upload instead."
LINGER_S = 2.0
DRAIN_S = 3.0
DRAIN_STEP_S = 0.05
reactor: Any = twisted_reactor


class LimitedRequest(WebRequest):
    """One HTTP request whose body may have `factory.body_max_bytes` bytes at most."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._refused = False
        self._received_bytes = 0
        super().__init__(*args, **{**options, "parsePOSTFormSubmission": False})

    @property
    def _limit_bytes(self) -> int:
        return int(self.channel.factory.body_max_bytes)

    def gotLength(self, length: int | None) -> None:  # noqa: N802
        super().gotLength(None if length is None else min(length, self._limit_bytes))
        if length is not None and length > self._limit_bytes:
            self._refuse()

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        self._received_bytes += len(data)
        if not self._refused and self._received_bytes > self._limit_bytes:
            self._refuse()
        if not self._refused:
            super().handleContentChunk(data)

    def process(self) -> Any:
        return None if self._refused else super().process()

    def _refuse(self) -> None:
        """Answer on the wire, drop what still comes in, then hang up.

        Closing at once would reset the connection, and a client still busy sending would never read the answer.
        """
        self._refused = True
        self.requestHeaders.removeHeader(b"Expect")
        body = json.dumps({"code": "request.too_large", "message": WORDS, "field": None}).encode()
        channel = self.channel
        channel.transport.write(
            b"HTTP/1.1 413 Content Too Large\r\nContent-Type: application/json\r\nConnection: close\r\n"
            b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
        )
        channel.dataReceived = lambda _data: None
        reactor.callLater(LINGER_S, channel.transport.abortConnection)


class LimitedFactory(HTTPFactory):
    """Builds connections whose requests are limited and whose forms Twisted leaves alone."""

    def __init__(self, server: Any) -> None:
        super().__init__(server)
        self.body_max_bytes = server.body_max_bytes

    def buildProtocol(self, addr: IAddress) -> Any:  # noqa: N802
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = LimitedRequest
        return protocol


class Server(daphne.server.Server):
    """Daphne's server with `LimitedFactory`; SIGTERM and SIGINT let requests under way finish for a moment."""

    def __init__(self, application: Any, *, body_max_bytes: int, **options: Any) -> None:
        super().__init__(application, signal_handlers=False, **options)
        self.body_max_bytes = body_max_bytes
        self._ports: list[Any] = []

    def run(self) -> None:
        # Daphne's `run` names its factory by this global and offers no other way in.
        daphne.server.HTTPFactory = LimitedFactory
        for number in (signal.SIGTERM, signal.SIGINT):
            daphne.server.twisted_loop.add_signal_handler(number, self.drain, DRAIN_S)
        super().run()

    def listen_success(self, port: Any) -> None:
        self._ports.append(port)
        super().listen_success(port)

    def listen_error(self, failure: Any) -> None:
        super().listen_error(failure)
        raise SystemExit(f"error: web.address: {failure.getErrorMessage()}")

    def drain(self, left_s: float) -> None:
        """Stop listening, wait up to `left_s` seconds for requests under way, then stop the reactor."""
        while self._ports:
            self._ports.pop().stopListening()
        busy = any(isinstance(one, WebRequest) and "disconnected" not in at for one, at in self.connections.items())
        if busy and left_s > 0:
            reactor.callLater(DRAIN_STEP_S, self.drain, left_s - DRAIN_STEP_S)
        else:
            self.stop()
