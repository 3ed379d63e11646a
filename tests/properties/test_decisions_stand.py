"""Whatever several people do one after another: what was approved does not change, no decision vanishes, and events
are numbered without gaps. Hypothesis looks for a sequence of deeds that breaks this and shows the shortest.

`STUDIO_PROPERTY_EXAMPLES=500` looks for longer.
"""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from artists.models import LabelRole
from processing.models import Run
from projects import comments, declarations, lyrics, opinions, picks, review, signals, songs
from projects.errors import StudioError
from projects.models import Activity, Asset, Comment, Decision, Event, Pick, Project, Review
from projects.picks import PHASE_OF
from tests.factories import make_artist, make_user

KINDS = [Asset.Kind.CANDIDATE, Asset.Kind.MIX, Asset.Kind.MASTER, Asset.Kind.VIDEO, Asset.Kind.VOCAL]
ROLES = {"owner": "", "teammate": "", "anr": LabelRole.ANR, "second": LabelRole.ANR, "engineer": LabelRole.ENGINEER}
PEOPLE = st.sampled_from([*ROLES, "admin"])
NUMBER = st.integers(0, 7)
REASON = st.sampled_from(["", "Louder voice", "  ", "Again\x00"])
EXAMPLES = int(os.environ.get("STUDIO_PROPERTY_EXAMPLES", "10"))


