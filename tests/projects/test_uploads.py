"""Files on their way in, through the protocol."""

import fcntl
import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from artists.models import User
from projects import signals, storage, uploads
from projects.models import Asset, Project, Upload
from tests.factories import secret_of, wav_bytes
from tests.tus import TUS, create, metadata, patch, send

WAV = wav_bytes(fill=7)


@pytest.fixture
def browser(owner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(owner)


def stored(asset: Asset) -> bytes:
    return b"".join(storage.read_range(asset.sha256, 0, asset.size_bytes))


def test_a_file_in_blocks_becomes_an_asset(browser: Client, song: Project, owner: User) -> None:
    where = create(browser, song, len(WAV))["Location"]
    first = patch(browser, where, 0, WAV[:1000])
    assert (first.status_code, first["Upload-Offset"]) == (204, "1000")
    head = browser.head(where, **TUS)
    assert (head["Upload-Offset"], head["Upload-Length"], head["Cache-Control"]) == ("1000", str(len(WAV)), "no-store")
    last = patch(browser, where, 1000, WAV[1000:])
    asset = song.assets.get()
    assert last["Studio-Asset"] == str(asset.pk)
    assert (asset.kind, asset.name, asset.created_by, stored(asset)) == ("vocal", "take.wav", owner, WAV)


def test_a_finished_upload_tells_everyone_and_leaves_no_part(browser: Client, song: Project, owner: User) -> None:
    heard: list[Any] = []
    signals.asset_added.connect(lambda **told: heard.append((told["asset"], told["by"])), weak=False)
    send(browser, song, WAV)
    asset = song.assets.get()
    assert heard == [(asset, owner)]
    assert song.events.get().data == {"asset": str(asset.pk), "kind": "vocal", "name": "take.wav", "version": 1}
    assert not uploads.part_path(Upload.objects.get()).exists()


def test_the_same_file_again_is_the_same_asset(browser: Client, song: Project) -> None:
    send(browser, song, WAV)
    again = send(browser, song, WAV)
    assert again["Studio-Asset"] == str(song.assets.get().pk)
    assert song.events.filter(type="asset.added").count() == 1


@pytest.mark.parametrize("offset", [0, 999, 1001, 10**15 - 1])
def test_a_block_at_the_wrong_place_is_refused(browser: Client, song: Project, offset: int) -> None:
    where = create(browser, song, len(WAV))["Location"]
    patch(browser, where, 0, WAV[:1000])
    refused = patch(browser, where, offset, b"x")
    assert (refused.status_code, refused.json()["code"]) == (409, "upload.wrong_offset")
    assert browser.head(where, **TUS)["Upload-Offset"] == "1000"


def test_more_than_announced_is_refused(browser: Client, song: Project) -> None:
    where = create(browser, song, 10)["Location"]
    assert patch(browser, where, 0, b"x" * 11).status_code == 413


def test_bytes_of_an_interrupted_write_are_overwritten(browser: Client, song: Project) -> None:
    where = create(browser, song, len(WAV))["Location"]
    patch(browser, where, 0, WAV[:500])
    with uploads.part_path(Upload.objects.get()).open("ab") as part:
        part.write(b"half a block that was never confirmed")
    patch(browser, where, 500, WAV[500:])
    assert stored(song.assets.get()) == WAV


def test_an_upload_whose_bytes_are_lost_starts_again(browser: Client, song: Project) -> None:
    where = create(browser, song, len(WAV))["Location"]
    patch(browser, where, 0, WAV[:500])
    uploads.part_path(Upload.objects.get()).write_bytes(b"")
    assert patch(browser, where, 500, WAV[500:]).status_code == 410


def test_a_block_while_another_is_written_waits_its_turn(browser: Client, song: Project) -> None:
    where = create(browser, song, len(WAV))["Location"]
    with uploads.part_path(Upload.objects.get()).open("r+b") as part:
        fcntl.flock(part, fcntl.LOCK_EX)
        assert patch(browser, where, 0, WAV).status_code == 423
    assert patch(browser, where, 0, WAV).status_code == 204


@pytest.mark.parametrize(
    ("content", "kind"), [(b"#EXTM3U\nfile:///etc/passwd", "vocal"), (b"\x00" * 64, "document"), (WAV, "photo")]
)
def test_a_file_that_is_not_what_it_says_is_refused(browser: Client, song: Project, content: bytes, kind: str) -> None:
    before = set(Path(settings.UPLOAD_DIR).glob("*.part"))
    refused = send(browser, song, content, kind=kind)
    assert (refused.status_code, refused.json()["code"]) == (415, "upload.wrong_type")
    assert not Upload.objects.exists()
    assert set(Path(settings.UPLOAD_DIR).glob("*.part")) == before
    assert not song.assets.exists()


def test_an_iphone_picture_is_refused_with_what_to_do(browser: Client, song: Project) -> None:
    refused = send(browser, song, b"\x00\x00\x00\x24ftypheic" + bytes(40), kind="photo", name="IMG_1.HEIC")
    assert refused.status_code == 415 and "Send it as a JPEG" in refused.content.decode()


def test_a_sound_without_an_ending_is_served_as_what_it_is(browser: Client, song: Project) -> None:
    send(browser, song, WAV, name="x01")
    assert (song.assets.get().media_type, song.assets.get().is_audio) == ("audio/wav", True)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/cron.d/x.wav", "x.wav"),
        ("..\\..\\boot.wav", "boot.wav"),
        ("/", "untitled"),
        ("a\x00b\n.wav", "ab.wav"),
        ("‮vaw.gpj.wav", "vaw.gpj.wav"),
        ("$(reboot);'\"`.wav", "$(reboot);'\"`.wav"),
        ("ü" * 300 + ".wav", "ü" * 196 + ".wav"),
        ("", "untitled"),
    ],
)
def test_a_hostile_name_is_only_a_name(browser: Client, song: Project, name: str, shown: str) -> None:
    before = set(Path(settings.DATA_DIR).rglob("*.part"))
    where = create(browser, song, len(WAV), name=name)["Location"]
    part = uploads.part_path(Upload.objects.get())
    assert set(Path(settings.DATA_DIR).rglob("*.part")) - before == {part}
    assert part.parent == Path(settings.UPLOAD_DIR)
    patch(browser, where, 0, WAV)
    assert song.assets.get().name == shown


