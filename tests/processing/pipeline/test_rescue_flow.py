"""How a flat file goes on by itself: one run to the master, both picked, the label asked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from artists.models import User
from processing import rescue_map
from processing.models import Run, Stage
from processing.pipeline import inline, launch, recipes
from processing.shown_runs import runs_of
from processing.stages import table
from projects import picks, songs
from projects.models import Pick, Project, Review
from tests.factories import make_asset
from tests.processing.pipeline.band import ACTS, RESCUE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("here", "band")]


@pytest.fixture
def band(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in {**ACTS, **RESCUE}:
        faked = replace(table.KINDS.get(kind, table.KINDS["score"]), module="tests.processing.pipeline.band")
        monkeypatch.setitem(table.KINDS, kind, faked)


@pytest.fixture
def pump(commit: Any) -> Callable[[], None]:
    def go() -> None:
        while (run := Run.objects.filter(stages__state="queued").first()) is not None:
            with commit():
                inline.run_to_end(run)

    return go


@pytest.fixture
def flat(song: Project) -> Project:
    Project.objects.filter(pk=song.pk).update(kind="rescue")
    song.refresh_from_db()
    make_asset(song, "flat_mix", name="from the machine.wav")
    return song


@pytest.fixture
def rescued(flat: Project, owner: User, commit: Any, pump: Any) -> Project:
    make_asset(flat, "reference")
    with commit():
        songs.submit(flat, by=owner, declaring=["track", "reference"])
    pump()
    flat.refresh_from_db()
    return flat


def test_a_submitted_file_is_rescued_to_its_master_and_the_label_is_asked(rescued: Project) -> None:
    run = rescued.runs.get()
    assert (run.recipe, run.state) == ("rescue", "done")
    assert [stage.kind for stage in run.stages.order_by("position")].count("restore") == 4
    assert dict(Pick.objects.values_list("phase", "by")) == {"mix": None, "master": None}
    assert Review.objects.get().asset.kind == "master" and rescued.state == "in_review"


def test_stems_are_mended_beside_each_other_and_judged_together(flat: Project) -> None:
    amounts = {"de_mud": 0.5, "vocals.de_mud": 0.25}
    nodes = {node.name: node for node in recipes.build(flat, "rescue", {"amounts": amounts}).ordered()}
    assert all(nodes[f"restore-{source}"].needs == ("separate", "diagnose") for source in ("vocals", "bass", "other"))
    for source, own in (("bass", {"de_mud": 0.5}), ("vocals", {"de_mud": 0.25}), ("drums", {})):
        assert nodes[f"restore-{source}"].params == {"source": source, "amounts": own}
    assert set(nodes["judge"].needs) >= {"restore-vocals", "restore-drums", "restore-bass", "restore-other", "diagnose"}
    assert nodes["console"].engine == "propose_mix.transparent" and nodes["mix"].params["may_be_untouched"]
    assert "reference" not in nodes["master"].inputs and nodes["master"].needs == ("mix",)


def test_references_are_taken_in_before_the_master_and_dials_are_turned(flat: Project) -> None:
    reference = make_asset(flat, "reference")
    nodes = {node.name: node for node in recipes.build(flat, "rescue", {"target_lufs": -11}).ordered()}
    assert nodes["master"].needs == ("mix", "reference-1") and nodes["master"].inputs["reference"] == [
        str(reference.pk)
    ]
    assert nodes["master"].params["dials"] == {"target_lufs": -11.0}


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"amounts": {"de_mud": 1.5}}, "rescue.amount_wrong"),
        ({"amounts": "all"}, "rescue.amount_wrong"),
        ({"amounts": {"choir.de_mud": 0.5}}, "rescue.amount_unknown"),
    ],
)
def test_wrong_amounts_start_nothing(flat: Project, params: dict[str, Any], code: str) -> None:
    with pytest.raises(songs.StudioError) as refused:
        recipes.build(flat, "rescue", params)
    assert refused.value.code == code


def test_a_song_without_a_flat_file_has_nothing_to_rescue(song: Project) -> None:
    with pytest.raises(songs.StudioError) as refused:
        recipes.build(song, "rescue", {})
    assert refused.value.code == "recipe.no_flat_mix"


def test_a_rescued_song_can_be_mixed_again_from_its_stems(
    rescued: Project, owner: User, commit: Any, pump: Any
) -> None:
    mix = picks.picked(rescued, "mix")
    assert mix is not None
    with commit():
        again = launch.start(rescued, "mix", by=owner, base=str(mix.pk), wishes={"vocal_db": 1.0})
    console = again.stages.get(kind="propose_mix")
    assert set(console.inputs) == {"stem:vocals", "stem:drums", "stem:bass", "stem:other"}
    assert "plan" not in console.params and console.params["genre"] == "pop"
    pump()
    tried = rescued.assets.filter(kind="mix").order_by("-version")[0]
    assert tried != mix and picks.picked(rescued, "mix") == mix, "tried beside the one that counts"
    with commit():
        picks.pick(tried, by=owner)
    pump()
    assert list(rescued.runs.order_by("pk").values_list("recipe", "state"))[1:] == [("mix", "done"), ("master", "done")]


def test_a_clip_is_refused_with_words_and_a_pick_asks_for_none(rescued: Project, owner: User, commit: Any) -> None:
    with pytest.raises(songs.StudioError) as refused:
        launch.start(rescued, "video", by=owner)
    assert refused.value.code == "recipe.no_clip_of_a_rescue"
    before = rescued.runs.count()
    master = make_asset(rescued, "master")
    with commit():
        picks.pick(master, by=owner)
    assert rescued.runs.count() == before


def test_the_map_shows_three_phases_of_one_run(rescued: Project) -> None:
    def states() -> dict[str, tuple[str, float]]:
        phases = rescue_map.phases_of(rescued, rescue_map.parts_of(runs_of(rescued)))
        return {phase.name: (phase.state, phase.fraction) for phase in phases}

    assert {name: state for name, (state, _) in states().items()} == {
        "rescue": "done", "mix": "done", "master": "done", "release": "waiting",
    }  # fmt: skip
    run = rescued.runs.get()
    Run.objects.update(state="running")
    Stage.objects.filter(run=run, name__in=("judge", "restore-bass")).update(state="running", progress=0.5)
    later = ("console", "mix", "mix-check", "master", "master-check")
    Stage.objects.filter(run=run, name__in=later).update(state="waiting")
    assert states()["rescue"][0] == "running" and 0.5 < states()["rescue"][1] < 1.0
    assert states()["mix"][0] == states()["master"][0] == "waiting"
    Stage.objects.filter(run=run, name="judge").update(state="failed")
    assert states()["rescue"][0] == "failed"
