"""The sample song: the demo's people do their part when there is something to hear, and step back for real people."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from artists.models import User
from processing.demo import salt
from processing.models import Run, Stage, StageOutput
from projects import picks, review
from projects.models import Asset, Comment, Pick, Project, Review
from studio.demo import people, sample, story
from studio.demo.people import seed_people
from tests.factories import make_asset, wav_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STUDIO_DEMO = True
    seed_people()
    monkeypatch.setattr(
        "processing.pipeline.launch.start", lambda project, recipe, **more: Started.append((recipe, more))
    )
    monkeypatch.setattr("processing.demo.make.sing_take", _hum)
    Started.clear()


def review_person() -> User:
    return User.objects.get(email=people.address(people.STAFF[0][0]))


def _hum(path: Path, *_: Any, **__: Any) -> Path:
    """The singing itself is tested with the voice."""
    path.write_bytes(wav_bytes())
    return path


Started: list[tuple[str, dict[str, Any]]] = []


@pytest.fixture
def song(monkeypatch: pytest.MonkeyPatch) -> Project:
    project = sample.start()
    assert project is not None
    return project


@pytest.fixture
def made(song: Project) -> Callable[..., Run]:
    """A finished run of the song with its outputs."""

    def make(recipe: str, kind: str, *assets: Asset, result: dict[str, Any] | None = None) -> Run:
        run = Run.objects.create(project=song, recipe=recipe, state=Run.State.DONE)
        for number, asset in enumerate(assets, 1):
            stage = Stage.objects.create(run=run, name=f"{asset.kind}-{number}", kind=kind, position=number)
            StageOutput.objects.create(stage=stage, role=asset.kind, asset=asset)
        if result:
            Stage.objects.create(run=run, name="rank", kind="rank", result=result)
        return run

    return make


def test_it_is_sung_and_sent_in_once(song: Project) -> None:
    take = song.assets.get(kind=Asset.Kind.VOCAL)
    assert song.state == Project.State.IN_PRODUCTION and take.name == "kitchen-take.wav"
    assert [recipe for recipe, _ in Started] == ["intake"]
    assert sample.start() is None


def test_without_the_demo_nothing_is_seeded(settings: Any) -> None:
    settings.STUDIO_DEMO = False
    assert sample.start() is None and not Project.objects.exists()


def test_the_artist_picks_and_the_label_asks_then_approves(song: Project, made: Callable[..., Run]) -> None:
    candidates = [make_asset(song, "candidate", duration_s=26.0) for _ in range(2)]
    ranking = [{"candidate": f"candidate-{n}", "place": n} for n in (1, 2)]
    story.act(made("instrumental", "compose", *candidates, result={"ranking": ranking}))
    pick = Pick.objects.get()
    assert pick.asset == candidates[1] and str(pick.by) == "Ruth Palmer"

    first = make_asset(song, "master", duration_s=26.0)
    review.request_review(first, by=pick.by)
    story.act(made("master", "master", first))
    song.refresh_from_db()
    assert song.state == Project.State.CHANGES_REQUESTED
    assert Started[-1][0] == "mix" and Started[-1][1]["wishes"] == {"vocal_db": 1.0}
    assert Comment.objects.filter(asset=first, parent__isnull=False).count() == 1

    louder = make_asset(song, "mix", duration_s=26.0)
    run = made("mix", "render_mix", louder)
    Run.objects.filter(pk=run.pk).update(params={"wishes": {"vocal_db": 1.0}})
    run.refresh_from_db()
    story.act(run)
    assert Pick.objects.filter(phase="mix", asset=louder, by__isnull=False).exists()

    second = make_asset(song, "master", duration_s=26.0)
    review.request_review(second, by=pick.by)
    story.act(made("master", "master", second))
    song.refresh_from_db()
    assert song.state == Project.State.APPROVED
    assert not Comment.objects.filter(asset=first, parent=None, resolved_at=None).exists()
    assert Review.objects.get(asset=second).decisions.get().verdict == "approved"

    # The story is told: whoever explores the song now is not answered in anybody's name.
    told = Comment.objects.count()
    run = made("mix", "render_mix", make_asset(song, "mix", duration_s=26.0))
    Run.objects.filter(pk=run.pk).update(params={"wishes": {"vocal_db": 1.0}})
    run.refresh_from_db()
    story.act(run)
    review.withdraw(Review.objects.get(asset=second), "Let us look again", by=review_person())
    third = make_asset(song, "master", duration_s=26.0)
    asked = review.request_review(third, by=pick.by)
    story.act(made("master", "master", third))
    asked.refresh_from_db()
    assert Comment.objects.count() == told and asked.state == Review.State.OPEN


def test_where_a_person_was_quicker_they_step_back(song: Project, made: Callable[..., Run]) -> None:
    candidates = [make_asset(song, "candidate", duration_s=26.0) for _ in range(2)]
    picks.pick(candidates[0], by=sample.singer())
    ranking = [{"candidate": f"candidate-{n}", "place": n} for n in (1, 2)]
    story.act(made("instrumental", "compose", *candidates, result={"ranking": ranking}))
    assert Pick.objects.get().asset == candidates[0] and not Comment.objects.exists()


def test_it_begins_when_the_first_song_is_done() -> None:
    first = Project.objects.create(title="Paper Lanterns", artist=sample.Artist.objects.get(name="Marlow Reyes"))
    story.act(Run(project=first, recipe="master", state=Run.State.DONE))
    assert sample.find() is None
    story.act(Run(project=first, recipe="video", state=Run.State.DONE))
    assert sample.find() is not None


def test_other_peoples_songs_are_left_alone(made: Callable[..., Run]) -> None:
    other = Project.objects.create(title=salt.TITLE, artist=sample.Artist.objects.get(name="Bricklayer"))
    master = make_asset(other, "master", duration_s=26.0)
    Project.objects.filter(pk=other.pk).update(state="in_production")
    review.request_review(master, by=None)
    story.act(Run(project=other, recipe="master", state=Run.State.DONE))
    assert Review.objects.get(asset=master).state == Review.State.OPEN
