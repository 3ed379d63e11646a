"""What people hear about their files while the song is still a draft."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from artists.models import User
from processing.findings import recording_words
from processing.first_listen import first_listen
from processing.models import Run, Stage
from processing.pipeline import check
from projects import draft_files, signals
from projects.models import Asset, Project
from tests.factories import make_asset

pytestmark = pytest.mark.django_db
NOISY = {"code": "audio.noisy", "words": "as the ear says it", "value": 12.4}


@pytest.fixture(autouse=True)
def here(settings: Any) -> None:
    settings.STUDIO_IN_PROCESS = True


@pytest.fixture
def run(song: Project, vocal: Asset, owner: User) -> Run:
    signals.asset_added.send(Project, asset=vocal, by=owner)
    return Run.objects.get()


def ingested(run: Run, *warnings: dict[str, Any]) -> None:
    result = {"findings": list(warnings), "file": {"warnings": list(warnings)}}
    run.stages.filter(kind="ingest").update(result=result, state=Stage.State.DONE)


def heard_voice(run: Run, bpm: float, confidence: float) -> None:
    result = {"tempo": {"bpm": bpm, "confidence": confidence}}
    run.stages.filter(kind="hear_voice").update(result=result, state=Stage.State.DONE)
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)


def test_an_upload_into_a_draft_is_listened_to(run: Run, vocal: Asset) -> None:
    assert (run.recipe, run.params["asset"]) == ("check", str(vocal.pk))
    stages = {stage.kind: stage for stage in run.stages.all()}
    assert stages.keys() == {"ingest", "hear_voice"}
    assert stages["ingest"].inputs == {"file": [str(vocal.pk)]} and stages["hear_voice"].params["bpm"] is None


def test_a_picture_is_looked_at(vocal: Asset, owner: User, browser_of: Callable[[User], Client]) -> None:
    photo = make_asset(vocal.project, "photo", name="me.png", content=b"\x89PNG\r\n\x1a\n")
    signals.asset_added.send(Project, asset=photo, by=owner)
    run = Run.objects.get()
    assert [stage.kind for stage in run.stages.all()] == ["look_at_photo"]
    words = "The photo cannot be read. Use a JPEG or PNG file."
    run.stages.update(state=Stage.State.FAILED, error_code="video.bad_photo", error_words=words)
    Run.objects.update(state=Run.State.FAILED)
    [heard] = first_listen(vocal.project).files
    assert (heard.state, heard.doubts) == ("failed", (words,))
    page = browser_of(owner).get(reverse("draft-heard", args=[vocal.project.pk])).content.decode()
    assert words in page


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ({"duration_s": 1.2, "sample_rate_in": 48_000}, "It is only 1 s long."),
        ({"duration_s": 60.0, "sample_rate_in": 8_000}, "above 4 kHz nothing is in it"),
        ({"duration_s": 8.0, "sample_rate_in": 32_000}, ""),
    ],
)
def test_too_little_for_a_record_is_said(file: dict[str, Any], said: str) -> None:
    words = recording_words({"asset_kind": "vocal", "file": file, "findings": []})
    assert said in " ".join(words)
    assert bool(words) == bool(said)
    assert recording_words({"asset_kind": "reference", "file": file, "findings": []}) == []


@pytest.mark.parametrize(("kind", "state"), [("document", "draft"), ("vocal", "in_production"), ("mix", "draft")])
def test_nothing_else_is_listened_to(vocal: Asset, owner: User, kind: str, state: str) -> None:
    Project.objects.update(state=state)
    vocal.project.refresh_from_db()
    vocal.kind = kind
    signals.asset_added.send(Project, asset=vocal, by=owner)
    assert not Run.objects.exists()


def test_a_reference_is_not_searched_for_a_voice(run: Run, vocal: Asset, owner: User) -> None:
    draft_files.take_for(vocal, "reference", by=owner)
    old, new = Run.objects.order_by("pk")
    assert old.stages.filter(state=Stage.State.CANCELLED).count() == 2
    assert [stage.kind for stage in new.stages.all()] == ["ingest"]


def test_taking_a_file_out_stops_the_listening(run: Run, vocal: Asset, owner: User) -> None:
    draft_files.take_out(vocal, by=owner)
    assert set(run.stages.values_list("state", flat=True)) == {"cancelled"}


def test_findings_are_told_beside_the_file(run: Run, song: Project) -> None:
    [listening] = first_listen(song).files
    assert (listening.state, listening.doubts) == ("listening", ())
    ingested(run, NOISY)
    heard_voice(run, 97.0, 0.1)
    [heard] = first_listen(song).files
    assert "only 12 dB quieter" in heard.doubts[0] and not heard.is_fine and heard.heard_bpm is None


def test_a_failed_listen_says_why(run: Run, song: Project) -> None:
    run.stages.filter(kind="ingest").update(state=Stage.State.FAILED, error_words="There is no sound in it.")
    Run.objects.update(state=Run.State.FAILED)
    [heard] = first_listen(song).files
    assert (heard.state, heard.doubts) == ("failed", ("There is no sound in it.",))


@pytest.mark.parametrize(
    ("typed", "heard", "sure", "doubted", "offered"),
    [
        (None, 97.0, 0.9, False, 97.0),
        (None, 97.0, 0.2, False, None),
        (97.5, 97.0, 0.9, False, None),
        (120.0, 60.5, 0.9, False, None),
        (120.0, 97.0, 0.9, True, 97.0),
        (120.0, 97.0, 0.2, False, None),
    ],
)
def test_a_typed_tempo_is_doubted_only_by_a_sure_ear(
    run: Run, song: Project, typed: float | None, heard: float, sure: float, doubted: bool, offered: float | None
) -> None:
    ingested(run)
    heard_voice(run, heard, sure)
    song.bpm = typed
    [told] = first_listen(song).files
    assert (any("You typed 120 BPM" in words for words in told.doubts), told.heard_bpm) == (doubted, offered)
    assert told.is_fine is not doubted


def test_a_doubted_tempo_stays_doubted_in_the_room(
    run: Run, song: Project, owner: User, browser_of: Callable[[User], Client]
) -> None:
    ingested(run)
    heard_voice(run, 120.0, 0.9)
    Project.objects.filter(pk=song.pk).update(bpm=180.0, state="in_production")
    page = browser_of(owner).get(reverse("room-findings", args=[song.pk])).content.decode()
    assert "You typed 180 BPM, but the voice sounds like 120 BPM" in page
    Project.objects.filter(pk=song.pk).update(bpm=120.0)
    assert "You typed" not in browser_of(owner).get(reverse("room-findings", args=[song.pk])).content.decode()


def test_people_are_told_of_what_can_be_mended(run: Run, song: Project, vocal: Asset) -> None:
    ingested(run, {"code": "audio.dc", "words": "", "value": 0.1})
    heard_voice(run, 97.0, 0.9)
    run.refresh_from_db()
    check.tell_what_was_found(run=run)
    assert not song.events.filter(type="upload.found").exists()
    ingested(run, NOISY)
    check.tell_what_was_found(run=run)
    assert song.events.get(type="upload.found").data["codes"] == ["audio.noisy"]


def test_a_code_without_words_keeps_the_ears() -> None:
    assert recording_words({"findings": [{"code": "audio.odd", "words": "Odd."}]}) == ["Odd."]


def test_the_page_asks_again_while_the_studio_listens(
    run: Run, song: Project, owner: User, teammate: User, stranger: User, browser_of: Callable[[User], Client]
) -> None:
    address = reverse("draft-heard", args=[song.pk])
    page = browser_of(teammate).get(address).content.decode()
    assert "load delay" in page and "The studio is listening" in page
    ingested(run)
    heard_voice(run, 97.0, 0.9)
    page = browser_of(owner).get(address).content.decode()
    assert "load delay" not in page and "Sounds good" in page and 'data-take-bpm="97"' in page
    assert browser_of(stranger).get(address).status_code == 404


def test_what_was_heard_leads_to_the_diagnosis_of_the_file(
    run: Run, song: Project, vocal: Asset, owner: User, browser_of: Callable[[User], Client]
) -> None:
    browser, address = browser_of(owner), reverse("draft-heard", args=[song.pk])
    link = f'href="{reverse("diagnosis", args=[vocal.pk])}"'
    assert link not in browser.get(address).content.decode(), "it is not taken in yet"
    ingested(run)
    heard_voice(run, 97.0, 0.9)
    with CaptureQueriesContext(connection) as one:
        page = browser.get(address).content.decode()
    assert link in page and 'aria-label="Diagnosis of take 1.wav"' in page
    for kind in (Asset.Kind.REFERENCE, Asset.Kind.INSTRUMENTAL):
        asset = make_asset(song, kind)
        more = Run.objects.create(project=song, recipe="check", params={"asset": str(asset.pk)}, state="done")
        Stage.objects.create(run=more, name="upload", kind="ingest", state="done", result={"findings": []})
    with CaptureQueriesContext(connection) as three:
        page = browser.get(address).content.decode()
    assert page.count(">Diagnosis</a>") == 3 and len(three) == len(one)
