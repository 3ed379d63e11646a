"""The people that access is tested with, their song, and browsers signed in as each."""

from collections.abc import Callable

import pytest
from django.test import AsyncClient, Client

from artists.models import Artist, LabelRole, User
from projects.models import Asset, Project
from tests.factories import make_artist, make_asset, make_project, make_user

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def admin(db: None) -> User:
    """The label's admin."""
    return make_user("admin", role=LabelRole.ADMIN, is_staff=True, is_superuser=True)


@pytest.fixture
def anr(db: None) -> User:
    return make_user("anr", role=LabelRole.ANR)


@pytest.fixture
def engineer(db: None) -> User:
    return make_user("engineer", role=LabelRole.ENGINEER)


@pytest.fixture
def owner(db: None) -> User:
    """The artist who started the song."""
    return make_user("owner")


@pytest.fixture
def teammate(db: None) -> User:
    """A member of the same artist."""
    return make_user("teammate")


@pytest.fixture
def stranger(db: None) -> User:
    """A member of another artist."""
    user = make_user("stranger")
    make_artist(user, name="The Others")
    return user


@pytest.fixture
def artist(owner: User, teammate: User) -> Artist:
    return make_artist(owner, teammate, name="Nova Kane")


@pytest.fixture
def song(artist: Artist, owner: User) -> Project:
    """A draft of the artist's."""
    return make_project(artist, title="Paper Lanterns", created_by=owner)


@pytest.fixture
def vocal(song: Project) -> Asset:
    return make_asset(song, Asset.Kind.VOCAL, name="take 1.wav")


@pytest.fixture
def browser_of() -> Callable[[User], Client]:
    """A browser signed in as someone; pages are asked for as in real life, CSRF checks included on demand."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    return sign_in


@pytest.fixture
def async_browser_of() -> Callable[[User], AsyncClient]:
    """The same through the ASGI handler, for streaming views."""

    def sign_in(user: User) -> AsyncClient:
        client = AsyncClient()
        client.force_login(user, backend=BACKEND)
        return client

    return sign_in