def test_dropping_removes_row_and_bytes(browser: Client, song: Project) -> None:
    where = create(browser, song, len(WAV))["Location"]
    part = uploads.part_path(Upload.objects.get())
    assert browser.delete(where, **TUS).status_code == 204
    assert not part.exists()
    assert browser.head(where, **TUS).status_code == 404


def test_dropping_a_finished_upload_keeps_its_asset(browser: Client, song: Project) -> None:
    where = create(browser, song, len(WAV))["Location"]
    patch(browser, where, 0, WAV)
    browser.delete(where, **TUS)
    assert song.assets.count() == 1


def test_a_finished_upload_takes_no_more(browser: Client, song: Project) -> None:
    where = create(browser, song, len(WAV))["Location"]
    patch(browser, where, 0, WAV)
    assert patch(browser, where, len(WAV), b"x").status_code == 410


def test_uploads_nobody_continues_expire(browser: Client, song: Project) -> None:
    create(browser, song, len(WAV))
    forgotten = Upload.objects.get()
    kept = create(browser, song, len(WAV))["Location"]
    soon = timezone.now() + timedelta(hours=23)
    Upload.objects.exclude(pk=forgotten.pk).update(expires_at=soon + timedelta(hours=2))
    Upload.objects.filter(pk=forgotten.pk).update(expires_at=soon)
    assert uploads.expire_uploads() == 0
    assert uploads.expire_uploads(soon) == 1
    assert not uploads.part_path(forgotten).exists()
    assert browser.head(kept, **TUS).status_code == 200


def test_each_block_puts_the_end_off(browser: Client, song: Project) -> None:
    where = create(browser, song, len(WAV))["Location"]
    Upload.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    patch(browser, where, 0, WAV[:10])
    assert Upload.objects.get().expires_at > timezone.now() + timedelta(hours=23)


def test_what_the_server_speaks_is_public(client: Client, db: None) -> None:
    told = client.options("/uploads/")
    assert (told.status_code, told["Tus-Version"]) == (204, "1.0.0")
    assert set(told["Tus-Extension"].split(",")) == {"creation", "termination", "expiration"}
    assert told["Tus-Max-Size"] == str(settings.UPLOAD_MAX_BYTES)


