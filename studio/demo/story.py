"""What the demo's people do as its songs go on. Every deed goes through the same verbs as a real person's."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver

from artists.models import User
from processing.demo import lyrics
from processing.errors import StudioError
from processing.models import Run
from processing.pipeline import launch
from processing.signals import run_finished
from projects import comments, picks, review
from projects.models import Asset, Comment, Decision, Project, Review
from studio.demo import sample
from studio.demo.people import ARTISTS, STAFF, address

log = logging.getLogger(__name__)


@receiver(run_finished, dispatch_uid="demo.run_finished")
def go_on(run: Run, **_: Any) -> None:
    """Act after the commit: singing takes seconds, and no one should wait for them."""
    if settings.STUDIO_DEMO and not settings.STUDIO_IN_PROCESS:
        transaction.on_commit(lambda: act(run), robust=True)


def act(run: Run) -> None:
    try:
        if _is_first_song(run.project):
            if run.recipe == "video" or run.state == Run.State.FAILED:
                sample.start()
        elif run.state == Run.State.DONE and run.recipe in STEPS and _is_being_told(run.project):
            STEPS[run.recipe](run)
    except StudioError:
        # A person was quicker, or changed the house's rules: the song is theirs now.
        log.info("the demo's people leave %s alone", run.project_id, exc_info=True)


def _is_being_told(project: Project) -> bool:
    """The sample until it is approved: then the story is over, and whatever people do with it is theirs."""
    approvals = Decision.objects.filter(review__project=project, verdict=Review.State.APPROVED)
    return project == sample.find() and not approvals.exists()


def _is_first_song(project: Project) -> bool:
    return project.title == lyrics.TITLE and project.artist.name == ARTISTS[0].name


def _ruth() -> User:
    return User.objects.get(email=address(sample.PLAYERS.person))


def _ada() -> User:
    return User.objects.get(email=address(STAFF[0][0]))


def _choose(run: Run) -> None:
    """Ruth takes the one that the scorecard put second."""
    ranking = run.stages.get(kind="rank").result["ranking"]
    stage = run.stages.get(name=ranking[-1]["candidate"])
    candidate = stage.outputs.get(role="candidate").asset
    if run.project.picks.exists():
        return
    picks.pick(candidate, by=_ruth())
    comments.comment(
        candidate, "The guitars come in like weather here. This one.", by=_ruth(), at_s=_within(candidate, 0.5)
    )


def _keep_louder_voice(run: Run) -> None:
    """Ruth compares the mix she asked for with the one before, and takes it."""
    if run.params.get("wishes"):
        mix = run.stages.get(kind="render_mix").outputs.get(role="mix").asset
        picks.pick(mix, by=_ruth())
        comments.comment(mix, "Now the chorus keeps her in front.", by=_ruth(), at_s=_within(mix, 0.55))


def _listen(run: Run) -> None:
    """Ada asks for a little more voice in the first master and approves the second."""
    master = run.stages.get(kind="master").outputs.get(role="master").asset
    asked = Review.objects.filter(asset=master, state=Review.State.OPEN).first()
    if asked is None:
        return
    if run.project.assets.filter(kind=Asset.Kind.MASTER).count() == 1:
        _ask_for_more_voice(run.project, master, asked)
    else:
        _approve(run.project, master, asked)


def _ask_for_more_voice(project: Project, master: Asset, asked: Review) -> None:
    ada, ruth = _ada(), _ruth()
    remark = comments.comment(
        master, f"@{ruth.display_name} the voice steps back when the chorus opens.", by=ada, at_s=_within(master, 0.55)
    )
    comments.comment(master, "Lovely first line. Leave it just like that.", by=ada, at_s=_within(master, 0.15))
    review.decide(asked, Review.State.CHANGES_REQUESTED, "Bring the voice forward a little, then it is done.", by=ada)
    comments.comment(master, "I hear it too. One decibel up.", by=ruth, parent=remark)
    # The clip of this master would only be thrown away.
    for clip in project.runs.filter(recipe="video", state=Run.State.RUNNING):
        launch.cancel(clip, by=ruth)
    launch.start(project, "mix", by=ruth, wishes={"vocal_db": 1.0})


def _approve(project: Project, master: Asset, asked: Review) -> None:
    ada = _ada()
    for remark in Comment.objects.filter(
        asset__project=project, asset__kind=Asset.Kind.MASTER, parent=None, resolved_at=None
    ):
        comments.resolve(remark, by=ada)
    comments.comment(master, "There it is: close, and still windy.", by=ada, at_s=_within(master, 0.6))
    review.decide(asked, Review.State.APPROVED, "Warm and close, and the chorus lifts. Release it.", by=ada)


def _within(asset: Asset, share: float) -> float | None:
    return round(share * asset.duration_s, 1) if asset.duration_s else None


STEPS: dict[str, Callable[[Run], None]] = {"instrumental": _choose, "mix": _keep_louder_voice, "master": _listen}
