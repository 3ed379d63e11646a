"""Files over HTTP: whole, in parts, only to those who may."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from artists.models import User
from projects import storage
from projects.models import Asset, Project
from projects.ranges import CAP_BYTES
from projects.views import delivery
from tests.factories import make_asset, scratch_file, secret_of
from tests.wire import body_of

CONTENT = bytes(n % 251 for n in range(600_000))


@pytest.fixture
def browser(owner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(owner)


@pytest.fixture
def file(song: Project) -> Asset:
    return make_asset(song, content=CONTENT, name="Träume 1.wav")


def address(asset: Asset, what: str = "content") -> str:
    return f"/assets/{asset.pk}/{what}"


def test_the_whole_file(browser: Client, file: Asset) -> None:
    answer = browser.get(address(file))
    assert (answer.status_code, body_of(answer)) == (200, CONTENT)
    assert answer["Content-Length"] == str(len(CONTENT))
    assert (answer["Content-Type"], answer["Accept-Ranges"]) == ("audio/wav", "bytes")
    assert answer["ETag"] == f'"{file.sha256}"'


def test_it_is_for_this_person_alone(browser: Client, file: Asset) -> None:
    answer = browser.get(address(file))
    assert answer["Cache-Control"].startswith("private")
    assert {"Cookie", "Authorization"} <= {name.strip() for name in answer["Vary"].split(",")}
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [("bytes=0-99", 0, 100), ("bytes=599990-", 599_990, 600_000), ("bytes=-7", 599_993, 600_000)],
)
def test_a_part(browser: Client, file: Asset, header: str, start: int, end: int) -> None:
    answer = browser.get(address(file), HTTP_RANGE=header)
    assert (answer.status_code, body_of(answer)) == (206, CONTENT[start:end])
    assert answer["Content-Range"] == f"bytes {start}-{end - 1}/600000"
    assert answer["Content-Length"] == str(end - start)


def test_a_part_is_never_long(browser: Client, song: Project) -> None:
    big = make_asset(song, content=b"x" * (CAP_BYTES + 10))
    answer = browser.get(address(big), HTTP_RANGE="bytes=0-")
    assert len(body_of(answer)) == CAP_BYTES


def test_beyond_the_end(browser: Client, file: Asset) -> None:
    answer = browser.get(address(file), HTTP_RANGE="bytes=600000-")
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */600000")


def test_a_part_of_another_version_is_the_whole_file(browser: Client, file: Asset) -> None:
    stale = browser.get(address(file), HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE='"old"')
    fresh = browser.get(address(file), HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE=f'"{file.sha256}"')
    assert (stale.status_code, fresh.status_code) == (200, 206)


@pytest.mark.parametrize("tag", ['"{}"', 'W/"{}"', '"other", "{}"', "*"])
def test_what_is_known_is_not_sent_again(browser: Client, file: Asset, tag: str) -> None:
    answer = browser.get(address(file), HTTP_IF_NONE_MATCH=tag.format(file.sha256))
    assert (answer.status_code, body_of(answer)) == (304, b"")


def test_another_tag_is_not_known(browser: Client, file: Asset) -> None:
    assert browser.get(address(file), HTTP_IF_NONE_MATCH='"other"').status_code == 200


def test_head_tells_without_sending(browser: Client, file: Asset) -> None:
    whole, part = browser.head(address(file)), browser.head(address(file), HTTP_RANGE="bytes=0-9")
    assert (whole.status_code, whole["Content-Length"], whole.content) == (200, "600000", b"")
    assert (part.status_code, part["Content-Length"]) == (206, "10")


def test_only_reading(browser: Client, file: Asset) -> None:
    assert browser.post(address(file)).status_code == 405


def test_a_download_carries_its_name(browser: Client, file: Asset) -> None:
    kept = browser.get(address(file) + "?download=1")["Content-Disposition"]
    assert kept == "attachment; filename=\"Traume 1.wav\"; filename*=UTF-8''Tr%C3%A4ume%201.wav"
    assert browser.get(address(file))["Content-Disposition"].startswith("inline;")


def test_a_name_breaks_no_header() -> None:
    shown = delivery.disposition('a";b\\c%0d\r\nX: 1', shown=False)
    assert "\r" not in shown
    assert "\n" not in shown
    assert shown.count('"') == 2


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "script.js", "archive.zip", "bare"])
def test_what_a_browser_could_run_is_only_handed_out(browser: Client, song: Project, name: str) -> None:
    asset = make_asset(song, "document", content=b"<svg onload=alert(1)>", name=name)
    answer = browser.get(address(asset))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")


def test_text_says_its_letters(browser: Client, song: Project) -> None:
    notes = make_asset(song, "document", content=b"la la", name="notes.txt")
    assert browser.get(address(notes))["Content-Type"] == "text/plain; charset=utf-8"


@pytest.fixture
def heard(song: Project) -> Asset:
    """A mix with everything for listening."""
    levels = [{"samples_per_px": per_px, "peaks": [per_px]} for per_px in (256, 2048, 16384)]
    made = {
        "opus": scratch_file(b"OggS opus", ".opus"),
        "aac": scratch_file(b"ftyp aac", ".m4a"),
        "peaks": scratch_file(json.dumps({"levels": levels}).encode(), ".json"),
    }
    return make_asset(song, "mix", name="mix 1.wav", renditions=made)


@pytest.mark.parametrize(
    ("query", "accept", "body"),
    [
        ("", "*/*", b"OggS opus"),
        ("", "audio/ogg, audio/mp4", b"OggS opus"),
        ("", "audio/mp4", b"ftyp aac"),
        ("", "audio/aac;q=0.9", b"ftyp aac"),
        ("?format=aac", "*/*", b"ftyp aac"),
        ("?format=opus", "audio/mp4", b"OggS opus"),
        ("?format=wma", "*/*", b"OggS opus"),
    ],
)
def test_the_small_copy(browser: Client, heard: Asset, query: str, accept: str, body: bytes) -> None:
    assert body_of(browser.get(address(heard, "proxy") + query, HTTP_ACCEPT=accept)) == body


def test_a_small_copy_has_its_own_tag_and_name(browser: Client, heard: Asset) -> None:
    answer = browser.get(address(heard, "proxy") + "?format=aac")
    assert answer["ETag"] != f'"{heard.sha256}"'
    assert 'filename="mix 1.m4a"' in answer["Content-Disposition"]
    assert answer["Content-Type"] == "audio/mp4"


def test_without_a_small_copy_the_file_itself(browser: Client, file: Asset) -> None:
    assert body_of(browser.get(address(file, "proxy"))) == CONTENT


@pytest.mark.parametrize(
    ("query", "per_px"),
    [
        ("", 2048),
        ("?resolution=256", 256),
        ("?resolution=1", 256),
        ("?resolution=99999", 16384),
        ("?resolution=x", 2048),
    ],
)
def test_the_waveform_at_a_zoom(browser: Client, heard: Asset, query: str, per_px: int) -> None:
    answer = browser.get(address(heard, "peaks") + query)
    assert answer.json() == {"samples_per_px": per_px, "peaks": [per_px]}
    again = browser.get(address(heard, "peaks") + query, HTTP_IF_NONE_MATCH=answer["ETag"])
    assert again.status_code == 304


def test_a_waveform_not_drawn_yet(browser: Client, file: Asset) -> None:
    answer = browser.get(address(file, "peaks"))
    assert (answer.status_code, answer.json()["code"]) == (404, "asset.no_peaks")


@pytest.mark.parametrize("what", ["content", "proxy", "peaks"])
@pytest.mark.parametrize(
    ("who", "status"), [("owner", 200), ("teammate", 200), ("anr", 200), ("engineer", 200), ("stranger", 404)]
)
def test_who_gets_it(
    heard: Asset, who: str, status: int, what: str, request: pytest.FixtureRequest, browser_of: Callable[[User], Client]
) -> None:
    browser = browser_of(request.getfixturevalue(who))
    assert browser.get(address(heard, what)).status_code == status
    assert browser.get(f"/api/v1/assets/{heard.pk}/{what}").status_code == status


@pytest.mark.parametrize("what", ["content", "proxy", "peaks"])
def test_nobody_gets_it_without_signing_in(client: Client, heard: Asset, what: str) -> None:
    answer = client.get(address(heard, what))
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_programs_listen_with_a_token(client: Client, heard: Asset, owner: User) -> None:
    token = secret_of(owner)
    assert client.get(address(heard), HTTP_AUTHORIZATION=f"Token {token}").status_code == 200
    assert client.get(address(heard), HTTP_AUTHORIZATION="Token wrong").status_code == 401
    User.objects.update(is_active=False)
    assert client.get(address(heard), HTTP_AUTHORIZATION=f"Token {token}").status_code == 401


def test_an_address_that_is_no_id(browser: Client) -> None:
    assert browser.get(f"/api/v1/assets/{'-' * 36}/content").status_code == 404


def test_remote_files_are_fetched_from_the_storage(
    browser: Client, file: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sign(sha256: str, **answer_with: str) -> str:
        return f"https://store.example/{sha256}?signed"

    monkeypatch.setattr(storage, "presigned_url", sign)
    answer: Any = browser.get(address(file))
    assert (answer.status_code, answer["Cache-Control"]) == (302, "no-store")
    assert answer["Location"] == sign(file.sha256)


@pytest.mark.parametrize("what", ["content", "proxy", "peaks"])
def test_a_file_that_the_storage_has_lost_is_told_in_words(song: Project, browser: Client, what: str) -> None:
    peaks = scratch_file(json.dumps({"levels": [{"samples_per_px": 256, "peaks": []}]}).encode(), ".json")
    asset = make_asset(song, content=CONTENT, renditions={"peaks": peaks})
    for row in (asset, *asset.renditions.all()):
        path = storage.local_path(row.sha256)
        assert path
        path.unlink()
    answer = browser.get(address(asset, what))
    assert (answer.status_code, answer.json()["code"]) == (404, "asset.lost")
    assert "Tell whoever runs the studio" in answer.json()["message"] and answer["Cache-Control"] == "no-store"
