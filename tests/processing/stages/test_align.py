"""The stage on a sung line and a band that was made for it, then brought out of time and tune."""

from typing import Any

import numpy as np
import pytest

from artists.models import User
from processing.dsp import files
from processing.dsp.levels import Audio
from processing.engines.contracts import SongPlan
from processing.models import Run, Stage
from processing.pipeline import inline, launch, recipes
from processing.pipeline.graph import Graph, Node
from projects import storage
from projects.assets import NewFile, add_file, add_renditions
from projects.models import Asset, Project
from tests.accompaniment import accompany
from tests.factories import scratch_file
from tests.singing import RATE, sing, tune

pytestmark = pytest.mark.django_db
BPM = 112.0
MELODY = tune(7, seed=1)


def a_file(song: Project, kind: str, audio: Audio, name: str) -> Asset:
    path = scratch_file(b"", ".flac")
    files.write_flac(path, audio, RATE)
    asset = add_file(song, NewFile(kind, path, name, audio.shape[1] / RATE), by=None)
    add_renditions(asset, {"canonical": (storage.keep(path), "audio/flac")})
    return asset


@pytest.fixture
def plan() -> dict[str, Any]:
    return SongPlan("Line", "pop", "warm", BPM, "4/4", "A major", sections=(), duration_s=16.0).to_json()


@pytest.fixture
def run_align(
    song: Project,
    owner: User,
    plan: dict[str, Any],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> Any:
    settings.STUDIO_IN_PROCESS = True
    voice = a_file(song, Asset.Kind.VOCAL, sing(MELODY, BPM, seed=1, start_s=0.5)[0], "take.flac")

    def run(ratio: float, semitones: float, offset_s: float, *, gate: bool = True, **told: float) -> tuple[Run, Stage]:
        band = accompany(MELODY, BPM * ratio, lead_in_s=offset_s + 0.5 / ratio, semitones=semitones)
        halves = {"stem:left": band[:1] * np.float32(0.5), "stem:right": band[1:] * np.float32(0.5)}
        inputs = {
            role: [str(a_file(song, Asset.Kind.STEM, part, f"{role[5:]}.flac").pk)] for role, part in halves.items()
        }
        inputs["candidate"] = [str(a_file(song, Asset.Kind.CANDIDATE, band, "band.flac").pk)]
        inputs["vocal"] = [str(voice.pk)]
        node = Node("align", "align", inputs=inputs, params={"plan": plan, "bpm": None, "gate": gate, **told})
        monkeypatch.setitem(recipes.RECIPES, "align", lambda _project, _params: Graph((node,)))
        with django_capture_on_commit_callbacks(execute=True):
            made = launch.start(song, "align", by=owner)
        with django_capture_on_commit_callbacks(execute=True):
            inline.run_to_end(made)
        made.refresh_from_db()
        return made, made.stages.get()

    return run


def test_a_backing_out_of_time_and_tune_is_moved_to_the_voice(run_align: Any) -> None:
    run, stage = run_align(1.04, -1.0, 0.7)
    assert run.state == "done"
    repaired, plan = stage.result["repaired"], stage.result["plan"]
    assert stage.result["offset_s"] == pytest.approx(0.7, abs=0.01)
    assert repaired["stretch"] == pytest.approx(1.04, abs=0.001) and repaired["semitones"] == pytest.approx(
        1.0, abs=0.1
    )
    assert max(abs(late) for late in repaired["start_middle_end_ms"]) <= 20.0
    assert plan["vocal_offset_s"] == pytest.approx(0.7 * 1.04, abs=0.011)
    assert plan["bpm"] == pytest.approx(BPM / repaired["stretch"]), "the plan moved with its backing"
    made = {out.role: out.asset for out in stage.outputs.select_related("asset")}
    assert set(made) == {"candidate", "stem:left", "stem:right"}
    assert len({asset.duration_s for asset in made.values()}) == 1


def test_a_backing_that_fits_is_passed_on(run_align: Any) -> None:
    _, stage = run_align(1.0, 0.0, 1.1)
    assert stage.result["repaired"] is None and not stage.outputs.exists()
    assert stage.result["plan"]["vocal_offset_s"] == pytest.approx(1.1, abs=0.01)


def test_a_start_that_a_person_chose_wins(run_align: Any) -> None:
    _, stage = run_align(1.0, 0.0, 1.1, start_s=0.5)
    assert stage.result["plan"]["vocal_offset_s"] == 0.5 and stage.result["offset_confidence"] == 1.0


def test_what_is_too_far_stops_the_mix_but_only_marks_a_candidate(run_align: Any) -> None:
    run, stage = run_align(1.1, 0.0, 0.0)
    assert (run.state, stage.error_code) == ("failed", "align.tempo_too_far") and "+10.0%" in stage.error_words
    run, stage = run_align(1.1, 0.0, 0.0, gate=False)
    assert run.state == "done" and stage.result["refused"]["code"] == "align.tempo_too_far"
