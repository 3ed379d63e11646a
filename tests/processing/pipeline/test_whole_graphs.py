"""Every recipe written out: kinds, what they need, the files and the parameters that they are handed, and no more."""

from typing import Any

import pytest

from processing.console.settings import ConsoleSettings, TrackSettings
from processing.errors import StudioError
from processing.models import Run, Stage, StageOutput
from processing.pipeline import recipes
from projects.models import Asset, Pick, Project
from tests.factories import make_asset, make_project

pytestmark = pytest.mark.django_db
PLAN = {"genre": "rock", "bpm": 100.0}
Written = dict[str, tuple[str, tuple[str, ...], dict[str, list[str]], dict[str, Any]]]


def written(project: Project, recipe: str, **params: Any) -> Written:
    nodes = recipes.build(project, recipe, params).ordered()
    return {node.name: (node.kind, node.needs, dict(node.inputs), dict(node.params)) for node in nodes}


def ids(*assets: Asset) -> list[str]:
    return [str(asset.pk) for asset in assets]


def made(song: Project, recipe: str, stage: dict[str, Any], role: str, kind: str) -> Asset:
    run = Run.objects.create(project=song, recipe=recipe, state="done")
    row = Stage.objects.create(run=run, state="done", **stage)
    asset = make_asset(song, kind)
    StageOutput.objects.create(stage=row, role=role, asset=asset)
    return asset


def picked(phase: str, asset: Asset) -> Asset:
    return Pick.objects.create(project=asset.project, phase=phase, asset=asset).asset


@pytest.fixture
def candidate(song: Project) -> Asset:
    asset = made(
        song, "instrumental", {"name": "c", "kind": "compose", "params": {"plan": PLAN}}, "candidate", "candidate"
    )
    stage = Stage.objects.get(kind="compose")
    StageOutput.objects.create(stage=stage, role="stem:drums", asset=make_asset(song, Asset.Kind.STEM))
    return picked("instrumental", asset)


@pytest.fixture
def drums(candidate: Asset) -> Asset:
    return StageOutput.objects.get(role="stem:drums").asset


@pytest.fixture
def mix(song: Project, candidate: Asset, drums: Asset, vocal: Asset) -> Asset:
    inputs = {"candidate": ids(candidate), "stem:drums": ids(drums), "vocal": ids(vocal)}
    render = {"name": "mix", "kind": "render_mix", "needs": ["console"], "inputs": inputs, "params": {"plan": PLAN}}
    asset = made(song, "mix", render, "mix", "mix")
    console = ConsoleSettings(tracks={"vocal": TrackSettings()}).to_json()
    run = Run.objects.get(recipe="mix")
    Stage.objects.create(run=run, name="console", kind="propose_mix", inputs=inputs, result={"settings": console})
    return picked("mix", asset)


@pytest.fixture
def master(song: Project, mix: Asset) -> Asset:
    report = {"report": {"chain": {"gain_db": 1.0}}}
    stage = {"name": "master", "kind": "master", "inputs": {"mix": ids(mix)}, "result": report}
    return picked("master", made(song, "master", stage, "master", "master"))


def test_intake(song: Project, vocal: Asset) -> None:
    song.lyrics.create(number=1, text="Hello")
    reference, backing = make_asset(song, Asset.Kind.REFERENCE), make_asset(song, Asset.Kind.INSTRUMENTAL)
    song.bpm, song.meter = 99.0, "3/4"
    assert written(song, "intake") == {
        "lyrics": ("read_lyrics", (), {}, {"text": "Hello"}),
        "vocal": ("ingest", (), {"file": ids(vocal)}, {"kind": "vocal"}),
        "backing": ("ingest", (), {"file": ids(backing)}, {"kind": "instrumental"}),
        "reference-1": ("ingest", (), {"file": ids(reference)}, {"kind": "reference"}),
        "voice": ("hear_voice", ("vocal",), {"vocal": ids(vocal)}, {"bpm": 99.0, "meter": "3/4"}),
        "plan": ("plan_song", ("lyrics", "voice", "backing"), {}, {"brief": song.brief()}),
    }


