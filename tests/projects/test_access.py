"""Every address of the house, tried by a stranger, by nobody, and by the owner to prove the door is there.

The list comes from the resolver: a new address that names a song, a file, a run or a review is tried as soon as it
exists, and one whose parts are unknown here fails until somebody says what to fill in.
"""

import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from django.urls import reverse

from artists import invitations, tokens
from artists.models import Artist, LabelRole, User
from processing.models import Run, Stage
from projects import albums, comments, guests, lyrics, review, uploads
from projects.consumers import NOT_FOUND, SIGNED_OUT
from projects.models import Activity, Asset, Comment, Delivery, Event, Notification, Project, SavedView, Webhook
from tests.factories import make_asset, make_project, make_user, scratch_file
from tests.sockets import Ear, cookie_of
from tests.tus import TUS
from tests.url_map import Address, addresses, sockets
from tests.wire import body_of

METHODS = ("get", "head", "post", "put", "patch", "delete")
EVERY = addresses()
ADMIN = [a for a in EVERY if a.route.startswith("django-admin/")]
# What the last part names belongs to nobody, or is everybody's own.
NOBODYS = {"help-topic", "choose-notice", "api-notification-choice-detail", "leave-mail"}
NAMED = [a for a in EVERY if a.params and a not in ADMIN and a.name not in NOBODYS]
LISTS = [a for a in EVERY if not a.params and a not in ADMIN]
PUBLIC = {"healthz", "readyz", "api-schema", "api-docs", "help", "offline", "manifest", "service-worker"}
# Where nobody but the label's staff has business; a stranger is told so or sees nothing.
STAFF = {"inbox", "jobs", "api-job-list", "job-runs", "job-failures", "costs", "costs-csv", "storage"}
STAFF |= {"people", "label", "audit", "audit-csv", "api-queue-list", "api-worker-list", "api-failure-list"}
STAFF |= {"api-costs", "api-storage", "api-storage-tidy", "api-person-list", "api-invitation-list", "api-label"}
STAFF |= {"api-record-list", "webhooks", "api-webhook-list"}
STAFF_ONLY = {"inbox-item", "name-view", "drop-view", "api-view-detail"}
STAFF_ONLY |= {"prioritise-run", "change-role", "change-active", "change-membership", "change-artist"}
STAFF_ONLY |= {"withdraw-invitation", "join", "api-queue-pause", "api-queue-resume", "api-job-move"}
STAFF_ONLY |= {"api-run-priority", "api-roster-detail", "api-person-detail", "api-person-role", "api-person-active"}
STAFF_ONLY |= {"api-person-membership", "api-invitation-detail", "api-invitation-withdraw"}
STAFF_ONLY |= {"webhook", "webhook-deliveries", "change-webhook", "rotate-webhook", "ping-webhook", "remove-webhook"}
STAFF_ONLY |= {"delivery-again", "api-webhook-detail", "api-webhook-deliveries", "api-webhook-ping"}
STAFF_ONLY |= {"api-webhook-rotate", "api-delivery-detail", "api-delivery-again"}
# Behind a signature that cannot be guessed: tests/projects/views/test_guests.py has one.
GUESTS = {a.name for a in EVERY if a.route.startswith("listen/")}
DRAFTS_ONLY = {"draft", "draft-files", "submit"}
# Doors of finished mixes, of sounds that were looked into and of written albums, which their own tests open.
MIXES_ONLY = {
    "album-cue",
    "compare",
    "console",
    "console-words",
    "render-mix",
    "api-asset-remix",
    "api-asset-words",
    "asset-picture",
}
# What they name is gone afterwards, so another one is named.
TAKES_AWAY = {"drop-album", "take-off-album"}
# One person's, even within an artist.
PERSONAL = {"upload", "revoke-key", "api-key-detail", "api-key-revoke", "notice", "notice-read"}
PERSONAL |= {"api-notification-detail", "api-notification-read"}


