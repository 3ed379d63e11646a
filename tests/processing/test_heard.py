"""What the player is told of a sound: loudness, sections with their lines, stems; and who is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from artists.models import User
from processing.models import Run, Stage, StageOutput
from projects.models import Asset, Project
from tests.factories import make_asset

Browser = Callable[[User], Client]
PLAN = {
    "title": "Paper Lanterns", "genre": "pop", "mood": "warm", "bpm": 120.0, "meter": "4/4", "key": "A minor",
    "duration_s": 16.0,
    "sections": [
        {"label": "Verse 1", "kind": "verse", "bars": 4, "start_s": 0.0, "end_s": 8.0,
         "lines": ["Lanterns on the water", "Falling into blue"]},
        {"label": "Chorus", "kind": "chorus", "bars": 4, "start_s": 8.0, "end_s": 16.0, "lines": ["Stay"]},
    ],
}  # fmt: skip
MEASURES = {"integrated_lufs": -14.2, "true_peak_dbtp": -1.1, "crest_db": {"low": 3}}


def stage_of(song: Project, kind: str, *outputs: tuple[str, Asset], **params: Any) -> Stage:
    run = Run.objects.create(project=song, recipe="instrumental", state=Run.State.DONE)
    stage = Stage.objects.create(run=run, name=kind, kind=kind, state="done", params=params)
    StageOutput.objects.bulk_create([StageOutput(stage=stage, role=role, asset=asset) for role, asset in outputs])
    return stage


@pytest.fixture
def candidate(song: Project) -> Asset:
    made = make_asset(song, Asset.Kind.CANDIDATE, duration_s=16.0, measures=MEASURES)
    stems = [(f"stem:{name}", make_asset(song, Asset.Kind.STEM, name=f"{name}.wav")) for name in ("drums", "bass")]
    stage_of(song, "compose", ("candidate", made), *stems, plan=PLAN)
    return made


def told(browser: Client, asset: Asset) -> dict[str, Any]:
    answer = browser.get(reverse("asset-heard", args=[asset.pk]))
    assert answer.status_code == 200 and "private" in answer["Cache-Control"]
    facts: dict[str, Any] = answer.json()
    return facts


def test_a_candidate_tells_its_sections_lines_and_stems(candidate: Asset, owner: User, browser_of: Browser) -> None:
    facts = told(browser_of(owner), candidate)
    assert facts["measures"] == {"integrated_lufs": -14.2, "true_peak_dbtp": -1.1}
    assert [(s["label"], s["kind"], s["startS"], s["endS"]) for s in facts["sections"]] == [
        ("Verse 1", "verse", 0.0, 8.0),
        ("Chorus", "chorus", 8.0, 16.0),
    ]
    verse = facts["sections"][0]["lines"]
    assert [line["text"] for line in verse] == ["Lanterns on the water", "Falling into blue"]
    assert 0.0 <= verse[0]["startS"] < verse[1]["startS"] < 8.0
    assert [stem["name"] for stem in facts["stems"]] == ["drums", "bass"]
    assert facts["stemsOf"] == str(candidate.pk) and facts["wholeTitle"] == "Candidate 1"
    assert facts["songTitle"] == "Paper Lanterns" and facts["artist"] == "Nova Kane"


def test_a_master_inherits_the_sections_of_what_it_was_made_from(
    candidate: Asset, song: Project, owner: User, browser_of: Browser
) -> None:
    mix = make_asset(song, Asset.Kind.MIX, duration_s=16.0)
    mixing = stage_of(song, "render_mix", ("mix", mix))
    mixing.inputs = {f"stem:{one.name}": [str(one.pk)] for one in song.assets.filter(kind=Asset.Kind.STEM)}
    mixing.save(update_fields=["inputs"])
    master = make_asset(song, Asset.Kind.MASTER, duration_s=16.0)
    made = Stage.objects.create(run=mixing.run, name="master", kind="master", state="done", needs=["render_mix"])
    StageOutput.objects.create(stage=made, role="master", asset=master)
    browser = browser_of(owner)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        facts = told(browser, master)
    assert [section["label"] for section in facts["sections"]] == ["Verse 1", "Chorus"]
    assert facts["wholeTitle"] == "Candidate 1" and facts["stemsOf"] == str(candidate.pk)
    assert len(queries) < 16


def test_a_mix_is_heard_with_its_voice_over_the_stems(
    candidate: Asset, song: Project, owner: User, browser_of: Browser
) -> None:
    voice = make_asset(song, Asset.Kind.VOCAL, duration_s=9.0, measures={"integrated_lufs": -20.2})
    mix = make_asset(song, Asset.Kind.MIX, duration_s=16.0)
    mixing = stage_of(song, "render_mix", ("mix", mix), plan={**PLAN, "vocal_offset_s": 7.5})
    stems = {f"stem:{one.name}": [str(one.pk)] for one in song.assets.filter(kind=Asset.Kind.STEM)}
    mixing.inputs = {**stems, "vocal": [str(voice.pk)], "candidate": [str(candidate.pk)]}
    mixing.save(update_fields=["inputs"])
    facts = told(browser_of(owner), mix)
    assert [stem["title"] for stem in facts["stems"]] == ["Drums", "Bass", "Voice"]
    sung = facts["stems"][-1]
    assert (sung["asset"], sung["startS"], sung["gainDb"]) == (str(voice.pk), 7.5, 6.0), "as loud as the backing"
    assert facts["stemsOf"] == str(candidate.pk)
    assert "startS" not in told(browser_of(owner), candidate)["stems"][-1]


def test_an_instrumental_that_was_brought_is_heard_with_the_stems_that_were_found_in_it(
    song: Project, owner: User, browser_of: Browser
) -> None:
    backing, mix = make_asset(song, Asset.Kind.INSTRUMENTAL, duration_s=16.0), make_asset(song, Asset.Kind.MIX)
    assert told(browser_of(owner), backing)["stems"] == []
    drums = make_asset(song, Asset.Kind.STEM, name="separated-drums.flac")
    parts = stage_of(song, "separate", ("stem:drums", drums))
    parts.inputs = {"sound": [str(backing.pk)]}
    parts.result = {"words": ["Taken apart without a model, by centre; confidence 62%."]}
    parts.save(update_fields=["inputs", "result"])
    made = Stage.objects.create(run=parts.run, name="mix", kind="render_mix", state="done", needs=["separate"])
    StageOutput.objects.create(stage=made, role="mix", asset=mix)
    for sound in (backing, mix):
        facts = told(browser_of(owner), sound)
        assert [stem["name"] for stem in facts["stems"]] == ["drums"] and facts["stemsOf"] == str(backing.pk)
        assert "confidence 62%" in facts["stemsSaid"]
    moved = make_asset(song, Asset.Kind.CANDIDATE)
    align = Stage.objects.create(run=parts.run, name="align", kind="align", state="done")
    StageOutput.objects.create(stage=align, role="candidate", asset=moved)
    Stage.objects.filter(pk=parts.pk).update(needs=["align"])
    assert told(browser_of(owner), mix)["wholeTitle"] == "Candidate 1", "the stems sum to the backing as it was moved"


def test_an_upload_has_neither(song: Project, vocal: Asset, owner: User, browser_of: Browser) -> None:
    facts = told(browser_of(owner), vocal)
    assert facts["sections"] == [] and facts["stems"] == [] and facts["measures"] == {}


def test_the_artist_and_the_label_are_told_and_nobody_else(
    candidate: Asset, teammate: User, anr: User, engineer: User, stranger: User, browser_of: Browser
) -> None:
    path = reverse("asset-heard", args=[candidate.pk])
    people = (teammate, anr, engineer, stranger)
    assert [browser_of(user).get(path).status_code for user in people] == [200, 200, 200, 404]
    assert Client().get(path).status_code == 302
    assert browser_of(teammate).post(path).status_code == 405


def test_a_part_is_called_by_its_name_and_where_it_stands_in_its_repair(
    song: Project, owner: User, browser_of: Browser
) -> None:
    roles = ("stem:vocals", "final:drums", "removed:song", "stem")
    parts = {role: make_asset(song, Asset.Kind.STEM) for role in roles}
    stage_of(song, "separate", *parts.items())
    titles = [told(browser_of(owner), part)["title"] for part in parts.values()]
    assert titles[:3] == ["Voice, before", "Drums, after", "Removed: The whole song"]
    assert titles[3] == f"Stem {parts['stem'].version}"
