"""Resumable uploads beside a plain copy of the same bytes, and downloads in ranges beside reading the file.

    python -m tests.benchmarks.uploads [--megabytes 200]

Measured over a real connection, in blocks of 8 MB as the pages send them; every byte is synced, hashed and stored.
"""

import argparse
import hashlib
import http.client
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from tests.benchmarks.house import house
from tests.servers import StudioServer

MB = 1024 * 1024
BLOCK_BYTES = 8 * MB


class Wire:
    """A program with a token, on one kept-open connection."""

    def __init__(self, server: StudioServer, token: str) -> None:
        self.wire = http.client.HTTPConnection("127.0.0.1", urlsplit(server.url).port or 0, timeout=120)
        self.headers = {"Authorization": f"Token {token}", "Tus-Resumable": "1.0.0"}

    def ask(self, method: str, path: str, body: bytes = b"", **more: str) -> tuple[http.client.HTTPResponse, bytes]:
        self.wire.request(method, path, body, {**self.headers, **{n.replace("_", "-"): v for n, v in more.items()}})
        answer = self.wire.getresponse()
        return answer, answer.read()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=200)
    options = parser.parse_args()
    # A WAV header, then noise: nothing on the way can make it smaller.
    content = b"RIFF\xff\xff\xff\xffWAVEfmt " + os.urandom(options.megabytes * MB)
    with house() as server:
        _measure(server, content)


def _measure(server: StudioServer, content: bytes) -> None:

    from tests.factories import make_artist, make_project, make_user, secret_of
    from tests.tus import metadata

    owner = make_user("owner")
    project = make_project(make_artist(owner))
    wire = Wire(server, secret_of(owner))
    told = metadata(filename="long.wav", kind="vocal", project=str(project.pk))
    assert server.process is not None
    memory = psutil.Process(server.process.pid).memory_info
    before = memory().rss
    sent_s, peak = _send(wire, content, told, memory)
    asset = project.assets.get()
    assert asset.sha256 == hashlib.sha256(content).hexdigest(), "the stored file differs"
    fetched_s = _fetch(wire, f"/assets/{asset.pk}/content", content)
    copied_s = _copy(content)
    megabytes = len(content) / MB
    print(f"{megabytes:.0f} MB in blocks of {BLOCK_BYTES // MB} MB, same hash on arrival")
    print(f"plain copy, synced    {megabytes / copied_s:8.0f} MB/s")
    print(f"resumable upload      {megabytes / sent_s:8.0f} MB/s   {sent_s / copied_s:.1f} x the copy's time")
    print(f"download in ranges    {megabytes / fetched_s:8.0f} MB/s   {fetched_s / copied_s:.1f} x the copy's time")
    print(f"web process memory    {before / MB:8.0f} MB before, {peak / MB:.0f} MB at most")


def _send(wire: Wire, content: bytes, told: str, memory: Callable[[], Any]) -> tuple[float, int]:
    started, peak = time.perf_counter(), 0
    made, _ = wire.ask("POST", "/uploads/", Upload_Length=str(len(content)), Upload_Metadata=told)
    for offset in range(0, len(content), BLOCK_BYTES):
        block = content[offset : offset + BLOCK_BYTES]
        kind = "application/offset+octet-stream"
        answer, body = wire.ask("PATCH", made.headers["Location"], block, Upload_Offset=str(offset), Content_Type=kind)
        assert answer.status == 204, body
        peak = max(peak, memory().rss)
    return time.perf_counter() - started, peak


def _fetch(wire: Wire, path: str, content: bytes) -> float:
    started, offset = time.perf_counter(), 0
    while offset < len(content):
        answer, body = wire.ask("GET", path, Range=f"bytes={offset}-")
        assert answer.status == 206
        offset += len(body)
    return time.perf_counter() - started


def _copy(content: bytes) -> float:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        with (Path(folder) / "copy").open("wb") as sink:
            sink.write(content)
            sink.flush()
            os.fsync(sink.fileno())
        return time.perf_counter() - started


if __name__ == "__main__":
    main()
