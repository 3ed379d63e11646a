"""A song far enough on that every page has something to show."""

import pytest

from artists.models import User
from processing.models import Run, Stage, StageOutput
from projects import review, songs
from projects.models import Asset, Project, Review
from tests.factories import make_asset


@pytest.fixture(autouse=True)
def in_process(settings: object) -> None:
    """Pages only show; what they start is tested elsewhere, so events stay in this process."""
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}  # type: ignore[attr-defined]


@pytest.fixture
def made(song: Project, owner: User) -> Project:
    """In production, with a finished candidate."""
    songs.save_lyrics(song, "[Verse]\nOne line", by=owner)
    Project.objects.filter(pk=song.pk).update(state=Project.State.IN_PRODUCTION)
    song.refresh_from_db()
    return song


@pytest.fixture
def candidate(made: Project) -> Asset:
    asset = make_asset(made, Asset.Kind.CANDIDATE, name="candidate-01.wav", duration_s=0.1)
    run = Run.objects.create(project=made, recipe="instrumental", state=Run.State.DONE)
    plan = {"sections": [{"label": "Verse", "kind": "verse", "start_s": 0.0, "end_s": 0.1}]}
    stage = Stage.objects.create(
        run=run, name="candidate-1", kind="compose", state=Stage.State.DONE, params={"plan": plan, "seed": 7}
    )
    metric = {"title": "Pulse", "shown": "3 ms", "score": 0.9, "good": True, "words": "Steady.", "limits": "best 0"}
    card = {"total": 81.0, "metrics": [metric], "unjudged": []}
    Stage.objects.create(run=run, name="score-1", kind="score", state=Stage.State.DONE, position=1, result=card)
    StageOutput.objects.create(stage=stage, role="candidate", asset=asset)
    return asset


@pytest.fixture
def waiting(made: Project, owner: User) -> Review:
    """A master that waits for the label."""
    master = make_asset(made, Asset.Kind.MASTER, name="master.wav", duration_s=0.1)
    return review.request_review(master, by=owner)
