"""The sockets, over the real application and a real Redis."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from redis.exceptions import RedisError

from artists.models import LabelRole, Member, User
from projects import consumers, events, replay, wire
from projects.models import Project
from studio.setup import catalogue
from tests.factories import make_project
from tests.sockets import Ear, cookie_of, happen, listened_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis_url")]


@pytest.fixture
def door(song: Project) -> str:
    return f"/ws/projects/{song.pk}/"


@pytest.fixture
def cookie(owner: User) -> str:
    return cookie_of(owner)


async def test_what_happens_arrives_whole(door: str, song: Project, owner: User, cookie: str) -> None:
    async with Ear(door, cookie) as ear:
        assert ear.is_open
        await happen(song, by=owner)
        told = await ear.next()
    assert {name: told[name] for name in ("seq", "type", "by", "data")} == {
        "seq": 1,
        "type": "thing.happened",
        "by": owner.pk,
        "data": {"number": 0},
    }
    assert told["at"].endswith("+00:00")


async def test_who_was_away_gets_exactly_what_is_missing(door: str, song: Project, cookie: str) -> None:
    await happen(song, 6)
    async with Ear(f"{door}?after=2", cookie) as ear:
        assert await ear.numbers(4) == [3, 4, 5, 6]
        await happen(song)
        assert await ear.numbers(1) == [7]
        assert await ear.is_silent()


async def test_replay_goes_on_beyond_one_reading(
    door: str, song: Project, cookie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "REPLAY_ROWS", 2)
    await happen(song, 5)
    async with Ear(door, cookie) as ear:
        assert await ear.numbers(5) == [1, 2, 3, 4, 5]
        assert await ear.is_silent()


async def test_facts_during_the_replay_come_once_and_in_order(door: str, song: Project, cookie: str) -> None:
    await happen(song, 20)
    telling = asyncio.create_task(happen(song, 20))
    async with Ear(door, cookie) as ear:
        assert await ear.numbers(40) == list(range(1, 41))
        await telling
        assert await ear.is_silent()


@pytest.mark.parametrize("after", ["", "x", "-1", "٣", "9" * 40])
async def test_a_number_that_is_none_means_from_the_start(door: str, song: Project, cookie: str, after: str) -> None:
    await happen(song, 2)
    async with Ear(f"{door}?after={after}", cookie) as ear:
        assert await ear.numbers(2) == [1, 2]


@pytest.fixture
def replays(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers from which rows were read."""
    numbers: list[int] = []
    read = replay.rows_after
    monkeypatch.setattr(replay, "rows_after", lambda project, seq: numbers.append(seq) or read(project, seq))
    return numbers


async def test_a_number_from_a_lost_future_does_not_deafen(
    door: str, song: Project, cookie: str, replays: list[int]
) -> None:
    await happen(song, 2)
    async with Ear(f"{door}?after=500", cookie) as ear:
        while not replays:
            await asyncio.sleep(0.01)
        await happen(song)
        assert await ear.numbers(1) == [3]


def quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "publish", lambda event: None)


