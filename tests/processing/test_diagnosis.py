"""The report of a diagnosis as a page, who may see it, and what a rescue leaves in the room."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from artists.models import User
from processing.diagnosis import Report, path_of, report_of, scores_of
from processing.models import Run, Stage, StageOutput
from projects import assets, storage
from projects.models import Asset, Project
from tests.factories import make_asset, scratch_file

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
CURVES = {
    "duration_s": 10.0, "loudness_step_s": 2.5, "momentary_lufs": [-50.0, -25.0, 0.0, -70.0],
    "short_term_lufs": [-20.0] * 4, "correlation_step_s": 2.5, "correlation": [1.0, 0.0, -1.0, 0.5],
    "centres_hz": list(range(30)), "levels_db": [-20.0 - n for n in range(30)], "usual_db": {"pop": [-3.0] * 30},
}  # fmt: skip


def fault(code: str, title: str, severity: float, found: bool, **more: Any) -> dict[str, Any]:
    words = "The low mids (200 to 500 Hz) bury the rest." if found else "The low mids leave room for the rest."
    plain = {"value": 6.5, "unit": "dB", "limit": 5.0, "above": True, "remedy": "de_mud" if found else "", "spans": []}
    return {"code": code, "title": title, "severity": severity, "found": found, "words": words, **plain, **more}


MUD = fault("mud", "Mud", 80.0, True, spans=[[61.0, 66.0], [70.0, 75.0]], usual=0.9)
CLIPPED = {"remedy": "de_clip", "words": "Clipping: 90 before."}
FINE = fault("clicks", "Clicks", 0.0, False)


def looked(project: Project, asset: Asset, *faults: dict[str, Any], recipe: str = "diagnose", **more: Any) -> Stage:
    run = Run.objects.filter(project=project, recipe=recipe).first()
    run = run or Run.objects.create(project=project, recipe=recipe, state="done")
    result = {"faults": list(faults), "found": [f["code"] for f in faults if f["found"]], "curves": CURVES}
    drawn = {"attached": {"renditions": {str(asset.pk): {"spectrogram": ["0" * 64, 1, "image/png"]}}}}
    fields = {"name": "diagnose", "kind": "diagnose", "state": "done", **more}
    return Stage.objects.create(run=run, result=result, provenance=drawn, **fields)


@pytest.fixture
def flat(song: Project) -> Asset:
    return make_asset(song, "flat_mix", name="machine.wav")


def test_the_worst_comes_first_with_its_places_and_what_would_help(song: Project, flat: Asset) -> None:
    looked(song, flat, fault("shimmer", "Metallic shimmer", 55.0, True, remedy=""), MUD, FINE)
    report = report_of(flat)
    assert report is not None
    assert [check.code for check in report.found] == ["mud", "shimmer"] and [c.code for c in report.fine] == ["clicks"]
    mud, shimmer = report.found
    assert (mud.figure, mud.limit, mud.spans) == ("6.5 dB", "5 dB", ((61.0, 66.0), (70.0, 75.0)))
    assert (mud.usual, shimmer.usual) == ("0.9 dB", ""), "an older look does not tell what is usual"
    assert "low mids down" in mud.remedy and "better source" in shimmer.remedy and not report.fine[0].remedy


def test_the_newest_look_counts_and_another_sound_has_its_own(song: Project, flat: Asset) -> None:
    other = make_asset(song, "mix")
    looked(song, flat, MUD)
    looked(song, flat, FINE, name="again")
    report = report_of(flat)
    assert report is not None and not report.found and report_of(other) is None


def test_curves_are_drawn_to_scale(song: Project, flat: Asset) -> None:
    report = Report(flat, looked(song, flat, MUD))
    momentary, _ = report.loudness
    assert momentary.path == "M125.0 200.0L375.0 100.0L625.0 0.0L875.0 200.0"
    assert report.sides.path == "M125.0 0.0L375.0 100.0L625.0 200.0L875.0 50.0"
    assert path_of([], []) == ""


def test_the_balance_is_held_against_the_reference_else_the_genre(song: Project, flat: Asset) -> None:
    report = Report(flat, looked(song, flat, MUD))
    assert report.target[0] == "usual for Pop"
    make_asset(song, "reference", name="record.wav", measures={"third_octaves": {"levels_db": [-1.0] * 30}})
    assert report.target == ("record.wav", [-1.0] * 30)
    target, ours = report.balance
    assert len(set(target.path[1:].replace("L", " ").split()[1::2])) == 1 and ours.path != target.path


def test_it_is_told_in_the_readers_language(song: Project, flat: Asset) -> None:
    stage = looked(song, flat, MUD)
    with translation.override("es"):
        check = Report(flat, stage).checks[0]
    assert check.title != "Mud" and check.words != MUD["words"] and check.remedy.startswith("Un rescate")


@pytest.mark.parametrize(("who", "status"), [("owner", 200), ("teammate", 200), ("anr", 200), ("stranger", 404)])
def test_the_page_is_for_those_who_may_see_the_song(
    song: Project, flat: Asset, request: pytest.FixtureRequest, browser_of: Browser, who: str, status: int
) -> None:
    browser = browser_of(request.getfixturevalue(who))
    looked(song, flat, MUD, FINE)
    answer = browser.get(reverse("diagnosis", args=[flat.pk]))
    assert answer.status_code == status
    for name, args in (("room-rescued", [song.pk]), ("asset-picture", [flat.pk, "spectrogram"])):
        there = browser.get(reverse(name, args=args)).status_code
        assert there == (404 if status == 404 or name == "asset-picture" else 200), "nothing is drawn yet"
    if status == 200:
        page = answer.content.decode()
        assert 'data-at="61' in page and "1:01" in page and "1 thing to look at" in page
        assert "released music 0.9 dB" in page


def test_the_button_starts_a_look_and_a_finished_song_is_left_alone(
    song: Project, flat: Asset, owner: User, stranger: User, browser_of: Browser, settings: Any
) -> None:
    settings.STUDIO_IN_PROCESS = True
    address = reverse("look-into", args=[flat.pk])
    assert browser_of(stranger).post(address).status_code == 404 and not Run.objects.exists()
    assert browser_of(owner).post(address).status_code == 302
    assert Run.objects.get().recipe == "diagnose"
    page = browser_of(owner).get(reverse("diagnosis", args=[flat.pk])).content.decode()
    assert "listening closely" in page and 'action="' + address not in page
    Project.objects.update(state="released")
    answer = browser_of(owner).post(address, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and Run.objects.count() == 1


def test_a_picture_is_served_to_those_who_may_see_it(
    song: Project, flat: Asset, owner: User, stranger: User, browser_of: Browser
) -> None:
    kept = storage.keep(scratch_file(b"\x89PNG picture", ".png"))
    assets.add_renditions(flat, {"spectrogram": (kept, "image/png")})
    address = reverse("asset-picture", args=[flat.pk, "spectrogram"])
    answer = browser_of(owner).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert browser_of(stranger).get(address).status_code == 404
    assert browser_of(owner).get(reverse("asset-picture", args=[flat.pk, "peaks"])).status_code == 404


def test_the_room_of_a_rescue_shows_scores_stems_and_what_was_removed(
    song: Project, flat: Asset, owner: User, browser_of: Browser
) -> None:
    Project.objects.update(kind="rescue")
    song.refresh_from_db()
    mended = {**MUD, "severity": 20.0, "found": False}
    looked(song, flat, MUD, FINE, recipe="rescue")
    looked(song, flat, mended, FINE, recipe="rescue", name="master-check")
    assert scores_of(song) == [("Mud", 80.0, 20.0)]
    run = Run.objects.get(recipe="rescue")
    how = "Taken apart without a model, by centre; confidence 62%."
    apart = {"engine": "propose_mix.transparent", "method": "centre", "preview": True, "words": [how]}
    stages = [
        ("separate", "separate", apart),
        ("restore-vocals", "restore", {"steps": [{"remedy": "de_mud", "words": "Mud: gone."}]}),
    ]
    made = {
        name: Stage.objects.create(run=run, name=name, kind=kind, state="done", result=r) for name, kind, r in stages
    }
    for stage, role in (("separate", "stem:vocals"), ("restore-vocals", "removed:vocals")):
        StageOutput.objects.create(stage=made[stage], role=role, asset=make_asset(song, "stem"))
    page = browser_of(owner).get(reverse("room-rescued", args=[song.pk])).content.decode()
    for words in (
        "80 → 20",
        "These stems are a preview",
        "confidence 62%",
        "Mud: gone.",
        "What was removed",
        "not told yet",
    ):
        assert words in page, words
    assert "The whole song" not in page
    Stage.objects.create(run=run, name="mend", kind="mend_song", state="done", result={"steps": [CLIPPED]})
    judged = {"withheld": [], "steps": {"vocals": []}}
    Stage.objects.create(run=run, name="judge", kind="judge_restored", state="done", result=judged)
    page = browser_of(owner).get(reverse("room-rescued", args=[song.pk])).content.decode()
    assert "The whole song" in page and "Clipping: 90 before." in page
    assert "Mud: gone." not in page and "What was removed" not in page, "the judge took it back"
    again = Run.objects.create(project=song, recipe="rescue", state=Run.State.RUNNING)
    Stage.objects.create(run=again, name="separate", kind="separate", state="running")
    looked(song, flat, {**MUD, "severity": 90.0}, FINE, recipe="rescue")
    page = browser_of(owner).get(reverse("room-rescued", args=[song.pk])).content.decode()
    assert "Clipping: 90 before." in page and "80 → 20" in page, "while it is repaired again, the last repair stays"
    room = browser_of(owner).get(reverse("room-listen", args=[song.pk])).content.decode()
    assert "As it was brought" in room and "The band has not played yet" not in room and "Pick this one" not in room
