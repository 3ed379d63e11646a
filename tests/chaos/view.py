"""What a client knows: events folded into a picture of the song, heard over a socket that keeps breaking."""

import json
import random
import threading
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from processing.models import Run, Stage
from projects.models import Comment, Pick, Project, Review

VERDICT_OF = {"decision.undone": "open", "review.withdrawn": "withdrawn", "decision.withdrawn": "withdrawn"}
RUN_STATES = {"run.started": "running", "run.done": "done", "run.failed": "failed", "run.cancelled": "cancelled"}


class Picture:
    """The song as the events told it."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.reviews: dict[int, str] = {}
        self.picks: dict[str, str] = {}
        self.comments: dict[int, bool] = {}
        self.runs: dict[int, str] = {}
        self.stages: dict[int, str] = {}
        self.brief: dict[str, Any] = {}
        self.lyrics = 0

    def fold(self, event: dict[str, Any]) -> None:
        self.numbers.append(event["seq"])
        kind, data = event["type"], event["data"]
        if kind in {"review.requested", "decision.made", *VERDICT_OF}:
            self.reviews[data["review"]] = data.get("verdict") or VERDICT_OF.get(kind, "open")
        elif kind == "candidate.picked":
            self.picks[data["phase"]] = data["asset"]
        elif kind in {"comment.added", "comment.resolved", "comment.reopened"}:
            self.comments[data["comment"]] = kind == "comment.resolved"
        elif kind == "comment.removed":
            self.comments.pop(data["comment"])
        elif kind in RUN_STATES:
            self.runs[data["run"]] = RUN_STATES[kind]
        elif kind == "brief.changed":
            self.brief |= data["changes"]
        elif kind == "lyrics.saved":
            self.lyrics = max(self.lyrics, data["number"])
        if "stage" in data and "state" in data:
            self.stages[data["stage"]] = data["state"]

    def facts(self) -> dict[str, Any]:
        names = ("reviews", "picks", "comments", "runs", "stages", "lyrics")
        return {**{name: getattr(self, name) for name in names}, "brief": {"mood": "", **self.brief}["mood"]}


def truth(project: Project) -> dict[str, Any]:
    """The same, as the rows say."""
    newest = project.lyrics.first()
    return {
        "reviews": dict(Review.objects.filter(project=project).values_list("pk", "state")),
        "picks": {one.phase: str(one.asset_id) for one in Pick.objects.filter(project=project).order_by("pk")},
        "comments": {
            pk: at is not None
            for pk, at in Comment.objects.filter(asset__project=project).values_list("pk", "resolved_at")
        },
        "runs": dict(Run.objects.filter(project=project).values_list("pk", "state")),
        "stages": dict(Stage.objects.filter(run__project=project).values_list("pk", "state")),
        "lyrics": newest.number if newest else 0,
        "brief": Project.objects.get(pk=project.pk).mood,
    }


class Listener(threading.Thread):
    """A page that is open while its connection comes and goes."""

    def __init__(self, url: str, origin: str, cookie: str, seed: int) -> None:
        super().__init__(daemon=True)
        self.url, self.origin, self.cookie = url, origin, cookie
        self.dice, self.picture = random.Random(seed), Picture()
        self.until: int | None = None
        self.breaks = 0
        self.failure: BaseException | None = None

    @property
    def last(self) -> int:
        return self.picture.numbers[-1] if self.picture.numbers else 0

    def run(self) -> None:
        try:
            while not self._is_over():
                self._listen()
                self.breaks += 1
        except BaseException as error:
            self.failure = error

    def _is_over(self) -> bool:
        return self.until is not None and self.last >= self.until

    def _listen(self) -> None:
        """Until this connection has had enough, which is soon."""
        more, headers = self.dice.randint(3, 60), {"Cookie": self.cookie}
        with connect(f"{self.url}?after={self.last}", additional_headers=headers, origin=self.origin) as wire:  # type: ignore[arg-type]
            while more and not self._is_over():
                try:
                    self.picture.fold(json.loads(wire.recv(timeout=1.0)))
                    more -= 1
                except TimeoutError:
                    wire.send('{"type":"ping"}')
                except ConnectionClosed:
                    return
