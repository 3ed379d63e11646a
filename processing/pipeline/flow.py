"""How a song goes on: what a finished run or a person's deed starts next.

Machines propose a whole first draft (mix, master, clip) from the candidate a person picked, so that people hear a
finished song soon; every pick made here is marked as the machine's, and a person's later pick starts over from there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from artists.models import User
from processing import samples
from processing.errors import StudioError
from processing.models import Run, StageOutput
from processing.pipeline import launch
from processing.pipeline.sources import newest
from processing.signals import run_finished
from projects import events, picks, review, signals
from projects.models import Asset, Pick, Project, Review
from projects.songs import GONE

# Below this a tempo heard in a voice alone is only a guess, and the page asks.
TEMPO_TRUSTED = 0.5
FOLLOWS = {"instrumental": "mix", "mix": "master", "master": "video"}


_goes_on = ContextVar("goes_on", default=True)


@contextmanager
def standing_still() -> Iterator[None]:
    """Within this block nothing follows by itself: the caller starts each phase, as headless production does."""
    token = _goes_on.set(False)
    try:
        yield
    finally:
        _goes_on.reset(token)


@receiver(signals.submitted, dispatch_uid="flow.submitted")
def start_intake(project: Project, by: User | None, **_: Any) -> None:
    launch.start(project, "rescue" if project.kind == Project.Kind.RESCUE else "intake", by=by)


@receiver(signals.picked, dispatch_uid="flow.picked")
def start_next_phase(pick: Pick, by: User | None, **_: Any) -> None:
    recipe = FOLLOWS.get(pick.phase)
    if recipe == "video" and pick.project.kind == Project.Kind.RESCUE:
        return
    if recipe and _goes_on.get():
        launch.start(pick.project, recipe, by=by)


@receiver(signals.asset_added, dispatch_uid="flow.asset_added")
def mix_a_later_voice(asset: Asset, by: User | None, **_: Any) -> None:
    """A voice that comes when the instrumental has been chosen is laid on it and mixed, beside what is there."""
    project = asset.project
    if asset.kind != Asset.Kind.VOCAL or project.state in (Project.State.DRAFT, *GONE):
        return
    if picks.picked(project, "instrumental") is None or not _goes_on.get():
        return
    try:
        launch.start(project, "mix", by=by)
    except StudioError as error:
        # The upload stands; people are told why nothing follows.
        events.record(project, "flow.stopped", code=error.code, words=error.words)


@receiver(run_finished, dispatch_uid="flow.run_finished")
def go_on(run: Run, **_: Any) -> None:
    """`alone` runs (a person re-running one phase) start nothing by themselves."""
    if run.state != Run.State.DONE or run.params.get("alone") or not _goes_on.get():
        return
    step = {
        "intake": _after_intake,
        "instrumental": _after_instrumental,
        "mix": _after_mix,
        "master": _after_master,
        "rescue": _after_rescue,
        "sample": samples.send_in,
    }
    if run.recipe not in step:
        return
    try:
        with transaction.atomic():
            step[run.recipe](run)
    except StudioError as error:
        # What was made stays made; people are told why the song does not go on by itself.
        events.record(run.project, "flow.stopped", run=run.pk, code=error.code, words=error.words)


def _after_intake(run: Run) -> None:
    project = run.project
    if backing := newest(project, Asset.Kind.INSTRUMENTAL):
        _go_on_with(backing, run)
        return
    plan = run.stages.get(kind="plan_song").result
    if plan["tempo"]["confidence"] < TEMPO_TRUSTED and not project.autopilot:
        events.record(project, "tempo.asked", run=run.pk, **plan["tempo"])
        return
    launch.start(project, "instrumental", by=run.by)


def _go_on_with(backing: Asset, run: Run) -> None:
    """A song that came with its instrumental needs no candidates; who brought it has chosen it."""
    if picks.picked(run.project, "instrumental") == backing:
        launch.start(run.project, "mix", by=run.by)
    else:
        picks.pick(backing, by=backing.created_by)


def _after_instrumental(run: Run) -> None:
    if run.project.autopilot:
        picks.pick(best_candidate(run), by=None)


def best_candidate(run: Run) -> Asset:
    """The first of the ranking, laid under the voice and cleaned. Raises StudioError `align.*` when none could be."""
    best = run.stages.get(kind="rank").result["ranking"][0]
    if refused := best.get("refused"):
        raise StudioError(refused["code"], refused["words"])
    makers = [best["candidate"].replace("candidate", name) for name in ("candidate", "align", "clean")]
    made = StageOutput.objects.filter(stage__run=run, stage__name__in=makers, role="candidate")
    return made.order_by("stage__position").select_related("asset").reverse()[0].asset


def _after_mix(run: Run) -> None:
    if _asked_for(run) and picks.picked(run.project, "mix") and not run.project.autopilot:
        # Somebody tries something out: they compare, and what counts changes when they pick it.
        return
    picks.pick(run.stages.get(kind="render_mix").outputs.get(role="mix").asset, by=None)


def _asked_for(run: Run) -> bool:
    """A person moved sliders or faders for this mix, so it is a proposal beside the one that counts."""
    return any(run.params.get(name) for name in ("base", "settings", "wishes"))


def _after_rescue(run: Run) -> None:
    """Mix and master were made in one go: both count, and the master waits for a decision."""
    with standing_still():
        picks.pick(run.stages.get(kind="render_mix").outputs.get(role="mix").asset, by=None)
    _after_master(run)


def _after_master(run: Run) -> None:
    master = run.stages.get(kind="master").outputs.get(role="master").asset
    picks.pick(master, by=None)
    if run.project.kind == Project.Kind.SAMPLE:
        # Nobody's time is taken with a song to try things on.
        return
    if not master.reviews.filter(state__in=(Review.State.OPEN, Review.State.APPROVED)).exists():
        review.request_review(master, by=None)
        _ask_once(master)


def _ask_once(master: Asset) -> None:
    """What the studio asked about older masters of the song it takes back: the label is asked about one at a time."""
    open_ones = master.project.reviews.filter(state=Review.State.OPEN, requested_by=None)
    for older in open_ones.filter(asset__kind=Asset.Kind.MASTER).exclude(asset=master).select_related("asset"):
        review.withdraw(older, by=None)
