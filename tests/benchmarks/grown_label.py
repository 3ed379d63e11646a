"""A label that has grown: thousands of rows written at once, and the pages that are measured on them.

Run alone it does nothing; `pages` and the browser tests ask it.
"""

import hashlib
import itertools
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from artists.models import Artist, LabelRole, User
from processing.console.settings import ConsoleSettings, Space, TrackSettings
from processing.models import Run, Stage, StageOutput
from projects.models import Asset, Comment, Event, Pick, Project, Rendition, Review
from tests.factories import make_artist, make_user

BACKEND = "django.contrib.auth.backends.ModelBackend"
HEAVY_VERSIONS, HEAVY_COMMENTS = 50, 500
STATES = ("in_production", "in_review", "approved", "changes_requested", "draft")
PLAN = {
    "title": "Song",
    "genre": "pop",
    "mood": "warm",
    "bpm": 96.0,
    "meter": "4/4",
    "key": "A minor",
    "duration_s": 180.0,
    "sections": [
        {
            "label": f"Part {n}",
            "kind": "chorus" if n % 2 else "verse",
            "bars": 8,
            "start_s": 20.0 * n,
            "end_s": 20.0 * n + 20,
            "lines": [],
        }
        for n in range(9)
    ],
    "sung_notes": [
        {"start_s": n * 0.5, "end_s": n * 0.5 + 0.4, "midi": 60.0 + n % 12, "confidence": 0.9} for n in range(200)
    ],
}
CARD = {
    "total": 71.0,
    "metrics": [
        {"title": f"Metric {n}", "shown": "4 %", "score": 0.7, "good": True, "words": "Fine."} for n in range(8)
    ],
    "unjudged": [],
}
CONSOLE = ConsoleSettings(
    tracks={name: TrackSettings(sends_db={"hall": -20.0}) for name in ("vocal", "drums", "bass", "harmony")},
    spaces={"hall": Space()},
).to_json()
MEASURES = {"integrated_lufs": -14.2, "true_peak_dbtp": -1.1, "loudness_range_lu": 6.0, "plr_db": 13.0}
_numbers = itertools.count(1)


