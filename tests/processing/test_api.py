"""Runs, stages, jobs and engines for programs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from artists.models import User
from processing.engines.catalogue import ENGINES
from processing.models import Run, Stage
from projects import songs
from projects.models import Project
from tests.factories import make_artist, make_project

JSON = "application/json"


@pytest.fixture
def browser(owner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(owner)


@pytest.fixture
def run(song: Project, owner: User) -> Run:
    made = Run.objects.create(project=song, recipe="intake", by=owner)
    Stage.objects.create(run=made, name="lyrics", kind="read_lyrics", worker="cpu-1", traceback="Traceback …")
    return made


def start(browser: Client, song: Project, **body: Any) -> Any:
    return browser.post(f"/api/v1/projects/{song.pk}/runs", body, content_type=JSON)


def test_a_run_is_started_and_listed(browser: Client, song: Project, owner: User) -> None:
    songs.save_lyrics(song, "One\nTwo", by=owner)
    made = start(browser, song, recipe="intake")
    assert (made.status_code, made.json()["state"], made.json()["by"]) == (201, "running", owner.pk)
    assert {stage["name"] for stage in made.json()["stages"]} == {"lyrics", "plan"}
    listed = browser.get(f"/api/v1/projects/{song.pk}/runs").json()
    assert [r["id"] for r in listed["results"]] == [made.json()["id"]]


def test_nobody_sets_their_own_priority(browser: Client, song: Project, owner: User) -> None:
    songs.save_lyrics(song, "One", by=owner)
    for params in ({"priority": 9}, {"by": 1}, {"here": True}, {"project": "x"}, {"recipe": "mix"}):
        answer = start(browser, song, recipe="intake", params=params)
        assert (answer.status_code, answer.json()["field"]) == (400, *params)
    made = start(browser, song, recipe="intake", params={"alone": True})
    run = Run.objects.get(pk=made.json()["id"])
    assert (run.priority, run.by, run.params) == (0, owner, {"alone": True})


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"recipe": "soup"}, 400, "recipe.unknown"),
        ({"recipe": "check"}, 400, "run.param_wrong"),
        ({"recipe": "instrumental", "params": {"engine": "compose.nope"}}, 400, "run.param_unknown"),
        ({"recipe": "instrumental", "params": {"zzz": 1}}, 400, "run.param_unknown"),
        ({"recipe": "instrumental", "params": {"candidates": "many"}}, 400, "run.param_wrong"),
        ({"recipe": "instrumental", "params": {"engines": {"compose": "compose.nope"}}}, 400, "engine.unknown"),
        (
            {"recipe": "instrumental", "params": {"engines": {"film": "compose.house_band"}}},
            400,
            "engine.wrong_capability",
        ),
        ({"recipe": "instrumental", "params": {"engines": "house_band"}}, 400, "run.param_wrong"),
        ({"recipe": "mix"}, 409, "recipe.no_instrumental"),
        ({}, 400, "required"),
    ],
)
def test_a_run_that_can_not_be(browser: Client, song: Project, body: dict[str, Any], status: int, code: str) -> None:
    answer = start(browser, song, **body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Run.objects.exists()


def test_a_run_is_cancelled_and_tried_again(browser: Client, run: Run) -> None:
    cancelled = browser.post(f"/api/v1/runs/{run.pk}/cancel").json()
    assert [stage["state"] for stage in cancelled["stages"]] == ["cancelled"]
    Run.objects.update(state="cancelled")
    again = browser.post(f"/api/v1/runs/{run.pk}/retry").json()
    assert (again["state"], again["stages"][0]["state"], again["stages"][0]["attempt"]) == ("running", "waiting", 2)


def test_what_is_over_is_not_cancelled(browser: Client, run: Run) -> None:
    Stage.objects.update(state="done")
    Run.objects.update(state="done")
    answer = browser.post(f"/api/v1/runs/{run.pk}/cancel")
    assert (answer.status_code, answer.json()["code"]) == (409, "run.already_over")


def test_one_stage_as_artists_see_it(browser: Client, run: Run) -> None:
    told = browser.get(f"/api/v1/stages/{run.stages.get().pk}").json()
    assert (told["name"], told["state"], told["eta_s"], told["is_stalled"]) == ("lyrics", "waiting", None, False)
    assert "traceback" not in told


@pytest.mark.parametrize(("who", "status"), [("owner", 403), ("stranger", 403), ("anr", 200), ("engineer", 200)])
def test_jobs_are_for_the_label(
    run: Run, who: str, status: int, request: pytest.FixtureRequest, browser_of: Callable[[User], Client]
) -> None:
    assert browser_of(request.getfixturevalue(who)).get("/api/v1/jobs").status_code == status


def test_nobody_sees_jobs_without_signing_in(client: Client, run: Run) -> None:
    assert client.get("/api/v1/jobs").status_code in {401, 403}


def test_jobs_are_what_runs_and_waits(run: Run, engineer: User, browser_of: Callable[[User], Client]) -> None:
    Stage.objects.create(run=run, name="plan", kind="plan_song", state="failed")
    browser = browser_of(engineer)
    active = browser.get("/api/v1/jobs").json()["results"]
    assert [(job["name"], job["title"], job["worker"]) for job in active] == [("lyrics", "Paper Lanterns", "cpu-1")]
    failed = browser.get("/api/v1/jobs?state=failed").json()["results"]
    assert [job["name"] for job in failed] == ["plan"]


def test_jobs_cost_few_queries(
    engineer: User, browser_of: Callable[[User], Client], django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    artist = make_artist()
    for _ in range(10):
        made = Run.objects.create(project=make_project(artist), recipe="mix")
        Stage.objects.create(run=made, name="mix", kind="render_mix")
    browser = browser_of(engineer)
    with django_assert_max_num_queries(5):
        assert len(browser.get("/api/v1/jobs").json()["results"]) == 10


def test_engines_in_order_of_preference(browser: Client) -> None:
    told = browser.get("/api/v1/engines").json()["results"]
    assert [engine["key"] for engine in told] == [spec.key for spec in ENGINES]
    assert all(engine["licences"] and engine["says"] for engine in told)
