"""How a song goes on by itself, and where it waits for people."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import Artist, User
from processing import samples
from processing.errors import StudioError
from processing.models import Run, Stage
from processing.pipeline import inline, launch
from processing.stages import table
from projects import picks, review, songs
from projects.models import Asset, Pick, Project, Review
from tests.processing.pipeline.band import ACTS, new_file

MASTER = ACTS["master"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("here", "band")]


@pytest.fixture
def band(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ACTS:
        faked = replace(table.KINDS[kind], module="tests.processing.pipeline.band")
        monkeypatch.setitem(table.KINDS, kind, faked)


@pytest.fixture
def pump(commit: Any) -> Callable[[], None]:
    """Let everything that is queued happen, and what follows from it."""

    def go() -> None:
        while (run := Run.objects.filter(stages__state="queued").first()) is not None:
            with commit():
                inline.run_to_end(run)

    return go


@pytest.fixture
def begin(song: Project, owner: User, commit: Any, pump: Any) -> Callable[..., Project]:
    def go(**changes: Any) -> Project:
        Project.objects.filter(pk=song.pk).update(**{"candidates_wanted": 3, "bpm": 97.0, **changes})
        song.refresh_from_db()
        songs.save_lyrics(song, "Hello, hello", by=owner)
        with commit():
            songs.submit(song, by=owner, declaring=["lyrics"])
        pump()
        song.refresh_from_db()
        return song

    return go


def recipes(song: Project) -> list[tuple[str, str]]:
    return list(song.runs.order_by("pk").values_list("recipe", "state"))


def test_a_submitted_song_is_played_and_waits_for_a_pick(begin: Any) -> None:
    song = begin()
    assert recipes(song) == [("intake", "done"), ("instrumental", "done")]
    assert song.assets.filter(kind="candidate").count() == 3
    assert not Pick.objects.exists()


def test_a_pick_makes_a_whole_first_draft_and_asks_for_review(begin: Any, owner: User, commit: Any, pump: Any) -> None:
    song = begin()
    with commit():
        picks.pick(song.assets.filter(kind="candidate")[1], by=owner)
    pump()
    assert [recipe for recipe, _ in recipes(song)] == ["intake", "instrumental", "mix", "master", "video"]
    assert {state for _, state in recipes(song)} == {"done"}
    assert song.assets.filter(kind="video").count() == 2
    assert Review.objects.get().asset.kind == "master"
    song.refresh_from_db()
    assert song.state == "in_review"


def test_people_and_machines_are_told_apart(begin: Any, owner: User, commit: Any, pump: Any) -> None:
    song = begin()
    with commit():
        picks.pick(song.assets.filter(kind="candidate")[0], by=owner)
    pump()
    chosen = dict(Pick.objects.order_by("pk").values_list("phase", "by"))
    assert chosen == {"instrumental": owner.pk, "mix": None, "master": None}


def test_autopilot_takes_the_best_and_goes_on(begin: Any) -> None:
    song = begin(autopilot=True, seed=4)
    assert [recipe for recipe, _ in recipes(song)][-1] == "video"
    best = Pick.objects.get(phase="instrumental")
    assert best.by is None
    assert best.asset.provenance["seed"] == 6, "seeds 4, 5, 6 score 54, 55, 56"


def test_an_uncertain_tempo_is_asked_not_guessed(begin: Any, owner: User, commit: Any, pump: Any) -> None:
    song = begin(bpm=None)
    assert recipes(song) == [("intake", "done")]
    asked = song.events.get(type="tempo.asked").data
    assert (asked["bpm"], asked["confidence"], asked["source"]) == (97.0, 0.2, "voice")
    songs.change_brief(song, by=owner, bpm=96.0)
    with commit():
        launch.start(song, "intake", by=owner)
    pump()
    assert recipes(song)[-1] == ("instrumental", "done")


def test_autopilot_does_not_ask(begin: Any) -> None:
    assert ("instrumental", "done") in recipes(begin(bpm=None, autopilot=True))


def test_a_run_made_alone_starts_nothing(begin: Any, owner: User, commit: Any, pump: Any) -> None:
    song = begin()
    before = len(recipes(song))
    with commit():
        launch.start(song, "intake", by=owner, alone=True)
    pump()
    assert len(recipes(song)) == before + 1


def test_a_failed_run_goes_no_further(begin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACTS, "plan_song", lambda params, context: 1 / 0)
    assert recipes(begin()) == [("intake", "failed")]


def test_a_louder_voice_runs_mix_and_after_only(begin: Any, owner: User, commit: Any, pump: Any) -> None:
    song = begin(autopilot=True)
    with commit():
        launch.start(song, "mix", by=owner, wishes={"vocal_db": 1.0})
    pump()
    newest = song.runs.filter(recipe="mix").first()
    assert newest is not None
    assert set(newest.stages.values_list("state", flat=True)) == {"done"}
    assert recipes(song)[-2:] == [("mix", "done"), ("master", "done")]
    assert Review.objects.filter(state="open").count() == 1, "the same master is not asked about twice"
    assert Stage.objects.filter(kind="compose").count() == 3


def test_the_label_is_asked_about_one_master_at_a_time(
    begin: Any, owner: User, commit: Any, pump: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes = count(1)
    monkeypatch.setitem(ACTS, "master", lambda _params, context: new_file(context, "master", f"take {next(takes)}"))
    song = begin(autopilot=True)
    first = Review.objects.get()

    def louder(vocal_db: float) -> set[int]:
        with commit():
            launch.start(song, "mix", by=owner, wishes={"vocal_db": vocal_db})
        pump()
        return set(Review.objects.filter(state="open").values_list("asset__version", flat=True))

    assert louder(1.0) == {2}
    first.refresh_from_db()
    song.refresh_from_db()
    assert first.state == "withdrawn" and first.decisions.get().by is None and song.state == "in_review"
    review.request_review(first.asset, by=owner)
    assert louder(2.0) == {1, 3}, "what a person asked stays asked"


def test_a_mix_that_somebody_tries_out_replaces_nothing(begin: Any, owner: User, commit: Any, pump: Any) -> None:
    song = begin()
    with commit():
        picks.pick(song.assets.filter(kind="candidate")[0], by=owner)
    pump()
    first, runs = picks.picked(song, "mix"), len(recipes(song))
    with commit():
        launch.start(song, "mix", by=owner, wishes={"vocal_db": 1.0})
    pump()
    tried = song.assets.filter(kind="mix").order_by("-version")[0]
    assert picks.picked(song, "mix") == first != tried and len(recipes(song)) == runs + 1
    with commit():
        picks.pick(tried, by=owner)
    pump()
    # The fake console gives what it was wished; the same master is found again and stays picked, so no clip follows.
    assert picks.picked(song, "mix") == tried and ("master", "done") in recipes(song)[runs + 1 :]


def test_a_song_closed_meanwhile_keeps_what_was_made_and_goes_no_further(
    begin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def close(params: dict[str, Any], context: Any) -> dict[str, Any]:
        Project.objects.update(state="archived")
        return MASTER(params, context)

    monkeypatch.setitem(ACTS, "master", close)
    song = begin(autopilot=True)
    assert recipes(song)[-1] == ("master", "done")
    assert song.events.get(type="flow.stopped").data["code"] == "song.closed"


def test_a_second_song_alike_reuses_the_work(begin: Any, song: Project, owner: User, commit: Any, pump: Any) -> None:
    begin(autopilot=True)
    with commit():
        launch.start(song, "instrumental", by=owner, alone=True)
    pump()
    again = song.runs.get(recipe="instrumental", params__alone=True)
    assert set(again.stages.values_list("state", flat=True)) == {"reused"}
    assert song.assets.filter(kind=Asset.Kind.CANDIDATE).count() == 3


def test_a_sample_song_is_made_to_the_end_and_the_label_is_not_asked(
    artist: Artist, owner: User, commit: Any, pump: Any
) -> None:
    with commit():
        sample = samples.start_sample(artist, by=owner)
    pump()
    sample.refresh_from_db()
    assert sample.state == Project.State.IN_PRODUCTION
    assert [recipe for recipe, _state in recipes(sample)][:2] == ["sample", "intake"]
    assert {"vocal", "candidate", "mix", "master"} <= set(sample.assets.values_list("kind", flat=True))
    assert not Review.objects.exists()
    with pytest.raises(StudioError, match=r"sample\.there_already"):
        samples.start_sample(artist, by=owner)


def test_an_artist_without_songs_is_offered_a_sample(
    artist: Artist, owner: User, stranger: User, commit: Any, browser_of: Callable[[User], Client]
) -> None:
    assert reverse("start-sample") in browser_of(owner).get("/").content.decode()
    assert browser_of(stranger).post(reverse("start-sample"), {"artist": artist.slug}).status_code == 404
    with commit():
        assert browser_of(owner).post(reverse("start-sample"), {"artist": artist.slug}).status_code == 302
    sample = Project.objects.get()
    assert (sample.kind, sample.artist, sample.created_by) == ("sample", artist, owner)
    assert reverse("start-sample") not in browser_of(owner).get("/").content.decode()


def test_nobody_has_to_send_a_sample_in(
    artist: Artist, owner: User, commit: Any, browser_of: Callable[[User], Client]
) -> None:
    with commit():
        samples.start_sample(artist, by=owner)
    page = browser_of(owner).get("/").content.decode()
    assert "Salt on the Window" in page
    assert "Finish the draft" not in page