@pytest.fixture
def parts(artist: Artist, owner: User) -> dict[str, Any]:
    """One of everything that belongs to the artist, by the name addresses give it."""
    song = make_project(artist, title="Strictly Between Us", state="in_production", created_by=owner)
    draft = make_project(artist, title="Strictly A Draft", created_by=owner)
    peaks = scratch_file(json.dumps({"levels": [{"samples_per_px": 256, "peaks": []}]}).encode(), ".json")
    drawn = {"peaks": peaks, "poster": scratch_file(b"a picture", ".jpg")}
    master = make_asset(song, "master", name="secret master.wav", renditions=drawn)
    lyrics.save_lyrics(song, "[Verse]\nStrictly sung", by=owner)
    asked = review.request_review(master, by=owner)
    # By somebody who takes no part, so that nobody on the walk takes it back.
    remark = comments.comment(master, "Strictly said", by=make_user("critic", role=LabelRole.ANR))
    view = SavedView.objects.create(user=owner, page="inbox", name="Strictly kept")
    run = Run.objects.create(project=song, recipe="master", by=owner)
    stage = Stage.objects.create(run=run, name="master", kind="master")
    upload = uploads.begin(draft, uploads.Declared("vocal", "secret take.wav", 10), by=owner)
    ids = {"project_id": song.pk, "asset_id": master.pk, "review_id": asked.pk, "run_id": run.pk, "stage_id": stage.pk}
    guest_link = guests.share(master, "Strictly a guest", by=owner)
    ids |= {"comment_id": remark.pk, "view_id": view.pk, "link_id": guest_link.pk}
    for name in ("", "spare_"):
        album = albums.start_album(artist, "Strictly Uno", by=owner)
        ids |= {f"{name}album_id": album.pk, f"{name}place_id": albums.put_on(album, song, by=owner).pk}
    asked, _secret = invitations.invite("strictly@example.org", by=owner, artist=artist)
    house = {"user_id": owner.pk, "invitation_id": asked.pk, "secret": "a-guess", "name": "cpu"}
    key, _secret = tokens.issue(owner, "Strictly a key")
    house |= {"key_id": key.pk, "person_id": owner.pk, "roster_id": artist.pk, "kind": "mix", "version": 1}
    house |= {"slug": "loudness", "token": "a-guess", "type": "decision.made"}
    notice = Notification.objects.create(user=owner, type="decision.made", project=song)
    house |= {"notice_id": notice.pk, "notification_id": notice.pk, "number": 1}
    hook = Webhook.objects.create(url="https://example.org/strictly", events=["*"], by=owner)
    sent = Delivery.objects.create(hook=hook, type="decision.made", body="{}")
    house |= {"hook_id": hook.pk, "webhook_id": hook.pk, "delivery_id": sent.pk}
    return {**ids, **house, "upload_id": upload.pk, "artist_id": artist.pk, "draft_id": draft.pk}


def filled(address: Address, parts: dict[str, Any]) -> str:
    """The address with the victim's ids; an API detail's `pk` is the id of the resource its name tells."""
    known = {**parts, "pk": parts.get(f"{address.name.split('-')[1]}_id")} if "pk" in address.params else parts
    missing = [name for name in address.params if known.get(name) is None]
    assert not missing, f"{address}: say in this test what {missing} stands for"
    return reverse(address.name, kwargs={name: known[name] for name in address.params})


def ask(browser: Client, method: str, path: str, parts: dict[str, Any]) -> Any:
    """As an API program, a tus client or a form on a page would ask, naming the victim's file where one is named."""
    headers: dict[str, Any] = {"HTTP_UPLOAD_OFFSET": "0", **TUS}
    if method not in {"post", "put", "patch"}:
        return getattr(browser, method)(path, **headers)
    if path.startswith("/uploads/"):
        return getattr(browser, method)(path, b"x", content_type="application/offset+octet-stream", **headers)
    if path.startswith("/api/"):
        return getattr(browser, method)(path, "{}", content_type="application/json")
    form = f"asset={parts['asset_id']}"
    return getattr(browser, method)(path, form, content_type="application/x-www-form-urlencoded")


def nobodys(part: Any) -> Any:
    """An id of the same kind that nothing has; words stay as they are."""
    if isinstance(part, str):
        return part
    return uuid.uuid4() if isinstance(part, uuid.UUID) else 999_999_999


def footprint() -> tuple[Any, ...]:
    """What a deed would have left."""
    songs = list(Project.objects.order_by("pk").values_list("pk", "title", "state", "event_seq"))
    return songs, Activity.objects.count(), Event.objects.count(), Asset.objects.count(), Run.objects.count()


def test_somebody_elses_looks_like_nothing_at_all(
    parts: dict[str, Any], stranger: User, browser_of: Callable[[User], Client]
) -> None:
    nothing = {name: nobodys(value) for name, value in parts.items()}
    browser, before, open_doors, told_apart = browser_of(stranger), footprint(), {}, []
    for address in NAMED:
        answers = {method: _seen(browser, method, address, parts) for method in METHODS}
        if not {404} <= {status for status, _ in answers.values()} <= {404, 405}:
            open_doors[str(address)] = answers
        for method, seen in answers.items():
            if seen != _seen(browser, method, address, nothing):
                told_apart.append((str(address), method))
    assert open_doors == {}
    assert told_apart == []
    assert footprint() == before


def _seen(browser: Client, method: str, address: Address, ids: dict[str, Any]) -> tuple[int, int]:
    """The answer's status and length, without its own address, which a page comes back to in another language."""
    path = filled(address, ids)
    answer = ask(browser, method, path, ids)
    return answer.status_code, len(body_of(answer).replace(path.encode(), b""))


