"""Remarks, answers, names, ticking off, taking back, and what is carried to the next version."""

from datetime import timedelta

import pytest
from django.utils import timezone

from artists.models import User
from projects import comments
from projects.errors import Invalid, NotAllowed, StudioError
from projects.mentions import named, people_of
from projects.models import Asset, Comment, Project
from tests.factories import make_asset, make_user


@pytest.fixture
def master(song: Project) -> Asset:
    return make_asset(song, "master", name="master.wav", duration_s=180.0)


def test_a_remark_points_at_a_moment(song: Project, master: Asset, teammate: User) -> None:
    remark = comments.comment(master, " Nice ", by=teammate, at_s=12.5, end_s=14)
    assert (remark.text, remark.at_s, remark.end_s) == ("Nice", 12.5, 14)
    assert song.events.get(type="comment.added").data["at_s"] == 12.5


@pytest.mark.parametrize(
    ("text", "at_s", "end_s", "code"),
    [
        (" ", None, None, "empty"),
        ("a\x00", None, None, "empty"),
        ("x" * 2001, None, None, "too_long"),
        ("x", -0.1, None, "outside"),
        ("x", 181.1, None, "outside"),
        ("x", float("nan"), None, "outside"),
        ("x", float("inf"), None, "outside"),
        ("x", 5.0, 182.0, "outside"),
        ("x", 5.0, 4.9, "range_backwards"),
        ("x", None, 4.0, "range_open"),
    ],
)
def test_a_remark_that_points_nowhere_is_refused(
    master: Asset, owner: User, text: str, at_s: float | None, end_s: float | None, code: str
) -> None:
    with pytest.raises(Invalid, match=f"comment.{code}"):
        comments.comment(master, text, by=owner, at_s=at_s, end_s=end_s)


def test_a_remark_at_the_very_end_is_fine(master: Asset, owner: User) -> None:
    assert comments.comment(master, "Fade", by=owner, at_s=181.0).pk
    assert comments.comment(master, "All of it", by=owner, at_s=0.0, end_s=0.0).pk


def test_an_answer_stands_in_its_thread(song: Project, master: Asset, owner: User, anr: User) -> None:
    head = comments.comment(master, "Too bright?", by=anr, at_s=3.0)
    answer = comments.comment(master, "A little", by=owner, parent=head)
    beside = comments.comment(master, "Agreed", by=anr, parent=answer)
    assert answer.parent == beside.parent == head
    assert song.events.filter(type="comment.added").last().data["parent"] == head.pk  # type: ignore[union-attr]


def test_an_answer_stays_on_its_version(song: Project, master: Asset, owner: User) -> None:
    head = comments.comment(master, "Here", by=owner)
    with pytest.raises(Invalid, match="other_version"):
        comments.comment(make_asset(song, "master"), "There", by=owner, parent=head)


def test_an_answer_to_what_was_taken_back_is_refused(master: Asset, owner: User, anr: User) -> None:
    head = comments.comment(master, "Oops", by=owner)
    late = Comment.objects.get(pk=head.pk)
    comments.remove(head, by=owner)
    with pytest.raises(StudioError, match=r"comment\.gone"):
        comments.comment(master, "What?", by=anr, parent=late)
    assert not Comment.objects.exists()


def test_people_are_named_in_words_or_by_id(
    song: Project, master: Asset, owner: User, teammate: User, anr: User, engineer: User, stranger: User
) -> None:
    remark = comments.comment(master, "@Teammate and @anr, not@engineer", by=owner, mentions=[engineer.pk])
    assert set(remark.mentions.all()) == {teammate, anr, engineer}
    told = song.events.get(type="comment.added").data["mentions"]
    assert sorted(told) == sorted([teammate.pk, anr.pk, engineer.pk])
    with pytest.raises(Invalid, match="mention_unknown"):
        comments.comment(master, "You?", by=owner, mentions=[stranger.pk])
    assert not comments.comment(master, "@Stranger @Nobody", by=owner).mentions.exists()


def test_the_longest_name_is_meant() -> None:
    ann, anna = User(username="ann", display_name="Ann"), User(username="anna", display_name="Ann Marie")
    assert named("@ann marie listen", [ann, anna]) == [anna]
    assert named("@Ann, listen", [ann, anna]) == [ann]
    assert named("@Annabel", [ann, anna]) == [] == named("mail ann@example.org", [ann, anna])


def test_only_people_who_see_the_song_can_be_named(
    song: Project, owner: User, teammate: User, anr: User, stranger: User
) -> None:
    gone = make_user("gone", role="anr", is_active=False)
    assert set(people_of(song)) == {owner, teammate, anr} and gone not in people_of(song)


def test_a_thread_is_ticked_off_and_opened_again(song: Project, master: Asset, owner: User, anr: User) -> None:
    head = comments.comment(master, "Hiss", by=anr)
    late = Comment.objects.get(pk=head.pk)
    assert comments.resolve(head, by=owner).resolved_by == owner
    with pytest.raises(StudioError, match=r"already_resolved: Owner was first: ticked off now\."):
        comments.resolve(late, by=anr)
    comments.reopen(late, by=anr)
    with pytest.raises(StudioError, match="already_open"):
        comments.reopen(late, by=anr)
    assert list(song.events.values_list("type", flat=True)) == ["comment.added", "comment.resolved", "comment.reopened"]


def test_answers_are_not_ticked_off(master: Asset, owner: User) -> None:
    answer = comments.comment(master, "Yes", by=owner, parent=comments.comment(master, "No?", by=owner))
    with pytest.raises(Invalid, match="is_an_answer"):
        comments.resolve(answer, by=owner)


def test_ones_own_remark_is_taken_back_within_ten_seconds(song: Project, master: Asset, owner: User, anr: User) -> None:
    remark = comments.comment(master, "Wrong song", by=owner)
    with pytest.raises(NotAllowed, match="not_yours"):
        comments.remove(remark, by=anr)
    comments.remove(remark, by=owner)
    assert not Comment.objects.exists()
    assert song.events.filter(type="comment.removed").exists() and song.activity.filter(verb="comment.removed").exists()


def test_a_remark_stays_when_it_is_older_or_answered(master: Asset, owner: User, anr: User) -> None:
    old, answered = (comments.comment(master, text, by=owner) for text in ("Old", "Answered"))
    old.at = timezone.now() - timedelta(seconds=10.5)
    with pytest.raises(StudioError, match="too_late"):
        comments.remove(old, by=owner)
    comments.comment(master, "Mine", by=anr, parent=answered)
    with pytest.raises(StudioError, match=r"comment\.answered"):
        comments.remove(answered, by=owner)
    assert Comment.objects.count() == 3


def test_open_notes_are_carried_to_the_next_version_of_their_kind(song: Project, master: Asset, owner: User) -> None:
    done, still = (comments.comment(master, text, by=owner) for text in ("Done", "Still"))
    comments.comment(master, "An answer", by=owner, parent=still)
    comments.comment(make_asset(song, "mix"), "Of a mix", by=owner)
    comments.resolve(done, by=owner)
    assert list(comments.carried_to(make_asset(song, "master"))) == [still]
    assert not comments.carried_to(master).exists()
