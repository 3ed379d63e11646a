"""Every endpoint, asked thousands of odd things by everybody: nothing breaks and nothing leaks.

`STUDIO_FUZZ_EXAMPLES=50` asks for longer, `STUDIO_FUZZ_SEED` for other things.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from artists import tokens
from artists.models import Artist, User
from processing.models import Run, Stage
from projects import review, songs
from projects.models import Activity, Asset, Comment, Decision, Event, Project
from tests.api import fuzz
from tests.factories import make_artist, make_asset, make_project
from tests.wire import body_of

ROLES = ("owner", "teammate", "stranger", "anr", "engineer", "admin", "anonymous")
SECRETS = ("Strictly Between Us", "secret master", "for our ears only", "Nova Kane", "words nobody knows")


@pytest.fixture(autouse=True)
def here(settings: Any) -> None:
    settings.STUDIO_IN_PROCESS = True


@pytest.fixture
def ids(artist: Artist, owner: User) -> dict[str, Any]:
    """One of everything, by the name the API gives it."""
    song = make_project(artist, title="Strictly Between Us", created_by=owner)
    songs.save_lyrics(song, "[Verse]\nwords nobody knows", by=owner)
    Project.objects.filter(pk=song.pk).update(state=Project.State.IN_PRODUCTION)
    song.refresh_from_db()
    master = make_asset(song, Asset.Kind.MASTER, name="secret master.wav", duration_s=30.0)
    asked = review.request_review(master, by=owner)
    remark = Comment.objects.create(asset=master, by=owner, text="for our ears only", at_s=1.0)
    run = Run.objects.create(project=song, recipe="master", by=owner)
    stage = Stage.objects.create(run=run, name="master", kind="master")
    key, _secret = tokens.issue(owner, "secret master key")
    named = {"project": song.pk, "asset": master.pk, "review": asked.pk, "run": run.pk, "stage": stage.pk}
    return {**named, "job": stage.pk, "artist": artist.pk, "comment": remark.pk, "parent": remark.pk, "key": key.pk}


def footprint() -> tuple[Any, ...]:
    rows = list(Project.objects.order_by("pk").values_list("pk", "title", "state", "event_seq"))
    return rows, *(model.objects.count() for model in (Activity, Asset, Comment, Decision, Event, Run))


@pytest.mark.parametrize("who", ROLES)
def test_nothing_breaks_and_nothing_leaks(
    who: str, ids: dict[str, Any], request: pytest.FixtureRequest, browser_of: Callable[[User], Client]
) -> None:
    browser = Client() if who == "anonymous" else browser_of(request.getfixturevalue(who))
    browser.raise_request_exception = False
    secrets = {*SECRETS, *fuzz.strings_of(ids)} if who in {"stranger", "anonymous"} else set()
    before, wrong, statuses = footprint(), [], set()
    for number, case in enumerate(fuzz.cases()):
        path, body = fuzz.with_real_ids(case, ids, number)
        answer = fuzz.send(browser, case, path, body)
        text = body_of(answer).decode(errors="replace")
        statuses.add(answer.status_code)
        said = [f"tells {secret}" for secret in secrets if secret in text]
        if answer.streaming:
            pass
        elif not fuzz.is_coded(answer):
            said.append(f"not coded: {text[:200]}")
        else:
            said += fuzz.problems(case, answer)
        if said:
            wrong.append((case.method, path, str(body)[:200], answer.status_code, said))
    assert wrong == []
    assert footprint() == before
    assert statuses & ({401} if who == "anonymous" else {200, 201})


def test_the_walk_asked_of_every_endpoint() -> None:
    asked = {(case.method, case.path) for case in fuzz.cases()}
    assert len(asked) == sum(len(found) for found in fuzz.of_the_api()["paths"].values())


def test_a_stranger_with_a_song_of_their_own_reaches_only_that(
    ids: dict[str, Any], stranger: User, browser_of: Callable[[User], Client]
) -> None:
    """Their own ids in the address, the other's in the body, and the other way round."""
    own = make_project(make_artist(stranger), state=Project.State.IN_PRODUCTION)
    mine = {**ids, "project": own.pk, "asset": make_asset(own, Asset.Kind.MIX).pk}
    browser, before, told = browser_of(stranger), footprint(), []
    for number, case in enumerate(fuzz.cases()):
        for here, there in ((mine, ids), (ids, mine)):
            path, _body = fuzz.with_real_ids(case, here, number + 1)
            _path, body = fuzz.with_real_ids(case, there, number + 1)
            text = body_of(fuzz.send(browser, case, path, body)).decode(errors="replace")
            told += [(case.method, path, secret) for secret in SECRETS if secret in text]
    assert told == []
    assert footprint() == before
