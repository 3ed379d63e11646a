"""One stage opened: what it was told, what went in and came out, what it said, whose engine, what it cost."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from artists.models import User
from processing.alignment_picture import AlignmentPicture, picture_of
from processing.engines.catalogue import BY_KEY, EngineSpec
from processing.licences.gate import Licence, Verdict, judge, licences
from processing.models import Stage
from processing.plan_words import params_in_words
from processing.shown_runs import ShownRun, ShownStage
from projects.models import Asset, Event
from projects.said import said

TRIED_SHOWN = 8
LOG_CLOCK = len("00:00:00")


@dataclass(frozen=True)
class Heard:
    """A file beside a stage, under the name that the stage has for it."""

    role: str
    asset: Asset

    @property
    def plays(self) -> bool:
        return self.asset.is_audio and self.asset.removed_at is None

    @property
    def shows(self) -> bool:
        return self.asset.media_type.startswith("image/") and self.asset.removed_at is None


@dataclass(frozen=True)
class Said:
    """A line of the log: when, if it says so, and what."""

    at: str
    words: str


@dataclass(frozen=True)
class Log:
    """What a stage has said so far. `mark` is another one as soon as it has said more."""

    lines: Sequence[Said]
    mark: str


class StageSheet:
    def __init__(self, stage: Stage, user: User) -> None:
        self.stage, self.user = stage, user
        self.shown = ShownStage(stage)

    @property
    def title(self) -> str:
        return self.shown.title

    @property
    def params(self) -> list[tuple[str, str]]:
        return params_in_words(self.stage.params)

    @cached_property
    def inputs(self) -> list[Heard]:
        """Files from outside the run, then what the stages before it made."""
        roles = {pk: role for role, pks in self.stage.inputs.items() for pk in pks}
        outside = [Heard(_role(roles[str(asset.pk)]), asset) for asset in self._visible.filter(pk__in=list(roles))]
        parents = Stage.objects.filter(run=self.stage.run_id, name__in=self.stage.needs)
        made = parents.values_list("outputs__role", "outputs__asset")
        inside = {str(pk): role for role, pk in made if pk and str(pk) not in roles}
        return outside + [Heard(_role(inside[str(one.pk)]), one) for one in self._visible.filter(pk__in=list(inside))]

    @cached_property
    def outputs(self) -> list[Heard]:
        return [Heard(_role(output.role), output.asset) for output in self.stage.outputs.select_related("asset")]

    @property
    def _visible(self) -> Any:
        return Asset.objects.visible_to(self.user)

    @property
    def log(self) -> Log:
        return log_of(self.stage)

    @property
    def engine(self) -> EngineSpec | None:
        return BY_KEY.get(self.stage.engine)

    @cached_property
    def alignment(self) -> AlignmentPicture | None:
        return picture_of(self.stage)

    @property
    def verdict(self) -> Verdict | None:
        return judge(self.engine) if self.engine else None

    @property
    def licences(self) -> Sequence[Licence]:
        table = licences()
        return [table[key] for key in self.engine.licences if key in table] if self.engine else []

    @cached_property
    def tried(self) -> list[Event]:
        """Earlier attempts as the song's events tell them, oldest first."""
        types = ("stage.started", "stage.queued", "stage.failed")
        events = Event.objects.filter(project=self.stage.run.project_id, type__in=types, data__stage=self.stage.pk)
        return list(events.order_by("-seq")[:TRIED_SHOWN])[::-1] if self.stage.attempt > 1 or self.failed else []

    @property
    def failed(self) -> bool:
        return self.stage.state == Stage.State.FAILED

    @property
    def can_retry(self) -> bool:
        return ShownRun.whole(self.stage.run).can_retry


def _role(role: str) -> str:
    """`stem:drums` as `Drums`; the names of kinds as people call them."""
    name, _colon, part = role.partition(":")
    if part:
        return said(part.replace("_", " ").capitalize())
    known = {"file": _("The upload"), "mix": _("Mix"), "master": _("Master"), "vocal": _("Vocal")}
    return known.get(name, said(name.replace("_", " ").capitalize()))


def log_of(stage: Stage) -> Log:
    # The attempt is part of it: another one begins anew, perhaps with the same words.
    mark = zlib.crc32(f"{stage.attempt} {stage.log}".encode())
    return Log([read_line(line) for line in stage.log.splitlines() if line.strip()], f"{mark:08x}")


def read_line(line: str) -> Said:
    at, words = line[:LOG_CLOCK], line[LOG_CLOCK:].strip()
    looks_like_time = at[2:3] == ":" and at[5:6] == ":" and at.replace(":", "").isdigit()
    return Said(at, words) if looks_like_time else Said("", line)
