"""What the room, the jobs page and the engines page show of work, and what people may do there."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from artists.models import User
from processing.console.settings import ConsoleSettings, TrackSettings
from processing.models import QueueState, Run, Stage, StageOutput
from processing.pipeline import launch
from projects import events
from projects.models import Asset, Pick, Project
from tests.factories import make_asset

Browser = Callable[[User], Client]
HX = {"HX-Request": "true"}
TEMPO = {"bpm": 93.4, "confidence": 0.3, "source": "voice", "words": "About 93 BPM."}
READING = {"sections": [{"label": "Verse"}], "mood": "warm", "genre": "pop", "reasons": {"mood": "it says sun"}}


@pytest.fixture(autouse=True)
def in_process(settings: Any) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}


@pytest.fixture
def made(song: Project) -> Project:
    Project.objects.filter(pk=song.pk).update(state=Project.State.IN_PRODUCTION)
    song.refresh_from_db()
    return song


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What would have been started; starting itself is tested with the pipeline."""
    started: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(launch, "start", lambda project, recipe, *, by, **more: started.append((recipe, more)))
    return started


def add_run(project: Project, recipe: str, *stages: dict[str, Any], state: str = Run.State.DONE) -> Run:
    run = Run.objects.create(project=project, recipe=recipe, state=state)
    for position, fields in enumerate(stages):
        row = {"name": fields["kind"], "state": Stage.State.DONE, "position": position, **fields}
        Stage.objects.create(run=run, **row)
    return run


def page_of(browser: Client, name: str, *args: Any) -> str:
    return browser.get(reverse(name, args=args)).content.decode()


def state_of(page: str, phase: str) -> str:
    found = re.search(rf'data-phase="{phase}"\s+data-state="(\w+)"', page)
    assert found
    return found[1]


def test_the_map_waits_runs_fails_and_asks(made: Project, owner: User, browser_of: Browser) -> None:
    browser, making = browser_of(owner), ("room-making", made.pk)
    assert state_of(page_of(browser, *making), "intake") == "waiting"
    busy = {"kind": "compose", "name": "candidate-2", "state": "running", "progress": 0.5, "message": "Chorus"}
    run = add_run(made, "instrumental", {"kind": "score", "name": "score-1"}, busy, state=Run.State.RUNNING)
    page = page_of(browser, *making)
    assert state_of(page, "instrumental") == "running" and 'value="0.7500"' in page and "75 %" in page
    assert "Play a candidate 2" in page and "Chorus" in page and reverse("cancel-run", args=[run.pk]) in page
    run.stages.update(state="done")
    Run.objects.update(state=Run.State.DONE)
    assert state_of(page_of(browser, *making), "instrumental") == "yours"
    Pick.objects.create(project=made, phase="instrumental", asset=make_asset(made, Asset.Kind.CANDIDATE))
    assert state_of(page_of(browser, *making), "instrumental") == "done"


def test_a_song_that_waits_for_paused_machines_says_so(made: Project, owner: User, browser_of: Browser) -> None:
    browser, address = browser_of(owner), reverse("room-making", args=[made.pk])
    add_run(made, "instrumental", {"kind": "compose", "name": "candidate-1", "state": "queued"})
    assert "paused the machines" not in browser.get(address).content.decode()
    QueueState.objects.create(name="cpu", paused_at=timezone.now())
    assert "paused the machines" in browser.get(address).content.decode()


def test_a_failure_says_why_and_offers_another_try(made: Project, owner: User, browser_of: Browser) -> None:
    broken = {"kind": "ingest", "state": "failed", "error_code": "audio.too_short", "error_words": "Too short."}
    run = add_run(made, "intake", broken, {"kind": "plan_song", "state": "skipped"}, state=Run.State.FAILED)
    page = page_of(browser_of(owner), "room-making", made.pk)
    assert state_of(page, "intake") == "failed" and "Too short." in page and "audio.too_short" in page
    assert reverse("retry-run", args=[run.pk]) in page and reverse("cancel-run", args=[run.pk]) not in page


@pytest.mark.parametrize(
    ("state", "shown"),
    [("approved", "done"), ("released", "done"), ("changes_requested", "yours"), ("in_production", "waiting")],
)
def test_the_release_follows_the_song(state: str, shown: str, made: Project, owner: User, browser_of: Browser) -> None:
    Project.objects.filter(pk=made.pk).update(state=state)
    assert state_of(page_of(browser_of(owner), "room-making", made.pk), "release") == shown


