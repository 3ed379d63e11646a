"""What the studio says about words while they are written."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from processing.models import Run, Stage
from processing.reading import read_sheet
from projects.lyrics import save_lyrics
from projects.models import Asset, Project

Browser = Callable[[User], Client]
WORDS = """
[Verse 1]
Rain on the window, the coffee is cold
Every grey morning a story untold

[Estribillo x2]
Hold on, hold on till the morning

Puente:
Away
"""


def test_lines_blocks_and_tags_are_told_by_their_place(song: Project) -> None:
    sheet = read_sheet(song, WORDS)
    assert sheet.tags == {"[Verse 1]": "verse", "[Estribillo x2]": "chorus", "Puente:": "bridge"}
    assert sorted(sheet.counts) == [2, 3, 6, 9] and 8 <= sheet.counts[2] <= 11
    assert [(block.first_line, block.kind, block.times) for block in sheet.blocks] == [
        (1, "verse", 1),
        (5, "chorus", 2),
        (8, "bridge", 1),
    ]
    chorus = [section for section in sheet.plan.sections if section.kind == "chorus"]
    assert sheet.blocks[1].bars == sum(section.bars for section in chorus)
    assert sheet.blocks[1].seconds == pytest.approx(sum(s.end_s - s.start_s for s in chorus), abs=0.02)


def test_stanzas_without_names_are_told_too(song: Project) -> None:
    sheet = read_sheet(song, "One line\nand two\n\n\nSung again and again\n\nThree\n\nSung again and again")
    assert [(block.first_line, block.kind) for block in sheet.blocks] == [
        (0, "verse"), (4, "chorus"), (6, "verse"), (8, "chorus"),
    ]  # fmt: skip


def test_the_brief_wins_and_the_rest_is_proposed(song: Project) -> None:
    song.mood, song.bpm = "restless", 120.0
    sheet = read_sheet(song, WORDS)
    standing = {one.field: one.standing for one in sheet.proposals}
    assert standing == {"genre": "open", "mood": "other", "bpm": "other"}
    assert (sheet.plan.mood, sheet.plan.bpm, sheet.planned.inferred["genre"]) == ("restless", 120.0, "lyrics")
    assert all(one.words for one in sheet.proposals)


@pytest.mark.parametrize(("bpm", "bar_s"), [(80.0, 3.0), (120.0, 2.0)])
def test_seconds_follow_the_tempo(song: Project, bpm: float, bar_s: float) -> None:
    song.bpm = bpm
    verse = read_sheet(song, WORDS).blocks[0]
    assert verse.bars >= 2 and verse.seconds == pytest.approx(verse.bars * bar_s, abs=0.01)


@pytest.mark.parametrize("text", ["", "  \n ", "[Verse]\n\n[Chorus]"])
def test_without_words_the_usual_form_is_planned(song: Project, text: str) -> None:
    sheet = read_sheet(song, text)
    assert sheet.blocks == sheet.proposals == [] and len(sheet.plan.sections) > 4


def test_other_line_breaks_do_not_shift_the_lines(song: Project) -> None:
    assert sorted(read_sheet(song, "One\u2028two\r\nThree\x0b four").counts) == [0, 1]


def test_a_take_that_was_heard_lays_the_song_out(song: Project, vocal: Asset) -> None:
    assert read_sheet(song, WORDS).voice_waits
    heard: dict[str, Any] = {
        "tempo": {"bpm": 92.0, "confidence": 0.9},
        "grid": {"downbeat_s": 0.0, "error_start_ms": 0, "error_end_ms": 0, "confidence": 1},
        "phrases": [{"start_s": 0.0, "end_s": 20.0}, {"start_s": 22.0, "end_s": 40.0}],
        "duration_s": 42.0,
    }
    run = Run.objects.create(project=song, recipe="intake")
    Stage.objects.create(run=run, name="voice", kind="hear_voice", result=heard, inputs={"vocal": [str(vocal.pk)]})
    sheet = read_sheet(song, WORDS)
    assert sheet.hears_voice and not sheet.voice_waits and sheet.plan.bpm == 92.0
    assert sheet.planned.tempo["source"] == "voice"


def test_the_part_shows_figures_proposals_and_the_plan(song: Project, owner: User, browser_of: Browser) -> None:
    url, browser = reverse("lyrics-reading", args=[song.pk]), browser_of(owner)
    page = browser.post(url, {"lyrics": WORDS}).content.decode()
    found = re.search(r'<script id="lyrics-figures" type="application/json">(.*?)</script>', page)
    assert found and set(json.loads(found[1])) == {"tags", "counts", "blocks"}
    assert page.count("data-lyrics-accept") == 3 and "inferred" in page and "Chorus 2" in page
    save_lyrics(song, "[Verse]\nSaved words", by=owner)
    assert "Verse" in browser.get(url).content.decode()
    refused = browser.post(url, {"lyrics": "x " * 10_001})
    assert refused.status_code == 422 and "Shorten" in refused.content.decode()


def test_only_those_who_may_see_the_song_are_read_to(
    song: Project, teammate: User, anr: User, stranger: User, browser_of: Browser
) -> None:
    url = reverse("lyrics-reading", args=[song.pk])
    codes = [browser_of(user).post(url, {"lyrics": "One"}).status_code for user in (teammate, anr, stranger)]
    assert codes == [200, 200, 404] and Client().post(url).status_code == 302
