"""An album that somebody else changes is seen changed."""

import pytest
from asgiref.sync import sync_to_async

from artists.models import Artist, User
from processing import albums as wishes
from projects import albums, consumers
from projects.models import Album, AlbumSong, Asset
from tests.factories import make_asset, make_project
from tests.sockets import Ear, cookie_of, listened_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis_url")]


@pytest.fixture
def album(artist: Artist, owner: User) -> Album:
    return albums.start_album(artist, "Uno", by=owner)


@pytest.fixture
def songs(album: Album, owner: User) -> list[AlbumSong]:
    made = [make_project(album.artist, title=title, created_by=owner) for title in ("One", "Two")]
    for song in made:
        make_asset(song, Asset.Kind.MASTER, duration_s=60.0)
    return [albums.put_on(album, song, by=owner) for song in made]


@pytest.fixture
def door(album: Album) -> str:
    return f"/ws/albums/{album.pk}/"


async def test_every_change_is_told_to_whoever_looks(
    door: str, album: Album, songs: list[AlbumSong], owner: User, anr: User
) -> None:
    changes = [
        lambda: albums.step(songs[0], 1, by=owner),
        lambda: albums.set_gap(songs[1], 2.5, by=owner),
        lambda: albums.rename(album, "Dos", by=owner),
        lambda: albums.take_off(songs[1], by=owner),
    ]
    async with Ear(door, await sync_to_async(cookie_of)(anr)) as ear:
        await listened_to(albums.group_of(album.pk))
        states = []
        for change in changes:
            await sync_to_async(change)()
            told = await ear.next()
            assert told["type"] == "album.changed"
            states.append(told["seq"])
        assert await ear.is_silent()
    await album.arefresh_from_db()
    assert states == sorted(set(states)) and states[-1] == albums.state_of(album)


async def test_what_is_made_of_it_is_told_when_it_begins(
    door: str, album: Album, songs: list[AlbumSong], owner: User
) -> None:
    async with Ear(door, await sync_to_async(cookie_of)(owner)) as ear:
        await listened_to(albums.group_of(album.pk))
        await sync_to_async(wishes.write)(album, by=owner)
        assert (await ear.next())["type"] == "album.changed"


async def test_what_changed_while_the_socket_opened_is_told_at_once(
    door: str, album: Album, songs: list[AlbumSong], owner: User
) -> None:
    await album.arefresh_from_db()
    shown = albums.state_of(album)
    cookie = await sync_to_async(cookie_of)(owner)
    async with Ear(f"{door}?after={shown}", cookie) as ear:
        await listened_to(albums.group_of(album.pk))
        assert await ear.is_silent()
    await sync_to_async(albums.step)(songs[0], 1, by=owner)
    async with Ear(f"{door}?after={shown}", cookie) as ear:
        assert (await ear.next())["seq"] > shown


async def test_that_it_was_dropped_is_told_to_whoever_still_looks(
    door: str, album: Album, songs: list[AlbumSong], owner: User, anr: User
) -> None:
    async with Ear(door, await sync_to_async(cookie_of)(anr)) as ear:
        await listened_to(albums.group_of(album.pk))
        await sync_to_async(albums.drop)(album, by=owner)
        assert (await ear.next())["type"] == "album.dropped"


async def test_an_album_that_is_not_there_closes_the_socket(door: str, owner: User) -> None:
    cookie = await sync_to_async(cookie_of)(owner)
    async with Ear("/ws/albums/00000000-0000-0000-0000-000000000000/", cookie) as ear:
        assert await ear.closing_code() == consumers.NOT_FOUND