class Label(RuleBasedStateMachine):
    """One song, six people. A deed that is refused must leave nothing behind."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.people = {name: make_user(name, role=role) for name, role in ROLES.items()}
        self.people["admin"] = make_user("admin", role=LabelRole.ADMIN)
        artist = make_artist(self.people["owner"], self.people["teammate"])
        brief = songs.Brief(title="Paper Lanterns")
        self.song = songs.start_song(artist, brief, by=self.people["owner"], lyrics="One line")
        self.approved: dict[Any, dict[str, Any]] = {}
        self.counted: dict[str, Any] = {}
        self.seen: dict[int, dict[str, Any]] = {}
        self.happened: list[tuple[int, str]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def attempt(self, deed: Any, *told: Any, **more: Any) -> Any:
        before = self.footprint()
        try:
            return deed(*told, **more)
        except StudioError:
            assert self.footprint() == before, f"{deed.__name__} was refused and left something behind"
            return None

    def footprint(self) -> tuple[Any, ...]:
        counts = [model.objects.count() for model in (Activity, Asset, Comment, Decision, Event, Pick, Review, Run)]
        return model_to_dict(self.now()), list(Review.objects.values_list("pk", "state")), *counts

    def now(self) -> Project:
        return Project.objects.get(pk=self.song.pk)

    def asset(self, number: int) -> Asset | None:
        found = list(Asset.objects.order_by("created_at", "pk"))
        return found[number % len(found)] if found else None

    def asked(self, number: int) -> Review | None:
        found = list(Review.objects.order_by("pk"))
        return found[-1 - number % len(found)] if found else None

    def remark(self, number: int) -> Comment | None:
        found = list(Comment.objects.order_by("pk"))
        return found[number % len(found)] if found else None

    @rule(who=PEOPLE, declares=st.booleans())
    def submit(self, who: str, declares: bool) -> None:
        project = self.now()
        said = declarations.asked_of(project) if declares else ()
        self.attempt(songs.submit, project, by=self.people[who], declaring=said)

    @rule(kind=st.sampled_from(KINDS))
    def land(self, kind: str) -> None:
        """A machine or an upload brings a file."""
        newest = Asset.objects.filter(kind=kind).count()
        facts = {"name": f"{kind}.wav", "size_bytes": 9, "media_type": "audio/wav", "duration_s": 9.0}
        Asset.objects.create(project=self.song, kind=kind, version=newest + 1, sha256=f"{kind}{newest}", **facts)

    @rule(who=PEOPLE, number=NUMBER)
    def ask(self, who: str, number: int) -> None:
        if asset := self.asset(number):
            self.attempt(review.request_review, asset, by=self.people[who])

    @rule(
        who=PEOPLE,
        number=NUMBER,
        verdict=st.sampled_from([*sorted(review.VERDICTS), "open", "withdrawn"]),
        reason=REASON,
    )
    def decide(self, who: str, number: int, verdict: str, reason: str) -> None:
        if asked := self.asked(number):
            self.attempt(review.decide, asked, verdict, reason, by=self.people[who])

    @rule(who=PEOPLE, number=NUMBER)
    def undo(self, who: str, number: int) -> None:
        if asked := self.asked(number):
            self.attempt(review.undo, asked, by=self.people[who])

    @rule(who=PEOPLE, number=NUMBER, reason=REASON)
    def withdraw(self, who: str, number: int, reason: str) -> None:
        if asked := self.asked(number):
            self.attempt(review.withdraw, asked, reason, by=self.people[who])

    @rule(who=PEOPLE, number=NUMBER)
    def pick(self, who: str, number: int) -> None:
        if asset := self.asset(number):
            self.attempt(picks.pick, asset, by=self.people[who])

    @rule(number=NUMBER)
    def autopilot_picks(self, number: int) -> None:
        if asset := self.asset(number):
            self.attempt(picks.pick, asset, by=None)

    @rule(who=PEOPLE, number=NUMBER, answers=st.booleans())
    def remark_on(self, who: str, number: int, answers: bool) -> None:
        if asset := self.asset(number):
            parent = self.remark(number) if answers else None
            self.attempt(comments.comment, asset, "Here @owner", by=self.people[who], at_s=1.0, parent=parent)

    @rule(who=PEOPLE, number=NUMBER, deed=st.sampled_from([comments.resolve, comments.reopen, comments.remove]))
    def tick(self, who: str, number: int, deed: Any) -> None:
        if remark := self.remark(number):
            self.attempt(deed, remark, by=self.people[who])

    @rule(who=PEOPLE, number=NUMBER, rejects=st.booleans())
    def say_what_one_thinks(self, who: str, number: int, rejects: bool) -> None:
        if asset := self.asset(number):
            told = {"reason": "no"} if rejects else {"rating": 4}
            self.attempt(opinions.reject if rejects else opinions.rate, asset, *told.values(), by=self.people[who])

    @rule(who=PEOPLE, words=st.sampled_from(["One line", "Two\nlines", "", "x\x00"]))
    def write(self, who: str, words: str) -> None:
        self.attempt(lyrics.save_lyrics, self.now(), words, by=self.people[who])

    @rule(who=PEOPLE, bpm=st.sampled_from([None, 90.0, 500.0]), title=st.sampled_from(["Paper Lanterns", "Other", ""]))
    def change(self, who: str, bpm: float | None, title: str) -> None:
        self.attempt(songs.change_brief, self.now(), by=self.people[who], bpm=bpm, title=title)

    @precondition(lambda self: self.approved)
    @rule(hours=st.sampled_from([1, 2000]))
    def time_passes(self, hours: int) -> None:
        """Undoing has its time; nothing that was decided may fade with it."""
        for decision in Decision.objects.all():
            Decision.objects.filter(pk=decision.pk).update(at=decision.at - timedelta(hours=hours))
        self.seen = {pk: {**row, "at": row["at"] - timedelta(hours=hours)} for pk, row in self.seen.items()}

    @invariant()
    def what_was_approved_does_not_change(self) -> None:
        now = {row["id"]: row for row in Asset.objects.filter(reviews__state=Review.State.APPROVED).values()}
        for pk, row in self.approved.items():
            if pk in now:
                assert now[pk] == row
                phase = PHASE_OF[row["kind"]]
                counts, counted = picks.picked(self.song, phase), self.counted[pk]
                assert counts == counted or (counts is not None and counts.pk in now), "another version counts"
            else:
                assert Asset.objects.filter(pk=pk).exists(), "an approved file went"
                last = Decision.objects.filter(review__asset=pk).last()
                assert last is not None and last.verdict in {"withdrawn", "open"}, "an approval went without a trail"
        self.approved = now
        self.counted = {pk: picks.picked(self.song, PHASE_OF[row["kind"]]) for pk, row in now.items()}

    @invariant()
    def no_decision_vanishes(self) -> None:
        now = {row["id"]: row for row in Decision.objects.values()}
        assert {pk: now.get(pk) for pk in self.seen} == self.seen
        self.seen = now

    @invariant()
    def events_have_no_gaps_and_never_change(self) -> None:
        now = list(self.song.events.order_by("seq").values_list("seq", "type"))
        assert [seq for seq, _type in now] == list(range(1, self.now().event_seq + 1))
        assert now[: len(self.happened)] == self.happened
        self.happened = now

    @invariant()
    def the_song_stands_where_its_reviews_say(self) -> None:
        state, masters = self.now().state, Review.objects.filter(asset__kind=Asset.Kind.MASTER)
        newest = masters.exclude(state=Review.State.WITHDRAWN).order_by("-pk").first()
        if state == Project.State.APPROVED:
            assert newest is not None and masters.filter(state=Review.State.APPROVED).exists()
        if state == Project.State.DRAFT:
            assert not Review.objects.exists()

    @invariant()
    def one_decision_at_a_time_is_asked_for(self) -> None:
        waiting = list(Review.objects.filter(state=Review.State.OPEN).values_list("asset", flat=True))
        assert len(waiting) == len(set(waiting))


@pytest.fixture
def songs_alone() -> Any:
    """What processing makes of these deeds is tested where processing is."""
    deeds = [signals.submitted, signals.picked, signals.decided, signals.asset_added]
    kept = [deed.receivers for deed in deeds]
    for deed in deeds:
        deed.receivers = []
        deed.sender_receivers_cache.clear()
    yield
    for deed, receivers in zip(deeds, kept, strict=True):
        deed.receivers = receivers
        deed.sender_receivers_cache.clear()


@pytest.mark.django_db
@pytest.mark.usefixtures("songs_alone")
def test_decisions_stand() -> None:
    run_state_machine_as_test(
        Label,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            database=None,
            derandomize="STUDIO_PROPERTY_EXAMPLES" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("songs_alone")
def test_the_invariants_can_fail() -> None:
    """A machine that never complains proves nothing: each guard is shown a break."""
    breaks = {
        "an approval": lambda label: Review.objects.filter(state="approved").update(state="changes_requested"),
        "a file": lambda label: Asset.objects.update(name="other.wav"),
        "a decision": lambda label: Decision.objects.all().delete(),
        "an event": lambda label: Event.objects.filter(seq=2).delete(),
    }
    for what, spoil in breaks.items():
        label = Label()
        label.submit("owner", True)
        label.land(Asset.Kind.MASTER)
        label.ask("owner", 0)
        label.decide("anr", 0, "approved", "")
        guards = [
            label.what_was_approved_does_not_change,
            label.no_decision_vanishes,
            label.events_have_no_gaps_and_never_change,
        ]
        for guard in guards:
            guard()
        assert label.approved, "nothing was approved"
        spoil(label)
        broken = 0
        for guard in guards:
            try:
                guard()
            except AssertionError:
                broken += 1
        label.teardown()
        assert broken, f"nobody noticed that {what} was changed"
