"""A song in parts goes through the stages that mend and judge it, as the rescue runs them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from processing.dsp import files
from processing.models import Run, StageOutput
from processing.pipeline import recipes
from processing.pipeline.graph import Graph, Node
from processing.stages.sound import RATE
from projects import storage
from projects.assets import NewFile, add_file
from projects.models import Asset, Project
from tests.processing.dsp.pathologies.songs import Song, healthy, with_wide_bass
from tests.processing.dsp.repairs.test_stems import split

pytestmark = pytest.mark.django_db
SOURCES = ("vocals", "drums", "bass", "other")


@pytest.fixture
def mend(song: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, work_off: Callable[..., Run]) -> Any:
    def go(sound: Song, **amounts: float) -> Run:
        whole = _bring(song, tmp_path, "sound", sound)
        stems = {f"stem:{name}": [_bring(song, tmp_path, name, part)] for name, part in split(sound).items()}
        look = Node("diagnose", "diagnose", inputs={"sound": [whole]})
        each = [
            Node(f"restore-{name}", "restore", ("diagnose",), stems, {"source": name, "amounts": amounts})
            for name in SOURCES
        ]
        judge = Node("judge", "judge_restored", ("diagnose", *(node.name for node in each)), stems)
        monkeypatch.setitem(recipes.RECIPES, "mend", lambda _project, _params: Graph((look, *each, judge)))
        return work_off("mend")

    return go


def _bring(song: Project, folder: Path, name: str, audio: Song) -> str:
    path = files.write_flac(folder / f"{name}.flac", audio, RATE)
    made = {"stage": "separate"}
    return str(add_file(song, NewFile(Asset.Kind.STEM, path, path.name, audio.shape[1] / RATE, provenance=made)).pk)


def _heard(run: Run, role: str) -> Song:
    output = StageOutput.objects.get(stage__run=run, role=role)
    with storage.local_copy(output.asset.sha256) as path:
        return files.read(path)[0]


def test_a_spoilt_song_is_mended_stem_by_stem_and_judged_whole(mend: Any) -> None:
    sound = with_wide_bass(healthy()[:, : 6 * RATE])
    run = mend(sound)
    assert {stage.state for stage in run.stages.all()} == {"done"}, [stage.error for stage in run.stages.all()]
    bass = run.stages.get(name="restore-bass").result
    assert bass["source"] == "bass" and bass["after"]["wide_bass"] < bass["before"]["wide_bass"]
    step = next(step for step in bass["steps"] if step["remedy"] == "mono_bass")
    assert step["kept"] and step["words"] in bass["words"]

    judged = run.stages.get(name="judge").result
    assert judged["after"]["wide_bass"] < 50 < judged["before"]["wide_bass"]
    assert "bass" in judged["kept"] and judged["withheld"] == []
    found = [{fault["code"] for fault in judged[side] if fault["found"]} for side in ("faults_before", "faults_after")]
    assert "wide_bass" in found[0] - found[1]

    roles = set(StageOutput.objects.filter(stage__run=run).values_list("role", flat=True))
    assert {f"{kind}:{source}" for kind in ("restored", "final") for source in SOURCES} <= roles
    assert {role.removeprefix("removed:") for role in roles if role.startswith("removed:")} == set(judged["kept"])
    stem, delta = split(sound)["bass"], _heard(run, "removed:bass")
    assert np.abs(_heard(run, "restored:bass") + delta - stem).max() < 1e-5
    for source in set(SOURCES) - set(judged["kept"]):
        assert np.abs(_heard(run, f"final:{source}") - split(sound)[source]).max() < 1e-6


def test_people_may_leave_a_remedy_out_and_then_nothing_changes(mend: Any) -> None:
    run = mend(with_wide_bass(healthy()[:, : 6 * RATE]), mono_bass=0.0, fold_antiphase=0.0)
    judged = run.stages.get(name="judge").result
    assert judged["kept"] == [] and judged["before"] == judged["after"]
    assert run.stages.get(name="restore-bass").result["words"] == ["Nothing had to be repaired."]
    assert not StageOutput.objects.filter(stage__run=run, role__startswith="removed:").exists()
