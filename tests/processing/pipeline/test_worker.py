from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as studio

from processing.models import Stage, StageOutput
from processing.pipeline import outcome, worker
from processing.pipeline.worker import claim, run_stage
from projects.models import Asset, Event, Project
from tests.factories import make_asset
from tests.processing.pipeline.handlers import only

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("here")]


def types(project: Project) -> list[str]:
    return list(project.events.values_list("type", flat=True))


def test_a_stage_records_what_it_took_and_said(start: Any, finish: Any) -> None:
    stage = only(finish(start({"name": "a", "params": {"words": "hi", "ticks": 2}})))
    assert (stage.state, stage.progress, stage.lease_until) == ("done", 1.0, None)
    assert stage.result == {"words": "['hi', []]"}
    assert stage.seconds >= 0.1
    assert float(stage.cost) == pytest.approx(stage.seconds / 3600 * 0.12, abs=1e-4)
    assert stage.peak_memory_bytes > 10_000_000
    assert stage.log.endswith("said ['hi', []]")
    assert stage.worker


def test_results_flow_from_parents_to_children(start: Any, finish: Any) -> None:
    run = finish(
        start({"name": "a", "params": {"words": "A"}}, {"name": "b", "needs": ("a",), "params": {"words": "B"}})
    )
    assert "A" in run.stages.get(name="b").result["words"]


def test_outputs_become_assets_with_provenance(start: Any, finish: Any, song: Project) -> None:
    stage = only(finish(start({"name": "a", "params": {"role": "note", "words": "x", "seed": 7}})))
    asset = stage.outputs.get(role="note").asset
    assert (asset.project, asset.kind, asset.version) == (song, "document", 1)
    assert asset.provenance["stage"] == "echo"
    assert asset.provenance["seed"] == 7
    assert asset.provenance["fingerprint"] == stage.fingerprint
    assert asset.provenance["machine"] is True


def test_a_landing_is_told_with_its_asset(start: Any, finish: Any, song: Project) -> None:
    run = finish(start({"name": "a", "params": {"role": "candidate", "asset": "candidate"}}))
    event = song.events.get(type="candidate.landed")
    assert event.data["asset"] == str(only(run).outputs.get().asset_id)
    assert types(song) == ["run.started", "stage.queued", "stage.started", "stage.done", "candidate.landed", "run.done"]


def test_scratch_is_gone_afterwards(start: Any, finish: Any) -> None:
    stage = only(finish(start({"name": "a", "params": {"role": "note"}})))
    assert not (studio.SCRATCH_DIR / stage.job_id).exists()


def test_a_second_delivery_changes_nothing(start: Any, finish: Any, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    stage = only(finish(start({"name": "a", "params": {"ledger": str(ledger), "role": "note"}})))
    events = Event.objects.count()
    run_stage(stage.pk)
    assert ledger.read_text().split() == ["a"]
    assert (Asset.objects.count(), Event.objects.count()) == (1, events)


def test_an_unknown_stage_is_nobodys_work(db: None) -> None:
    run_stage(10**6)


def test_a_stage_that_is_taken_again_has_everything_before_it(start: Any) -> None:
    stage = only(start({"name": "a"}))
    Stage.objects.filter(pk=stage.pk).update(progress=0.7)
    taken = claim(stage.pk)
    assert taken and taken.progress == Stage.objects.get(pk=stage.pk).progress == 0.0


def test_only_one_worker_gets_the_stage(start: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = only(start({"name": "a"}))
    assert claim(stage.pk) is not None
    Stage.objects.update(state="queued")
    real = Stage.objects.select_related("run__project__artist").get(pk=stage.pk)
    Stage.objects.update(attempt=9)
    monkeypatch.setattr(
        Stage.objects, "select_related", lambda *_: type("Q", (), {"filter": lambda *a, **k: _Just(real)})()
    )
    assert claim(stage.pk) is None


class _Just:
    """A query that answers with a row read a moment too early."""

    def __init__(self, row: Stage) -> None:
        self.row = row

    def first(self) -> Stage:
        return self.row


@pytest.mark.parametrize(
    ("params", "code"),
    [({"fail": "audio.silent"}, "audio.silent"), ({"break": True}, "stage.broke")],
)
def test_failures_have_a_code_for_people_and_a_trace_for_us(start: Any, finish: Any, params: Any, code: str) -> None:
    run = finish(start({"name": "a", "params": params}))
    stage = only(run)
    assert (run.state, stage.state, stage.error_code) == ("failed", "failed", code)
    assert "Traceback" in stage.traceback
    assert "Traceback" not in stage.error_words
    event = run.project.events.get(type="stage.failed")
    assert (event.data["code"], event.data["words"]) == (code, stage.error_words)
    assert outcome.facts(stage).items() <= event.data.items()


@pytest.mark.parametrize(
    ("params", "code"), [({"fail": "net.slow", "transient": 1}, "net.slow"), ({"memory": 1}, "worker.out_of_memory")]
)
def test_transient_failures_are_tried_again_but_not_for_ever(start: Any, finish: Any, params: Any, code: str) -> None:
    stage = only(finish(start({"name": "a", "params": params})))
    assert (stage.state, stage.error_code) == ("failed", code)
    assert stage.attempt == stage.attempts_allowed == 6


def test_a_cancelled_stage_stops_at_its_next_word(start: Any, finish: Any, song: Project) -> None:
    run = finish(start({"name": "a", "params": {"cancel_itself": True, "role": "note"}}))
    assert only(run).state == "cancelled"
    assert not Asset.objects.exists()
    assert "stage.done" not in types(song)


def test_a_stage_lost_while_finishing_leaves_nothing(start: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = only(start({"name": "a", "params": {"role": "note"}}))
    real = worker.handler_of

    def loses_it(kind: str) -> Any:
        def handle(params: Any, context: Any) -> Any:
            result = real(kind)(params, context)
            Stage.objects.filter(pk=stage.pk).update(attempt=5)
            return result

        return handle

    monkeypatch.setattr(worker, "handler_of", loses_it)
    run_stage(stage.pk)
    stage.refresh_from_db()
    assert (stage.state, stage.attempt) == ("running", 5)
    assert not StageOutput.objects.exists()


def test_parents_of_an_output_are_kept(start: Any, finish: Any, song: Project) -> None:
    take = make_asset(song)
    node = {"name": "a", "inputs": {"source": [str(take.pk)]}, "params": {"role": "note"}}
    asset = only(finish(start(node))).outputs.get().asset
    assert list(asset.parents.all()) == [take]
