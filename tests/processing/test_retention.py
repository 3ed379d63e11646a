"""What retention takes away, what it never touches, and what stays of what it took."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.management import call_command
from django.test import AsyncClient
from django.urls import reverse
from django.utils import timezone

from artists.models import Label, User
from processing import retention
from processing.models import Chore, Run, Stage, StageOutput
from processing.storage_use import storage_use
from projects import review, storage
from projects.models import Activity, Asset, Opinion, Pick, Project
from tests.factories import make_asset, make_project, scratch_file, wav_bytes

pytestmark = [pytest.mark.django_db]
LONG_AGO = timezone.now() - timedelta(days=90)


@pytest.fixture(autouse=True)
def alone(settings: Any, request: pytest.FixtureRequest) -> None:
    """What follows after commit happens at once; nothing is queued."""
    settings.STUDIO_IN_PROCESS = True
    request.getfixturevalue("monkeypatch").setattr(retention.transaction, "on_commit", lambda deed: deed())


@pytest.fixture
def keeping(db: None) -> Label:
    label = Label.ours()
    label.keep_rejected_days = 30
    label.save()
    return label


def candidate(song: Project, **more: Any) -> Asset:
    """A candidate and a stem of it, as one stage makes them."""
    opus = scratch_file(more.pop("copy", b"copy of " + str(Asset.objects.count()).encode()), ".opus")
    peaks = scratch_file(b'{"levels": []}', ".json")
    made = make_asset(song, Asset.Kind.CANDIDATE, renditions={"opus": opus, "peaks": peaks}, **more)
    stem = make_asset(song, Asset.Kind.STEM)
    stem.parents.set([made])
    run = Run.objects.create(project=song, recipe="instrumental", state=Run.State.DONE)
    stage = Stage.objects.create(run=run, name="c", kind="compose", state=Stage.State.DONE)
    StageOutput.objects.create(stage=stage, role="candidate", asset=made)
    StageOutput.objects.create(stage=stage, role="stem:drums", asset=stem)
    return made


def settle(song: Project, state: str = "approved") -> None:
    """As if all of it had happened long ago."""
    Project.objects.filter(pk=song.pk).update(state=state, updated_at=LONG_AGO)
    Asset.objects.filter(project=song).update(created_at=LONG_AGO)


def names() -> set[str]:
    return {one.candidate.name for one in retention.leaving()}


def test_nothing_leaves_while_the_label_keeps_everything(song: Project) -> None:
    candidate(song)
    settle(song)
    assert retention.leaving() == [] and retention.tidy(by=None) == []


def test_only_the_unchosen_of_finished_songs_leave(song: Project, owner: User, keeping: Label) -> None:
    chosen, other = candidate(song, name="chosen.wav"), candidate(song, name="other.wav")
    for one in (chosen, candidate(song, name="third.wav")):
        Pick.objects.create(project=song, phase="instrumental", asset=one, by=owner)
    assert names() == set(), "the song is still being made"
    settle(song)
    assert names() == {"other.wav"}, "an earlier pick stays as well"
    Opinion.objects.create(asset=other, by=owner, rejected=True)
    (one,) = retention.leaving()
    assert one.rejected and len(one.files) == 2 and one.size_bytes > other.size_bytes


@pytest.mark.parametrize("state", ["draft", "in_production", "in_review", "changes_requested", "archived"])
def test_songs_that_are_not_finished_keep_all(song: Project, keeping: Label, state: str) -> None:
    candidate(song)
    settle(song, state)
    assert names() == set()


def test_the_time_counts_from_the_approval(song: Project, owner: User, anr: User, keeping: Label) -> None:
    candidate(song)
    master = make_asset(song, Asset.Kind.MASTER)
    Project.objects.filter(pk=song.pk).update(state="in_production")
    review.decide(review.request_review(master, by=owner), "approved", by=anr)
    settle(song)
    assert names() == set(), "approved just now"


def test_a_song_at_work_is_left_alone(song: Project, keeping: Label) -> None:
    candidate(song)
    settle(song)
    running = Run.objects.create(project=make_project(song.artist), recipe="mix")
    assert names() == set()
    Run.objects.filter(pk=running.pk).update(state=Run.State.DONE)
    assert len(names()) == 1


def test_what_something_kept_was_made_from_stays(song: Project, keeping: Label) -> None:
    source, used, asked = (candidate(song, name=f"{name}.wav") for name in ("source", "used", "asked"))
    mix = make_asset(song, Asset.Kind.MIX)
    mix.parents.set([source])
    stem_of_used = used.children.get()
    run = Run.objects.create(project=song, recipe="mix", state=Run.State.DONE)
    Stage.objects.create(run=run, name="mix", kind="render_mix", inputs={"stem:drums": [str(stem_of_used.pk)]})
    asked.reviews.create(project=song)
    free = candidate(song, name="free.wav")
    settle(song)
    assert names() == {"free.wav"}
    retention.tidy(by=None)
    assert {row.pk for row in Asset.objects.exclude(removed_at=None)} == {free.pk, free.children.get().pk}


def test_the_file_goes_and_its_story_stays(song: Project, owner: User, admin: User, keeping: Label) -> None:
    gone = candidate(song)
    copies = {copy.kind: copy.sha256 for copy in gone.renditions.all()}
    settle(song)
    assert [one.candidate for one in retention.tidy(by=admin)] == [gone]
    gone.refresh_from_db()
    assert gone.removed_at is not None and not storage.exists(gone.sha256)
    assert not storage.exists(copies["opus"]) and storage.exists(copies["peaks"])
    assert [copy.kind for copy in gone.renditions.all()] == ["peaks"]
    noted = Activity.objects.get(verb="files.removed")
    assert noted.by == admin and str(gone.pk) in noted.data["assets"] and noted.data["files"] == 2
    assert song.events.get(type="files.removed").data["bytes"] == noted.data["bytes"] > 0
    assert retention.tidy(by=admin) == [], "nothing goes twice"


def test_content_that_somebody_else_has_stays(song: Project, keeping: Label) -> None:
    same = wav_bytes(fill=77)
    gone = candidate(song, content=same, copy=b"the same copy")
    elsewhere = make_asset(make_project(), Asset.Kind.VOCAL, content=same)
    candidate(make_project(), copy=b"the same copy")
    settle(song)
    retention.tidy(by=None)
    gone.refresh_from_db()
    assert gone.removed_at is not None
    assert storage.exists(elsewhere.sha256)
    assert all(
        storage.exists(copy.sha256) for copy in Asset.objects.get(kind="candidate", removed_at=None).renditions.all()
    )


def test_what_is_made_again_is_there_again(song: Project, keeping: Label) -> None:
    same = wav_bytes(fill=78)
    gone = candidate(song, content=same, name="again.wav")
    settle(song)
    retention.tidy(by=None)
    assert make_asset(song, Asset.Kind.CANDIDATE, content=same, name="again.wav") == gone
    gone.refresh_from_db()
    assert gone.removed_at is None and storage.exists(gone.sha256)


@pytest.mark.django_db(transaction=True)
async def test_the_player_is_told_that_the_file_is_gone(
    song: Project, owner: User, async_browser_of: Callable[[User], AsyncClient]
) -> None:
    take = await sync_to_async(make_asset)(song)
    await Asset.objects.filter(pk=take.pk).aupdate(removed_at=timezone.now())
    browser = await sync_to_async(async_browser_of)(owner)
    for door in ("asset-content", "asset-proxy"):
        answer = await browser.get(reverse(door, args=[take.pk]))
        assert answer.status_code == 410 and answer.json()["code"] == "asset.removed"


def test_the_reconciler_tidies_once_a_day(song: Project, keeping: Label) -> None:
    candidate(song)
    settle(song)
    assert retention.tidy_daily() == 2
    candidate(song)
    settle(song)
    assert retention.tidy_daily() == 0
    Chore.objects.update(begun_at=timezone.now() - timedelta(hours=25))
    assert retention.tidy_daily() == 2


def test_the_command_lists_before_it_removes(song: Project, keeping: Label) -> None:
    candidate(song, name="spare.wav")
    settle(song)
    told = StringIO()
    call_command("tidy", "--dry-run", stdout=told)
    assert "spare.wav" in told.getvalue() and "2 files would go" in told.getvalue()
    assert not Asset.objects.exclude(removed_at=None).exists()
    call_command("tidy", stdout=told)
    assert "2 files removed" in told.getvalue()
    Label.objects.update(keep_rejected_days=None)
    call_command("tidy", stdout=told)
    assert "keeps everything" in told.getvalue()


def test_storage_counts_kinds_artists_and_shared_content_once(song: Project, keeping: Label) -> None:
    same = wav_bytes(fill=79)
    make_asset(song, Asset.Kind.VOCAL, content=same)
    make_asset(make_project(), Asset.Kind.VOCAL, content=same)
    candidate(song)
    use = storage_use()
    assert {share.name: share.files for share in use.kinds} == {"Vocal": 2, "Candidate": 1, "Stem": 1}
    assert use.artists[0].name == "Nova Kane" and use.artists[0].share == 1.0
    assert use.total_bytes - use.stored_bytes == len(same)
    assert use.copies_bytes > 0 and use.free_bytes and use.disk_bytes
    settle(song)
    retention.tidy(by=None)
    after = storage_use()
    assert after.removed_files == 2 and after.total_bytes < use.total_bytes