def test_findings_say_what_was_heard_and_ask_when_unsure(
    made: Project, owner: User, browser_of: Browser, launched: list[Any]
) -> None:
    warned = {"asset_kind": "vocal", "findings": [{"code": "x", "words": "The take clips."}]}
    heard = {"tempo": TEMPO, "key": {"key": "A minor", "words": "A minor, sung."}, "plan": {"duration_s": 65.0}}
    stages = ({"kind": "read_lyrics", "result": READING}, {"kind": "ingest", "result": warned})
    run = add_run(made, "intake", *stages, {"kind": "plan_song", "result": heard})
    browser, findings = browser_of(owner), ("room-findings", made.pk)
    page = page_of(browser, *findings)
    assert "Which tempo" not in page and "1:05" in page
    events.record(made, "tempo.asked", run=run.pk, **TEMPO)
    page = page_of(browser, *findings)
    for words in ("The take clips.", "it says sun", "only a guess", "A minor, sung.", "Which tempo", 'value="93.4"'):
        assert words in page
    say = reverse("say-tempo", args=[made.pk])
    for wrong in ("", "fast", "20"):
        assert browser.post(say, {"bpm": wrong}, headers=HX).status_code == 422
    assert browser.post(say, {"bpm": "96"}, headers=HX).status_code == 204
    made.refresh_from_db()
    assert made.bpm == 96.0 and [recipe for recipe, _more in launched] == ["intake"]


def add_mix(project: Project, vocal_db: float) -> Asset:
    tracks = {"vocal": TrackSettings(gain_db=vocal_db)}
    settings = ConsoleSettings(genre="pop", tracks=tracks, reasons=("The voice leads.",)).to_json()
    console = {"kind": "propose_mix", "name": "console", "result": {"settings": settings}}
    run = add_run(project, "mix", {**console, "params": {"wishes": {"vocal_db": vocal_db}}}, {"kind": "render_mix"})
    asset = make_asset(project, Asset.Kind.MIX, name="mix.wav", duration_s=1.0)
    StageOutput.objects.create(stage=run.stages.get(kind="render_mix"), role="mix", asset=asset)
    return asset


def test_of_an_approved_song_nothing_is_offered_that_would_be_refused(
    made: Project, owner: User, browser_of: Browser
) -> None:
    mix = add_mix(made, 0.0)
    picks = {state: picks_on(browser_of(owner), made, state) for state in ("in_production", "approved", "released")}
    assert picks == {"in_production": {reverse("pick", args=[mix.pk])}, "approved": set(), "released": set()}


def picks_on(browser: Client, song: Project, state: str) -> set[str]:
    Project.objects.filter(pk=song.pk).update(state=state)
    page = page_of(browser, "room-listen", song.pk)
    return {words.split('"')[0] for words in page.split('action="')[1:] if words.split('"')[0].endswith("/pick/")}


def test_versions_play_and_mixes_explain_themselves(made: Project, owner: User, browser_of: Browser) -> None:
    browser = browser_of(owner)
    assert "The band has not played yet" in page_of(browser, "room-listen", made.pk)
    add_mix(made, 0.0)
    newest = add_mix(made, 1.5)
    make_asset(made, Asset.Kind.VIDEO, name="video-16x9.mp4", content=b"film")
    page = page_of(browser, "room-listen", made.pk)
    assert f'data-take="{newest.pk}"' in page and "The voice leads." in page and "<video" in page
    assert "voice +1.5 dB" in page, "what was wished of a mix stands on it"
    assert "Vocal: level +1.5 dB" in page_of(browser, "compare", made.pk, "mix")


def test_a_master_shows_the_sections_of_its_mix(made: Project, owner: User, browser_of: Browser) -> None:
    add_mix(made, 0.0)
    plan = {"sections": [{"label": "Hook", "kind": "chorus", "start_s": 0.0, "end_s": 1.0}]}
    Stage.objects.filter(kind="render_mix").update(params={"plan": plan})
    make_asset(made, Asset.Kind.MASTER, name="master.wav", duration_s=1.0)
    page = page_of(browser_of(owner), "room-listen", made.pk)
    assert page.count("<title>Hook 0:00</title>") == 2
    Asset.objects.filter(kind=Asset.Kind.MASTER).update(duration_s=9.0)
    assert page_of(browser_of(owner), "room-listen", made.pk).count("<title>Hook 0:00</title>") == 1


def test_settings_nobody_can_read_are_left_out(made: Project, owner: User, browser_of: Browser) -> None:
    add_mix(made, 0.0)
    Stage.objects.filter(kind="propose_mix").update(result={"settings": {"version": 99}})
    page = page_of(browser_of(owner), "room-listen", made.pk)
    assert "Mix 1" in page and "The voice leads." not in page


def test_candidates_come_best_first_with_their_cards(made: Project, owner: User, browser_of: Browser) -> None:
    run = add_run(made, "instrumental")
    plan = {"sections": [{"label": "Hook", "kind": "chorus", "start_s": 0.0, "end_s": 1.0}]}
    for number, total in ((1, 60.0), (2, 90.0)):
        made_by = Stage.objects.create(run=run, name=f"candidate-{number}", kind="compose", params={"plan": plan})
        metric = {
            "title": "Clash",
            "shown": "2 %",
            "score": total / 100,
            "good": total > 75,
            "words": f"Words {number}",
        }
        card = {"total": total, "metrics": [metric], "unjudged": [{"title": "Key", "words": "no voice"}]}
        Stage.objects.create(run=run, name=f"score-{number}", kind="score", result=card)
        asset = make_asset(made, Asset.Kind.CANDIDATE, name=f"candidate-0{number}.wav", duration_s=1.0)
        StageOutput.objects.create(stage=made_by, role="candidate", asset=asset)
    page = page_of(browser_of(owner), "room-listen", made.pk)
    assert page.index("Candidate 2") < page.index("Candidate 1") and 'data-good="fair"' in page
    assert "Words 1" in page and "no voice" in page and "<title>Hook 0:00</title>" in page
    assert "let your ears decide" not in page
    Stage.objects.filter(name="score-1").update(result={"total": 89.0, "metrics": []})
    assert "let your ears decide" in page_of(browser_of(owner), "room-listen", made.pk)


