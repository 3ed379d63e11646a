"""Programs open sockets with a key, and only with a key: no page of somebody else's can send one."""

import pytest
from django.utils import timezone

from artists import tokens
from artists.models import ApiToken, User
from projects import consumers
from projects.events import LABEL_GROUP
from projects.models import Project
from tests.factories import make_project, secret_of
from tests.sockets import Ear, cookie_of, happen, listened_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis_url")]
LABEL = "/ws/label/"


@pytest.fixture
def door(song: Project) -> str:
    return f"/ws/projects/{song.pk}/"


@pytest.fixture
def key(owner: User) -> str:
    return secret_of(owner, "read")


@pytest.fixture
def labels_key(anr: User) -> str:
    return secret_of(anr, "read")


@pytest.mark.parametrize("origin", ["", "http://elsewhere.example"])
async def test_a_key_opens_a_song_from_anywhere(door: str, song: Project, key: str, origin: str) -> None:
    await happen(song)
    async with Ear(door, origin=origin, key=key) as ear:
        assert ear.is_open and await ear.numbers(1) == [1]
        await happen(song)
        assert await ear.numbers(1) == [2]


async def test_a_key_opens_what_its_person_may_see(song: Project, key: str, labels_key: str) -> None:
    async with Ear(LABEL, origin="", key=labels_key) as ear:
        await listened_to(LABEL_GROUP)
        await happen(song)
        assert (await ear.next())["type"] == "thing.happened"
    async with Ear(LABEL, origin="", key=key) as ear:
        assert await ear.closing_code() == consumers.NOT_FOUND


@pytest.fixture
def elsewhere(db: None) -> str:
    return f"/ws/projects/{make_project().pk}/"


async def test_somebody_elses_song_is_not_there(elsewhere: str, key: str) -> None:
    async with Ear(elsewhere, origin="", key=key) as ear:
        assert await ear.closing_code() == consumers.NOT_FOUND


@pytest.fixture
def useless(owner: User, key: str) -> list[str]:
    revoked = secret_of(owner, "read")
    tokens.revoke(ApiToken.objects.get(digest=tokens.digest_of(revoked)))
    return ["st_nothing", secret_of(owner, "write"), secret_of(owner, "read", expires_at=timezone.now()), revoked]


@pytest.fixture
def cookie(owner: User) -> str:
    return cookie_of(owner)


async def test_a_key_that_may_not_read_opens_nothing_even_beside_a_cookie(
    door: str, useless: list[str], cookie: str
) -> None:
    for secret in useless:
        async with Ear(door, cookie, key=secret) as ear:
            assert await ear.closing_code() == consumers.SIGNED_OUT, secret


async def test_a_cookie_still_only_works_at_home(door: str, cookie: str) -> None:
    async with Ear(door, cookie, origin="http://elsewhere.example") as ear:
        assert not ear.is_open


async def test_a_key_that_is_revoked_closes_its_socket(door: str, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "RECHECK_EVERY_S", 0.05)
    async with Ear(door, origin="", key=key) as ear:
        assert ear.is_open
        await ApiToken.objects.aupdate(revoked_at=timezone.now())
        assert await ear.closing_code() == consumers.SIGNED_OUT