def test_a_first_listen(song: Project, vocal: Asset) -> None:
    song.bpm = 99.0
    assert written(song, "check", asset=str(vocal.pk)) == {
        "upload": ("ingest", (), {"file": ids(vocal)}, {"kind": "vocal"}),
        "voice": ("hear_voice", ("upload",), {"vocal": ids(vocal)}, {"bpm": None, "meter": song.meter}),
    }
    reference, flat = make_asset(song, Asset.Kind.REFERENCE), make_asset(song, Asset.Kind.FLAT_MIX)
    assert written(song, "check", asset=str(reference.pk)) == {
        "upload": ("ingest", (), {"file": ids(reference)}, {"kind": "reference"})
    }
    assert written(song, "check", asset=str(flat.pk)) == {
        "upload": ("ingest", (), {"file": ids(flat)}, {"kind": "flat_mix"}),
        "diagnose": ("diagnose", ("upload",), {"sound": ids(flat)}, {}),
    }


def test_what_was_made_here_is_looked_into_at_once(song: Project) -> None:
    ours = make_asset(song, Asset.Kind.MIX, provenance={"stage": "mix"})
    assert written(song, "diagnose", asset=str(ours.pk)) == {"diagnose": ("diagnose", (), {"sound": ids(ours)}, {})}


def test_candidates(song: Project) -> None:
    own = {"plan": PLAN, "number": 1, "seed": 7, "band_seed": 3}
    assert written(song, "instrumental", plan=PLAN, candidates=2, seed=7, band_seed="3") == {
        "candidate-1": ("compose", (), {}, own),
        "candidate-2": ("compose", (), {}, {**own, "number": 2, "seed": 8}),
        "score-1": ("score", ("candidate-1",), {}, {"plan": PLAN}),
        "score-2": ("score", ("candidate-2",), {}, {"plan": PLAN}),
        "rank": ("rank", ("score-1", "score-2"), {}, {}),
    }
    song.candidates_wanted, song.seed = 1, 40
    assert written(song, "instrumental", plan=PLAN)["candidate-1"][3] == {"plan": PLAN, "number": 1, "seed": 40}


def test_a_mix(song: Project, vocal: Asset, candidate: Asset, drums: Asset) -> None:
    tracks = {"candidate": ids(candidate), "stem:drums": ids(drums), "vocal": ids(vocal)}
    reference = make_asset(song, Asset.Kind.REFERENCE)
    assert written(song, "mix", wishes={"vocal_db": 1}) == {
        "console": ("propose_mix", (), tracks, {"plan": PLAN, "wishes": {"vocal_db": 1.0}}),
        "mix": ("render_mix", ("console",), tracks, {"plan": PLAN}),
    }
    searched = written(song, "mix", engines={"propose_mix": "reference_search"})
    assert searched["console"][2] == {**tracks, "reference": ids(reference)} and searched["mix"][2] == tracks
    assert written(song, "mix", engines={"propose_mix": "propose_mix.reference_search"}) == searched
    assert written(song, "mix", engines={"propose_mix": "rules"})["console"][2] == tracks


def test_words_for_a_console_that_is_not_set_yet(song: Project, candidate: Asset) -> None:
    said = {"text": "vocals up", "wishes": [], "notes": ["Nothing of it was heard.", 3]}
    asked = written(song, "mix", said=said)["console"][3]["asked"]
    assert asked == {"text": "vocals up", "wishes": [], "notes": ["Nothing of it was heard.", "3"]}
    assert written(song, "mix", said={"text": "x", "wishes": []})["console"][3]["asked"]["notes"] == []


def test_a_further_mix(song: Project, mix: Asset) -> None:
    run = Run.objects.get(recipe="mix")
    tracks = dict(run.stages.get(kind="render_mix").inputs)
    settings = ConsoleSettings.from_json(run.stages.get(kind="propose_mix").result["settings"]).to_json()
    assert written(song, "mix", base=str(mix.pk)) == {
        "console": ("propose_mix", (), tracks, {"plan": PLAN, "settings": settings}),
        "mix": ("render_mix", ("console",), tracks, {"plan": PLAN}),
    }
    assert written(song, "mix", base=str(mix.pk), afresh=True)["console"][3] == {"plan": PLAN, "wishes": {}}