async def test_a_ping_brings_what_a_lost_push_left_out(
    door: str, song: Project, cookie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Ear(door, cookie) as ear:
        await happen(song)
        assert await ear.numbers(1) == [1]
        with monkeypatch.context() as lost:
            quietly(lost)
            await happen(song, 3)
        assert await ear.is_silent()
        await ear.say(json.dumps({"type": "ping", "after": 1}))
        assert await ear.numbers(3) == [2, 3, 4]
        await asyncio.sleep(consumers.PING_EVERY_S)
        await ear.say(json.dumps({"type": "ping", "after": 0}))
        assert await ear.is_silent()


async def test_a_gap_is_closed_by_reading_the_rows(
    door: str, song: Project, cookie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Ear(door, cookie) as ear:
        await happen(song)
        assert await ear.numbers(1) == [1]
        with monkeypatch.context() as lost:
            quietly(lost)
            await happen(song, 2)
        await happen(song)
        assert await ear.numbers(3) == [2, 3, 4]


async def test_pings_in_a_hurry_are_answered_together(
    door: str, song: Project, cookie: str, replays: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "PING_EVERY_S", 60.0)
    async with Ear(door, cookie) as ear:
        for _ in range(50):
            await ear.say('{"type":"ping","after":0}')
        await happen(song)
        assert await ear.numbers(1) == [1]
    assert len(replays) == 2


@pytest.mark.parametrize("words", ["{", "[]", "7", '{"type":"shout"}', "[" * 20_000])
async def test_words_that_mean_nothing_change_nothing(door: str, song: Project, cookie: str, words: str) -> None:
    async with Ear(door, cookie) as ear:
        await ear.say(words)
        await happen(song)
        assert await ear.numbers(1) == [1]


async def test_songs_do_not_hear_each_other(door: str, song: Project, cookie: str) -> None:
    other = await sync_to_async(make_project)(song.artist)
    async with Ear(door, cookie) as ear:
        await happen(other)
        assert await ear.is_silent()


@pytest.mark.parametrize("who", ["teammate", "anr", "engineer", "admin"])
async def test_who_else_may_listen(door: str, song: Project, who: str, the: Callable[[str], Any]) -> None:
    async with Ear(door, await sync_to_async(cookie_of)(the(who))) as ear:
        await happen(song)
        assert await ear.numbers(1) == [1]


@pytest.fixture
def the(song: Project, teammate: User, anr: User, engineer: User, admin: User, stranger: User) -> Callable[[str], User]:
    """Somebody of the cast by name; made before the loop runs."""
    cast = {"teammate": teammate, "anr": anr, "engineer": engineer, "admin": admin, "stranger": stranger}
    return cast.__getitem__


async def test_a_stranger_is_shown_no_door(door: str, the: Callable[[str], User]) -> None:
    async with Ear(door, await sync_to_async(cookie_of)(the("stranger"))) as ear:
        assert await ear.closing_code() == consumers.NOT_FOUND


async def test_a_song_that_is_not_there_looks_the_same(cookie: str) -> None:
    async with Ear("/ws/projects/00000000-0000-0000-0000-000000000000/", cookie) as ear:
        assert await ear.closing_code() == consumers.NOT_FOUND


@pytest.mark.parametrize("cookie", ["", "sessionid=made-up"])
async def test_nobody_listens_without_signing_in(door: str, cookie: str) -> None:
    for path in (door, "/ws/label/"):
        async with Ear(path, cookie) as ear:
            assert await ear.closing_code() == consumers.SIGNED_OUT


@pytest.mark.parametrize("origin", ["", "https://evil.test", "http://studio.test:81", "http://studio.test.evil.test"])
async def test_only_our_own_pages_open_sockets(door: str, cookie: str, origin: str) -> None:
    async with Ear(door, cookie, origin) as ear:
        assert not ear.is_open


async def test_a_trusted_origin_may(door: str, cookie: str, settings: Any) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://label.example"]
    async with Ear(door, cookie, "https://label.example") as ear:
        assert ear.is_open


@pytest.mark.parametrize("path", ["/ws/", "/ws/projects/1/", "/ws/other/"])
async def test_other_addresses_close_politely(path: str, cookie: str) -> None:
    async with Ear(path, cookie) as ear:
        assert await ear.closing_code() == consumers.NOT_FOUND


async def test_signing_out_closes_the_socket(door: str, cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "RECHECK_EVERY_S", 0.05)
    async with Ear(door, cookie) as ear:
        assert await ear.is_silent()
        await Session.objects.all().adelete()
        assert await ear.closing_code() == consumers.SIGNED_OUT


async def test_leaving_the_artist_closes_the_socket(door: str, cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "RECHECK_EVERY_S", 0.05)
    async with Ear(door, cookie) as ear:
        await Member.objects.all().adelete()
        assert await ear.closing_code() == consumers.NOT_FOUND


async def test_the_label_hears_every_song(song: Project, the: Callable[[str], User]) -> None:
    async with Ear("/ws/label/", await sync_to_async(cookie_of)(the("engineer"))) as ear:
        await listened_to(consumers.LABEL_GROUP)
        await happen(song)
        told = await ear.next()
        await ear.say('{"type":"ping","after":0}')
        assert await ear.is_silent()
    assert (told["project"], told["seq"]) == (str(song.pk), 1)


async def test_a_page_of_the_label_misses_nothing_while_its_socket_opens(
    song: Project, the: Callable[[str], User]
) -> None:
    await happen(song)
    read_until = await sync_to_async(events.newest)()
    await happen(song)
    await happen(song)
    cookie = await sync_to_async(cookie_of)(the("engineer"))
    async with Ear(f"/ws/label/?after={read_until}", cookie) as ear:
        assert [(await ear.next())["seq"] for _ in range(2)] == [2, 3]
        await listened_to(consumers.LABEL_GROUP)
        await happen(song)
        assert (await ear.next())["seq"] == 4
    async with Ear("/ws/label/?after=x", cookie) as ear:
        await listened_to(consumers.LABEL_GROUP)
        assert await ear.is_silent()


async def test_artists_do_not_hear_the_label(cookie: str) -> None:
    async with Ear("/ws/label/", cookie) as ear:
        assert await ear.closing_code() == consumers.NOT_FOUND


async def test_losing_the_role_closes_the_label_socket(
    the: Callable[[str], User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "RECHECK_EVERY_S", 0.05)
    async with Ear("/ws/label/", await sync_to_async(cookie_of)(the("anr"))) as ear:
        await User.objects.aupdate(label_role=LabelRole.NONE)
        assert await ear.closing_code() == consumers.NOT_FOUND


async def test_pushes_that_were_lost_come_with_the_next_ping(
    door: str, song: Project, cookie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while Redis restarts, which the fault tests do for real."""

    def away(*_: object) -> None:
        raise RedisError("gone")

    async with Ear(door, cookie) as ear:
        await happen(song)
        assert await ear.numbers(1) == [1]
        with monkeypatch.context() as patch:
            patch.setattr(wire, "send", away)
            await happen(song, 2)
        await ear.say('{"type":"ping","after":1}')
        assert await ear.numbers(2) == [2, 3]


async def test_a_page_in_spanish_hears_machines_in_spanish(door: str, song: Project, cookie: str) -> None:
    await sync_to_async(catalogue.compile_all)()
    async with Ear(f"{door}?after=0&lang=es", cookie) as spanish, Ear(f"{door}?lang=xx", cookie) as plain:
        said = {"message": "Loading the mix", "fraction": 0.5}
        await sync_to_async(events.record)(song, "stage.progressed", by=None, **said)
        assert (await spanish.next())["data"] == {**said, "message": "Cargando la mezcla"}
        assert (await plain.next())["data"] == said
