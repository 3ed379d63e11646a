"""The stage on a sung line and a band that was made for it, then brought out of time and tune."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from processing.dsp import files
from processing.dsp.alignment.found import Alignment
from processing.dsp.levels import Audio
from processing.engines.contracts import Section, SongPlan, SungNote
from processing.models import Run, Stage
from processing.pipeline import recipes
from processing.pipeline.graph import Graph, Node
from processing.stages import align
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
    song: Project, plan: dict[str, Any], monkeypatch: pytest.MonkeyPatch, work_off: Callable[..., Run]
) -> Any:
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
        made = work_off("align")
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


def test_over_a_backing_that_was_brought_the_plan_follows_the_voice() -> None:
    parts = (("Intro", 0.0, 4.0), ("Verse", 4.0, 12.0), ("Chorus", 12.0, 40.0))
    sections = tuple(Section(label, label.lower(), 4, start_s, end_s) for label, start_s, end_s in parts)
    plan = SongPlan("Line", "pop", "warm", 100.0, "4/4", "A major", sections, 40.0, 4.0, (SungNote(4.5, 5.0, 69.0),))
    found = Alignment(
        offset_s=0.7, offset_confidence=1.0, within_beat_confidence=1.0, others_s=(), tempo_ratio=1.04,
        tempo_confidence=1.0, voice_bpm=BPM, band_bpm=BPM * 1.04, first_beat_s=0.1, beat_confidence=1.0,
        wander_ms=1.0, transpose_semitones=0.0, key_confidence=1.0, drift=(), voice_s=16.0,
    )  # fmt: skip
    laid = align.as_laid(plan, found, 20.0, {"bpm": None, "gate": True, "brought": True})
    starts_s = 0.7 * 1.04
    assert laid.vocal_offset_s == pytest.approx(starts_s) and laid.duration_s == pytest.approx(20.0 * 1.04)
    assert laid.bpm == pytest.approx(BPM), "the beat that is heard, not the one that was planned"
    times_s = [(one.label, round(one.start_s, 3), round(one.end_s, 3)) for one in laid.sections]
    assert times_s == [("Intro", 0.0, 0.728), ("Verse", 0.728, 8.728), ("Chorus", 8.728, 20.8)]
    assert laid.sung_notes[0].start_s == pytest.approx(starts_s + 0.5)
    typed = align.as_laid(plan, found, 20.0, {"bpm": 56.0, "gate": True, "brought": True})
    assert typed.bpm == 56.0, "a typed tempo wins"


def test_what_is_too_far_stops_the_mix_but_only_marks_a_candidate(run_align: Any) -> None:
    run, stage = run_align(1.1, 0.0, 0.0)
    assert (run.state, stage.error_code) == ("failed", "align.tempo_too_far") and "+10.0%" in stage.error_words
    run, stage = run_align(1.1, 0.0, 0.0, gate=False)
    assert run.state == "done" and stage.result["refused"]["code"] == "align.tempo_too_far"
