"""Where the voice is laid on the backing, and what mixes and clips take from it."""

from dataclasses import replace
from typing import Any

import pytest

from processing.engines.catalogue import BY_KEY
from processing.errors import StudioError
from processing.models import Run, Stage, StageOutput
from processing.pipeline import aligning, flow, recipes
from processing.stages import rank
from projects.models import Asset, Pick, Project
from tests.factories import make_asset

pytestmark = pytest.mark.django_db
PLAN = {"genre": "rock", "bpm": 100.0, "vocal_offset_s": 0.0}
MOVED = {**PLAN, "vocal_offset_s": 0.8, "bpm": 97.0}


def nodes(project: Project, recipe: str, **params: Any) -> dict[str, Any]:
    return {node.name: node for node in recipes.build(project, recipe, params).ordered()}


@pytest.fixture
def candidate(song: Project) -> Asset:
    run = Run.objects.create(project=song, recipe="instrumental", state="done")
    stage = Stage.objects.create(run=run, name="candidate-1", kind="compose", params={"plan": PLAN}, state="done")
    asset = make_asset(song, Asset.Kind.CANDIDATE)
    StageOutput.objects.create(stage=stage, role="candidate", asset=asset)
    StageOutput.objects.create(stage=stage, role="stem:drums", asset=make_asset(song, Asset.Kind.STEM))
    Pick.objects.create(project=song, phase="instrumental", asset=asset)
    return asset


def off_the_grid(monkeypatch: pytest.MonkeyPatch, *, gives_stems: bool = True) -> None:
    loose = replace(BY_KEY["compose.house_band"], on_grid=False, gives_stems=gives_stems)
    monkeypatch.setattr(aligning, "choose", lambda *_args, **_options: loose)


def test_the_house_band_needs_no_aligning(song: Project, vocal: Asset) -> None:
    assert set(nodes(song, "instrumental", plan=PLAN, candidates=1)) == {"candidate-1", "score-1", "rank"}


