"""A wish for a section: previewed with the song's own map, made as previewed, shown and taken out at the console."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from processing.console.settings import ConsoleSettings, Ride, TrackSettings
from processing.errors import StudioError
from processing.mixing import wished
from processing.models import Stage
from processing.pipeline.consoles import console_params
from projects.models import Asset, Project
from tests.processing.test_views import HX, add_mix, in_process, launched, made, page_of

Browser = Callable[[User], Client]
__all__ = ["in_process", "launched", "made"]
SECTIONS = [
    {"label": label, "kind": kind, "bars": 4, "start_s": at_s, "end_s": at_s + 8.0}
    for label, kind, at_s in (("Verse", "verse", 0.0), ("Chorus 1", "chorus", 8.0), ("Chorus 2", "chorus", 20.0))
]
PLAN = {
    "title": "Paper Lanterns",
    "genre": "pop",
    "mood": "warm",
    "bpm": 120.0,
    "meter": "4/4",
    "key": "C major",
    "sections": SECTIONS,
    "duration_s": 28.0,
}
IN_CHORUS = {"target": "vocal", "quality": "level", "steps": 0.7, "level_db": None, "sections": ["chorus"]}
RIDES = (Ride(8.0, 16.0, 1.0, "the chorus"), Ride(20.0, 28.0, 1.0, "the chorus"))


@pytest.fixture
def mix(made: Project) -> Asset:
    asset = add_mix(made, 0.0)
    Stage.objects.filter(kind="render_mix").update(params={"plan": PLAN})
    Asset.objects.filter(pk=asset.pk).update(duration_s=28.0)
    return asset


def test_a_section_is_previewed_and_made_as_it_was_shown(
    made: Project, mix: Asset, owner: User, browser_of: Browser, launched: list[Any]
) -> None:
    browser = browser_of(owner)
    page = browser.post(
        reverse("mix-words", args=[made.pk]), {"text": "vocals up a bit in the chorus"}, headers=HX
    ).content.decode()
    assert "Vocal: level +1.0 dB in the chorus" in page and "Make this mix" in page and launched == []
    form = {"base": str(mix.pk), "text": "vocals up a bit in the chorus", "wishes": json.dumps([IN_CHORUS])}
    assert browser.post(reverse("say-mix", args=[made.pk]), form, headers=HX).status_code == 204
    ((recipe, params),) = launched
    assert recipe == "mix" and params["said"]["wishes"] == [IN_CHORUS]
    stage = Stage.objects.get(kind="render_mix")
    settings = ConsoleSettings.from_json(console_params(stage, params)["settings"])
    assert settings.tracks["vocal"].rides == RIDES
    for wrong in (["moon"], ["chorus"] * 13, "chorus", [["chorus"]]):
        form["wishes"] = json.dumps([{**IN_CHORUS, "sections": wrong}])
        assert browser.post(reverse("say-mix", args=[made.pk]), form, headers=HX).status_code == 422, wrong


def test_the_console_lists_the_moves_and_takes_one_out(
    mix: Asset, engineer: User, browser_of: Browser, launched: list[Any]
) -> None:
    settings = ConsoleSettings(tracks={"vocal": TrackSettings(rides=RIDES)})
    Stage.objects.filter(kind="propose_mix").update(result={"settings": settings.to_json()})
    page = page_of(browser_of(engineer), "console", mix.pk)
    assert "level in the chorus (0:20 to 0:28)" in page and 'class="parts rides-drawn"' in page
    moved = {"tracks.vocal.rides.0.on": "off", "tracks.vocal.rides.1.gain_db": "-1"}
    words = browser_of(engineer).post(reverse("console-words", args=[mix.pk]), moved).content.decode()
    assert "Vocal: level −1.0 dB from 0:08 to 0:16" in words and "level −2.0 dB from 0:20 to 0:28" in words
    assert browser_of(engineer).post(reverse("render-mix", args=[mix.pk]), moved, headers=HX).status_code == 204
    ((_recipe, params),) = launched
    (kept,) = params["settings"]["tracks"]["vocal"]["rides"]
    assert (kept["start_s"], kept["gain_db"], kept["name"]) == (20.0, -1.0, "the chorus")


def test_words_for_a_console_that_is_not_set_yet_wait_for_it() -> None:
    asked = console_params(None, {"said": wished("vocals up a bit in the chorus, more reverb on the drums")})["asked"]
    assert [wish["sections"] for wish in asked["wishes"]] == [["chorus"], []]
    for nonsense in ("what a lovely day", "", "the vocals are bright"):
        with pytest.raises(StudioError, match=r"words\."):
            wished(nonsense)


def test_a_move_is_added_by_hand_in_a_section_and_told_in_words(
    mix: Asset, engineer: User, owner: User, browser_of: Browser, launched: list[Any]
) -> None:
    page = page_of(browser_of(engineer), "console", mix.pk)
    for words in ('value="chorus"', 'value="chorus 2"', 'value="verse"', "chorus 2 (0:20 to 0:28)", "data-ride-add"):
        assert words in page
    assert "data-ride-adder" not in page_of(browser_of(owner), "console", mix.pk)
    added = "tracks.vocal.rides.added"
    form = {f"{added}.0.place": "chorus 2", f"{added}.0.gain_db": "2,5", f"{added}.7.place": "verse"}
    form |= {f"{added}.7.gain_db": "-3", "tracks.nobody.rides.added.0.place": "verse"}
    words = browser_of(engineer).post(reverse("console-words", args=[mix.pk]), form).content.decode()
    assert "Vocal: level +2.5 dB in chorus 2" in words and "level −3.0 dB in the verse" in words
    render = reverse("render-mix", args=[mix.pk])
    assert browser_of(engineer).post(render, form, headers=HX).status_code == 204
    ((_recipe, params),) = launched
    found = [(one["start_s"], one["end_s"], one["gain_db"]) for one in params["settings"]["tracks"]["vocal"]["rides"]]
    assert sorted(found) == [(0.0, 8.0, -3.0), (20.0, 28.0, 2.5)]
    assert browser_of(owner).post(render, form, headers=HX).status_code == 403
    for place, gain_db in (
        ("moon", "1"),
        ("bridge", "1"),
        ("chorus 9", "1"),
        ("verse", "99"),
        ("verse", "x"),
        ("", "1"),
    ):
        wrong = {f"{added}.0.place": place, f"{added}.0.gain_db": gain_db}
        assert browser_of(engineer).post(render, wrong, headers=HX).status_code == 422, wrong
        said = browser_of(engineer).post(reverse("console-words", args=[mix.pk]), wrong).content.decode()
        assert 'role="alert"' in said, wrong
    assert len(launched) == 1


def test_a_song_without_a_map_takes_moves_between_two_times(
    mix: Asset, engineer: User, browser_of: Browser, launched: list[Any]
) -> None:
    Stage.objects.filter(kind="render_mix").update(params={})
    page = page_of(browser_of(engineer), "console", mix.pk)
    assert 'value="by-time"' in page and 'value="chorus"' not in page
    added, render = "tracks.vocal.rides.added.0", reverse("render-mix", args=[mix.pk])
    form = {f"{added}.place": "0:05-0:12.5", f"{added}.gain_db": "-2"}
    words = browser_of(engineer).post(reverse("console-words", args=[mix.pk]), form).content.decode()
    assert "Vocal: level −2.0 dB from 0:05 to 0:12.5" in words
    assert browser_of(engineer).post(render, form, headers=HX).status_code == 204
    ((_recipe, params),) = launched
    (ride,) = params["settings"]["tracks"]["vocal"]["rides"]
    assert (ride["start_s"], ride["end_s"], ride["gain_db"]) == (5.0, 12.5, -2.0)
    refusals = {"0:12-0:05": "A place is one of", "1:10-1:25": "The song ends at 0:28", "chorus": "Say the times"}
    for place, said in refusals.items():
        wrong = {**form, f"{added}.place": place}
        refused = browser_of(engineer).post(render, wrong, headers=HX)
        assert refused.status_code == 422 and said in refused.content.decode(), place
