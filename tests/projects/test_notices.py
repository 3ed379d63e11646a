"""Who is told what, where it leads, and how one chooses."""

import pytest

from artists.models import Artist, User
from projects import comments, events, notices, review, told
from projects.errors import Invalid
from projects.models import Asset, Notification, NotificationChoice, Project, Review
from tests.factories import make_asset, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def master(song: Project) -> Asset:
    Project.objects.filter(pk=song.pk).update(state="in_production")
    song.refresh_from_db()
    return make_asset(song, Asset.Kind.MASTER, name="master.wav", duration_s=120.0)


@pytest.fixture
def asked(master: Asset, owner: User) -> Review:
    return review.request_review(master, by=owner)


def told_to(user: User) -> list[str]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("type", flat=True))


def test_a_request_goes_to_those_who_decide(
    asked: Review, anr: User, admin: User, engineer: User, owner: User, teammate: User, stranger: User
) -> None:
    review.withdraw(asked, by=owner)
    Notification.objects.all().delete()
    review.request_review(asked.asset, by=owner)
    assert told_to(anr) == told_to(admin) == ["review.requested"]
    assert told_to(engineer) == told_to(owner) == told_to(teammate) == told_to(stranger) == []


def test_a_decision_goes_to_the_artist_and_whoever_asked(
    asked: Review, anr: User, admin: User, owner: User, teammate: User
) -> None:
    Notification.objects.all().delete()
    review.decide(asked, "changes_requested", "Too bright.", by=anr)
    assert told_to(owner) == told_to(teammate) == ["decision.made"]
    assert told_to(anr) == told_to(admin) == []
    notice = Notification.objects.filter(user=owner).get()
    assert notices.words(notice) == "Anr decided on Master 1: changes requested"
    assert notices.excerpt(notice) == "Too bright."


def test_a_decision_undone_at_once_is_not_told_at_all(asked: Review, anr: User, owner: User, teammate: User) -> None:
    Notification.objects.all().delete()
    review.decide(asked, "approved", by=anr)
    notices.mark_read(Notification.objects.filter(user=teammate))
    review.undo(asked, by=anr)
    assert told_to(owner) == []
    assert told_to(teammate) == ["decision.made", "decision.undone"]


def test_an_approval_taken_back_is_told_to_everyone_concerned(
    asked: Review, anr: User, owner: User, teammate: User
) -> None:
    review.decide(asked, "approved", by=anr)
    Notification.objects.all().delete()
    review.withdraw(asked, "The voice clips at 1:12.", by=anr)
    assert told_to(owner) == told_to(teammate) == ["decision.undone"]


def test_a_withdrawn_request_no_longer_rings(asked: Review, anr: User, owner: User) -> None:
    Notification.objects.all().delete()
    Notification.objects.create(user=anr, type="review.requested", project=asked.project, data={"review": asked.pk})
    review.withdraw(asked, by=owner)
    assert told_to(anr) == []


def test_a_comment_goes_to_the_artist_and_to_whoever_spoke(
    master: Asset, owner: User, teammate: User, anr: User, engineer: User, stranger: User
) -> None:
    comments.comment(master, "First", by=anr, at_s=83.0)
    assert told_to(owner) == told_to(teammate) == ["comment.added"]
    comments.comment(master, "Second", by=owner)
    assert told_to(anr) == ["comment.added"]
    assert told_to(engineer) == told_to(stranger) == []


def test_a_mention_is_told_once_and_as_a_mention(master: Asset, owner: User, teammate: User, engineer: User) -> None:
    comments.comment(master, "@teammate @engineer listen", by=owner)
    assert told_to(teammate) == told_to(engineer) == ["comment.mentioned"]
    assert told_to(owner) == []


def test_an_answer_goes_to_the_thread(master: Asset, owner: User, teammate: User, anr: User, admin: User) -> None:
    first = comments.comment(master, "Here?", by=anr)
    Notification.objects.all().delete()
    comments.comment(master, "Yes", by=owner, parent=first)
    assert told_to(anr) == ["comment.answered"]
    assert told_to(teammate) == told_to(admin) == []


def test_a_comment_taken_back_is_taken_off_the_lists(master: Asset, owner: User, teammate: User) -> None:
    said = comments.comment(master, "Oops", by=owner)
    assert told_to(teammate) == ["comment.added"]
    comments.remove(said, by=owner)
    assert told_to(teammate) == []


