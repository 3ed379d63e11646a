"""What is under way says whether it is worked on, waits its turn or is held; finished versions stay finished."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from artists.models import Label, User
from processing import rescue_map
from processing.house_runs import shown_runs
from processing.making import open_phase, phases_of
from processing.models import QueueState, Run
from processing.shown_runs import runs_of
from projects.models import Asset, Pick, Project
from tests.factories import make_asset
from tests.processing.test_views import add_mix, add_run, in_process, made, state_of

Browser = Callable[[User], Client]
QUEUED = {"kind": "compose", "name": "candidate-1", "state": "queued"}
__all__ = ["in_process", "made"]


@pytest.fixture
def shut(db: None) -> None:
    QueueState.objects.create(name="cpu", paused_at=timezone.now(), reason="New disk")


def standing(place: int = 0, *, over: bool = False) -> str:
    found = shown_runs()
    stand = (found.over if over else found.open)[place].standing
    assert stand is not None
    return stand.state


def badges(browser: Client, name: str, *args: object) -> list[str]:
    page = browser.get(reverse(name, args=args)).text
    return re.findall(r'class="state"\s+data-state="(\w+)"', page)


@pytest.mark.usefixtures("shut")
def test_a_run_in_a_paused_queue_is_not_running(made: Project, owner: User, anr: User, browser_of: Browser) -> None:
    add_run(made, "instrumental", QUEUED, {"kind": "rank", "state": "waiting"}, state=Run.State.RUNNING)
    assert badges(browser_of(anr), "job-runs") == ["paused"]
    assert "The cpu queue is paused: New disk" in browser_of(anr).get(reverse("job-runs")).text
    room = browser_of(owner).get(reverse("room-making", args=[made.pk]), {"phase": "instrumental"}).text
    assert state_of(room, "instrumental") == "waiting" and "0 %" not in room
    assert "The cpu queue is paused: New disk" in room and "Running" not in room
    assert badges(browser_of(owner), "room-work", made.pk) == ["paused"]


def test_what_waits_its_turn_is_queued_and_what_is_worked_on_runs(made: Project) -> None:
    run = add_run(made, "instrumental", QUEUED, state=Run.State.RUNNING)
    assert standing() == "queued"
    run.stages.update(state="running")
    QueueState.objects.create(name="cpu", paused_at=timezone.now())
    assert standing() == "running", "what runs is finished"
    run.stages.update(state="queued", queue="quick")
    assert standing() == "queued"


def test_a_run_of_which_nothing_had_to_be_made_says_so(made: Project) -> None:
    add_run(made, "master", {"kind": "master", "state": "reused"})
    add_run(made, "mix", {"kind": "propose_mix", "state": "reused"}, {"kind": "render_mix", "state": "done"})
    assert (standing(0, over=True), standing(1, over=True)) == ("done", "reused")


def test_another_version_does_not_undo_those_that_are_there(made: Project) -> None:
    Pick.objects.create(project=made, phase="mix", asset=make_asset(made, Asset.Kind.MIX))
    add_run(made, "mix", {"kind": "render_mix"})
    again = add_run(made, "mix", {"kind": "render_mix", "state": "running"}, state=Run.State.RUNNING)
    phases = {phase.name: phase for phase in phases_of(made, runs_of(made))}
    mix = phases["mix"]
    assert (mix.state, mix.words) == ("done", "another one is being made") and mix.is_at_work
    assert open_phase(list(phases.values()), "") == "mix"
    again.stages.update(state="queued")
    QueueState.objects.create(name="cpu", paused_at=timezone.now())
    mix = next(phase for phase in phases_of(made, runs_of(made)) if phase.name == "mix")
    assert (mix.state, mix.words, mix.is_at_work) == ("done", "another one waits: paused", False)


def test_a_rescue_that_is_done_stays_done_while_it_is_done_again(made: Project) -> None:
    Project.objects.filter(pk=made.pk).update(kind="rescue")
    made.refresh_from_db()
    stages = [{"kind": "ingest"}, {"kind": "render_mix", "name": "mix"}, {"kind": "master", "name": "master"}]
    add_run(made, "rescue", *stages)
    add_run(made, "rescue", *({**one, "state": "waiting"} for one in stages), state=Run.State.RUNNING)
    Run.objects.get(state="running").stages.filter(kind="ingest").update(state="running")
    phases = rescue_map.phases_of(made, rescue_map.parts_of(runs_of(made)))
    assert [phase.state for phase in phases[:3]] == ["done"] * 3
    assert [phase.words for phase in phases[:2]] == ["another one is being made", "another one follows"]
    assert open_phase(phases, "") == "rescue"


@pytest.mark.parametrize("cap", ["budget_month", "budget_song"])
def test_what_would_pass_the_cap_says_so_before_the_click(
    made: Project, owner: User, admin: User, browser_of: Browser, cap: str
) -> None:
    asset = add_mix(made, 0.0)
    browser, there = browser_of(owner), f"/api/v1/projects/{made.pk}/estimate/?recipe=intake"
    made.lyrics.create(number=1, text="La la la")
    assert browser.get(there).json()["refusal"] is None
    assert "raise the cap" not in browser.get(reverse("room-listen", args=[made.pk])).text
    Label.objects.update_or_create(pk=1, defaults={cap: Decimal("0.00")})
    refusal = browser.get(there).json()["refusal"]
    assert refusal["code"] == f"budget.exceeded_{cap.removeprefix('budget_')}" and str(admin) in refusal["message"]
    listen = browser.get(reverse("room-listen", args=[made.pk])).text
    console = browser_of(admin).get(reverse("console", args=[asset.pk])).text
    for page in (listen, console):
        assert "raise the cap" in page and str(admin) in page
