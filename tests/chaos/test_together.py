"""Two reviewers, an artist and three workers at once: whatever happens in which order, the rows agree with each
other, and every page that listened over a breaking connection shows what the rows say.

`STUDIO_CHAOS_STEPS=2000` goes on for longer, `STUDIO_CHAOS_SEED` makes other things happen.
"""

import os
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from django.db import connections

from artists.models import User
from processing.models import Run, Stage
from processing.pipeline import worker
from processing.states import SETTLED
from projects import lyrics
from projects.models import Activity, Asset, Comment, Decision, KeptAnswer, Project, Review
from tests.chaos.view import Listener, truth
from tests.factories import make_asset, secret_of
from tests.servers import StudioServer
from tests.sockets import cookie_of

STEPS = int(os.environ.get("STUDIO_CHAOS_STEPS", "200"))
SEED = int(os.environ.get("STUDIO_CHAOS_SEED", "7"))
PATIENCE_S = 120.0
WORKERS = 3


class Steps:
    """Counted together by everybody."""

    def __init__(self, count: int) -> None:
        self.left, self.lock = count, threading.Lock()

    def take(self) -> bool:
        with self.lock:
            self.left -= 1
            return self.left >= 0


class Actor(threading.Thread):
    """A person with a program that does one thing after another, sometimes twice to be sure."""

    def __init__(self, server: str, secret: str, song: Project, steps: Steps, seed: int) -> None:
        super().__init__(daemon=True)
        self.server, self.song, self.steps, self.dice = f"{server}/api/v1", song, steps, random.Random(seed)
        self.wire = requests.Session()
        self.wire.headers["Authorization"] = f"Token {secret}"
        self.answers: Counter[tuple[str, int]] = Counter()
        self.failure: BaseException | None = None
        self.deeds: list[Callable[[], None]] = [
            self.remark, self.remark, self.tick, self.pick, self.ask, self.ask, self.decide, self.decide, self.undo,
            self.withdraw, self.write, self.change, self.start_run, self.cancel, self.retry, self.rate,
        ]  # fmt: skip

    def run(self) -> None:
        try:
            while self.steps.take():
                self.dice.choice(self.deeds)()
        except BaseException as error:
            self.failure = error
        finally:
            self.wire.close()

    def post(self, path: str, **body: Any) -> Any:
        key = {"Idempotency-Key": str(uuid.UUID(int=self.dice.getrandbits(128)))}
        answer = self.wire.post(f"{self.server}/{path}", json=body, headers=key, timeout=60)
        self.note("post", answer)
        if self.dice.random() < 0.2:
            again = self.wire.post(f"{self.server}/{path}", json=body, headers=key, timeout=60)
            assert (again.status_code, again.json()) == (answer.status_code, answer.json()), "done twice"
        return answer

    def note(self, what: str, answer: Any) -> None:
        self.answers[(what, answer.status_code)] += 1
        assert answer.status_code < 500, f"{answer.request.method} {answer.url}: {answer.text[:300]}"

    def rows(self, path: str, **query: Any) -> list[dict[str, Any]]:
        answer = self.wire.get(f"{self.server}/{path}", params=query, timeout=60)
        self.note("get", answer)
        found: list[dict[str, Any]] = answer.json()["results"]
        return found

    def some(self, rows: list[dict[str, Any]]) -> Any:
        return self.dice.choice(rows)["id"] if rows else None

    def asset(self) -> Any:
        return self.some(self.rows(f"projects/{self.song.pk}/assets"))

    def remark(self) -> None:
        self.post(f"assets/{self.asset()}/comments", text=f"At {self.dice.random():.3f}")

    def tick(self) -> None:
        if remark := self.some(self.rows(f"assets/{self.asset()}/comments")):
            self.post(f"comments/{remark}/{self.dice.choice(['resolve', 'reopen'])}")

    def pick(self) -> None:
        self.post(f"assets/{self.asset()}/pick")

    def ask(self) -> None:
        self.post("reviews", asset=self.asset())

    def decide(self) -> None:
        verdict = self.dice.choice(["approved", "changes_requested", "rejected"])
        if asked := self.some(self.rows("reviews", state="open")):
            self.post(f"reviews/{asked}/decide", verdict=verdict, reason="Because")

    def undo(self) -> None:
        if asked := self.some(self.rows("reviews")):
            self.post(f"reviews/{asked}/undo")

    def withdraw(self) -> None:
        if asked := self.some(self.rows("reviews")):
            self.post(f"reviews/{asked}/withdraw", reason="Heard it again")

    def write(self) -> None:
        self.post(f"projects/{self.song.pk}/lyrics", text=f"[Verse]\nLine {self.dice.randint(1, 9)}")

    def change(self) -> None:
        path = f"{self.server}/projects/{self.song.pk}/"
        self.note("patch", self.wire.patch(path, json={"mood": self.dice.choice(["calm", "wild"])}, timeout=60))

    def rate(self) -> None:
        path = f"{self.server}/assets/{self.asset()}/opinions"
        self.note("patch", self.wire.patch(path, json={"rating": self.dice.randint(1, 5)}, timeout=60))

    def start_run(self) -> None:
        """Reading the lyrics and planning: work without sound, and nothing follows on it."""
        self.post(f"projects/{self.song.pk}/runs", recipe="intake", params={"alone": True})

    def cancel(self) -> None:
        if found := self.some(self.rows(f"projects/{self.song.pk}/runs")):
            self.post(f"runs/{found}/cancel")

    def retry(self) -> None:
        if found := self.some(self.rows(f"projects/{self.song.pk}/runs")):
            self.post(f"runs/{found}/retry")