class GrownLabel:
    def __init__(self) -> None:
        self.random = random.Random(7)
        self.artists: list[Artist] = []
        self.people: dict[str, User] = {}
        for number in range(6):
            member = make_user(f"artist{number}")
            self.artists.append(make_artist(member, name=f"Artist {number}"))
            self.people.setdefault("artist", member)
        self.people["anr"] = make_user("anr", role=LabelRole.ANR)
        self.people["admin"] = make_user("admin", role=LabelRole.ADMIN, is_staff=True)
        self.heavy = self._song(self.artists[0], "in_review")
        self.heavy.save()
        self._write([self.heavy], versions=3)
        self._write_heavy()

    def browser(self, who: str) -> Client:
        client = Client(headers={"host": "localhost"})
        client.force_login(self.people[who], backend=BACKEND)
        return client

    def pages(self) -> list[tuple[str, str, str]]:
        """Name, who looks, address."""
        of = {name: reverse(name, args=[self.heavy.pk]) for name in ("room", "room-making", "room-listen", "room-talk")}
        parts = [(name, "artist", address) for name, address in of.items()]
        stack = reverse("room-stack", args=[self.heavy.pk, "mix"])
        waiting = Review.objects.order_by("requested_at").values_list("pk", flat=True)[0]
        return [
            ("home", "artist", reverse("home")),
            ("songs of all", "admin", reverse("songs")),
            ("inbox", "anr", reverse("inbox")),
            ("inbox-item", "anr", reverse("inbox-item", args=[waiting])),
            *parts,
            ("room-history", "artist", reverse("room-history", args=[self.heavy.pk])),
            ("room-stack", "artist", stack),
            ("jobs", "admin", reverse("jobs")),
            ("job-runs", "admin", reverse("job-runs")),
        ]

    def queries_of(self, browser: Client, address: str) -> tuple[int, int]:
        """How many, and how large the page is."""
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = browser.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return len(captured), len(answer.content)

    def grow(self, *, songs: int, events: int) -> None:
        rows = [self._song(self.artists[n % 6], STATES[n % len(STATES)]) for n in range(songs)]
        Project.objects.bulk_create(rows, batch_size=500)
        for start in range(0, songs, 100):
            self._write(rows[start : start + 100], versions=2)
        self._tell([*rows, self.heavy], events)

    def _song(self, artist: Artist, state: str) -> Project:
        return Project(artist=artist, title=f"Song {next(_numbers)}", state=state, genre="pop", bpm=96.0)

    def _write(self, songs: list[Project], *, versions: int) -> None:
        """An intake, candidates, mixes and masters for each, with their stages, a pick, now and then a review."""
        for number, song in enumerate(songs):
            if song.state == "draft":
                continue
            self._run(song, "intake", [("plan_song", "plan", None)])
            candidates = self._run(
                song, "instrumental", [("compose", f"candidate-{n}", "candidate") for n in range(1, versions + 1)]
            )
            mixes = self._run(song, "mix", [("propose_mix", "console", None), ("render_mix", "mix", "mix")])
            state = Run.State.RUNNING if number % 50 == 0 else Run.State.FAILED if number % 50 == 1 else Run.State.DONE
            masters = self._run(song, "master", [("master", "master", "master")], state)
            for phase, made in (("instrumental", candidates), ("mix", mixes), ("master", masters)):
                if made:
                    Pick.objects.create(project=song, phase=phase, asset=made[0])
            if song.state == "in_review" and masters:
                Review.objects.create(project=song, asset=masters[0])

    def _run(
        self, song: Project, recipe: str, stages: list[tuple[str, str, str | None]], state: str = Run.State.DONE
    ) -> list[Asset]:
        run = Run.objects.create(project=song, recipe=recipe, state=state, finished_at=timezone.now())
        rows, made = [], []
        done = {"done": "done", "running": "running", "failed": "failed"}[state]
        for position, (kind, name, _role) in enumerate(stages):
            result = {"settings": CONSOLE} if kind == "propose_mix" else CARD if kind == "score" else {}
            rows.append(
                Stage(
                    run=run,
                    kind=kind,
                    name=name,
                    position=position,
                    state=done,
                    params={"plan": PLAN},
                    result=result,
                    seconds=4.0,
                    cost="0.01",
                    error_code="stage.broke" if done == "failed" else "",
                    started_at=timezone.now() - timedelta(seconds=9),
                    finished_at=timezone.now(),
                )
            )
        Stage.objects.bulk_create(rows)
        for stage, (_kind, _name, role) in zip(rows, stages, strict=True):
            if role and done == "done":
                asset = self._asset(song, role)
                StageOutput.objects.create(stage=stage, role=role, asset=asset)
                made.append(asset)
        return made

    def _asset(self, song: Project, kind: str) -> Asset:
        number = next(_numbers)
        asset = Asset.objects.create(
            project=song,
            kind=kind,
            version=number,
            name=f"{kind}-{number}.flac",
            measures=MEASURES,
            duration_s=180.0,
            sha256=hashlib.sha256(str(number).encode()).hexdigest(),
            size_bytes=1000,
            media_type="audio/flac",
        )
        Rendition.objects.create(
            asset=asset, kind="peaks", sha256=asset.sha256, size_bytes=1, media_type="application/json"
        )
        return asset

    def _write_heavy(self) -> None:
        for number in range(HEAVY_VERSIONS - 10):
            self._run(self.heavy, "mix", [("propose_mix", "console", None), ("render_mix", "mix", "mix")])
            if number % 4 == 0:
                self._run(self.heavy, "master", [("master", "master", "master")])
        assets = list(self.heavy.assets.filter(kind__in=("mix", "master")))
        people = list(self.people.values())
        threads = [
            Comment(
                asset=self.random.choice(assets),
                by=self.random.choice(people),
                at_s=self.random.uniform(0, 170),
                text=f"Note {n}",
            )
            for n in range(HEAVY_COMMENTS * 4 // 5)
        ]
        Comment.objects.bulk_create(threads)
        answers = HEAVY_COMMENTS - len(threads)
        Comment.objects.bulk_create(
            [Comment(asset=one.asset, parent=one, by=people[0], text="Yes.") for one in threads[:answers]]
        )

    def _tell(self, songs: list[Project], events: int) -> None:
        """Most events are progress; the heavy song has a hundred times its share."""
        weighed = itertools.chain.from_iterable(
            itertools.repeat(song, 40 if song is self.heavy else 1) for song in songs
        )
        turns: Iterator[Project] = itertools.cycle(list(weighed))
        seqs: dict[Any, int] = {song.pk: song.event_seq for song in songs}
        rows, now = [], timezone.now()
        for number in range(events):
            song = next(turns)
            seqs[song.pk] += 1
            kind = (
                "stage.progressed" if number % 10 else self.random.choice(("comment.added", "mix.landed", "run.done"))
            )
            rows.append(
                Event(
                    project=song,
                    seq=seqs[song.pk],
                    type=kind,
                    data={"version": number, "stage": number},
                    by=self.people["artist"] if number % 20 == 0 else None,
                    at=now + timedelta(seconds=number),
                )
            )
        Event.objects.bulk_create(rows, batch_size=2000)
        for song in songs:
            song.event_seq = seqs[song.pk]
        Project.objects.bulk_update(songs, ["event_seq"], batch_size=500)
