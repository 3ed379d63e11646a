"""The albums' pages: starting one, its order, what stands apart, and who may see and do what."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from artists.models import Artist, User
from processing.album_sheet import AlbumSheet
from processing.albums import together
from processing.dsp.balance import CENTRES_HZ
from processing.models import Run, Stage, StageOutput
from processing.pipeline import launch
from projects import albums
from projects.errors import StudioError
from projects.models import Activity, Album, AlbumSong, Asset, Project
from tests.factories import make_artist, make_asset, make_project
from tests.processing.test_views import HX, in_process, page_of

Browser = Callable[[User], Client]
__all__ = ["in_process"]


def measures(lufs: float, tilt_db: float = 0.0, peak_dbtp: float = -1.2) -> dict[str, Any]:
    levels_db = [-30.0 + tilt_db * number / len(CENTRES_HZ) for number in range(len(CENTRES_HZ))]
    octaves = {"centres_hz": list(CENTRES_HZ), "levels_db": levels_db}
    return {"integrated_lufs": lufs, "true_peak_dbtp": peak_dbtp, "third_octaves": octaves}


def master(project: Project, about: dict[str, Any]) -> Asset:
    return make_asset(project, Asset.Kind.MASTER, measures=about, duration_s=200.0)


@pytest.fixture
def songs(artist: Artist, owner: User) -> list[Project]:
    """Two of a family, one too loud, one too bright."""
    made = []
    for number, about in enumerate((measures(-14.0), measures(-14.2), measures(-10.0), measures(-14.1, 40.0))):
        project = make_project(artist, title=f"Song {number}", created_by=owner, state="in_production")
        master(project, about)
        made.append(project)
    return made


@pytest.fixture
def album(artist: Artist, owner: User, songs: list[Project]) -> Album:
    made = albums.start_album(artist, "Uno", by=owner)
    for project in songs:
        albums.put_on(made, project, by=owner)
    return made


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Project, str, dict[str, Any]]]:
    """What would have been started, as rows that wait."""
    found: list[tuple[Project, str, dict[str, Any]]] = []

    def start(project: Project, recipe: str, *, by: User, **params: Any) -> Run:
        found.append((project, recipe, params))
        run = Run.objects.create(project=project, recipe=recipe, params=params, by=by)
        Stage.objects.create(run=run, name=recipe, kind=recipe, state="queued")
        return run

    monkeypatch.setattr(launch, "start", start)
    return found


def order_of(album: Album) -> list[str]:
    return [song.project.title for song in album.songs.select_related("project")]


def bring(place: AlbumSong, after: dict[str, Any]) -> Asset:
    """As if a worker had brought this song in."""
    params = {"album": str(place.album_id)}
    run = Run.objects.create(project=place.project, recipe="bring_in", state=Run.State.DONE, params=params)
    family = AlbumSheet(place.album).family
    assert family is not None
    result = {"before": {"integrated_lufs": -10.0, "tone_distance_db": 1.0, "apart": ["loudness"]},
              "after": {"integrated_lufs": -14.0, "tone_distance_db": 1.0, "apart": []},
              "words": ["Mastered again from the master.", "Loudness: −10.0 to −14.0 LUFS."]}  # fmt: skip
    inputs = {"master": [str(place.master_id)]}
    stage = Stage.objects.create(
        run=run, name="master", kind="bring_in", state="done", result=result, inputs=inputs, seconds=4.0
    )
    made = master(place.project, after)
    StageOutput.objects.create(stage=stage, role="master", asset=made)
    return made


def test_an_empty_house_teaches_and_an_album_begins(
    artist: Artist, owner: User, stranger: User, anr: User, browser_of: Browser
) -> None:
    browser = browser_of(owner)
    assert "An album begins with two finished songs" in page_of(browser, "albums")
    assert browser.post(reverse("new-album"), {"title": "  "}, headers=HX).status_code == 422
    answer = browser.post(reverse("new-album"), {"title": " Uno "}, headers=HX)
    album = Album.objects.get()
    assert (album.title, album.artist, album.created_by) == ("Uno", artist, owner)
    assert answer["HX-Redirect"] == reverse("album", args=[album.pk])
    assert "Uno" in page_of(browser, "albums") and "No song is on this album yet" in page_of(browser, "album", album.pk)
    assert "has a master yet" in page_of(browser, "album", album.pk)
    assert "Uno" not in page_of(browser_of(stranger), "albums") and "Uno" in page_of(browser_of(anr), "albums")
    for who, asked, status in ((stranger, artist.slug, 404), (anr, "", 422), (anr, "nobody", 404), (anr, "x\x00", 404)):
        form = {"title": "Due", "artist": asked}
        assert browser_of(who).post(reverse("new-album"), form, headers=HX).status_code == status
    assert browser_of(anr).post(reverse("new-album"), {"title": "Due", "artist": artist.slug}).status_code == 302
    assert Activity.objects.filter(verb="album.started").count() == 2


def test_the_page_says_what_stands_apart(album: Album, owner: User, browser_of: Browser) -> None:
    page = page_of(browser_of(owner), "album", album.pk)
    assert "LU louder than the others" in page and "dB from the others" in page and page.count(">fits<") == 2
    assert page.count('class="tone-line"') == 4 and page.count('class="rail-lu"') == 4
    assert "2 songs stand apart" in page and "Bring them together" in page and "Write the file" in page
    assert "Against the family: lows" in page and "data-take" in page


def test_a_new_title_reaches_whoever_looks(album: Album, owner: User, browser_of: Browser) -> None:
    albums.rename(album, "Due", by=owner)
    part = page_of(browser_of(owner), "album-part", album.pk)
    assert '<h1 id="album-name" hx-swap-oob="true">Due</h1>' in part and "<title>Due" in part
    assert 'id="album-name"' in page_of(browser_of(owner), "album", album.pk)


def test_a_page_of_an_album_asks_the_same_few_questions(album: Album, owner: User, browser_of: Browser) -> None:
    browser, asked = browser_of(owner), []
    for _more in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page_of(browser, "album", album.pk)
        asked.append(len(queries))
        for number in range(6):
            project = make_project(album.artist, title=f"More {number}")
            master(project, measures(-14.0))
            if _more == 0:
                albums.put_on(album, project, by=owner)
    assert asked[1] <= asked[0], asked


def test_songs_come_and_go_and_find_their_order(
    album: Album, songs: list[Project], owner: User, stranger: User, browser_of: Browser
) -> None:
    browser, places = browser_of(owner), list(album.songs.all())
    move = reverse("move-album-song", args=[places[0].pk])
    assert browser.post(move, {"to": "down"}, headers=HX).status_code == 204
    assert order_of(album) == ["Song 1", "Song 0", "Song 2", "Song 3"]
    for _again in range(2):
        browser.post(move, {"to": "up"}, headers=HX)
    assert order_of(album) == ["Song 0", "Song 1", "Song 2", "Song 3"]
    order = reverse("order-album", args=[album.pk])
    browser.post(order, {"song": places[0].pk, "before": places[3].pk}, headers=HX)
    assert order_of(album) == ["Song 1", "Song 2", "Song 0", "Song 3"]
    browser.post(order, {"song": places[1].pk, "before": ""}, headers=HX)
    assert order_of(album) == ["Song 2", "Song 0", "Song 3", "Song 1"]
    browser.post(order, {"song": "x", "before": "y"}, headers=HX)
    off = reverse("take-off-album", args=[places[2].pk])
    assert browser_of(stranger).post(off, headers=HX).status_code == 404
    assert browser.post(off, headers=HX).status_code == 204
    assert order_of(album) == ["Song 0", "Song 3", "Song 1"] and Project.objects.filter(pk=songs[2].pk).exists()
    put = reverse("put-on-album", args=[album.pk])
    assert "Song 2" in page_of(browser, "album", album.pk)
    foreign, bare = make_project(stranger.artists.get()), make_project(album.artist)
    master(foreign, measures(-14.0))
    for project, status in ((songs[2], 204), (songs[2], 422), (bare, 422), (foreign, 404)):
        assert browser.post(put, {"project": project.pk}, headers=HX).status_code == status
    assert browser.post(put, {"project": "x"}, headers=HX).status_code == 422
    assert order_of(album) == ["Song 0", "Song 3", "Song 1", "Song 2"]


def test_staff_cannot_mix_artists_on_one_album(album: Album, stranger: User, anr: User, browser_of: Browser) -> None:
    foreign = make_project(stranger.artists.get())
    master(foreign, measures(-14.0))
    put = reverse("put-on-album", args=[album.pk])
    answer = browser_of(anr).post(put, {"project": foreign.pk}, headers=HX)
    assert answer.status_code == 422 and "one artist" in answer.content.decode()


def test_gaps_are_seconds_or_left_to_the_songs(album: Album, owner: User, browser_of: Browser) -> None:
    place = album.songs.all()[0]
    url = reverse("album-gap", args=[place.pk])
    for typed, status, kept in (
        ("1,5", 204, 1.5),
        ("21", 422, 1.5),
        ("nan", 422, 1.5),
        ("x", 422, 1.5),
        ("", 204, None),
    ):
        assert browser_of(owner).post(url, {"gap_s": typed}, headers=HX).status_code == status, typed
        place.refresh_from_db()
        assert place.gap_s == kept


def test_another_version_can_stand_on_the_album(
    album: Album, songs: list[Project], owner: User, browser_of: Browser
) -> None:
    place = album.songs.all()[2]
    other, foreign = master(songs[2], measures(-14.0)), songs[0].assets.get()
    url = reverse("album-master", args=[place.pk])
    assert f'value="{other.pk}"' in page_of(browser_of(owner), "album", album.pk)
    for asked, status in ((foreign.pk, 404), ("x", 422), (other.pk, 204)):
        assert browser_of(owner).post(url, {"master": asked}, headers=HX).status_code == status
    place.refresh_from_db()
    assert place.master == other


def test_only_what_stands_apart_is_mastered_again(
    album: Album, songs: list[Project], owner: User, stranger: User, browser_of: Browser, started: list[Any]
) -> None:
    url = reverse("bring-together", args=[album.pk])
    assert browser_of(stranger).post(url, headers=HX).status_code == 404 and started == []
    assert browser_of(owner).post(url, headers=HX).status_code == 204
    assert [(project.title, recipe) for project, recipe, _params in started] == [
        ("Song 2", "bring_in"), ("Song 3", "bring_in")
    ]  # fmt: skip
    masters = [str(project.assets.get().pk) for project in songs]
    assert started[0][2] == {
        "album": str(album.pk), "master": masters[2], "company": [masters[0], masters[1], masters[3]]
    }  # fmt: skip
    page = page_of(browser_of(owner), "album", album.pk)
    assert 'hx-trigger="every 2s"' in page and page.count("Brought to its album") >= 2
    assert reverse("cancel-run", args=[Run.objects.first().pk]) in page  # type: ignore[union-attr]
    assert browser_of(owner).post(url, headers=HX).status_code == 422, "both are at work already"
    work = browser_of(owner).get(reverse("album-work", args=[album.pk]))
    assert "HX-Trigger" not in work.headers
    Run.objects.update(state=Run.State.DONE)
    Stage.objects.update(state="done")
    assert browser_of(owner).get(reverse("album-work", args=[album.pk]))["HX-Trigger"] == "studio:changed"


def test_a_finished_song_is_left_as_it_is(album: Album, songs: list[Project], owner: User, started: list[Any]) -> None:
    Project.objects.filter(pk__in=[songs[2].pk, songs[3].pk]).update(state="released")
    with pytest.raises(StudioError, match="No song stands apart"):
        together(album, by=owner)
    assert not started and not AlbumSheet(album).is_family
    few = albums.start_album(album.artist, "Due", by=owner)
    albums.put_on(few, songs[0], by=owner)
    with pytest.raises(StudioError, match="two songs or more"):
        together(few, by=owner)


def test_new_masters_wait_to_be_taken(album: Album, owner: User, anr: User, browser_of: Browser) -> None:
    loud = album.songs.all()[2]
    made = bring(loud, measures(-14.1))
    page = page_of(browser_of(owner), "album", album.pk)
    assert "New masters to hear" in page and f'data-take="{made.pk}"' in page and "−10.0 to −14.0 LUFS" in page
    url = reverse("take-brought", args=[album.pk])
    assert browser_of(owner).post(url, {"song": "999999"}, headers=HX).status_code == 422
    assert browser_of(anr).post(url, {"song": loud.pk}, headers=HX).status_code == 204
    loud.refresh_from_db()
    assert loud.master == made and "New masters to hear" not in page_of(browser_of(owner), "album", album.pk)
    assert browser_of(owner).post(url, headers=HX).status_code == 422


def test_the_file_is_asked_for_in_order_and_told_stale(
    album: Album, songs: list[Project], owner: User, browser_of: Browser, started: list[Any]
) -> None:
    albums.set_gap(album.songs.all()[1], 0.0, by=owner)
    assert browser_of(owner).post(reverse("write-album", args=[album.pk]), headers=HX).status_code == 204
    ((project, recipe, params),) = started
    assert (project, recipe, params["gaps_s"]) == (songs[0], "sequence", [None, 0.0, None])
    run = Run.objects.get()
    cue = [{"song": "Song 0", "start_s": 0.0, "end_s": 200.0}]
    facts = {"songs": cue, "suggested_s": [1.8, 2.0, 2.2]}
    whole = make_asset(songs[0], Asset.Kind.PACKAGE, name="Nova Kane - Uno.wav", measures=facts, duration_s=809.0)
    stage = run.stages.get()
    StageOutput.objects.create(stage=stage, role="sequence", asset=whole)
    Run.objects.update(state=Run.State.DONE)
    page = page_of(browser_of(owner), "album", album.pk)
    assert "Nova Kane - Uno.wav" in page and 'placeholder="1.8"' in page and "was changed since" not in page
    sheet = browser_of(owner).get(reverse("album-cue", args=[album.pk]))
    named = "attachment; filename=\"Nova Kane - Uno.cue\"; filename*=UTF-8''Nova%20Kane%20-%20Uno.cue"
    assert sheet["Content-Disposition"] == named
    assert 'FILE "Nova Kane - Uno.wav" WAVE\n  TRACK 01 AUDIO\n    TITLE "Song 0"' in sheet.content.decode()
    albums.step(album.songs.all()[0], 1, by=owner)
    page = page_of(browser_of(owner), "album", album.pk)
    assert "was changed since" in page and 'placeholder="1.8"' not in page


def test_a_cue_sheet_is_there_with_the_file_and_for_those_who_see_the_album(
    album: Album, songs: list[Project], owner: User, stranger: User, browser_of: Browser, started: list[Any]
) -> None:
    url = reverse("album-cue", args=[album.pk])
    assert browser_of(owner).get(url).status_code == 404
    assert "Cue sheet" not in page_of(browser_of(owner), "album", album.pk)
    browser_of(owner).post(reverse("write-album", args=[album.pk]), headers=HX)
    facts = {"songs": [{"song": "Uno", "start_s": 0.0, "end_s": 200.0}]}
    whole = make_asset(songs[0], Asset.Kind.PACKAGE, name="all.wav", measures=facts, duration_s=200.0)
    StageOutput.objects.create(stage=Run.objects.get().stages.get(), role="sequence", asset=whole)
    assert url in page_of(browser_of(owner), "album", album.pk)
    assert browser_of(owner).get(url).status_code == 200
    assert browser_of(stranger).get(url).status_code == 404


def test_an_album_goes_and_its_songs_stay(album: Album, owner: User, stranger: User, browser_of: Browser) -> None:
    url = reverse("drop-album", args=[album.pk])
    assert browser_of(stranger).post(url).status_code == 404
    browser_of(owner).post(reverse("rename-album", args=[album.pk]), {"title": "Tre"})
    assert Album.objects.get().title == "Tre"
    assert browser_of(owner).post(url)["Location"] == reverse("albums")
    assert not Album.objects.exists() and Project.objects.count() == 4 and Asset.objects.count() == 4


def test_the_api_does_what_the_page_does(
    album: Album, songs: list[Project], owner: User, teammate: User, stranger: User, browser_of: Browser,
    started: list[Any],
) -> None:  # fmt: skip
    url, ask = f"/api/v1/albums/{album.pk}", browser_of(teammate)
    told = ask.get(url).json()
    assert [one["project"] for one in told["songs"]] == [str(song.pk) for song in songs]
    assert told["songs"][2]["measures"]["apart"] == ["loudness"] and not told["is_family"] and told["file"] is None
    sent = [{"project": str(songs[2].pk), "gap_s": 3}, {"project": str(songs[0].pk)}]
    told = ask.patch(url, {"title": "Due", "songs": sent}, content_type="application/json").json()
    assert told["title"] == "Due" and [one["gap_s"] for one in told["songs"]] == [3.0, None]
    foreign = make_project(make_artist(stranger), title="Not theirs")
    for wrong, status in (
        ([{"project": str(foreign.pk)}], 404),
        ([{"project": str(uuid.uuid4())}], 404),
        ([{"project": str(songs[0].pk)}] * 2, 400),
        ([{"project": str(songs[0].pk), "gap_s": 99}], 400),
        ([{"project": str(songs[0].pk), "master": str(songs[1].assets.get().pk)}], 404),
    ):
        assert ask.patch(url, {"songs": wrong}, content_type="application/json").status_code == status, wrong
    assert order_of(album) == ["Song 2", "Song 0"], "nothing of a wrong list is kept"
    album.refresh_from_db()
    ask.patch(url, {"songs": [{"project": str(song.pk)} for song in songs]}, content_type="application/json")
    assert [one["recipe"] for one in ask.post(f"{url}/together").json()] == ["bring_in", "bring_in"]
    assert ask.post(f"{url}/write").json()["recipe"] == "sequence"
    assert ask.post(f"{url}/take", {}, content_type="application/json").status_code in (400, 409)
    assert (
        ask.post(
            "/api/v1/albums", {"artist": foreign.artist_id, "title": "X"}, content_type="application/json"
        ).status_code
        == 404
    )
    assert (
        ask.post(
            "/api/v1/albums", {"artist": album.artist_id, "title": "X"}, content_type="application/json"
        ).status_code
        == 201
    )
    assert len(ask.get("/api/v1/albums").json()["results"]) == 2
    assert browser_of(stranger).get("/api/v1/albums").json()["results"] == []
    for answer in (browser_of(stranger).get(url), browser_of(stranger).post(f"{url}/together")):
        assert answer.status_code == 404
