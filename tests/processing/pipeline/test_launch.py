from typing import Any

import pytest

from artists.models import User
from processing.errors import StudioError
from processing.licences import gate
from processing.models import Priority, Run, Stage
from processing.pipeline import launch, recipes, turns
from processing.pipeline.worker import run_stage
from projects.models import Activity, Project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("here")]


def states(run: Run) -> dict[str, str]:
    return dict(run.stages.values_list("name", "state"))


def test_a_run_starts_with_what_needs_nothing(start: Any) -> None:
    run = start({"name": "a"}, {"name": "b", "needs": ("a",)})
    assert run.state == "running"
    assert states(run) == {"a": "queued", "b": "waiting"}


def test_starting_is_written_down(start: Any, song: Project, owner: User) -> None:
    run = start({"name": "a"})
    assert Activity.objects.filter(project=song, verb="run.started", by=owner, data__run=run.pk).count() == 1
    assert list(song.events.values_list("type", flat=True)) == ["run.started", "stage.queued"]


def test_sound_goes_before_a_clip_that_came_first(start: Any, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "video" in recipes.PATIENT
    with monkeypatch.context() as patch:
        patch.setattr(recipes, "PATIENT", {"echo"})
        [clip] = start({"name": "clip"}).stages.all()
    [sound] = start({"name": "sound"}).stages.all()
    assert list(Stage.objects.in_turn()) == [sound, clip]
    turns.prioritise(clip.run, Priority.HIGH, by=owner)
    assert list(Stage.objects.in_turn()) == [clip, sound]


def test_a_broken_graph_leaves_no_rows(start: Any) -> None:
    with pytest.raises(StudioError, match=r"graph\.cycle"):
        start({"name": "a", "needs": ("a",)})
    assert not Run.objects.exists()
    assert not Stage.objects.exists()


def test_an_unknown_recipe_is_refused(song: Project, owner: User) -> None:
    with pytest.raises(StudioError, match=r"recipe\.unknown"):
        launch.start(song, "cook", by=owner)


def test_an_unlicensed_engine_is_refused_before_anything_is_written(
    song: Project, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "licences", dict)
    song.lyrics.create(number=1, text="La la la")
    with pytest.raises(StudioError, match=r"licence\.refused"):
        launch.start(song, "intake", by=owner)
    assert not Run.objects.exists()


def test_a_finished_run_is_done_with_all_its_stages(start: Any, finish: Any) -> None:
    run = finish(start({"name": "a"}, {"name": "b", "needs": ("a",)}))
    assert run.state == "done"
    assert run.finished_at is not None
    assert states(run) == {"a": "done", "b": "done"}


def test_a_failure_skips_what_follows_and_nothing_else(start: Any, finish: Any) -> None:
    broken = {"name": "bad", "params": {"fail": "audio.silent"}}
    run = finish(
        start(broken, {"name": "after", "needs": ("bad",)}, {"name": "last", "needs": ("after",)}, {"name": "ok"})
    )
    assert run.state == "failed"
    assert states(run) == {"bad": "failed", "after": "skipped", "last": "skipped", "ok": "done"}
    assert run.stages.get(name="after").error_words == "Skipped because “bad” did not finish."


def test_cancel_stops_what_waits_and_keeps_what_is_done(start: Any, owner: User, commit: Any) -> None:
    run = start({"name": "a"}, {"name": "b", "needs": ("a",)}, {"name": "c", "needs": ("b",)})
    with commit():
        run_stage(run.stages.get(name="a").pk)
        launch.cancel(run, by=owner)
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert states(run) == {"a": "done", "b": "cancelled", "c": "cancelled"}
    assert Activity.objects.filter(verb="run.cancelled", by=owner).exists()


def test_a_run_that_is_over_cannot_be_cancelled(start: Any, finish: Any, owner: User) -> None:
    run = finish(start({"name": "a"}))
    with pytest.raises(StudioError, match=r"run\.already_over"):
        launch.cancel(run, by=owner)


def test_retry_does_again_only_what_did_not_succeed(
    start: Any, finish: Any, owner: User, commit: Any, tmp_path: Any
) -> None:
    ledger = str(tmp_path / "ledger")
    good = {"name": "good", "params": {"ledger": ledger}}
    bad = {"name": "bad", "needs": ("good",), "params": {"ledger": ledger, "fail": "audio.silent"}}
    run = finish(start(good, bad, {"name": "last", "needs": ("bad",), "params": {"ledger": ledger}}))
    Stage.objects.filter(name="bad").update(params={"ledger": ledger})
    with commit():
        launch.retry(run, by=owner)
    assert finish(run).state == "done"
    assert (tmp_path / "ledger").read_text().split() == ["good", "bad", "bad", "last"]
    assert run.stages.get(name="bad").error_code == ""


@pytest.mark.parametrize("ending", ["done", "running"])
def test_there_must_be_something_to_retry(start: Any, finish: Any, owner: User, ending: str) -> None:
    run = start({"name": "a"})
    if ending == "done":
        finish(run)
    with pytest.raises(StudioError, match=r"run\.nothing_to_retry"):
        launch.retry(run, by=owner)


def test_of_several_those_are_counted_that_could_be_opened_again(
    start: Any, finish: Any, owner: User, commit: Any
) -> None:
    well, ill = finish(start({"name": "a"})), finish(start({"name": "a", "params": {"fail": "x.y"}}))
    with commit():
        assert launch.retry_all([well, ill], by=owner) == 1
    assert states(well) == {"a": "done"} and states(ill) == {"a": "queued"}


def test_a_retry_gets_a_fresh_allowance_of_attempts(start: Any, finish: Any, owner: User, commit: Any) -> None:
    run = finish(start({"name": "a", "params": {"fail": "x.y"}}))
    Stage.objects.update(attempt=6)
    with commit():
        launch.retry(run, by=owner)
    stage = run.stages.get()
    assert (stage.attempt, stage.attempts_allowed) == (7, 12)