class Hand(threading.Thread):
    """A worker: it takes what is queued and does it, racing the others for each."""

    def __init__(self, seed: int) -> None:
        super().__init__(daemon=True)
        self.dice, self.over, self.failure = random.Random(seed), threading.Event(), None

    def run(self) -> None:
        try:
            while not self.over.is_set():
                waiting = list(Stage.objects.filter(state=Stage.State.QUEUED).values_list("pk", flat=True))
                if waiting:
                    worker.run_stage(self.dice.choice(waiting))
                else:
                    self.over.wait(0.02)
        except BaseException as error:
            self.failure = error
        finally:
            connections.close_all()


@pytest.fixture
def playing(song: Project, owner: User) -> Project:
    """In production, with versions to talk about."""
    lyrics.save_lyrics(song, "[Verse]\nOne line\n", by=owner)
    Project.objects.filter(pk=song.pk).update(state=Project.State.IN_PRODUCTION, bpm=120.0)
    for kind in (Asset.Kind.CANDIDATE, Asset.Kind.CANDIDATE, Asset.Kind.MIX, Asset.Kind.MASTER, Asset.Kind.MASTER):
        make_asset(song, kind)
    song.refresh_from_db()
    return song


@pytest.fixture
def listeners(playing: Project, studio_server: StudioServer, owner: User, anr: User) -> Iterator[list[Listener]]:
    door = f"{studio_server.url.replace('http', 'ws', 1)}/ws/projects/{playing.pk}/"
    people = [owner, anr, owner]
    made = [Listener(door, studio_server.url, cookie_of(one), SEED + n) for n, one in enumerate(people)]
    for one in made:
        one.start()
    yield made
    for one in made:
        one.until = 0


def wait_for(what: Callable[[], bool], words: str) -> None:
    limit = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < limit, words
        time.sleep(0.02)


def settled() -> bool:
    return not Stage.objects.exclude(state__in=SETTLED).exists()


@pytest.mark.timeout(400)
@pytest.mark.django_db(transaction=True)
def test_everybody_at_once(
    playing: Project, studio_server: StudioServer, listeners: list[Listener], owner: User, anr: User, admin: User
) -> None:
    steps = Steps(STEPS)
    actors = [
        Actor(studio_server.url, secret_of(one), playing, steps, SEED + n) for n, one in enumerate((owner, anr, admin))
    ]
    hands = [Hand(SEED + n) for n in range(WORKERS)]
    for thread in (*hands, *actors):
        thread.start()
    for actor in actors:
        actor.join(PATIENCE_S)
    wait_for(settled, "the workers did not finish")
    for hand in hands:
        hand.over.set()
        hand.join(PATIENCE_S)
    assert [thread.failure for thread in (*actors, *hands) if thread.failure] == []
    check_rows(playing)
    check_views(playing, listeners)
    done = sum((actor.answers for actor in actors), Counter[tuple[str, int]]())
    assert sum(count for (what, status), count in done.items() if what == "post" and status < 300) > STEPS / 10
    assert steps.left <= 0


def check_rows(project: Project) -> None:
    project.refresh_from_db()
    numbers = list(project.events.order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, project.event_seq + 1))
    for review in Review.objects.all():
        last = Decision.objects.filter(review=review).last()
        assert review.state == (last.verdict if last else Review.State.OPEN)
    told = Counter(project.events.values_list("type", flat=True))
    decided = Decision.objects.exclude(verdict__in=["open", "withdrawn"]).count()
    assert told["decision.made"] == decided == Activity.objects.filter(verb="decision.made").count()
    assert told["comment.added"] == Comment.objects.count()
    assert not Run.objects.filter(state=Run.State.RUNNING).exists()
    for stage in Stage.objects.filter(state=Stage.State.DONE):
        ends = project.events.filter(type="stage.done", data__stage=stage.pk, data__attempt=stage.attempt)
        assert ends.count() == 1, "a stage was done twice"
    assert not KeptAnswer.objects.filter(status=None).exists()


def check_views(project: Project, listeners: list[Listener]) -> None:
    for one in listeners:
        one.until = project.event_seq
    for one in listeners:
        one.join(PATIENCE_S)
        assert one.failure is None
        assert one.picture.numbers == list(range(1, project.event_seq + 1)), "an event came twice, late or never"
        assert one.picture.facts() == truth(project)
        assert one.breaks > 1, "the connection never broke"
