"""What failed stands until the same work is done or under way again, and every figure of it says the same."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from processing.board import board
from processing.failures import failure_groups, open_failures
from processing.models import Run, Stage
from projects.models import Project

FLAT, WIDE = {"aspects": ["16:9"], "wishes": {"a": 1, "b": 2}}, {"aspects": ["9:16"]}


def failed(song: Project, params: dict[str, object]) -> Stage:
    run = Run.objects.create(project=song, recipe="video", state="failed", params=params)
    return Stage.objects.create(run=run, name="film", kind="film", state="failed", error_code="x.y", error_words="No.")


@pytest.mark.parametrize("state", ["running", "done", "failed", "cancelled"])
def test_other_work_of_the_song_hides_nothing(song: Project, state: str) -> None:
    stage = failed(song, FLAT)
    Run.objects.create(project=song, recipe="video", state=state, params=WIDE)
    Run.objects.create(project=song, recipe="mix", state=state, params=FLAT)
    assert list(open_failures()) == [stage]


def test_the_same_work_makes_up_for_it_once_it_runs_or_is_done(song: Project) -> None:
    failed(song, FLAT)
    again = Run.objects.create(project=song, recipe="video", params=FLAT)
    for state, open_ones in (("running", 0), ("done", 0), ("failed", 1), ("cancelled", 1)):
        Run.objects.filter(pk=again.pk).update(state=state)
        assert open_failures().count() == open_ones, state


def test_a_retry_takes_it_off_the_list(song: Project) -> None:
    stage = failed(song, FLAT)
    Run.objects.filter(pk=stage.run_id).update(state="running")
    assert not open_failures().exists()


def test_the_tile_and_the_groups_count_the_same(
    song: Project, engineer: User, browser_of: Callable[[User], Client]
) -> None:
    failed(song, FLAT)
    failed(song, WIDE)
    Run.objects.create(project=song, recipe="video", state="done", params=FLAT)
    assert board().tallies["failed"] == sum(group.stages for group in failure_groups()) == 1
    page = browser_of(engineer).get(reverse("jobs")).text
    assert re.search(r"<b>1</b><span>failed", page)
