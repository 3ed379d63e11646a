"""The house over HTTP: queues, costs, people, the label and the record, for each role and by key."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from artists import tokens
from artists.models import Artist, Invitation, Label, User
from processing.models import QueueState, Run, Stage
from projects import events
from projects.models import Activity, Project

Browser = Callable[[User], Client]
pytestmark = pytest.mark.django_db
LOOKS = ["queues", "workers", "failures", "costs", "storage", "storage/tidy"]
ADMIN_LOOKS = ["people", "invitations", "label", "record"]


@pytest.fixture(autouse=True)
def quiet(settings: Any) -> None:
    settings.STUDIO_IN_PROCESS = True
    cache.clear()


def ask(browser: Client, method: str, path: str, body: Any = None, **headers: Any) -> Any:
    send = getattr(browser, method)
    return (
        send(f"/api/v1/{path}/", body, content_type="application/json", **headers)
        if body is not None
        else send(f"/api/v1/{path}/", **headers)
    )


@pytest.fixture
def waiting(song: Project) -> list[Stage]:
    run = Run.objects.create(project=song, recipe="mix")
    return [
        Stage.objects.create(run=run, name=n, kind="film", state="queued", place=float(i)) for i, n in enumerate("ab")
    ]


@pytest.fixture
def failed(song: Project) -> Stage:
    run = Run.objects.create(project=song, recipe="master", state="failed")
    return Stage.objects.create(run=run, name="m", kind="master", state="failed", error_code="x.y", error_words="Oh.")


@pytest.mark.parametrize(("who", "status"), [("owner", 404), ("stranger", 404), ("anr", 200), ("engineer", 200)])
def test_staff_look(who: str, status: int, request: pytest.FixtureRequest, browser_of: Browser, artist: Artist) -> None:
    browser = browser_of(request.getfixturevalue(who))
    assert {path: ask(browser, "get", path).status_code for path in LOOKS} == dict.fromkeys(LOOKS, status)
    assert {ask(browser, "get", path).status_code for path in ADMIN_LOOKS} == {404}


def test_admins_look_at_everything(admin: User, browser_of: Browser) -> None:
    browser = browser_of(admin)
    assert {ask(browser, "get", path).status_code for path in LOOKS + ADMIN_LOOKS} == {200}


@pytest.mark.parametrize(("who", "status"), [("owner", 404), ("anr", 403), ("engineer", 200)])
def test_engineers_act(
    who: str, status: int, request: pytest.FixtureRequest, browser_of: Browser, waiting: list[Stage], failed: Stage
) -> None:
    browser = browser_of(request.getfixturevalue(who))
    first, second = waiting
    deeds = [
        (f"jobs/{second.pk}/move", {"to": "front"}),
        (f"runs/{first.run_id}/priority", {"priority": 1}),
        ("queues/cpu/pause", {"reason": "Dust"}),
        ("jobs/retry", {"code": "x.y"}),
    ]
    assert [ask(browser, "post", path, body).status_code for path, body in deeds] == [status] * 4
    acted = status == 200
    assert [stage.name for stage in Stage.objects.filter(run=first.run).in_turn()] == list("ba" if acted else "ab")
    assert Run.objects.filter(priority=1).exists() == acted == QueueState.objects.filter(reason="Dust").exists()
    assert Run.objects.get(pk=failed.run_id).state == ("running" if acted else "failed")


def test_wrong_wishes_are_refused_with_a_code(engineer: User, browser_of: Browser, waiting: list[Stage]) -> None:
    browser, pk = browser_of(engineer), waiting[0].pk
    wrong = [
        (f"jobs/{pk}/move", {"to": "moon"}, 400),
        (f"jobs/{pk}/move", {}, 400),
        (f"jobs/{pk}/move", {"to": "up", "before": pk}, 400),
        (f"jobs/{pk}/move", {"before": 10**15}, 404),
        ("jobs/retry", {"code": "none.such"}, 400),
        ("queues/tea/pause", {}, 404),
        (f"runs/{waiting[0].run_id}/priority", {"priority": 5}, 400),
    ]
    for path, body, status in wrong:
        answer = ask(browser, "post", path, body)
        assert (path, answer.status_code) == (path, status) and set(answer.json()) == {"code", "message", "field"}


def test_queues_tell_their_order_and_pause(engineer: User, browser_of: Browser, waiting: list[Stage]) -> None:
    browser = browser_of(engineer)
    cpu = ask(browser, "get", "queues").json()["results"][0]
    assert (cpu["name"], cpu["waiting"], cpu["next"]) == ("cpu", 2, [stage.pk for stage in waiting])
    assert ask(browser, "post", "queues/cpu/pause", {}).json()["paused_by"] == engineer.pk
    assert ask(browser, "post", "queues/cpu/resume", {}).json()["paused_at"] is None
    told = ask(browser, "post", f"jobs/{waiting[0].pk}/move", {"after": waiting[1].pk}).json()
    assert told["next"] == [waiting[1].pk, waiting[0].pk]


def test_logs_and_estimates_are_for_those_who_see_the_song(
    owner: User, stranger: User, browser_of: Browser, failed: Stage, song: Project
) -> None:
    Stage.objects.filter(pk=failed.pk).update(log="12:00 Louder")
    mine, theirs = browser_of(owner), browser_of(stranger)
    assert ask(mine, "get", f"stages/{failed.pk}/log").json()["log"] == "12:00 Louder"
    assert ask(theirs, "get", f"stages/{failed.pk}/log").status_code == 404
    song.lyrics.create(number=1, text="La la la")
    there = f"/api/v1/projects/{song.pk}/estimate?recipe="
    assert mine.get(there + "intake").json()["unknown"] == ["plan_song", "read_lyrics"]
    assert mine.get(there + "cake").status_code == 400 and theirs.get(there + "intake").status_code == 404


def test_people_are_kept_over_http(admin: User, owner: User, artist: Artist, browser_of: Browser) -> None:
    browser = browser_of(admin)
    assert owner.pk in [row["id"] for row in ask(browser, "get", "people").json()["results"]]
    person = f"people/{owner.pk}"
    assert ask(browser, "post", f"{person}/role", {"label_role": "anr"}).json()["label_role"] == "anr"
    assert ask(browser, "post", f"{person}/membership", {"artist": artist.pk, "member": False}).json()["artists"] == []
    assert ask(browser, "post", f"{person}/active", {"is_active": False}).json()["is_active"] is False
    refused = ask(browser, "post", f"people/{admin.pk}/role", {"label_role": ""})
    assert refused.status_code == 409 and refused.json()["code"] == "people.last_admin"
    assert ask(browser, "post", "roster", {"name": "Brick"}).status_code == 201
    changed = ask(browser, "put", f"roster/{artist.pk}", {"name": "Nova", "colour": "#000000"})
    assert changed.json()["name"] == "Nova" and ask(browser, "post", "roster", {"name": "Nova"}).status_code == 400


def test_an_invitation_tells_its_link_once(admin: User, artist: Artist, browser_of: Browser, client: Client) -> None:
    browser = browser_of(admin)
    made = ask(browser, "post", "invitations", {"email": "n@example.org", "artist": artist.pk})
    assert made.status_code == 201 and made.json()["standing"] == "open" and made.json()["was_sent"] is False
    assert client.get(made.json()["link"]).status_code == 200
    assert "link" not in ask(browser, "get", f"invitations/{made.json()['id']}").json()
    assert ask(browser, "post", f"invitations/{made.json()['id']}/withdraw", {}).json()["standing"] == "withdrawn"
    assert client.get(made.json()["link"]).status_code == 410
    assert ask(browser, "post", "invitations", {"email": "n@example.org"}).json()["code"] == "invitation.artist_missing"
    assert Invitation.objects.count() == 1


def test_the_label_is_set_over_http(admin: User, browser_of: Browser) -> None:
    browser = browser_of(admin)
    told = ask(browser, "put", "label", {"name": "Low", "budget_month": "9.50", "keep_rejected_days": 30})
    assert told.status_code == 200 and told.json()["budget_month"] == "9.50" and Label.ours().keep_rejected_days == 30
    for wrong in ({}, {"name": "Low", "budget_month": "-1"}, {"name": "Low", "keep_rejected_days": 0}):
        assert ask(browser, "put", "label", wrong).status_code == 400
    assert Label.ours().name == "Low"


def test_the_record_is_filtered_over_http(admin: User, owner: User, song: Project, browser_of: Browser) -> None:
    events.note("song.started", by=owner, project=song)
    events.note("queue.paused", by=admin, queue="cpu")
    browser = browser_of(admin)
    rows = browser.get("/api/v1/record/", {"person": owner.pk}).json()["results"]
    assert [row["words"] for row in rows] == ["started the song"]
    assert len(browser.get("/api/v1/record/", {"song": "\x00"}).json()["results"]) == 2
    assert ask(browser, "post", "record", {}).status_code == 405


def test_keys_need_the_right_scope(admin: User, client: Client, failed: Stage) -> None:
    def by(*scopes: str) -> dict[str, str]:
        return {"HTTP_AUTHORIZATION": f"Token {tokens.issue(admin, 'k', scopes)[1]}"}

    assert ask(client, "get", "queues", **by("read")).status_code == 200
    assert ask(client, "get", "people", **by("read")).status_code == 403
    assert ask(client, "get", "people", **by("admin")).status_code == 200
    assert ask(client, "post", "jobs/retry", {"code": "x.y"}, **by("read", "write")).status_code == 403
    assert ask(client, "post", "queues/cpu/pause", {}, **by("run")).status_code == 403
    assert ask(client, "post", "jobs/retry", {"code": "x.y"}, **by("run")).status_code == 200
    assert Activity.objects.filter(verb="run.retried", by=admin).exists()