@pytest.mark.parametrize(
    ("header", "value", "status", "code"),
    [
        ("HTTP_UPLOAD_LENGTH", "-1", 400, "upload.header_missing"),
        ("HTTP_UPLOAD_LENGTH", "", 400, "upload.header_missing"),
        ("HTTP_UPLOAD_LENGTH", "٣", 400, "upload.header_missing"),
        ("HTTP_UPLOAD_LENGTH", "0", 400, "upload.empty"),
        ("HTTP_UPLOAD_LENGTH", str(2**40), 413, "upload.too_large"),
        ("HTTP_UPLOAD_METADATA", "filename !!!", 400, "upload.metadata_unreadable"),
        ("HTTP_UPLOAD_METADATA", "filename /w==", 400, "upload.metadata_unreadable"),
        ("HTTP_TUS_RESUMABLE", "0.2.2", 412, "upload.version"),
    ],
)
def test_what_can_not_be_created(
    browser: Client, song: Project, header: str, value: str, status: int, code: str
) -> None:
    told = metadata(filename="x.wav", kind="vocal", project=str(song.pk))
    headers = {"HTTP_UPLOAD_LENGTH": "10", "HTTP_UPLOAD_METADATA": told, **TUS, header: value}
    refused = browser.post("/uploads/", **headers)
    assert (refused.status_code, refused.json()["code"], refused["Tus-Resumable"]) == (status, code, "1.0.0")
    assert not Upload.objects.exists()


@pytest.mark.parametrize("kind", ["", "master", "candidate", "stem", "../x"])
def test_only_what_people_bring_is_taken(browser: Client, song: Project, kind: str) -> None:
    assert create(browser, song, 10, kind=kind).json()["code"] == "upload.kind_unknown"


@pytest.mark.parametrize("project", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_song_that_is_not_there(browser: Client, db: None, project: str) -> None:
    told = metadata(filename="x.wav", kind="vocal", project=project)
    assert browser.post("/uploads/", HTTP_UPLOAD_LENGTH="9", HTTP_UPLOAD_METADATA=told, **TUS).status_code == 404


def test_a_released_song_takes_nothing_more(browser: Client, song: Project) -> None:
    Project.objects.update(state="released")
    assert create(browser, song, 10).json()["code"] == "song.closed"


def test_blocks_come_as_blocks(browser: Client, song: Project) -> None:
    where = create(browser, song, 10)["Location"]
    assert patch(browser, where, 0, b"x", content_type="audio/wav").status_code == 415


def test_a_block_larger_than_a_request_is_refused(browser: Client, song: Project, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    where = create(browser, song, 1000)["Location"]
    assert patch(browser, where, 0, b"x" * 101).status_code == 413
    assert patch(browser, where, 0, b"x" * 100).status_code == 204


def test_nobody_hoards_open_uploads(browser: Client, song: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "OPEN_UPLOADS_EACH", 2)
    assert [create(browser, song, 10).status_code for _ in range(3)] == [201, 201, 429]


def test_a_full_disk_is_said_before_it_is_full(browser: Client, song: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "ROOM_TO_SPARE_BYTES", 10**18)
    assert create(browser, song, 10).status_code == 507


@pytest.mark.parametrize("who", ["teammate", "stranger", "admin"])
def test_an_upload_belongs_to_one_person(
    browser: Client, song: Project, who: str, request: pytest.FixtureRequest, browser_of: Callable[[User], Client]
) -> None:
    where = create(browser, song, 10)["Location"]
    other = browser_of(request.getfixturevalue(who))
    answers = [other.head(where, **TUS), patch(other, where, 0, b"x"), other.delete(where, **TUS)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_stranger_brings_nothing_into_the_song(
    song: Project, stranger: User, teammate: User, browser_of: Callable[[User], Client]
) -> None:
    assert create(browser_of(stranger), song, 10).status_code == 404
    assert create(browser_of(teammate), song, 10).status_code == 201


def test_a_form_on_another_site_starts_nothing(song: Project, owner: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert create(browser, song, 10).status_code == 403


def test_programs_send_with_a_token(client: Client, song: Project, owner: User) -> None:
    browser = Client(enforce_csrf_checks=True, HTTP_AUTHORIZATION=f"Token {secret_of(owner)}")
    assert send(browser, song, WAV).status_code == 204
    assert hashlib.sha256(WAV).hexdigest() == song.assets.get().sha256


def test_anonymous_people_send_nothing(client: Client, song: Project) -> None:
    assert create(client, song, 10).status_code in {401, 403}


def test_an_upload_dropped_meanwhile_is_gone(song: Project, owner: User) -> None:
    upload = uploads.begin(song, uploads.Declared("vocal", "x.wav", 10), by=owner)
    Upload.objects.all().delete()
    with pytest.raises(Exception, match=r"upload\.gone"):
        uploads.receive(upload, 0, b"x", by=owner)
