"""More like this: the same band, another performance."""

from typing import Any

import pytest

from artists.models import User
from processing.engines.compose.house_band.write import write
from processing.engines.contracts import Section, SongPlan
from processing.errors import StudioError
from processing.models import Run, Stage, StageOutput
from processing.more import MORE, more_like
from projects.models import Asset, Project
from tests.factories import make_asset

PLAN = SongPlan(
    "Lanterns", "pop", "happy", 104.0, "4/4", "A minor",
    (Section("Verse", "verse", 8, 0.0, 18.5), Section("Chorus", "chorus", 8, 18.5, 37.0)), 37.0,
)  # fmt: skip
CAST = ("groove", "swing", "bass", "progressions")


@pytest.fixture
def here(settings: Any) -> None:
    settings.STUDIO_IN_PROCESS = True


def candidate(song: Project, **params: Any) -> Asset:
    run = Run.objects.create(project=song, recipe="instrumental", state=Run.State.DONE)
    own = {"plan": PLAN.to_json(), "number": 1, **params}
    stage = Stage.objects.create(run=run, name="candidate-1", kind="compose", state="done", params=own)
    asset = make_asset(song, Asset.Kind.CANDIDATE)
    StageOutput.objects.create(stage=stage, role="candidate", asset=asset)
    return asset


def seeds(run: Run) -> list[tuple[int, int]]:
    return [(stage.params["seed"], stage.params["band_seed"]) for stage in run.stages.filter(kind="compose")]


def test_more_of_a_kind_keeps_the_band_and_plays_what_was_never_played(song: Project, owner: User, here: None) -> None:
    candidate(song, seed=40)
    run = more_like(candidate(song, seed=7), by=owner)
    assert seeds(run) == [(41, 7), (42, 7), (43, 7)] and len(seeds(run)) == MORE
    again = more_like(candidate(song, seed=42, band_seed=7), by=owner, count=1)
    assert seeds(again) == [(44, 7)] and again.by == owner


def test_only_candidates_are_played_again(song: Project, owner: User, here: None) -> None:
    asset = make_asset(song, Asset.Kind.MIX)
    with pytest.raises(StudioError, match=r"recipe\.no_maker"):
        more_like(asset, by=owner)
    run = Run.objects.create(project=song, recipe="mix")
    stage = Stage.objects.create(run=run, name="mix", kind="render_mix")
    StageOutput.objects.create(stage=stage, role="mix", asset=asset)
    with pytest.raises(StudioError, match=r"more\.not_a_candidate"):
        more_like(asset, by=owner)
    assert not song.runs.filter(recipe="instrumental").exists()


def test_a_finished_song_is_left_alone(song: Project, owner: User, here: None) -> None:
    asset = candidate(song, seed=7)
    Project.objects.update(state="approved")
    with pytest.raises(StudioError, match=r"song\.closed"):
        more_like(Asset.objects.get(pk=asset.pk), by=owner)


def test_a_band_keeps_groove_players_and_chords_but_not_its_notes() -> None:
    liked, alike, other = write(PLAN, seed=7), write(PLAN, seed=41, band_seed=7), write(PLAN, seed=41)
    assert {name: alike.facts[name] for name in CAST} == {name: liked.facts[name] for name in CAST}
    assert alike.chords == liked.chords and [p.voice for p in alike.parts] == [p.voice for p in liked.parts]
    assert alike.parts != liked.parts and write(PLAN, seed=7, band_seed=7) == liked
    assert {name: other.facts[name] for name in CAST} != {name: liked.facts[name] for name in CAST}
