from typing import Any

import pytest

from processing.console.settings import ConsoleSettings, TrackSettings
from processing.errors import StudioError
from processing.models import Run, Stage, StageOutput
from processing.pipeline import recipes, sources
from projects.models import Asset, Pick, Project
from projects.views import history
from tests.factories import make_asset

pytestmark = pytest.mark.django_db
PLAN = {"genre": "rock", "bpm": 100.0}


def shape(project: Project, recipe: str, **params: Any) -> dict[str, tuple[str, ...]]:
    return {node.name: node.needs for node in recipes.build(project, recipe, params).ordered()}


def code(project: Project, recipe: str, **params: Any) -> str:
    with pytest.raises(StudioError) as caught:
        recipes.build(project, recipe, params)
    return caught.value.code


@pytest.fixture
def candidate(song: Project) -> Asset:
    """A picked candidate with two stems, made by a compose stage."""
    run = Run.objects.create(project=song, recipe="instrumental", state="done")
    stage = Stage.objects.create(run=run, name="candidate-1", kind="compose", params={"plan": PLAN}, state="done")
    asset = make_asset(song, Asset.Kind.CANDIDATE)
    for role in ("stem:drums", "stem:bass"):
        StageOutput.objects.create(stage=stage, role=role, asset=make_asset(song, Asset.Kind.STEM))
    StageOutput.objects.create(stage=stage, role="candidate", asset=asset)
    Pick.objects.create(project=song, phase="instrumental", asset=asset)
    return asset


def pick(song: Project, phase: str, kind: str) -> Asset:
    return Pick.objects.create(project=song, phase=phase, asset=make_asset(song, kind)).asset


def test_intake_needs_words_or_a_voice(song: Project) -> None:
    assert code(song, "intake") == "recipe.nothing_to_start_from"


def test_intake_of_words_alone(song: Project) -> None:
    song.lyrics.create(number=1, text="Hello")
    assert shape(song, "intake") == {"lyrics": (), "plan": ("lyrics",)}


def test_intake_of_everything(song: Project, vocal: Asset) -> None:
    song.lyrics.create(number=1, text="Hello")
    make_asset(song, Asset.Kind.REFERENCE)
    assert shape(song, "intake") == {
        "lyrics": (),
        "vocal": (),
        "reference-1": (),
        "voice": ("vocal",),
        "plan": ("lyrics", "voice"),
    }


def test_intake_takes_the_newest_vocal_and_five_references(song: Project, vocal: Asset) -> None:
    newer = make_asset(song, Asset.Kind.VOCAL)
    for _ in range(7):
        make_asset(song, Asset.Kind.REFERENCE)
    nodes = {node.name: node for node in recipes.build(song, "intake", {}).nodes}
    assert nodes["vocal"].inputs == {"file": [str(newer.pk)]}
    assert sum(name.startswith("reference") for name in nodes) == 5


def test_the_newest_lyrics_and_the_brief_count(song: Project) -> None:
    song.lyrics.create(number=1, text="Old")
    song.lyrics.create(number=2, text="New")
    song.bpm = 99
    nodes = {node.name: node for node in recipes.build(song, "intake", {}).nodes}
    assert nodes["lyrics"].params == {"text": "New"}
    assert nodes["plan"].params["brief"]["bpm"] == 99


def test_candidates_are_scored_and_ranked(song: Project) -> None:
    assert shape(song, "instrumental", plan=PLAN, candidates=2) == {
        "candidate-1": (),
        "score-1": ("candidate-1",),
        "candidate-2": (),
        "score-2": ("candidate-2",),
        "rank": ("score-1", "score-2"),
    }


def test_each_candidate_has_its_own_seed(song: Project) -> None:
    nodes = recipes.build(song, "instrumental", {"plan": PLAN, "candidates": 3, "seed": 10}).nodes
    assert [n.params["seed"] for n in nodes if n.kind == "compose"] == [10, 11, 12]