def test_a_master(song: Project, mix: Asset) -> None:
    about = {"title": song.title, "artist": song.artist.name, "genre": "rock", "dials": {}}
    assert written(song, "master") == {"master": ("master", (), {"mix": ids(mix)}, about)}
    first, second = make_asset(song, Asset.Kind.REFERENCE), make_asset(song, Asset.Kind.REFERENCE)
    _kind, _needs, inputs, params = written(song, "master", tone=0.5, reference_weights={str(first.pk): 2})["master"]
    assert inputs["mix"] == ids(mix) and set(inputs["reference"]) == set(ids(first, second))
    assert params == {**about, "dials": {"tone": 0.5}, "weights": {str(first.pk): 2.0}}


def test_clips(song: Project, master: Asset, drums: Asset, vocal: Asset) -> None:
    files = {"master": ids(master), "stem:drums": ids(drums), "vocal": ids(vocal)}
    own = {"plan": PLAN, "seed": song.seed}
    assert written(song, "video") == {
        "video-16x9": ("film", (), files, {**own, "aspect": "16:9", "width": 1920, "height": 1080}),
        "video-9x16": ("film", (), files, {**own, "aspect": "9:16", "width": 1080, "height": 1920}),
    }
    photo = make_asset(song, Asset.Kind.PHOTO)
    assert written(song, "video", aspects=["1:1"]) == {
        "video-1x1": (
            "film", (), {**files, "photo": ids(photo)}, {**own, "aspect": "1:1", "width": 1080, "height": 1080}
        )
    }  # fmt: skip


def test_a_rescue(song: Project) -> None:
    song.kind = "rescue"
    flat, reference = make_asset(song, Asset.Kind.FLAT_MIX), make_asset(song, Asset.Kind.REFERENCE)
    sound, mended = {"sound": ids(flat)}, [f"restore-{name}" for name in ("vocals", "drums", "bass", "other")]
    about = {"title": song.title, "artist": song.artist.name, "genre": "pop", "dials": {}, "healthy": True}
    graph = written(song, "rescue", amounts={"de_mud": 1})
    restored = {name: graph.pop(name) for name in mended}
    assert [(kind, needs, inputs) for kind, needs, inputs, _params in restored.values()] == [
        ("restore", ("separate", "diagnose"), {})
    ] * 4
    assert restored["restore-bass"][3] == {"source": "bass", "amounts": {"de_mud": 1.0}}
    assert graph == {
        "upload": ("ingest", (), {"file": ids(flat)}, {"kind": "flat_mix"}),
        "reference-1": ("ingest", (), {"file": ids(reference)}, {"kind": "reference"}),
        "diagnose": ("diagnose", ("upload",), sound, {}),
        "mend": ("mend_song", ("upload", "diagnose"), sound, {"amounts": {}}),
        "separate": ("separate", ("upload", "mend"), sound, {"sources": ["vocals", "drums", "bass", "other"]}),
        "judge": ("judge_restored", ("separate", *mended, "diagnose", "mend"), sound, {}),
        "console": ("propose_mix", ("judge",), {}, {"genre": "pop", "wishes": {}}),
        "mix": ("render_mix", ("console", "judge", "mend"), sound, {"genre": "pop", "may_be_untouched": True}),
        "mix-check": ("diagnose", ("mix", "diagnose"), {}, {}),
        "master": ("master", ("mix", "reference-1"), {"reference": ids(reference)}, about),
        "master-check": ("diagnose", ("master", "diagnose"), {}, {}),
    }


def test_who_sets_the_console_of_a_rescue(song: Project) -> None:
    make_asset(song, Asset.Kind.FLAT_MIX)
    usual = {node.name: node for node in recipes.build(song, "rescue", {}).nodes}
    asked = {node.name: node for node in recipes.build(song, "rescue", {"engines": {"propose_mix": "rules"}}).nodes}
    assert (usual["console"].engine, asked["console"].engine) == ("propose_mix.transparent", "rules")
    assert asked["mix"].params["may_be_untouched"] is False


