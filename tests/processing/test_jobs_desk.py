"""The jobs page and what engineers do there, the costs page, and how many questions they cost the database."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import django_rq
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from redis.exceptions import RedisError

from artists.models import Label, User
from processing import costs
from processing.errors import StudioError
from processing.estimate import estimate, estimate_of, paces_of
from processing.models import QueueState, Run, Stage, StageOutput
from processing.pipeline import launch
from processing.pipeline.graph import Node
from projects.models import Activity, Asset, Project
from tests.factories import make_artist, make_asset, make_project

Browser = Callable[[User], Client]
HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def quiet(settings: Any) -> Iterator[None]:
    """Nothing leaves for a queue; the crew is asked afresh."""
    settings.STUDIO_IN_PROCESS = True
    cache.clear()
    yield
    cache.clear()


def add_stage(project: Project, name: str = "one", *, run: Run | None = None, **fields: Any) -> Stage:
    state = {"failed": Run.State.FAILED, "done": Run.State.DONE}.get(fields.get("state", ""), Run.State.RUNNING)
    run = run or Run.objects.create(project=project, recipe=fields.pop("recipe", "mix"), state=state)
    fields = {"kind": "render_mix", "position": run.stages.count(), **fields}
    return Stage.objects.create(run=run, name=name, **fields)


def queued(project: Project, count: int) -> list[Stage]:
    run = Run.objects.create(project=project, recipe="mix")
    now = timezone.now()
    return [
        add_stage(project, f"s{n}", run=run, state="queued", place=float(n), queued_at=now, worker="")
        for n in range(count)
    ]


def page(browser: Client, name: str = "jobs", **query: Any) -> str:
    answer = browser.get(reverse(name), query)
    assert answer.status_code == 200
    return answer.content.decode()


def order() -> list[str]:
    return list(Stage.objects.filter(state="queued").in_turn().values_list("name", flat=True))


def test_the_page_is_the_labels(song: Project, owner: User, anr: User, engineer: User, browser_of: Browser) -> None:
    for door in ("jobs", "job-runs", "job-failures", "costs", "costs-csv", "storage"):
        assert browser_of(owner).get(reverse(door)).status_code == 404
        assert browser_of(anr).get(reverse(door)).status_code == 200
    queued(song, 2)
    assert "data-turns" not in page(browser_of(anr)) and reverse("pause-queue") not in page(browser_of(anr))
    assert "data-turns" in page(browser_of(engineer)) and reverse("pause-queue") in page(browser_of(engineer))
    assert "QUICK" in page(browser_of(anr)) and "It never waits for long work." in page(browser_of(anr))


@pytest.mark.parametrize("door", ["move-stage", "pause-queue", "resume-queue", "retry-jobs"])
def test_only_engineers_and_admins_act(
    door: str, song: Project, owner: User, stranger: User, anr: User, engineer: User, browser_of: Browser
) -> None:
    form = {"queue": "cpu", "stage": str(queued(song, 1)[0].pk), "to": "front", "code": "x"}
    before = Activity.objects.count()
    for who, status in ((owner, 404), (stranger, 404), (anr, 403)):
        assert browser_of(who).post(reverse(door), form, headers=HX).status_code == status
    assert Activity.objects.count() == before
    assert browser_of(engineer).post(reverse(door), form, headers=HX).status_code in {204, 422}


def test_priority_is_set_by_engineers(song: Project, owner: User, engineer: User, browser_of: Browser) -> None:
    stage = queued(song, 1)[0]
    door = reverse("prioritise-run", args=[stage.run_id])
    assert browser_of(owner).post(door, {"priority": "1"}, headers=HX).status_code == 404
    assert browser_of(engineer).post(door, {"priority": "9"}, headers=HX).status_code == 422
    assert browser_of(engineer).post(door, {"priority": "1"}, headers=HX).status_code == 204
    assert Run.objects.get().priority == 1 and "high" in page(browser_of(engineer))


def test_stages_wait_in_order_and_move(song: Project, engineer: User, browser_of: Browser) -> None:
    a, b, c = queued(song, 3)
    browser = browser_of(engineer)
    shown = re.findall(r'data-turn="(\d+)"', page(browser))
    assert shown == [str(stage.pk) for stage in (a, b, c)]
    assert browser.post(reverse("move-stage"), {"stage": c.pk, "to": "front"}, headers=HX).status_code == 204
    assert order() == ["s2", "s0", "s1"]
    told = browser.post(reverse("move-stage"), {"stage": c.pk, "before": "", "after": b.pk}, headers=HX)
    assert order() == ["s0", "s1", "s2"] and "place 3" in told["HX-Trigger"]
    assert browser.post(reverse("move-stage"), {"stage": "x"}, headers=HX).status_code == 404
    gone = browser.post(reverse("move-stage"), {"stage": add_stage(song, state="done").pk, "to": "up"}, headers=HX)
    assert gone.status_code == 422 and "just left" in gone.content.decode()


def test_a_pause_is_shown_to_everyone_with_its_reason(
    song: Project, engineer: User, anr: User, browser_of: Browser
) -> None:
    browser = browser_of(engineer)
    assert browser.post(reverse("pause-queue"), {"queue": "cpu", "reason": "New disk"}, headers=HX).status_code == 204
    shown = page(browser_of(anr))
    assert "Paused by Engineer" in shown and "New disk" in shown
    assert browser.post(reverse("resume-queue"), {"queue": "cpu"}, headers=HX).status_code == 204
    assert "Paused by" not in page(browser_of(anr))
    assert browser.post(reverse("pause-queue"), {"queue": "tea"}, headers=HX).status_code == 422
    assert QueueState.objects.filter(name="tea").count() == 0


def test_failures_stand_together_by_cause_until_tried_again(song: Project, engineer: User, browser_of: Browser) -> None:
    other = make_project(song.artist, title="Second Song")
    for project, code in ((song, "audio.silent"), (other, "audio.silent"), (other, "worker.lost")):
        recipe = "master" if code == "worker.lost" else "mix"
        add_stage(project, state="failed", error_code=code, error_words=f"Because {code}.", recipe=recipe)
    browser = browser_of(engineer)
    shown = page(browser)
    assert shown.index("Because audio.silent.") < shown.index("Because worker.lost.")
    assert "2 stages" in shown and "2 songs" in shown
    listed = page(browser, "job-failures", code="audio.silent")
    assert "Paper Lanterns" in listed and listed.count('name="stage"') == 2
    assert "None of these" in page(browser, "job-failures", code="nothing")
    Run.objects.create(project=song, recipe="mix")
    assert page(browser, "job-failures", code="audio.silent").count('name="stage"') == 1, "somebody began anew"


def test_a_group_or_a_selection_is_tried_again(song: Project, engineer: User, browser_of: Browser) -> None:
    failed = [
        add_stage(make_project(song.artist), state="failed", error_code=code) for code in ("a.b", "a.b", "a.b", "c.d")
    ]
    browser, door = browser_of(engineer), reverse("retry-jobs")
    assert browser.post(door, {"stage": [failed[0].pk]}, headers=HX).status_code == 204
    assert Run.objects.filter(state="running").count() == 1
    told = browser.post(door, {"code": "a.b"}, headers=HX)
    assert "2 runs" in told["HX-Trigger"] and Run.objects.filter(state="running").count() == 3
    assert browser.post(door, {"code": "a.b"}, headers=HX).status_code == 422
    assert browser.post(door, {}, headers=HX).status_code == 422
    assert Activity.objects.filter(verb="run.retried", by=engineer).count() == 3


def test_a_page_of_failures_is_followed_by_older_ones(song: Project, engineer: User, browser_of: Browser) -> None:
    run = Run.objects.create(project=song, recipe="mix", state="failed")
    rows = [Stage(run=run, name=f"s{n}", kind="film", state="failed", error_code="x") for n in range(60)]
    Stage.objects.bulk_create(rows)
    first = page(browser_of(engineer), "job-failures", code="x")
    following = re.search(r"before=(\d+)", first)
    assert first.count('name="stage"') == 50 and following
    assert page(browser_of(engineer), "job-failures", code="x", before=following[1]).count('name="stage"') == 10


def test_the_log_lives_while_the_stage_runs(
    song: Project, owner: User, stranger: User, engineer: User, browser_of: Browser
) -> None:
    stage = add_stage(song, state="running", log="12:00:01 Chorus")
    door = reverse("stage-log", args=[stage.pk])
    assert browser_of(stranger).get(door).status_code == 404
    for who in (owner, engineer):
        live = browser_of(who).get(door).content.decode()
        assert "Chorus" in live and "every 1s" in live
    again = re.search(r'hx-get="([^"]+)"', live)
    assert again and browser_of(owner).get(again[1]).status_code == 204, "nothing new: what is selected stays so"
    Stage.objects.update(log="12:00:01 Chorus\n12:00:02 <own>")
    more = browser_of(owner).get(again[1]).content.decode()
    assert "&lt;own&gt;" in more and "every 1s" in more
    Stage.objects.update(state="failed", error_words="Too loud.")
    over = browser_of(owner).get(door).content.decode()
    assert "every 1s" not in over and "Too loud." in over
    assert browser_of(owner).get(again[1]).status_code == 200, "it hears that the stage is over, and asks no more"


def test_workers_that_only_rows_know_are_shown_late(
    song: Project, anr: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_name: str) -> None:
        raise RedisError

    cache.clear()
    monkeypatch.setattr(django_rq, "get_connection", away)
    add_stage(song, state="running", worker="cpu-7", lease_until=timezone.now() - timedelta(seconds=30))
    shown = page(browser_of(anr))
    assert "cpu-7" in shown and 'data-state="late"' in shown and "(Redis) can not be reached" in shown


# Costs and budgets


def spend(project: Project, cost: str, *, days_ago: int = 0, seconds: float = 10.0) -> Stage:
    at = timezone.now() - timedelta(days=days_ago)
    return add_stage(project, state="done", cost=Decimal(cost), seconds=seconds, finished_at=at)


def test_costs_add_up_by_song_artist_and_month(song: Project, anr: User, browser_of: Browser) -> None:
    other = make_project(make_artist(name="=cmd"), title="-1+2")
    for project, cost in ((song, "2"), (song, "3"), (other, "1")):
        spend(project, cost)
    spend(song, "7", days_ago=400)
    since = timezone.now() - timedelta(days=365)
    songs = costs.spending("song", since=since)
    assert [(row.name, row.cost, row.stages, row.share) for row in songs] == [
        ("Paper Lanterns", Decimal(5), 2, 1.0),
        ("-1+2", Decimal(1), 1, 0.2),
    ]
    assert [(row.name, row.cost) for row in costs.spending("artist")] == [
        ("Nova Kane", Decimal(12)),
        ("=cmd", Decimal(1)),
    ]
    assert [row.cost for row in costs.spending("month")] == [Decimal(6), Decimal(7)]
    shown = page(browser_of(anr), "costs", by="artist", span="all")
    assert "12.00 EUR" in shown and "Nova Kane" in shown
    sheet = browser_of(anr).get(reverse("costs-csv"), {"by": "song"}).content.decode().splitlines()
    assert sheet[0].startswith("song,artist") and sheet[1].startswith("Paper Lanterns,Nova Kane,2,20.00,5.0000,EUR")
    assert sheet[2].startswith("'-1+2,'=cmd"), "no cell is a formula"


def set_caps(**caps: Any) -> None:
    Label.ours()
    Label.objects.update(**caps)


@pytest.mark.parametrize(("cap", "code"), [("budget_month", "exceeded_month"), ("budget_song", "exceeded_song")])
def test_a_run_over_the_budget_is_refused_in_figures(
    song: Project, owner: User, admin: User, cap: str, code: str
) -> None:
    song.lyrics.create(number=1, text="La la la")
    spend(song, "5")
    set_caps(**{cap: Decimal("5.00")})
    with pytest.raises(StudioError, match=rf"budget\.{code}") as refused:
        launch.start(song, "intake", by=owner)
    assert "5.00 EUR" in refused.value.words and "Admin" in refused.value.words
    assert Run.objects.filter(recipe="intake").count() == 0
    set_caps(**{cap: Decimal("50.00")})
    assert launch.start(song, "intake", by=owner).state == "running"


def test_a_retry_is_held_by_the_budget_too(song: Project, engineer: User, browser_of: Browser) -> None:
    add_stage(song, state="failed", error_code="x.y", cost=Decimal(9), finished_at=timezone.now())
    set_caps(budget_month=Decimal(9))
    answer = browser_of(engineer).post(reverse("retry-jobs"), {"code": "x.y"}, headers=HX)
    assert answer.status_code == 422 and "raise the cap" in answer.content.decode()


def test_what_is_under_way_counts_as_promised(song: Project, anr: User, browser_of: Browser) -> None:
    for _ in range(3):
        spend(song, "0.4", seconds=3600.0)
    add_stage(song, state="queued")
    set_caps(budget_month=Decimal("1.5"))
    budget = costs.month_budget()
    assert budget and (budget.spent, budget.promised) == (Decimal("1.2000"), Decimal("0.12"))
    assert budget.is_near and not budget.is_over
    assert "88 %" in page(browser_of(anr)) and "88 %" in page(browser_of(anr), "costs")


# Estimates


def made(project: Project, kind: str, seconds: float, length_s: float | None = None) -> None:
    stage = add_stage(project, kind=kind, state="done", seconds=seconds)
    if length_s:
        asset = make_asset(project, Asset.Kind.MIX, duration_s=length_s)
        StageOutput.objects.create(stage=stage, role="mix", asset=asset)


def test_an_estimate_is_the_median_by_length(song: Project, settings: Any) -> None:
    settings.COST_PER_HOUR, settings.CPU_WORKERS = {"cpu": 3600.0}, 4
    for seconds, length_s in ((10.0, 100.0), (30.0, 100.0), (20.0, 100.0), (60.0, 200.0)):
        made(song, "render_mix", seconds, length_s)
    made(song, "rank", 2.0)
    assert paces_of(["render_mix"])["render_mix"].per_audio_s == pytest.approx(0.25)
    nodes = [Node("a", "render_mix"), Node("b", "render_mix"), Node("c", "rank", ("a", "b"))]
    found = estimate_of(nodes, 200.0)
    assert (found.work_s, found.wall_s, found.cost) == (102.0, 52.0, Decimal(102))
    settings.CPU_WORKERS = 1
    assert estimate_of(nodes, 200.0).wall_s == 102.0
    unknown = estimate_of([Node("v", "film")], 200.0)
    assert unknown.unknown == ("film",) and not unknown.is_known


def test_an_estimate_is_told_before_the_run_starts(
    song: Project, owner: User, stranger: User, browser_of: Browser
) -> None:
    song.lyrics.create(number=1, text="La la la")
    door, browser = reverse("estimate", args=[song.pk]), browser_of(owner)
    assert browser_of(stranger).get(door, {"recipe": "intake"}).status_code == 404
    assert "No estimate yet" in browser.get(door, {"recipe": "intake"}).content.decode()
    for kind in ("read_lyrics", "plan_song"):
        made(song, kind, 4.0)
    found = estimate(song, "intake")
    assert found.is_known and found.work_s == 8.0
    assert "about 8 s and" in browser.get(door, {"recipe": "intake"}).content.decode()
    draft = {"recipe": "intake", "quiet": ""}  # at the foot of a draft only what would stop it is told
    assert browser.get(door, draft).content.decode().strip() == ""
    set_caps(budget_month=Decimal("0.00"))
    assert "raise the cap" in browser.get(door, {"recipe": "intake"}).content.decode()
    assert "raise the cap" in browser.get(door, draft).content.decode()
    assert browser.get(door, {"recipe": "nonsense"}).content.decode().strip() == ""


# How much it asks of the database


def furnish(artist: Any, songs: int) -> None:
    """Songs with runs of all fates, and stages in every state."""
    projects = [Project(artist=artist, title=f"Song {n}") for n in range(songs)]
    Project.objects.bulk_create(projects)
    fates = [Run.State.RUNNING, Run.State.FAILED, Run.State.DONE]
    runs = [Run(project=project, recipe="mix", state=fates[n % 3]) for n, project in enumerate(projects)]
    Run.objects.bulk_create(runs)
    now = timezone.now()
    Stage.objects.bulk_create(
        Stage(run=run, name=f"s{n}", kind="render_mix", state=state, error_code=f"x.{n % 5}", cost=1, finished_at=now)
        for n, run in enumerate(runs)
        for state in [{"running": "queued"}.get(run.state, run.state)]
    )


def test_the_page_asks_the_same_of_a_busy_house(song: Project, admin: User, browser_of: Browser) -> None:
    set_caps(budget_month=Decimal(100))
    browser = browser_of(admin)

    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            page(browser, name)
        return len(asked)

    furnish(song.artist, 6)
    for name in ("jobs", "job-runs", "costs", "storage"):
        queries(name)
    few = {name: queries(name) for name in ("jobs", "job-runs", "costs", "storage")}
    furnish(song.artist, 60)
    make_asset(song, Asset.Kind.CANDIDATE)
    assert {name: queries(name) for name in few} == few
    assert few["jobs"] <= 18 and few["job-runs"] <= 9