def test_the_plan_comes_from_the_newest_finished_intake(song: Project) -> None:
    assert code(song, "instrumental") == "recipe.no_plan"
    for number, state in enumerate(("done", "done", "failed")):
        run = Run.objects.create(project=song, recipe="intake", state=state)
        Stage.objects.create(run=run, name="plan", kind="plan_song", result={"plan": {"bpm": number}})
    assert sources.plan_of(song) == {"bpm": 1}


def test_a_mix_needs_a_picked_candidate(song: Project) -> None:
    assert code(song, "mix") == "recipe.no_instrumental"


def test_a_mix_is_set_then_rendered_from_stems_and_voice(song: Project, vocal: Asset, candidate: Asset) -> None:
    console, mix = recipes.build(song, "mix", {"wishes": {"vocal_db": 1}}).ordered()
    assert set(console.inputs) == {"candidate", "stem:drums", "stem:bass", "vocal"}
    assert console.params == {"plan": PLAN, "wishes": {"vocal_db": 1.0}}
    assert (mix.needs, mix.params) == (("console",), {"plan": PLAN})


def test_a_person_may_write_the_settings(song: Project, candidate: Asset) -> None:
    console, _ = recipes.build(song, "mix", {"settings": {"version": 1}}).ordered()
    assert console.params == {"plan": PLAN, "settings": ConsoleSettings().to_json()}


@pytest.fixture
def mix(song: Project, candidate: Asset) -> Asset:
    """A mix made here, with the settings it was made with."""
    console, render = recipes.build(song, "mix", {}).ordered()
    run, made = Run.objects.create(project=song, recipe="mix", state="done"), make_asset(song, Asset.Kind.MIX)
    own = {"settings": ConsoleSettings(tracks={"vocal": TrackSettings()}).to_json()}
    Stage.objects.create(run=run, name="console", kind=console.kind, inputs=console.inputs, result=own)
    stage = Stage.objects.create(run=run, name="mix", kind=render.kind, inputs=render.inputs, params=render.params)
    StageOutput.objects.create(stage=stage, role="mix", asset=made)
    return made


def test_a_nudge_starts_from_the_tracks_and_settings_of_its_mix(song: Project, mix: Asset) -> None:
    pick(song, "instrumental", Asset.Kind.CANDIDATE)
    console, render = recipes.build(
        song, "mix", {"base": str(mix.pk), "wishes": {"vocal_db": 1, "energy": 0}}
    ).ordered()
    assert console.params["settings"]["tracks"]["vocal"]["gain_db"] == 0.0
    assert console.params["wishes"] == {"vocal_db": 1.0}, "what is not moved is not named"
    stage = Stage.objects.get(kind="render_mix")
    assert console.inputs == render.inputs == stage.inputs and render.params == stage.params


@pytest.mark.parametrize(
    ("params", "wanted"),
    [
        ({"base": "1"}, "recipe.no_mix"),
        ({"base": "00000000-0000-0000-0000-000000000000"}, "recipe.no_mix"),
        ({"wishes": "louder"}, "mix.wish_unknown"),
        ({"wishes": {"vocal_db": "1"}}, "mix.wish_not_a_number"),
        ({"settings": {"tracks": {"vocal": {"gain_db": 99.0}}}}, "mix.setting_out_of_range"),
        ({"settings": {"tracks": {"vocal": {"loud": 1}}}}, "mix.setting_unknown"),
    ],
)
def test_wishes_that_no_console_takes_start_nothing(
    song: Project, mix: Asset, params: dict[str, Any], wanted: str
) -> None:
    assert code(song, "mix", **params) == wanted
    assert code(song, "mix", base=str(mix.pk), wishes={"vocal_db": 3.1}) == "mix.wish_out_of_range"


def planned(song: Project) -> None:
    run = Run.objects.create(project=song, recipe="intake", state="done")
    Stage.objects.create(run=run, name="plan", kind="plan_song", state="done", result={"plan": PLAN})


