"""What a key needs for each endpoint, and that it is asked for it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from artists import tokens
from artists.models import User
from projects.api.scopes import SIGNED_IN
from projects.models import Asset, Project, Review
from tests.api.routes import endpoints, plain_views, somewhere
from tests.factories import make_asset, secret_of

JSON = "application/json"
# Looking needs `read` and changing `write`. Everything else is said here, so that it is decided and not forgotten.
ADMIN = (
    "get api-label", "put api-label", "get api-person-list", "get api-person-detail", "post api-person-active",
    "post api-person-membership", "post api-person-role", "get api-invitation-list", "get api-invitation-detail",
    "post api-invitation-list", "post api-invitation-withdraw", "post api-roster-list", "put api-roster-detail",
    "get api-record-list", "post api-job-move", "post api-run-priority", "post api-storage-tidy",
    "post api-queue-pause", "post api-queue-resume", "get api-webhook-list", "get api-webhook-detail",
    "post api-webhook-list", "patch api-webhook-detail", "delete api-webhook-detail", "get api-webhook-deliveries",
    "post api-webhook-ping", "post api-webhook-rotate", "get api-delivery-detail", "post api-delivery-again",
)  # fmt: skip
MORE_THAN_WRITE = {
    **dict.fromkeys(ADMIN, "admin"),
    "post api-album-together": "run",
    "post api-album-write": "run",
    "post api-job-retry": "run",
    "post api-asset-more": "run",
    "post api-asset-remix": "run",
    "post api-asset-words": "read",
    "post api-project-reading": "read",
    "post api-asset-decisions": "decide",
    "post api-review-decide": "decide",
    "post api-review-withdraw": "decide",
    "post api-review-undo": "decide",
    "post api-run-cancel": "run",
    "post api-run-retry": "run",
    "post api-project-runs": "run",
    "get api-key-list": SIGNED_IN,
    "get api-key-detail": SIGNED_IN,
    "post api-key-list": SIGNED_IN,
    "post api-key-revoke": SIGNED_IN,
}
EVERY = endpoints()


def key_of(user: User, *scopes: str) -> Client:
    return Client(HTTP_AUTHORIZATION=f"Token {secret_of(user, *scopes)}")


def test_each_endpoint_has_the_scope_meant_for_it() -> None:
    usual = {str(one): "read" if one.method == "get" else "write" for one in EVERY}
    told = {str(one): one.scope for one in EVERY}
    assert told == {**usual, **MORE_THAN_WRITE}
    assert {one.scope for one in EVERY} <= {*tokens.SCOPES, SIGNED_IN}


def test_the_walk_found_the_endpoints() -> None:
    names = {str(one) for one in EVERY}
    assert {"get api-project-list", "patch api-project-detail", "post api-review-decide", "post uploads"} <= names
    assert plain_views() == {"api-asset-content", "api-asset-proxy", "api-asset-peaks", "api-docs"}


@pytest.mark.django_db
@pytest.mark.parametrize("one", EVERY, ids=str)
def test_a_key_that_does_not_reach_so_far_is_refused(one: Any, admin: User) -> None:
    """Asked by the admin, whom nothing else keeps out, with every scope but the one needed."""
    if one.name == "api-schema":
        return
    scopes = [scope for scope in tokens.SCOPES if scope != one.scope]
    answer = getattr(key_of(admin, *scopes), one.method)(
        somewhere(one.name), data={}, content_type=JSON, headers={"Tus-Resumable": "1.0.0"}
    )
    code = "token.sign_in_instead" if one.scope == SIGNED_IN else "token.scope_missing"
    assert (answer.status_code, answer.json()["code"]) == (403, code)


@pytest.fixture
def waiting(song: Project) -> Review:
    Project.objects.update(state=Project.State.IN_REVIEW)
    return Review.objects.create(project=song, asset=make_asset(song, Asset.Kind.MASTER))


def test_a_key_does_what_its_scopes_say(waiting: Review, anr: User) -> None:
    url = f"/api/v1/reviews/{waiting.pk}/decide"
    verdict = {"verdict": "approved"}
    assert key_of(anr, "read", "write", "run").post(url, verdict, content_type=JSON).status_code == 403
    waiting.refresh_from_db()
    assert waiting.state == Review.State.OPEN
    assert key_of(anr, "decide").post(url, verdict, content_type=JSON).status_code == 200


def test_a_key_never_gives_more_than_its_person_has(waiting: Review, owner: User, stranger: User) -> None:
    url = f"/api/v1/reviews/{waiting.pk}/decide"
    verdict = {"verdict": "approved"}
    assert key_of(owner, *tokens.SCOPES).post(url, verdict, content_type=JSON).status_code == 403
    assert key_of(stranger, *tokens.SCOPES).post(url, verdict, content_type=JSON).status_code == 404


@pytest.mark.parametrize(("scope", "status"), [("read", 200), ("write", 401), ("admin", 401)])
def test_files_need_a_key_that_may_read(scope: str, status: int, vocal: Asset, owner: User) -> None:
    assert key_of(owner, scope).get(f"/api/v1/assets/{vocal.pk}/content").status_code == status


def test_who_is_signed_in_needs_no_scopes(owner: User, browser_of: Callable[[User], Client]) -> None:
    told = browser_of(owner).get("/api/v1/me").json()
    assert (told["username"], told["scopes"]) == ("owner", list(tokens.SCOPES))
    assert key_of(owner, "read").get("/api/v1/me").json()["scopes"] == ["read"]