def test_codecs_and_deliverables(song: Project, master: Asset, mix: Asset) -> None:
    render = Stage.objects.get(kind="render_mix")
    settings = Stage.objects.get(kind="propose_mix").result["settings"]
    Project.objects.filter(pk=song.pk).update(genre="hip_hop")
    song.refresh_from_db()
    assert written(song, "codecs") == {"codecs": ("preview_codecs", (), {"master": ids(master)}, {})}
    tags = {"title": song.title, "artist": song.artist.name, "genre": "hip hop", "album": "Uno", "isrc": "GBABC2600001"}
    assert written(song, "deliver", isrc="gb-abc-26-00001", album=" Uno ") == {
        "deliverables": (
            "deliver",
            (),
            {"master": ids(master), **render.inputs, "mix": ids(mix)},
            {
                "tags": tags,
                "file_name": f"{song.artist.name} - {song.title}",
                "chain": {"gain_db": 1.0},
                "settings": settings,
                "plan": PLAN,
            },
        )
    }
    photo = make_asset(song, Asset.Kind.PHOTO)
    Stage.objects.filter(kind="propose_mix").update(result={})
    _kind, _needs, inputs, params = written(song, "deliver")["deliverables"]
    assert inputs == {"master": ids(master), "photo": ids(photo)}
    assert params["settings"] == {} and params["tags"]["isrc"] == "" and "plan" not in params


def test_albums(song: Project, master: Asset) -> None:
    others = [make_asset(make_project(song.artist), Asset.Kind.MASTER) for _ in range(2)]
    about = {"title": song.title, "artist": song.artist.name}
    company = sorted(ids(*others))
    assert written(song, "bring_in", master=str(master.pk), company=company[::-1]) == {
        "master": ("bring_in", (), {"master": ids(master), "company": company}, {**about, "genre": song.genre})
    }
    assert written(song, "bring_in", master=str(master.pk), company=company[:1])["master"][2]["company"] == company[:1]
    order = {"master": ids(others[1], master)}
    assert written(song, "sequence", masters=order["master"], gaps_s=[None]) == {
        "sequence": ("sequence", (), order, {**about, "gaps_s": [None]})
    }
    named = written(song, "sequence", masters=order["master"], gaps_s=[20], title="U" * 130)["sequence"][3]
    assert named == {"title": "U" * 120, "artist": song.artist.name, "gaps_s": [20]}


@pytest.mark.parametrize(
    ("recipe", "params", "code"),
    [
        ("sequence", {"masters": ["own"]}, "recipe.no_album"),
        ("sequence", {"masters": ["own", "other"], "gaps_s": []}, "recipe.no_album"),
        ("sequence", {"masters": ["own", "other"], "gaps_s": [20.1]}, "recipe.no_album"),
        ("sequence", {"masters": ["own", "other"], "gaps_s": ["1"]}, "recipe.no_album"),
        ("sequence", {"masters": ["own", "strange"], "gaps_s": [1]}, "recipe.no_master"),
        ("sequence", {"masters": ["own", "no-id"], "gaps_s": [1]}, "recipe.no_master"),
        ("bring_in", {"master": "own", "company": []}, "recipe.no_album"),
        ("bring_in", {"master": "own", "company": ["own"]}, "recipe.no_album"),
        ("bring_in", {"master": "other", "company": ["own"]}, "recipe.no_album"),
        ("bring_in", {}, "recipe.no_master"),
        ("deliver", {"master": "other"}, "recipe.no_master"),
        ("deliver", {"master": "no-id"}, "recipe.no_master"),
        ("deliver", {"master": "own", "isrc": "GB-ABC-26-0000A"}, "deliver.isrc_wrong"),
        ("deliver", {"master": "own", "isrc": "1BABC2600001"}, "deliver.isrc_wrong"),
        ("deliver", {"master": "own", "isrc": "GBA-BC-2600001X"}, "deliver.isrc_wrong"),
        ("deliver", {"master": "own", "isrc": "GBABC260001"}, "deliver.isrc_wrong"),
        ("diagnose", {"asset": "no-id"}, "recipe.no_sound"),
        ("diagnose", {"asset": "strange"}, "recipe.no_sound"),
    ],
)
def test_what_can_not_be_made_is_refused(
    song: Project, master: Asset, recipe: str, params: dict[str, Any], code: str
) -> None:
    other = make_asset(make_project(song.artist), Asset.Kind.MASTER)
    strange = make_asset(make_project(), Asset.Kind.MASTER)
    known = {"own": str(master.pk), "other": str(other.pk), "strange": str(strange.pk)}

    def named(value: Any) -> Any:
        if isinstance(value, list):
            return [named(one) for one in value]
        return known.get(value, value) if isinstance(value, str) else value

    given = {name: named(value) for name, value in params.items()}
    with pytest.raises(StudioError) as caught:
        recipes.build(song, recipe, given)
    assert caught.value.code == code