def test_an_instrumental_from_elsewhere_is_taken_in_and_apart_before_it_is_mixed(song: Project) -> None:
    backing = pick(song, "instrumental", Asset.Kind.INSTRUMENTAL)
    assert code(song, "mix") == "recipe.no_plan"
    planned(song)
    nodes = {node.name: node for node in recipes.build(song, "mix", {}).ordered()}
    assert {name: node.needs for name, node in nodes.items()} == {
        "backing": (),
        "parts": ("backing",),
        "console": ("parts",),
        "mix": ("console", "parts"),
    }
    assert nodes["parts"].inputs == {"sound": [str(backing.pk)]}
    assert nodes["parts"].params == {"sources": ["drums", "bass", "other"]}
    assert nodes["mix"].params == {"plan": PLAN}


def test_a_candidate_that_came_without_stems_is_taken_apart(song: Project, candidate: Asset) -> None:
    StageOutput.objects.filter(role__startswith="stem:").delete()
    Asset.objects.filter(pk=candidate.pk).update(provenance={"stage": "compose"})
    assert shape(song, "mix") == {"parts": (), "console": ("parts",), "mix": ("console", "parts")}


def test_a_further_mix_takes_the_stems_that_were_found_for_the_first(song: Project, mix: Asset) -> None:
    stage = sources.maker_of(mix)
    Stage.objects.filter(pk=stage.pk).update(needs=["console", "parts"])
    parts = Stage.objects.create(run=stage.run, name="parts", kind="separate", position=9, state="done")
    drums = make_asset(song, Asset.Kind.STEM)
    StageOutput.objects.create(stage=parts, role="stem:drums", asset=drums)
    stage.refresh_from_db()
    assert sources.tracks_of(stage)["stem:drums"] == [str(drums.pk)]


def test_a_master_takes_the_mix_and_the_references(song: Project, candidate: Asset) -> None:
    assert code(song, "master") == "recipe.no_mix"
    mix, reference = pick(song, "mix", Asset.Kind.MIX), make_asset(song, Asset.Kind.REFERENCE)
    (node,) = recipes.build(song, "master", {"target_lufs": -11, "other": 3}).nodes
    assert node.inputs == {"mix": [str(mix.pk)], "reference": [str(reference.pk)]}
    assert node.params["dials"] == {"target_lufs": -11.0}
    assert node.params["genre"] == "rock", "the plan's genre, since the brief has none"


def test_a_master_without_references_says_so_by_having_none(song: Project, candidate: Asset) -> None:
    pick(song, "mix", Asset.Kind.MIX)
    Project.objects.update(genre="house")
    song.refresh_from_db()
    (node,) = recipes.build(song, "master", {}).nodes
    assert "reference" not in node.inputs
    assert node.params["genre"] == "house"


def test_a_clip_per_aspect(song: Project, candidate: Asset, vocal: Asset) -> None:
    assert code(song, "video") == "recipe.no_master"
    pick(song, "master", Asset.Kind.MASTER)
    make_asset(song, Asset.Kind.PHOTO)
    wide, tall = recipes.build(song, "video", {}).nodes
    assert (wide.name, wide.params["width"], wide.params["height"]) == ("video-16x9", 1920, 1080)
    assert (tall.name, tall.params["width"], tall.params["height"]) == ("video-9x16", 1080, 1920)
    assert set(wide.inputs) == {"master", "stem:drums", "stem:bass", "vocal", "photo"}


def test_an_unknown_aspect_is_refused(song: Project, candidate: Asset) -> None:
    pick(song, "master", Asset.Kind.MASTER)
    assert code(song, "video", aspects=["4:3"]) == "recipe.unknown_aspect"


def test_every_recipe_has_words_for_histories_and_the_record() -> None:
    assert recipes.RECIPES.keys() - history.RECIPES.keys() == {"echo"}, "the tests' own has none"
