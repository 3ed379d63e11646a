"""Keys to the API: what is kept of them, how long they live, and the command that makes one."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from artists import tokens
from artists.models import ApiToken, User


def test_only_a_digest_is_kept(owner: User) -> None:
    token, secret = tokens.issue(owner, "backup", ["write", "read"])
    row = ApiToken.objects.values().get()
    assert secret.startswith(token.start) and len(secret) > 40
    assert not any(secret in str(value) for value in row.values())
    assert token.scopes == ["read", "write"]
    assert tokens.authenticate(secret) == token


def test_no_two_secrets_are_the_same(owner: User) -> None:
    assert len({tokens.issue(owner, "x")[1] for _ in range(20)}) == 20


@pytest.mark.parametrize("scopes", [[], ["everything"], ["read", "fly"]])
def test_scopes_are_those_there_are(scopes: list[str], owner: User) -> None:
    with pytest.raises(ValueError, match="scopes are"):
        tokens.issue(owner, "x", scopes)
    assert not ApiToken.objects.exists()


def test_a_revoked_key_opens_nothing_and_stays_revoked(owner: User) -> None:
    token, secret = tokens.issue(owner, "x")
    first = tokens.revoke(token).revoked_at
    assert tokens.authenticate(secret) is None
    assert tokens.revoke(token).revoked_at == first


def test_a_key_runs_out(owner: User) -> None:
    now = timezone.now()
    _late, gone = tokens.issue(owner, "x", expires_at=now - timedelta(seconds=1))
    kept, living = tokens.issue(owner, "x", expires_at=now + timedelta(days=1))
    assert tokens.authenticate(gone) is None
    assert tokens.authenticate(living) == kept


def test_a_person_who_left_takes_the_keys_along(owner: User) -> None:
    _token, secret = tokens.issue(owner, "x")
    User.objects.update(is_active=False)
    assert tokens.authenticate(secret) is None


def test_use_is_noted_now_and_then(owner: User) -> None:
    token, secret = tokens.issue(owner, "x")
    tokens.authenticate(secret)
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    tokens.authenticate(secret)
    token.refresh_from_db()
    assert token.last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(hours=1))
    tokens.authenticate(secret)
    token.refresh_from_db()
    assert token.last_used_at is not None and token.last_used_at >= first


@pytest.mark.parametrize(
    ("header", "secret"), [("Token abc", "abc"), ("token  abc ", "abc"), ("Bearer abc", None), ("", None)]
)
def test_the_header_that_carries_one(header: str, secret: str | None) -> None:
    assert tokens.secret_in(header) == secret


@pytest.mark.parametrize("who", ["owner", "owner@example.org"])
def test_the_command_prints_the_secret_alone(who: str, owner: User) -> None:
    out, err = StringIO(), StringIO()
    call_command("token", who, "--scope", "read", "--scope", "run", "--days", "3", stdout=out, stderr=err)
    token = tokens.authenticate(out.getvalue().strip())
    assert token is not None and token.scopes == ["read", "run"] and token.expires_at is not None
    assert "shown only now" in err.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "code"), [(["nobody"], "token.user_unknown"), (["owner", "--days", "0"], "token.days_out_of_range")]
)
def test_the_command_says_what_is_wrong(words: list[str], code: str, owner: User) -> None:
    err = StringIO()
    with pytest.raises(SystemExit):
        call_command("token", *words, stderr=err)
    assert err.getvalue().startswith(f"error: {code}: ")
    assert not ApiToken.objects.exists()
