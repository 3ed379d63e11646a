"""Files in an S3 store that speaks the real protocol over HTTP: kept, found, redirected to and fetched in parts."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlparse
from urllib.request import Request, urlopen

import boto3
import pytest
from django.test import Client
from moto.server import ThreadedMotoServer

from artists.models import User
from projects import storage
from projects.models import Project
from studio.settings.storage import remote_origins, storage_from
from tests.factories import make_asset, scratch_file

CONTENT = bytes(n % 251 for n in range(400_000))


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The address of a store with one empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def remote(store: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    boto3.client("s3", endpoint_url=store, region_name="us-east-1").create_bucket(Bucket="songs")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": storage_from(f"s3://songs?endpoint={store}&region=us-east-1"),
    }
    return store


def test_a_file_goes_to_the_store_and_comes_back(remote: str) -> None:
    kept = storage.keep(scratch_file(CONTENT))
    assert kept == storage.Kept(hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    assert storage.exists(kept.sha256)
    with storage.local_copy(kept.sha256) as path:
        assert path.read_bytes() == CONTENT
    assert b"".join(storage.read_range(kept.sha256, 1000, 300_000)) == CONTENT[1000:300_000]


def test_a_listener_is_sent_to_the_store_for_the_part_they_want(
    remote: str, song: Project, owner: User, browser_of: Callable[[User], Client]
) -> None:
    asset = make_asset(song, content=CONTENT, name="Träume 1.wav")
    answer = browser_of(owner).get(f"/assets/{asset.pk}/content")
    assert answer.status_code == 302
    assert answer["Cache-Control"] == "no-store"
    with urlopen(Request(answer["Location"], headers={"Range": "bytes=100-299"})) as part:
        assert (part.status, part.read()) == (206, CONTENT[100:300])
        assert part.headers["Content-Type"] == "audio/wav"
        assert "Tr%C3%A4ume%201.wav" in part.headers["Content-Disposition"]
        assert part.headers["Content-Disposition"].startswith("inline")


def test_a_download_carries_the_name_people_know(
    remote: str, song: Project, owner: User, browser_of: Callable[[User], Client]
) -> None:
    asset = make_asset(song, content=CONTENT, name="take.wav")
    answer = browser_of(owner).get(f"/assets/{asset.pk}/content?download=1")
    with urlopen(answer["Location"]) as whole:
        assert whole.headers["Content-Disposition"].startswith('attachment; filename="take.wav"')
        assert whole.read() == CONTENT


def test_a_stranger_gets_no_address(
    remote: str, song: Project, stranger: User, browser_of: Callable[[User], Client]
) -> None:
    asset = make_asset(song, content=CONTENT)
    assert browser_of(stranger).get(f"/assets/{asset.pk}/content").status_code == 404


def test_pages_may_play_from_the_store() -> None:
    url = "s3://songs?endpoint=https://store.example:9000/x&region=eu"
    assert remote_origins(url) == ["https://store.example:9000"]
    assert "https://songs.s3.eu-west-1.amazonaws.com" in remote_origins("s3://songs?region=eu-west-1")
    assert remote_origins("") == []
    assert urlparse(storage_from(url)["OPTIONS"]["endpoint_url"]).hostname == "store.example"


def test_an_unset_store_is_the_data_folder() -> None:
    assert storage_from("")["BACKEND"].endswith("FileSystemStorage")