def test_listening_takes_the_same_queries_for_many_versions(made: Project, owner: User, browser_of: Browser) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(browser, "room-listen", made.pk)
        return len(captured)

    browser = browser_of(owner)
    add_mix(made, 0.0)
    count()
    few = count()
    for _ in range(5):
        add_mix(made, 0.5)
    assert count() == few <= 20


def test_another_round_takes_fresh_seeds(made: Project, owner: User, browser_of: Browser, launched: list[Any]) -> None:
    make_asset(made, Asset.Kind.CANDIDATE)
    assert browser_of(owner).post(reverse("more-candidates", args=[made.pk])).status_code == 302
    assert launched == [("instrumental", {"seed": made.seed + 1})]


def test_a_stage_opens_to_everything_about_it(made: Project, owner: User, stranger: User, browser_of: Browser) -> None:
    asset = make_asset(made, Asset.Kind.VOCAL, name="take 9.wav")
    fields = {
        "params": {"kind": "vocal", "plan": {"long": 1}},
        "log": "01:02:03 Heard it",
        "attempt": 2,
        "seconds": 1.5,
    }
    run = add_run(made, "intake", {"kind": "ingest", "inputs": {"file": [str(asset.pk)]}, **fields})
    stage = run.stages.get()
    StageOutput.objects.create(stage=stage, role="vocal", asset=asset)
    page = page_of(browser_of(owner), "stage", stage.pk)
    assert "Heard it" in page and "attempt 2" in page and "take 9.wav" in page and "1.50" in page
    assert "long" not in page
    assert browser_of(stranger).get(reverse("stage", args=[stage.pk])).status_code == 404


def test_artists_engineers_and_admins_steer_runs_and_others_do_not(
    made: Project, owner: User, engineer: User, anr: User, stranger: User, browser_of: Browser
) -> None:
    broken = {"kind": "ingest", "state": "failed"}
    run = add_run(made, "intake", broken, state=Run.State.FAILED)
    url = reverse("retry-run", args=[run.pk])
    assert browser_of(stranger).post(url, headers=HX).status_code == 404
    assert browser_of(anr).post(url, headers=HX).status_code == 403
    assert reverse("retry-run", args=[run.pk]) not in page_of(browser_of(anr), "jobs")
    assert browser_of(engineer).post(url, headers=HX).status_code == 204
    assert browser_of(owner).post(reverse("cancel-run", args=[run.pk]), headers=HX).status_code == 204
    run.refresh_from_db()
    assert run.stages.get().state == Stage.State.CANCELLED


def test_a_finished_run_cannot_be_cancelled(made: Project, owner: User, browser_of: Browser) -> None:
    run = add_run(made, "mix", {"kind": "render_mix"})
    answer = browser_of(owner).post(reverse("cancel-run", args=[run.pk]), headers=HX)
    assert answer.status_code == 422 and "already over" in answer.content.decode()


def test_the_jobs_page_is_the_labels_and_shows_all(
    made: Project, owner: User, admin: User, browser_of: Browser
) -> None:
    late = timezone.now() - timezone.timedelta(seconds=60)
    busy = {"kind": "compose", "state": "running", "worker": "cpu-7", "lease_until": late}
    add_run(made, "instrumental", busy, {"kind": "score", "state": "queued"}, state=Run.State.RUNNING)
    add_run(made, "intake", {"kind": "ingest", "state": "failed", "error_words": "Too loud"}, state=Run.State.FAILED)
    add_run(made, "mix", {"kind": "render_mix", "cost": 0.5, "finished_at": timezone.now()})
    assert browser_of(owner).get(reverse("jobs")).status_code == 404
    page = page_of(browser_of(admin), "jobs")
    for words in ("cpu-7", "late", "Too loud", "0.50 EUR", "/ws/label/", "lost its worker"):
        assert words in page
    part = browser_of(admin).get(reverse("jobs"), headers={"HX-Target": "board"}).content.decode()
    assert "cpu-7" in part and "<html" not in part


def test_cards_hear_how_far_their_songs_have_come(
    made: Project, owner: User, stranger: User, browser_of: Browser
) -> None:
    add_run(made, "mix", {"kind": "render_mix", "state": "running", "progress": 0.25}, state=Run.State.RUNNING)
    page = page_of(browser_of(owner), "song-progress")
    assert f'id="progress-{made.pk}"' in page and "25 %" in page
    assert str(made.pk) not in page_of(browser_of(stranger), "song-progress")


def test_engines_show_their_licences(owner: User, browser_of: Browser) -> None:
    page = page_of(browser_of(owner), "engines")
    assert "House band" in page and "pedalboard" in page and "GPL-3.0" in page
