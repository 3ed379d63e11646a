"""An upload outlives the server: killed in the middle, it goes on from the last byte that was safe."""

import hashlib
import http.client
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from artists.models import User
from projects.models import Asset, Project, Upload
from tests.factories import secret_of, wav_bytes
from tests.servers import StudioServer
from tests.tus import metadata

BLOCK_BYTES = 512 * 1024
pytestmark = pytest.mark.fault


class Sender:
    """A tus client over a real connection."""

    def __init__(self, server: StudioServer, owner: User) -> None:
        self.server = server
        self.headers = {"Tus-Resumable": "1.0.0", "Authorization": f"Token {secret_of(owner)}"}

    def ask(self, method: str, path: str, body: bytes = b"", **more: str) -> http.client.HTTPResponse:
        wire = http.client.HTTPConnection("127.0.0.1", urlsplit(self.server.url).port or 0, timeout=30)
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        wire.request(method, path, body, {**self.headers, **headers})
        answer = wire.getresponse()
        answer.read()
        return answer

    def begin(self, song: Project, length: int) -> str:
        told = metadata(filename="long take.wav", kind="vocal", project=str(song.pk))
        return self.ask("POST", "/uploads/", Upload_Length=str(length), Upload_Metadata=told).headers["Location"]

    def go_on(self, where: str, content: bytes) -> None:
        """From wherever the server stands to the end, block by block."""
        offset = int(self.ask("HEAD", where).headers["Upload-Offset"])
        while offset < len(content):
            block = content[offset : offset + BLOCK_BYTES]
            answer = self.ask(
                "PATCH", where, block, Upload_Offset=str(offset), Content_Type="application/offset+octet-stream"
            )
            offset = int(answer.headers["Upload-Offset"])


def test_a_server_killed_in_mid_upload_loses_nothing(studio_server: StudioServer, song: Project, owner: User) -> None:
    content = wav_bytes(frames=8_000_000, fill=99)
    sender = Sender(studio_server, owner)
    where = sender.begin(song, len(content))
    sending = threading.Thread(target=_until_cut, args=(sender, where, content))
    sending.start()
    _wait_for(lambda: 2 * BLOCK_BYTES <= Upload.objects.get().offset_bytes < len(content))
    studio_server.stop()
    sending.join()
    assert 0 < Upload.objects.get().offset_bytes < len(content)
    studio_server.start()
    sender.go_on(where, content)
    assert Asset.objects.get().sha256 == hashlib.sha256(content).hexdigest()


def _until_cut(sender: Sender, where: str, content: bytes) -> None:
    try:
        sender.go_on(where, content)
    except (OSError, http.client.HTTPException):
        return


def _wait_for(is_so: Callable[[], bool], *, timeout_s: float = 30.0) -> None:
    limit = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < limit
        time.sleep(0.005)
