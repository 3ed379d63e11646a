"""Voice and backing drawn: what is shown, in words of the reader, on the stage's sheet and beside the findings."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from processing.alignment_picture import HEIGHT, picture_of
from projects.models import Project
from tests.factories import make_asset
from tests.processing.test_views import HX, add_run, in_process, made, page_of

Browser = Callable[[User], Client]
__all__ = ["in_process", "made"]
FOUND: dict[str, Any] = {
    "offset_s": 0.8,
    "offset_confidence": 0.2,
    "tempo_ratio": 1.03,
    "tempo_confidence": 1.0,
    "backing_bpm": 123.6,
    "backing_first_beat_s": 0.1,
    "drift_ms": [[5.0, 150.0], [30.0, 880.0]],
    "transpose_semitones": -1.0,
    "key_confidence": 0.9,
    "repaired": {"drift_ms": [[5.0, 4.0], [30.0, -9.0]], "start_middle_end_ms": [5.0, 0.0, -11.0]},
    "refused": None,
}


def test_before_and_after_a_repair_are_drawn_with_the_band(made: Project) -> None:
    run = add_run(made, "mix", {"kind": "align", "state": "done", "result": FOUND})
    picture = picture_of(run.stages.get())
    assert picture is not None
    before, after = picture.plots
    assert before.reach_ms > 880 and after.reach_ms == 60
    assert 0 < after.band_y < HEIGHT / 2 and after.band_height < HEIGHT / 2
    assert len(after.line.split()) == 2 and "-9 ms" in after.alt
    assert "within 11 ms" in picture.words[-1] and "Other beats" in picture.words[0] and not picture.refused


def test_what_can_not_be_told_and_what_is_refused_say_so(made: Project) -> None:
    unsure = {**FOUND, "tempo_confidence": 0.1, "key_confidence": 0.0, "drift_ms": [], "repaired": None}
    unsure["refused"] = {"code": "align.no_common_beat", "words": "No."}
    picture = picture_of(add_run(made, "mix", {"kind": "align", "result": unsure}).stages.get())
    assert picture is not None and picture.refused.startswith("Refused")
    assert "does not tell" in picture.words[1] and "Too little" in picture.words[2]


def test_a_doubted_tempo_is_not_said_to_fit(made: Project) -> None:
    fits = {**FOUND, "tempo_ratio": 1.0, "repaired": None}
    stage = add_run(made, "mix", {"kind": "align", "result": fits}).stages.get()
    told = [picture_of(stage, doubted=doubted) for doubted in (False, True)]
    fitting, typed = [one.words[1] for one in told if one]
    assert (fitting, typed) == ("The tempo fits.", "The backing plays at the tempo that was typed.")


def test_sung_syllables_stand_where_they_miss_the_beat(made: Project) -> None:
    plan = {"plan": {"bpm": 120.0}, "alignment": {**FOUND, "tempo_ratio": 1.0, "offset_s": 0.0, "repaired": None}}
    plan["alignment"].update(backing_bpm=120.0, backing_first_beat_s=0.0, drift_ms=[[5.0, 1.0], [30.0, 2.0]])
    voice = {"kind": "hear_voice", "result": {"onsets_s": [0.5, 0.635]}}
    run = add_run(made, "intake", voice, {"kind": "plan_song", "result": plan})
    picture = picture_of(run.stages.get(kind="plan_song"))
    assert picture is not None
    (on_it, late) = picture.plots[0].dots
    assert on_it[1] == pytest.approx(HEIGHT / 2, abs=0.1) and late[1] < on_it[1]


def test_the_sheet_and_the_findings_show_it(made: Project, owner: User, browser_of: Browser) -> None:
    run = add_run(made, "mix", {"kind": "align", "state": "done", "result": FOUND})
    page = browser_of(owner).get(reverse("stage", args=[run.stages.get().pk]), headers=HX).content.decode()
    assert page.count("<polyline") == 2 and 'role="img"' in page and "Voice and backing" in page
    add_run(made, "intake", {"kind": "plan_song", "state": "done", "result": {"alignment": FOUND}})
    assert "<polyline" not in page_of(browser_of(owner), "room-findings", made.pk), "nothing has been played yet"
    make_asset(made, "candidate")
    assert "<polyline" in page_of(browser_of(owner), "room-findings", made.pk)
    assert picture_of(add_run(made, "mix", {"kind": "rank", "result": {}}).stages.get()) is None
