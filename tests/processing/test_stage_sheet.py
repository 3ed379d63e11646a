"""A stage opened, the graph of who waits for whom, and parameters in words."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from artists.models import User
from processing.making import CLOSED, open_phase, phases_of
from processing.models import Run
from processing.plan_words import params_in_words
from processing.shown_runs import ShownRun, ShownStage, runs_of
from processing.stage_graph import StageGraph
from projects import events
from projects.models import Asset, Project
from tests.factories import make_asset
from tests.processing.test_views import HX, add_run, in_process, made, page_of

Browser = Callable[[User], Client]
__all__ = ["in_process", "made"]
PLAN = {
    "bpm": 96.0,
    "meter": "4/4",
    "key": "A minor",
    "genre": "pop",
    "mood": "warm",
    "duration_s": 192.0,
    "sections": [{}],
}


@pytest.fixture
def band(made: Project) -> Run:
    stages = [{"kind": "compose", "name": f"candidate-{n}", "state": "running"} for n in (1, 2, 3)]
    stages += [
        {"kind": "score", "name": f"score-{n}", "needs": [f"candidate-{n}"], "state": "waiting"} for n in (1, 2, 3)
    ]
    rank = {"kind": "rank", "needs": ["score-1", "score-2", "score-3"], "state": "waiting"}
    return add_run(made, "instrumental", *stages, rank, state=Run.State.RUNNING)


def shown(run: Run) -> ShownRun:
    return ShownRun(run, [ShownStage(stage) for stage in run.stages.order_by("position")])


def test_a_stage_stands_right_of_what_it_waits_for(band: Run) -> None:
    graph = StageGraph(shown(band))
    columns = [[placed.shown.stage.name for placed in column] for column in graph.columns]
    assert columns == [["candidate-1", "candidate-2", "candidate-3"], ["score-1", "score-2", "score-3"], ["rank"]]
    assert len(graph.lines) == 6 and not any(line.done for line in graph.lines)
    waits = [placed.waits_for for column in graph.columns for placed in column]
    assert waits == ["", "", "", *(f"waits for: Play a candidate {n}" for n in (1, 2, 3)), "waits for 3 stages"]
    band.stages.filter(kind="compose").update(state="done")
    graph = StageGraph(shown(band))
    assert sum(line.done for line in graph.lines) == 3
    assert [placed.waits_for for placed in graph.columns[1]] == ["", "", ""]


def test_the_map_opens_where_something_happens_or_where_a_person_looks(
    band: Run, owner: User, browser_of: Browser
) -> None:
    project = band.project
    phases = phases_of(project, runs_of(project))
    assert [open_phase(phases, asked) for asked in ("", "mix", CLOSED, "nonsense")] == [
        "instrumental",
        "mix",
        CLOSED,
        "instrumental",
    ]
    browser, url = browser_of(owner), reverse("room-making", args=[project.pk])
    page = browser.get(url).content.decode()
    assert "Rank the candidates" in page and f'data-sheet="{band.stages.first().pk}"' in page  # type: ignore[union-attr]
    assert "waits for 3 stages" not in browser.get(url, {"phase": "mix"}).content.decode()
    assert "inside-phase" not in browser.get(url, {"phase": CLOSED}).content.decode()


def test_old_work_does_not_push_a_phase_off_the_map(made: Project, owner: User, browser_of: Browser) -> None:
    add_run(made, "intake", {"kind": "plan_song"})
    for _ in range(25):
        add_run(made, "mix", {"kind": "render_mix"})
    phases = {phase.name: phase.state for phase in phases_of(made, runs_of(made))}
    assert phases["intake"] == "done" and phases["mix"] == "done"
    first = page_of(browser_of(owner), "room-work", made.pk)
    assert first.count('data-state="done"') >= 10 and "Show earlier work" in first
    oldest = made.runs.order_by("pk")[2].pk
    rest = browser_of(owner).get(reverse("room-work", args=[made.pk]), {"before": oldest}).content.decode()
    assert "Intake" in rest and "Show earlier work" not in rest


def test_a_broken_stage_says_why_what_was_tried_and_starts_again_from_there(
    made: Project, owner: User, anr: User, stranger: User, browser_of: Browser
) -> None:
    broken = {
        "kind": "ingest", "state": "failed", "error_code": "audio.too_short", "error_words": "Too short.", "attempt": 2,
        "log": "01:02:03 Decoding\nno clock here", "engine": "render_mix.console", "peak_memory_bytes": 5_000_000,
        "seconds": 2.5, "params": {"plan": PLAN, "seed": 7, "wishes": {"vocal_db": 1.0}},
        "started_at": timezone.now() - timedelta(seconds=3), "finished_at": timezone.now(),
    }  # fmt: skip
    run = add_run(made, "intake", broken, state=Run.State.FAILED)
    stage = run.stages.get()
    for attempt, kind in ((1, "stage.started"), (2, "stage.queued")):
        events.record(made, kind, stage=stage.pk, attempt=attempt)
    events.record(made, "stage.queued", stage=stage.pk + 1, attempt=9)
    url = reverse("stage", args=[stage.pk])
    page = browser_of(owner).get(url, headers=HX).content.decode()
    for words in (
        "Too short.",
        "audio.too_short",
        "Tried 2 times",
        reverse("retry-run", args=[run.pk]),
        "queued again",
    ):
        assert words in page, words
    for words in ("<time>01:02:03</time>", "Decoding", "no clock here", "pedalboard: GPL-3.0", "2.5 s", "4.8"):
        assert words in page, words
    assert "96 BPM, 4/4, A minor, Pop, warm, 1 section, 3:12" in page and "voice +1 dB" in page
    assert "attempt 9" not in page, "another stage's attempts are its own"
    assert reverse("retry-run", args=[run.pk]) not in browser_of(anr).get(url, headers=HX).content.decode()
    assert browser_of(stranger).get(url, headers=HX).status_code == 404
    whole = browser_of(owner).get(url).content.decode()
    assert "<html" in whole and "Too short." in whole, "the same stage is a page of its own"


def test_what_went_in_and_came_out_can_be_heard(made: Project, owner: User, browser_of: Browser) -> None:
    vocal = make_asset(made, Asset.Kind.VOCAL, name="take.wav")
    parent = {"kind": "propose_mix", "name": "console"}
    child = {"kind": "render_mix", "name": "mix", "needs": ["console"], "inputs": {"vocal": [str(vocal.pk)]}}
    run = add_run(made, "mix", parent, child)
    note, mix = make_asset(made, Asset.Kind.STEM), make_asset(made, Asset.Kind.MIX)
    run.stages.get(name="console").outputs.create(role="stem:drums", asset=note)
    run.stages.get(name="mix").outputs.create(role="mix", asset=mix)
    page = browser_of(owner).get(reverse("stage", args=[run.stages.get(name="mix").pk]), headers=HX).content.decode()
    for asset in (vocal, note, mix):
        assert f'data-hear="{asset.pk}"' in page
        assert f'href="{reverse("diagnosis", args=[asset.pk])}"' in page and f"Diagnosis of {asset.name}" in page
    assert "Drums" in page
    Asset.objects.filter(pk=mix.pk).update(removed_at=timezone.now())
    page = browser_of(owner).get(reverse("stage", args=[run.stages.get(name="mix").pk]), headers=HX).content.decode()
    assert f'data-hear="{mix.pk}"' not in page and "no longer kept" in page
    assert reverse("diagnosis", args=[mix.pk]) not in page, "there is nothing left to look into"


def test_what_can_not_be_heard_is_not_looked_into(made: Project, owner: User, browser_of: Browser) -> None:
    photo = make_asset(made, Asset.Kind.PHOTO, name="me.png")
    run = add_run(made, "video", {"kind": "film", "inputs": {"photo": [str(photo.pk)]}})
    page = browser_of(owner).get(reverse("stage", args=[run.stages.get().pk]), headers=HX).content.decode()
    assert "me.png" in page and reverse("diagnosis", args=[photo.pk]) not in page


def test_the_page_of_a_stage_follows_it_while_it_runs(
    band: Run, owner: User, engineer: User, browser_of: Browser
) -> None:
    stage = band.stages.get(name="candidate-1")
    events.record(band.project, "stage.started", stage=stage.pk)
    url, log = reverse("stage", args=[stage.pk]), reverse("stage-log", args=[stage.pk])
    page = browser_of(engineer).get(url).content.decode()
    assert f'data-live="/ws/projects/{band.project_id}/"' in page and 'data-after="1"' in page
    section = re.search(r'<section class="card stage-page"[^>]+>', page)
    assert section and "stage.done" in section[0] and f'hx-get="{url}"' in section[0]
    assert f'data-stage="{stage.pk}"' in page and "It has said nothing yet." in page
    sheet = browser_of(owner).get(url, headers=HX).content.decode()
    for shown in (page, sheet):
        assert log in shown and "every 1s" in shown
    part = browser_of(engineer).get(url, headers={**HX, "HX-Target": "stage-page"}).content.decode()
    assert "<h1" in part and "<h2" in sheet and "<html" not in part
    band.stages.filter(pk=stage.pk).update(state="done", log="12:00:01 Verse")
    over = browser_of(engineer).get(url).content.decode()
    assert "Verse" in over and log not in over and "every 1s" not in over


def test_parameters_read_as_a_musician_says_them() -> None:
    params = {"plan": PLAN, "kind": "vocal", "bpm": None, "text": "one two three", "settings": {"version": 1}}
    params |= {"fast": True, "dials": {"target_lufs": -14.0}, "genre": "hip_hop", "odd": [1, 2, 3, 4, 5, 6, 7]}
    said = dict(params_in_words(params))
    assert said["Lyrics"] == "3 words" and said["Kind of recording"] == "Vocal" and said["Genre"] == "Hip-hop"
    assert said["Mastering"] == "loudness −14 LUFS" and said["Console"] == "settings written by a person"
    assert said["Fast"] == "yes" and said["Odd"].endswith(" …") and "Tempo" not in said
