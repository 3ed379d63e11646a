"""A song that was brought is judged by what its file says of itself, as it was diagnosed: nothing found goes untold."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from processing.dsp import files
from processing.models import Run
from processing.pipeline import recipes
from processing.pipeline.graph import Graph, Node
from processing.stages.sound import RATE
from projects.assets import NewFile, add_file
from projects.models import Asset, Project
from tests.processing.dsp.pathologies.songs import Song, band, healthy, with_shimmer, with_wide_bass
from tests.processing.dsp.repairs.test_stems import split

pytestmark = pytest.mark.django_db
SECONDS = 4
Mend = Callable[..., Run]


@pytest.fixture
def mend(song: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, work_off: Callable[..., Run]) -> Mend:
    """`mend(brought, **amounts)`: taken in, looked into, mended, judged, and the file looked into as if made of it."""

    def bring(name: str, audio: Song, kind: Asset.Kind, **provenance: str) -> str:
        path = files.write_flac(tmp_path / name, audio, RATE)
        return str(add_file(song, NewFile(kind, path, name, audio.shape[1] / RATE, provenance=provenance)).pk)

    def go(brought: Song, **amounts: float) -> Run:
        sound = np.repeat(brought, 2, axis=0) if brought.shape[0] == 1 else brought
        flat = bring("machine.flac", brought, Asset.Kind.FLAT_MIX)
        made = bring("master.flac", sound, Asset.Kind.MASTER, stage="master")
        stems = {
            f"stem:{name}": [bring(f"{name}.flac", part, Asset.Kind.STEM, stage="separate")]
            for name, part in split(sound).items()
        }
        names = [role.removeprefix("stem:") for role in stems]
        each = [
            Node(f"restore-{name}", "restore", ("diagnose",), stems, {"source": name, "amounts": amounts})
            for name in names
        ]
        graph = Graph(
            (
                Node("upload", "ingest", inputs={"file": [flat]}, params={"kind": "flat_mix"}),
                Node("diagnose", "diagnose", ("upload",), {"sound": [flat]}),
                *each,
                Node("judge", "judge_restored", ("diagnose", *(node.name for node in each)), stems),
                Node("check", "diagnose", ("diagnose",), {"sound": [made]}),
            )
        )
        monkeypatch.setitem(recipes.RECIPES, "mend", lambda _project, _params: graph)
        run = work_off("mend")
        assert {stage.state for stage in run.stages.all()} == {"done"}, [
            stage.error_words for stage in run.stages.all()
        ]
        return run

    return go


def result(run: Run, name: str) -> dict[str, Any]:
    return dict(run.stages.get(name=name).result)


def test_whatever_was_diagnosed_gets_better_or_is_told_with_the_reason(mend: Mend) -> None:
    spoilt = band(with_wide_bass(with_shimmer(healthy()[:, : SECONDS * RATE])), 20, 16_500)
    run = mend(spoilt, de_shimmer=0.0)
    found, judged = set(result(run, "diagnose")["found"]), result(run, "judge")
    assert {"wide_bass", "shimmer", "lossy_source"} <= found
    told = {one["fault"]: one["words"] for one in judged["withheld"]}
    better = {code for code in found if judged["after"][code] < judged["before"][code]}
    assert "wide_bass" in better and found - better == told.keys()
    assert "there is no repair for it" in told["lossy_source"] and "no repair of it was tried" in told["shimmer"]
    assert all(words in run.stages.get(name="judge").log for words in told.values())
    for side in ("faults_before", "faults_after"):
        assert next(fault["found"] for fault in judged[side] if fault["code"] == "lossy_source")


def test_what_is_made_of_it_is_held_to_what_the_file_said(mend: Mend) -> None:
    run = mend(band(healthy()[:1, : SECONDS * RATE], 20, 16_500))
    facts = {"claims_lossless": True, "channels": 1}
    for name in ("diagnose", "check"):
        looked = result(run, name)
        assert looked["brought"] == facts and "lossy_source" in looked["found"] and "narrow" not in looked["found"]


@pytest.mark.parametrize(("amounts", "widened"), [({}, False), ({"widen": 1.0}, True)])
def test_one_channel_is_widened_only_where_somebody_asks(mend: Mend, amounts: dict[str, float], widened: bool) -> None:
    run = mend(healthy()[:1, : SECONDS * RATE], **amounts)
    judged = result(run, "judge")
    narrow = next(fault for fault in judged["faults_before"] if fault["code"] == "narrow")
    assert not narrow["found"] and "one channel" in narrow["words"]
    assert judged["kept"] == (["other"] if widened else []) and judged["withheld"] == []
    assert (judged["after"]["narrow"] < judged["before"]["narrow"]) is widened
