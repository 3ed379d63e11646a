"""How far the runs of the house have come."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from artists.models import User
from processing.house_runs import shown_runs
from processing.models import Run
from processing.shown_runs import ShownRun
from projects.models import Project
from tests.processing.test_views import add_run, in_process, made

Browser = Callable[[User], Client]
__all__ = ["in_process", "made"]


def test_what_stages_have_done_so_far_counts(made: Project, anr: User, browser_of: Browser) -> None:
    half_way = [
        {"kind": "ingest", "name": "a", "state": "done", "progress": 1.0},
        {"kind": "ingest", "name": "b", "state": "running", "progress": 0.78},
        {"kind": "ingest", "name": "c", "state": "running", "progress": 0.5},
        # Taken from a lost worker: it begins anew.
        {"kind": "ingest", "name": "d", "state": "queued", "progress": 0.9},
    ]
    add_run(made, "intake", *half_way, state=Run.State.RUNNING)
    add_run(made, "mix", state=Run.State.RUNNING)
    mix, intake = shown_runs().open
    assert (intake.done, intake.stages) == (1, 4) and intake.fraction == pytest.approx(2.28 / 4)
    assert (mix.done, mix.stages, mix.fraction) == (0, 0, 0.0)
    page = browser_of(anr).get(reverse("job-runs")).content.decode()
    assert "1 of 4 stages · 57 %" in page and re.search(r'<progress max="1" value="0\.57', page)


def test_what_runs_costs_while_it_runs(made: Project) -> None:
    stages = [
        {"kind": "ingest", "name": "a", "state": "done", "seconds": 10.0, "cost": Decimal("0.01")},
        {"kind": "ingest", "name": "b", "state": "running", "started_at": timezone.now() - timedelta(hours=1)},
    ]
    run = add_run(made, "intake", *stages, state=Run.State.RUNNING)
    (shown,) = shown_runs().open
    per_hour = settings.COST_PER_HOUR["cpu"]
    assert shown.seconds == pytest.approx(3610.0, abs=5.0) and float(shown.cost) == pytest.approx(
        0.01 + per_hour, rel=0.01
    )
    whole = ShownRun.whole(run)
    assert whole.seconds == pytest.approx(3610.0, abs=5.0) and whole.cost == pytest.approx(0.01 + per_hour, rel=0.01)