@pytest.mark.parametrize(("autopilot", "expected"), [(False, ["candidates.ready"]), (True, [])])
def test_candidates_ring_only_where_a_person_picks(
    autopilot: bool, expected: list[str], song: Project, owner: User
) -> None:
    song.autopilot = autopilot
    events.record(song, "run.done", run=1, recipe="instrumental")
    events.record(song, "run.done", run=2, recipe="mix")
    assert told_to(owner) == expected


def test_a_failure_reaches_the_artist_and_the_engineers(song: Project, owner: User, engineer: User, anr: User) -> None:
    events.record(song, "run.failed", run=1, recipe="mix")
    assert told_to(owner) == told_to(engineer) == ["run.failed"]
    assert told_to(anr) == []
    assert notices.words(Notification.objects.filter(user=owner).get()) == "The mix could not be finished"


def test_most_events_cost_nothing(song: Project, django_assert_num_queries: object) -> None:
    before = Notification.objects.count()
    with django_assert_num_queries(5):  # type: ignore[operator]
        events.record(song, "stage.progressed", fraction=0.5)
    assert Notification.objects.count() == before


def test_the_cost_of_telling_does_not_grow_with_people(
    song: Project, artist: Artist, django_assert_max_num_queries: object
) -> None:
    for n in range(12):
        artist.memberships.create(user=make_user(f"member{n}"))
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        events.record(song, "tempo.asked", run=1)
    assert Notification.objects.count() == 14


def test_links_lead_to_the_very_second(master: Asset, anr: User, owner: User) -> None:
    comments.comment(master, "Here it lifts", by=anr, at_s=83.0)
    notice = Notification.objects.filter(user=owner).get()
    to = f"/songs/{master.project_id}/?asset={master.pk}&t=83#comment-{notice.data['comment']}"
    assert notices.link(notice) == to


def test_what_nobody_wants_is_not_written(song: Project, owner: User, teammate: User) -> None:
    notices.choose(owner, "tempo.asked", in_app=False, email="off")
    notices.choose(teammate, "tempo.asked", in_app=False, email="instant")
    events.record(song, "tempo.asked", run=1)
    assert told_to(owner) == []
    row = Notification.objects.get(user=teammate)
    assert not row.shown and row.email_due_at is not None
    assert list(notices.shown_to(teammate)) == []


def test_choices_are_those_of_the_role(owner: User, anr: User, admin: User) -> None:
    assert "candidates.ready" in notices.choices_of(owner) and "review.requested" not in notices.choices_of(owner)
    assert "review.requested" in notices.choices_of(anr) and "mail.failed" not in notices.choices_of(anr)
    assert "mail.failed" in notices.choices_of(admin)


REFUSED = [("review.requested", "off"), ("nothing", "off"), ("tempo.asked", "hourly")]


@pytest.mark.parametrize(("kind", "email"), REFUSED)
def test_what_cannot_be_chosen_is_refused(kind: str, email: str, owner: User) -> None:
    with pytest.raises(Invalid):
        notices.choose(owner, kind, in_app=True, email=email)
    assert not NotificationChoice.objects.exists()


def test_somebody_who_left_the_artist_no_longer_sees_its_notices(song: Project, artist: Artist, owner: User) -> None:
    events.record(song, "tempo.asked", run=1)
    assert notices.shown_to(owner).count() == 1
    artist.memberships.filter(user=owner).delete()
    assert notices.shown_to(owner).count() == 0


def test_an_admin_hears_of_the_house_once(admin: User, anr: User) -> None:
    notices.tell_admins("mail.failed", words="refused")
    notices.tell_admins("mail.failed", words="refused")
    assert told_to(admin) == ["mail.failed"] and told_to(anr) == []


def test_every_rule_names_a_known_kind_and_every_sentence_can_be_said(song: Project, owner: User) -> None:
    assert {rule.kind for rules in told.RULES.values() for rule in rules} | told.OF_THE_HOUSE == set(told.KINDS)
    for kind in told.KINDS:
        words = notices.words(Notification(user=owner, type=kind, project=song, data={}))
        assert words and "{" not in words