def test_nobody_gets_in_without_signing_in(parts: dict[str, Any], client: Client) -> None:
    before, open_doors = footprint(), []
    for address in NAMED:
        for method in METHODS:
            answer = ask(client, method, filled(address, parts), parts)
            to_login = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
            if not to_login and answer.status_code not in {401, 403, 404, 405}:
                open_doors.append((str(address), method, answer.status_code))
    assert open_doors == []
    assert footprint() == before


@pytest.mark.parametrize("who", ["owner", "teammate"])
def test_the_doors_are_there_for_the_artist(
    parts: dict[str, Any], who: str, request: pytest.FixtureRequest, browser_of: Callable[[User], Client]
) -> None:
    browser, walls = browser_of(request.getfixturevalue(who)), {}
    for address in (one for one in NAMED if one.name not in MIXES_ONLY):
        own = {**parts, "project_id": parts["draft_id"]} if address.name in DRAFTS_ONLY else parts
        if address.name in TAKES_AWAY:
            own = {**parts, **{name: parts[f"spare_{name}"] for name in ("album_id", "place_id")}}
        answers = {ask(browser, method, filled(address, own), own).status_code for method in ("get", "head", "post")}
        is_private = address.name in STAFF_ONLY | GUESTS or (address.name in PERSONAL and who == "teammate")
        if (not answers - {404, 405}) != is_private or max(answers) >= 500:
            walls[str(address)] = answers
    assert walls == {}


def test_ones_own_song_is_no_door_to_anothers_file(
    parts: dict[str, Any], stranger: User, browser_of: Callable[[User], Client]
) -> None:
    own = {**parts, "project_id": make_project(stranger.artists.get(), state="in_production").pk}
    browser, before = browser_of(stranger), Comment.objects.count()
    for address in NAMED:
        if address.params == ("project_id",):
            answer = ask(browser, "post", filled(address, own), own)
            assert "Strictly" not in body_of(answer).decode()
            assert "secret" not in body_of(answer).decode()
    assert Comment.objects.count() == before


def test_no_list_gives_anything_away(
    parts: dict[str, Any], stranger: User, browser_of: Callable[[User], Client]
) -> None:
    secrets = {str(value) for value in parts.values() if isinstance(value, uuid.UUID)} | {"Strictly", "Nova Kane"}
    browser, told = browser_of(stranger), []
    for address in LISTS:
        answer = ask(browser, "get", reverse(address.name), parts)
        told += [(str(address), secret) for secret in secrets if secret in body_of(answer).decode()]
        if address.name in STAFF and answer.status_code not in {403, 404}:
            told.append((str(address), answer.status_code))
    assert told == []


def test_lists_are_for_people_who_signed_in(parts: dict[str, Any], client: Client) -> None:
    answers = {a.name: ask(client, "get", reverse(a.name), parts).status_code for a in LISTS}
    assert {name for name, status in answers.items() if status in {200, 503}} - PUBLIC <= {"metrics"}


@pytest.mark.parametrize("who", ["stranger", "anr", "engineer"])
def test_the_admin_is_for_admins(
    who: str, parts: dict[str, Any], request: pytest.FixtureRequest, browser_of: Callable[[User], Client]
) -> None:
    browser, open_doors = browser_of(request.getfixturevalue(who)), []
    for address in ADMIN:
        path = "/" + re.sub(r"<[^>]*>|\^|\(\?P.*", str(parts["project_id"]), address.route).replace("$", "")
        answer = ask(browser, "get", path, parts)
        is_login = address.name in {"admin:login", "admin:jsi18n"}
        if answer.status_code not in {301, 302, 403, 404} and not is_login:
            open_doors.append((path, answer.status_code))
    assert open_doors == []


def test_the_walk_found_the_house() -> None:
    names = {address.name for address in EVERY}
    assert {"room", "upload", "asset-content", "api-project-detail", "api-run-cancel", "jobs"} <= names
    assert all(address.name for address in [*NAMED, *LISTS])
    assert len(ADMIN) > 30


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", [a for a in sockets() if a.name != "ws-me"], ids=str)
async def test_no_socket_opens_for_a_stranger(
    address: Address, parts: dict[str, Any], stranger: User, redis_url: str
) -> None:
    path = "/" + address.route.replace("<uuid:project_id>", str(parts["project_id"]))
    path = path.replace("<uuid:album_id>", str(parts["album_id"]))
    assert "<" not in path, f"{address}: say in this test what its parts stand for"
    async with Ear(path, await sync_to_async(cookie_of)(stranger)) as ear:
        assert await ear.closing_code() == NOT_FOUND
    async with Ear(path) as ear:
        assert await ear.closing_code() in {SIGNED_OUT, NOT_FOUND}
