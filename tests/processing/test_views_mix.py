"""The room's versions: stacks, what changed, sliders, the console; who may see and who may move."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from artists.models import User
from processing.models import Run
from projects.models import Asset, Pick, Project, Review
from tests.factories import make_asset
from tests.processing.test_views import HX, add_mix, add_run, in_process, launched, made, page_of

Browser = Callable[[User], Client]
__all__ = ["in_process", "launched", "made"]


@pytest.fixture
def mix(made: Project) -> Asset:
    return add_mix(made, 0.0)


def test_sliders_ask_for_a_mix_beside_the_newest(
    made: Project, mix: Asset, owner: User, browser_of: Browser, launched: list[Any]
) -> None:
    url, browser = reverse("nudge-mix", args=[made.pk]), browser_of(owner)
    for wrong in ({"vocal_db": "3.5"}, {"energy": "-1.1"}, {"space_db": "x"}, {"vocal_db": "0"}, {"base": "1"}):
        assert browser.post(url, wrong, headers=HX).status_code == 422, wrong
    assert launched == []
    sliders = {"vocal_db": "-3", "brightness_db": "0", "energy": "0.5"}
    assert browser.post(url, sliders, headers=HX).status_code == 204
    assert launched == [("mix", {"base": str(mix.pk), "wishes": {"vocal_db": -3.0, "energy": 0.5}})]


def test_a_mix_says_against_which_one_it_was_wished(made: Project, owner: User, browser_of: Browser) -> None:
    first, second = add_mix(made, 1.0), add_mix(made, 1.0)
    Run.objects.filter(stages__outputs__asset=second).update(params={"base": str(first.pk)})
    page = page_of(browser_of(owner), "room-listen", made.pk)
    assert page.count("voice +1 dB") == 2 and page.count("voice +1 dB against Mix 1") == 1


def test_sliders_need_a_mix_of_this_song_and_an_open_song(
    made: Project, owner: User, stranger: User, browser_of: Browser, launched: list[Any]
) -> None:
    url = reverse("nudge-mix", args=[made.pk])
    assert browser_of(owner).post(url, {"vocal_db": "1"}, headers=HX).status_code == 422, "there is no mix yet"
    mix = add_mix(made, 0.0)
    assert browser_of(stranger).post(url, {"vocal_db": "1"}, headers=HX).status_code == 404
    Project.objects.filter(pk=made.pk).update(state="released")
    answer = browser_of(owner).post(url, {"vocal_db": "1", "base": str(mix.pk)}, headers=HX)
    assert answer.status_code == 422 and "finished" in answer.content.decode()
    assert launched == []


def test_the_console_is_open_to_read_and_engineers_move_it(
    mix: Asset, owner: User, engineer: User, anr: User, stranger: User, browser_of: Browser, launched: list[Any]
) -> None:
    page = page_of(browser_of(owner), "console", mix.pk)
    assert "<fieldset disabled" in page and "Render this mix" not in page and 'name="tracks.vocal.gain_db"' in page
    assert browser_of(stranger).get(reverse("console", args=[mix.pk])).status_code == 404
    page = page_of(browser_of(engineer), "console", mix.pk)
    assert "<fieldset disabled" not in page and "Render this mix" in page
    url, moved = reverse("render-mix", args=[mix.pk]), {"tracks.vocal.gain_db": "2.5"}
    for user, status in ((stranger, 404), (owner, 403), (anr, 403)):
        assert browser_of(user).post(url, moved, headers=HX).status_code == status
    assert launched == []
    answer = browser_of(engineer).post(url, moved, headers=HX)
    assert answer.headers["HX-Redirect"] == reverse("room", args=[mix.project_id])
    ((recipe, params),) = launched
    assert recipe == "mix" and params["base"] == str(mix.pk)
    assert params["settings"]["tracks"]["vocal"]["gain_db"] == 2.5


def test_a_console_that_can_not_stand_so_says_why(
    mix: Asset, engineer: User, stranger: User, browser_of: Browser, launched: list[Any]
) -> None:
    words, render = reverse("console-words", args=[mix.pk]), reverse("render-mix", args=[mix.pk])
    browser = browser_of(engineer)
    assert "Vocal: level +2.5 dB" in browser.post(words, {"tracks.vocal.gain_db": "2.5"}).content.decode()
    assert "Nothing yet" in browser.post(words, {}).content.decode()
    for wrong, code in (("99", "mix.setting_out_of_range"), ("loud", "mix.setting_wrong_type")):
        assert code in browser.post(words, {"tracks.vocal.gain_db": wrong}).content.decode()
        assert browser.post(render, {"tracks.vocal.gain_db": wrong}, headers=HX).status_code == 422
    keyed = {"tracks.vocal.sidechain.on": "on", "tracks.vocal.sidechain.source": "kazoo"}
    assert "mix.source_unknown" in browser.post(words, keyed).content.decode()
    assert browser.post(render, {}, headers=HX).status_code == 422, "nothing was moved"
    assert browser_of(stranger).post(words, {}).status_code == 404
    assert launched == []


def test_two_versions_of_a_kind_are_compared_in_words(
    made: Project, mix: Asset, owner: User, stranger: User, anr: User, browser_of: Browser
) -> None:
    newer = add_mix(made, 1.5)
    Asset.objects.filter(pk=mix.pk).update(measures={"integrated_lufs": -16.0})
    Asset.objects.filter(pk=newer.pk).update(measures={"integrated_lufs": -14.5})
    url = reverse("compare", args=[made.pk, "mix"])
    page = browser_of(anr).get(url).content.decode()
    assert "Vocal: level +1.5 dB" in page and "−16.0 LUFS" in page and "−14.5 LUFS" in page
    back = browser_of(owner).get(url, {"old": str(newer.pk), "new": str(mix.pk)}).content.decode()
    assert "Vocal: level -1.5 dB" in back
    same = browser_of(owner).get(url, {"old": str(mix.pk), "new": str(mix.pk)}).content.decode()
    assert "Choose two different" in same
    assert browser_of(owner).get(url, {"old": "1", "new": "2"}).status_code == 404
    assert browser_of(owner).get(reverse("compare", args=[made.pk, "vocal"])).status_code == 404
    assert browser_of(stranger).get(url).status_code == 404


def test_candidates_and_masters_are_compared_by_what_made_them(
    made: Project, owner: User, browser_of: Browser, mix: Asset
) -> None:
    for seed, bpm in ((4, 96.0), (5, 100.0)):
        run = add_run(made, "instrumental", {"kind": "compose", "params": {"seed": seed, "plan": {"bpm": bpm}}})
        run.stages.get().outputs.create(role="candidate", asset=make_asset(made, Asset.Kind.CANDIDATE))
    page = page_of(browser_of(owner), "compare", made.pk, "candidate")
    assert "<del>4</del>" in page and "<ins>5</ins>" in page and "<ins>100 BPM</ins>" in page
    for target, source in ((-14.0, mix), (-11.0, add_mix(made, 1.0))):
        fields = {"kind": "master", "inputs": {"mix": [str(source.pk)]}, "result": {"dials": {"target_lufs": target}}}
        run = add_run(made, "master", fields)
        run.stages.get().outputs.create(role="master", asset=make_asset(made, Asset.Kind.MASTER))
    page = page_of(browser_of(owner), "compare", made.pk, "master")
    assert "<del>Mix 1</del>" in page and "<ins>Mix 2</ins>" in page and "<ins>−11 LUFS</ins>" in page


def test_old_versions_wait_in_a_stack_but_what_counts_is_always_shown(
    made: Project, owner: User, stranger: User, browser_of: Browser
) -> None:
    mixes = [add_mix(made, 0.0) for _ in range(6)]
    Pick.objects.create(project=made, phase="mix", asset=mixes[0], by=owner)
    Review.objects.create(project=made, asset=mixes[1], state=Review.State.APPROVED)
    page = page_of(browser_of(owner), "room-listen", made.pk)
    shown = [number for number, one in enumerate(mixes) if f'id="take-{one.pk}"' in page]
    assert shown == [0, 1, 5] and "3 earlier versions" in page and "approved" in page
    url = reverse("room-stack", args=[made.pk, "mix"])
    below = browser_of(owner).get(url).content.decode()
    assert [number for number, one in enumerate(mixes) if f'id="take-{one.pk}"' in below] == [2, 3, 4]
    assert browser_of(owner).get(url, {"before": "1"}).content.decode().count("data-take") == 0
    assert browser_of(stranger).get(url).status_code == 404
    assert browser_of(owner).get(reverse("room-stack", args=[made.pk, "vocal"])).status_code == 404


def test_candidates_that_are_being_played_have_their_place(made: Project, owner: User, browser_of: Browser) -> None:
    busy = {"kind": "compose", "name": "candidate-1", "state": "running", "progress": 0.5, "message": "Chorus"}
    run = add_run(
        made, "instrumental", busy, {"kind": "compose", "name": "candidate-2", "state": "queued"}, state="running"
    )
    page = page_of(browser_of(owner), "room-listen", made.pk)
    first = run.stages.get(name="candidate-1")
    assert f'data-stage="{first.pk}"' in page and "Chorus" in page and "50 %" in page
    assert page.count("data-growing") == 2 and "The band has not played yet" not in page


def test_files_leave_under_names_that_people_can_use(
    made: Project, mix: Asset, owner: User, browser_of: Browser
) -> None:
    page = page_of(browser_of(owner), "room-listen", made.pk)
    assert f"Nova Kane – Paper Lanterns (Mix 1, {mix.created_at:%Y-%m-%d}, 32f-48).wav" in page
    make_asset(made, Asset.Kind.MASTER, name="master.wav")
    page = page_of(browser_of(owner), "room-listen", made.pk)
    assert "(Master 1, " in page and "24-48).wav" in page


def test_a_clip_shows_its_shots_and_its_poster(made: Project, owner: User, browser_of: Browser) -> None:
    facts = {"cuts_s": [2.0], "scenes": ["halo", "city"], "duration_s": 4.0}
    run = add_run(made, "video", {"kind": "film", "result": {"facts": facts}})
    clip = make_asset(made, Asset.Kind.VIDEO, name="video-16x9.mp4", content=b"film", duration_s=4.0)
    run.stages.get().outputs.create(role="video:16:9", asset=clip)
    page = page_of(browser_of(owner), "room-listen", made.pk)
    assert 'data-cut="2.0000"' in page and "City" in page and "poster=" not in page
    clip.renditions.create(kind="poster", sha256="0" * 64, size_bytes=1, media_type="image/jpeg")
    assert reverse("asset-poster", args=[clip.pk]) in page_of(browser_of(owner), "room-listen", made.pk)
