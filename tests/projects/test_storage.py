"""Files by content, on this machine's disk and in a remote store."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from projects import storage
from tests.factories import scratch_file

CONTENT = bytes(n % 253 for n in range(700_000))
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def local(settings: Any, tmp_path: Path) -> Path:
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return tmp_path


@pytest.fixture
def remote(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    options = {"bucket_name": "studio", "region_name": "us-east-1", "querystring_auth": True}
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="studio")
        backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
        settings.STORAGES = {**settings.STORAGES, "default": backend}
        yield


@pytest.fixture(params=["local", "remote"])
def kept(request: pytest.FixtureRequest) -> storage.Kept:
    """The content, stored in one place or the other."""
    request.getfixturevalue(request.param)
    return storage.keep(scratch_file(CONTENT))


def test_a_file_is_named_by_its_content(kept: storage.Kept) -> None:
    assert kept == storage.Kept(SHA, len(CONTENT))
    assert storage.exists(SHA)
    assert storage.blob_name(SHA) == f"sha256/{SHA[:2]}/{SHA[2:4]}/{SHA}"


def test_storing_again_changes_nothing(kept: storage.Kept) -> None:
    assert storage.keep(scratch_file(CONTENT)) == kept


def test_what_was_never_stored_is_not_there(kept: storage.Kept) -> None:
    assert not storage.exists("0" * 64)
    assert not storage.exists("")


def test_a_local_copy_holds_the_content(kept: storage.Kept) -> None:
    with storage.local_copy(SHA) as path:
        assert path.read_bytes() == CONTENT


def test_a_range_is_what_slicing_gives(kept: storage.Kept) -> None:
    for start, end in [(0, 1), (0, 700_000), (300_000, 600_001), (699_999, 700_000), (5, 5)]:
        blocks = list(storage.read_range(SHA, start, end))
        assert b"".join(blocks) == CONTENT[start:end]
        assert all(len(block) <= storage.READ_BYTES for block in blocks)


def test_a_remote_copy_is_removed_again(remote: None) -> None:
    storage.keep(scratch_file(CONTENT))
    with storage.local_copy(SHA) as path:
        assert path.exists()
    assert not path.exists()


def test_only_remote_files_have_an_address_of_their_own(remote: None) -> None:
    storage.keep(scratch_file(CONTENT))
    address = storage.presigned_url(SHA, disposition="inline", content_type="audio/wav")
    assert address is not None
    assert SHA in address
    assert "X-Amz-Signature" in address or "Signature=" in address


def test_local_files_are_served_by_ourselves(local: Path) -> None:
    storage.keep(scratch_file(CONTENT))
    assert storage.presigned_url(SHA, disposition="inline", content_type="audio/wav") is None


def test_a_crash_leaves_no_half_file(local: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*told: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(OSError, match="No space"):
        storage.keep(scratch_file(CONTENT))
    assert [path for path in local.rglob("*") if path.is_file()] == []
    assert not storage.exists(SHA)