def test_another_band_is_aligned_before_it_is_scored(
    song: Project, vocal: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    off_the_grid(monkeypatch)
    song.bpm = 96.5
    made = nodes(song, "instrumental", plan=PLAN, candidates=1)
    assert made["align-1"].needs == ("candidate-1",) and made["align-1"].inputs == {"vocal": [str(vocal.pk)]}
    assert made["align-1"].params == {"plan": PLAN, "bpm": 96.5, "gate": False}, "a typed tempo wins"
    assert made["score-1"].needs == ("candidate-1", "align-1") and made["rank"].needs == ("align-1", "score-1")


def test_without_a_voice_there_is_nothing_to_align(song: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    off_the_grid(monkeypatch)
    assert "align-1" not in nodes(song, "instrumental", plan=PLAN, candidates=1)


def test_what_was_made_whole_is_searched_for_voices_of_its_own(
    song: Project, vocal: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    off_the_grid(monkeypatch, gives_stems=False)
    made = nodes(song, "instrumental", plan=PLAN, candidates=1)
    assert made["clean-1"].needs == ("candidate-1", "align-1") and made["clean-1"].params == {"plan": PLAN}
    assert made["score-1"].needs == ("candidate-1", "align-1", "clean-1")
    assert made["rank"].needs == ("align-1", "score-1")


def test_a_cleaned_candidate_lies_as_its_voice_was_laid(song: Project, vocal: Asset) -> None:
    run, heard = Run.objects.create(project=song, recipe="instrumental", state="done"), {"vocal": [str(vocal.pk)]}
    Stage.objects.create(run=run, name="align-1", kind="align", inputs=heard, result={"plan": MOVED}, position=1)
    needs = ["candidate-1", "align-1"]
    clean = Stage.objects.create(run=run, name="clean-1", kind="clean_ghosts", needs=needs, params={"plan": PLAN})
    cleaned = make_asset(song, Asset.Kind.CANDIDATE)
    StageOutput.objects.create(stage=clean, role="candidate", asset=cleaned)
    laid = aligning.laid_tracks(song, cleaned)
    assert laid.plan == MOVED and not laid.to_align
    Stage.objects.create(run=run, name="rank", kind="rank", result={"ranking": [{"candidate": "candidate-1"}]})
    assert flow.best_candidate(run) == cleaned


def test_a_voice_that_came_after_its_instrumental_is_laid_on_it_first(song: Project, candidate: Asset) -> None:
    assert list(nodes(song, "mix")) == ["console", "mix"]
    vocal = make_asset(song, Asset.Kind.VOCAL)
    made = nodes(song, "mix")
    assert list(made) == ["vocal", "align", "console", "mix"], "a late take has to be taken in first"
    assert made["align"].inputs["vocal"] == [str(vocal.pk)] and made["align"].params["gate"] is True
    assert made["console"].needs == ("align",) and made["mix"].needs == ("console", "align")


def test_a_voice_is_laid_on_an_instrumental_that_was_brought_before_that_is_taken_apart(song: Project) -> None:
    backing, vocal = make_asset(song, Asset.Kind.INSTRUMENTAL), make_asset(song, Asset.Kind.VOCAL)
    Pick.objects.create(project=song, phase="instrumental", asset=backing)
    intake = Run.objects.create(project=song, recipe="intake", state="done")
    Stage.objects.create(run=intake, name="plan", kind="plan_song", state="done", result={"plan": PLAN})
    made = nodes(song, "mix")
    assert list(made) == ["backing", "vocal", "align", "parts", "console", "mix"]
    assert made["align"].needs == ("backing", "vocal") and made["parts"].needs == ("backing", "align")
    assert made["align"].params == {"plan": PLAN, "bpm": None, "gate": True, "brought": True}
    heard = {"candidate": [str(backing.pk)], "vocal": [str(vocal.pk)]}
    assert made["align"].inputs == heard == made["mix"].inputs
    assert made["console"].needs == ("align", "parts") and made["mix"].needs == ("console", "align", "parts")


def test_a_song_that_came_with_its_instrumental_goes_on_to_its_mix(
    song: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(flow.launch, "start", lambda _song, recipe, **_options: started.append(recipe))
    backing = make_asset(song, Asset.Kind.INSTRUMENTAL)
    run = Run.objects.create(project=song, recipe="intake", state="done")
    flow.go_on(run)
    assert Pick.objects.get(project=song, phase="instrumental").asset == backing and started == ["mix"]
    flow.go_on(run)
    assert started == ["mix", "mix"], "another intake mixes again with what it heard"


def test_a_later_voice_is_mixed_when_it_arrives(
    song: Project, candidate: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(flow.launch, "start", lambda _song, recipe, **_options: started.append(recipe))
    flow.mix_a_later_voice(make_asset(song, Asset.Kind.VOCAL), None)
    assert started == [], "in a draft the song's own intake comes first"
    song.state = Project.State.IN_PRODUCTION
    song.save(update_fields=["state"])
    later = Asset.objects.get(pk=make_asset(song, Asset.Kind.VOCAL).pk)
    flow.mix_a_later_voice(later, None)
    assert started == ["mix"]


def test_the_next_mix_and_the_clip_take_what_was_laid(song: Project, candidate: Asset) -> None:
    make_asset(song, Asset.Kind.VOCAL)
    run = Run.objects.create(project=song, recipe="mix", state="done")
    built = nodes(song, "mix")
    laid = Stage.objects.create(
        run=run, name="align", kind="align", params=built["align"].params, result={"plan": MOVED}
    )
    drums = make_asset(song, Asset.Kind.STEM)
    StageOutput.objects.create(stage=laid, role="stem:drums", asset=drums)
    Stage.objects.create(run=run, name="console", kind="propose_mix", result={"settings": {}})
    inputs = built["mix"].inputs
    mixed = Stage.objects.create(run=run, name="mix", kind="render_mix", inputs=inputs, params=built["mix"].params)
    mix = make_asset(song, Asset.Kind.MIX)
    StageOutput.objects.create(stage=mixed, role="mix", asset=mix)
    again = nodes(song, "mix", base=str(mix.pk))
    assert list(again) == ["console", "mix"] and again["mix"].params["plan"] == MOVED
    assert again["mix"].inputs["stem:drums"] == [str(drums.pk)]
    Pick.objects.create(project=song, phase="mix", asset=mix)
    Pick.objects.create(project=song, phase="master", asset=make_asset(song, Asset.Kind.MASTER))
    clip = nodes(song, "video")["video-16x9"]
    assert clip.params["plan"] == MOVED and clip.inputs["stem:drums"] == [str(drums.pk)]


class Heard:
    def __init__(self, **results: dict[str, Any]) -> None:
        self._results = results

    def results(self, kind: str) -> dict[str, Any]:
        return self._results.get(kind, {})


def test_a_refused_candidate_ranks_last_and_is_never_taken_by_the_machine(song: Project) -> None:
    no = {"code": "align.tempo_too_far", "words": "Too fast."}
    cards = {"score-1": {"total": 90.0}, "score-2": {"total": 40.0}}
    laid = {"align-1": {"refused": no}, "align-2": {"refused": None}}
    ranking = rank.handle({}, Heard(score=cards, align=laid))["ranking"]  # type: ignore[arg-type]
    assert [(one["candidate"], one.get("refused")) for one in ranking] == [("candidate-2", None), ("candidate-1", no)]
    run = Run.objects.create(project=song, recipe="instrumental", state="done")
    Stage.objects.create(run=run, name="rank", kind="rank", result={"ranking": ranking[1:]})
    with pytest.raises(StudioError, match="Too fast") as caught:
        flow.best_candidate(run)
    assert caught.value.code == "align.tempo_too_far"


def test_the_moved_candidate_is_the_one_that_is_taken(song: Project) -> None:
    run = Run.objects.create(project=song, recipe="instrumental", state="done")
    Stage.objects.create(run=run, name="rank", kind="rank", result={"ranking": [{"candidate": "candidate-1"}]})
    made = [make_asset(song, Asset.Kind.CANDIDATE) for _ in range(2)]
    for place, (name, asset) in enumerate(zip(("candidate-1", "align-1"), made, strict=True)):
        stage = Stage.objects.create(run=run, name=name, kind="compose", position=place)
        StageOutput.objects.create(stage=stage, role="candidate", asset=asset)
    assert flow.best_candidate(run) == made[1]
