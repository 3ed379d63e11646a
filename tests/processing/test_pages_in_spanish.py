"""Pages in Spanish say in Spanish what machines said in English; the rows and other readers keep it."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from artists.models import User
from processing.models import Run, Stage
from projects import events, notices
from projects.models import Asset, Notification, Project
from projects.said import phrases
from studio.setup import catalogue
from tests.factories import make_asset
from tests.processing.test_views import add_run, in_process, made, page_of

Browser = Callable[[User], Client]
__all__ = ["in_process", "made"]
LOG = "12:00:01 Loading the tracks\n12:00:02 Vocal: high-pass at 90 Hz: nothing useful lies below.\n12:00:03 <own>"


@pytest.fixture(autouse=True)
def compiled() -> Iterator[None]:
    catalogue.compile_all()
    phrases.cache_clear()
    # What a request switches on stays on in this thread.
    with override("en"):
        yield


@pytest.fixture
def lector(owner: User, browser_of: Browser) -> Client:
    """The owner, who reads Spanish."""
    User.objects.filter(pk=owner.pk).update(language="es")
    owner.refresh_from_db()
    return browser_of(owner)


@pytest.fixture
def mixing(made: Project) -> Run:
    running = {"kind": "render_mix", "state": "running", "message": "Loading the tracks", "log": LOG}
    return add_run(made, "mix", running, state=Run.State.RUNNING)


def test_stages_speak_the_readers_language(mixing: Run, lector: Client, made: Project) -> None:
    stage = mixing.stages.get()
    assert "Cargando las pistas" in page_of(lector, "room-making", made.pk)
    for name in ("stage", "stage-log"):
        page = page_of(lector, name, stage.pk)
        assert "por debajo no hay nada útil" in page
        assert "&lt;own&gt;" in page and "nothing useful" not in page
    stage.refresh_from_db()
    assert stage.message == "Loading the tracks"


def test_a_failure_is_told_in_the_readers_language(made: Project, lector: Client) -> None:
    words = "It is only 0.40 seconds long; the studio needs at least 1."
    add_run(made, "intake", {"kind": "ingest", "state": "failed", "error_words": words}, state=Run.State.FAILED)
    page = page_of(lector, "room-making", made.pk)
    assert "Solo dura 0,40 segundos; el estudio necesita al menos 1." in page
    assert words not in page


def test_a_refused_deed_says_why_in_the_readers_language(made: Project, lector: Client) -> None:
    run = add_run(made, "mix", {"kind": "render_mix", "state": "done"})
    answer = lector.post(reverse("retry-run", args=[run.pk]), headers={"HX-Request": "true"})
    assert answer.content.decode() == "Nada de este trabajo necesita otro intento."


def test_history_and_notices_say_why_a_song_waits(made: Project, owner: User, lector: Client) -> None:
    event = events.record(made, "flow.stopped", code="recipe.no_plan", words="Pick the mix to go on with first.")
    told = "La canción espera: Elige antes con qué seguir: mezcla."
    assert told in page_of(lector, "room-history", made.pk)
    notice = Notification(user=owner, type="flow.stopped", data=event.data, project=made)
    with override("es"):
        assert notices.words(notice) == told
    with override("en"):
        assert notices.words(notice) == "The song waits: Pick the mix to go on with first."


def test_scores_and_the_compare_view_are_said(made: Project, lector: Client) -> None:
    asset = make_asset(made, Asset.Kind.CANDIDATE, name="candidate-01.wav", duration_s=0.1)
    stage = {"kind": "compose", "name": "candidate-1"}
    metric = {"title": "Steady beat", "shown": "3 ms", "score": 0.9, "good": True}
    metric |= {"words": "Beats land within 3.0 ms of an even grid: tight.", "limits": "best 4, nothing at 20"}
    score = {"kind": "score", "name": "score-1", "result": {"total": 81.0, "metrics": [metric], "unjudged": []}}
    run = add_run(made, "instrumental", stage, score)
    run.stages.get(kind="compose").outputs.create(role="candidate", asset=asset)
    page = page_of(lector, "room-listen", made.pk)
    for spanish in ("Pulso firme", "Los pulsos caen a 3,0 ms de una rejilla uniforme: ajustado.", "lo mejor 4"):
        assert spanish in page
    assert Stage.objects.get(kind="score").result["metrics"][0]["title"] == "Steady beat"


def test_engines_say_what_they_are_in_the_readers_language(lector: Client) -> None:
    page = page_of(lector, "engines")
    assert "Banda de la casa" in page and "uso libre" in page and "No model" not in page
    assert "our own" not in page.lower()
