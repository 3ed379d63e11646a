"""What was made before from the same things is not made again, and only within one artist's songs."""

from pathlib import Path
from typing import Any

import pytest

from projects.models import Project
from tests.factories import make_artist, make_asset, make_project
from tests.processing.pipeline.handlers import only

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("here")]


def test_the_same_work_is_never_done_twice(start: Any, finish: Any, tmp_path: Path) -> None:
    node = {"name": "a", "params": {"ledger": str(tmp_path / "l"), "role": "note", "words": "same"}}
    first, second = only(finish(start(node))), only(finish(start(node)))
    assert (first.state, second.state) == ("done", "reused")
    assert second.result == first.result
    assert second.outputs.get().asset == first.outputs.get().asset
    assert (tmp_path / "l").read_text().split() == ["a"]


def test_reuse_carries_on_to_what_follows(start: Any, finish: Any) -> None:
    nodes = [{"name": "a"}, {"name": "b", "needs": ("a",)}]
    finish(start(*nodes))
    again = finish(start(*nodes))
    assert set(again.stages.values_list("state", flat=True)) == {"reused"}
    assert again.state == "done"


def test_a_changed_parameter_is_new_work_for_it_and_its_children(start: Any, finish: Any) -> None:
    def nodes(words: str) -> list[dict[str, Any]]:
        return [{"name": "a"}, {"name": "b", "params": {"words": words}}, {"name": "c", "needs": ("a", "b")}]

    finish(start(*nodes("x")))
    again = finish(start(*nodes("y")))
    assert dict(again.stages.values_list("name", "state")) == {"a": "reused", "b": "done", "c": "done"}


def test_fresh_work_can_be_asked_for(start: Any, finish: Any) -> None:
    finish(start({"name": "a"}))
    assert only(finish(start({"name": "a"}, fresh=True))).state == "done"


def test_reuse_needs_the_files_to_be_there(start: Any, finish: Any) -> None:
    from projects.storage import local_path

    first = only(finish(start({"name": "a", "params": {"role": "note"}})))
    path = local_path(first.outputs.get().asset.sha256)
    assert path is not None
    path.unlink()
    assert only(finish(start({"name": "a", "params": {"role": "note"}}))).state == "done"


def test_another_song_of_the_artist_gets_its_own_assets(start: Any, finish: Any, artist: Any) -> None:
    node = {"name": "a", "params": {"role": "note"}}
    first = only(finish(start(node)))
    made = first.outputs.get().asset
    made.renditions.create(kind="peaks", sha256=made.sha256, size_bytes=12, media_type="application/octet-stream")
    other = make_project(artist)
    stage = only(finish(start(node, project=other)))
    asset = stage.outputs.get().asset
    assert [(r.kind, r.sha256, r.size_bytes) for r in asset.renditions.all()] == [("peaks", made.sha256, 12)]
    assert (stage.state, asset.project, asset.sha256) == ("reused", other, first.outputs.get().asset.sha256)
    assert only(finish(start(node, project=other))).outputs.get().asset == asset


def test_another_artists_work_is_never_reused(start: Any, finish: Any) -> None:
    finish(start({"name": "a"}))
    assert only(finish(start({"name": "a"}, project=make_project(make_artist())))).state == "done"


def test_what_was_attached_to_an_upload_is_attached_again(start: Any, finish: Any, song: Project, artist: Any) -> None:
    take = make_asset(song, content=b"RIFF same bytes")
    other = make_asset(make_project(artist), content=b"RIFF same bytes")
    node = {"name": "a", "params": {"attach": True}}
    finish(start({**node, "inputs": {"source": [str(take.pk)]}}))
    stage = only(finish(start({**node, "inputs": {"source": [str(other.pk)]}}, project=other.project)))
    other.refresh_from_db()
    assert stage.state == "reused"
    assert other.measures == {"integrated_lufs": -20.0}
    assert other.duration_s == 1.5
    assert other.renditions.get().kind == "peaks"
    assert str(other.pk) in stage.provenance["attached"]["renditions"]


def test_what_was_attached_to_what_a_stage_before_made_is_attached_to_ones_own(
    start: Any, finish: Any, artist: Any
) -> None:
    nodes = [{"name": "a", "params": {"role": "source"}}, {"name": "b", "needs": ("a",), "params": {"attach": True}}]
    finish(start(*nodes))
    other = make_project(artist)
    older = make_asset(other, "document", content=b"['', []]")
    run = finish(start(*nodes, project=other))
    assert set(run.stages.values_list("state", flat=True)) == {"reused"}
    newer = run.stages.get(name="a").outputs.get().asset
    assert newer.sha256 == older.sha256 and newer.version > older.version
    assert [asset.renditions.count() for asset in (older, newer)] == [0, 1]
    assert newer.measures == {"integrated_lufs": -20.0}


def test_inputs_count_by_content(start: Any, finish: Any, song: Project) -> None:
    one, two = make_asset(song, content=b"one"), make_asset(song, content=b"two")
    states = [only(finish(start({"name": "a", "inputs": {"source": [str(a.pk)]}}))).state for a in (one, two, one)]
    assert states == ["done", "done", "reused"]
