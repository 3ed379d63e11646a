"""Links for people without an account: making, ending, closing, and what a guest may say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from artists.models import User
from projects import comments, guests, notices
from projects.errors import Invalid, StudioError
from projects.models import Activity, Asset, Comment, GuestLink, Notification, Project
from tests.factories import make_asset


@pytest.fixture
def master(song: Project) -> Asset:
    return make_asset(song, "master", name="master.wav", duration_s=180.0)


@pytest.fixture
def link(master: Asset, owner: User) -> GuestLink:
    return guests.share(master, "Kim", by=owner)


def test_a_link_is_found_by_its_signature_alone(link: GuestLink) -> None:
    secret = guests.secret_of(link)
    assert guests.found(secret) == link
    for wrong in ("", "a-guess", link.pk.hex, f"{link.pk.hex}.x", secret[:-1], secret + "a", "é" * 40):
        assert guests.found(wrong) is None


@pytest.mark.parametrize(
    ("name", "days", "code"),
    [
        (" ", 7, "name_missing"),
        ("a\x00", 7, "name_missing"),
        ("x" * 61, 7, "name_too_long"),
        ("Kim", 0, "days_out_of_range"),
        ("Kim", 91, "days_out_of_range"),
    ],
)
def test_a_link_without_a_name_or_an_end_is_refused(
    master: Asset, owner: User, name: str, days: int, code: str
) -> None:
    with pytest.raises(Invalid, match=rf"guest_link\.{code}"):
        guests.share(master, name, by=owner, days=days)
    assert not GuestLink.objects.exists()


def test_takes_and_files_that_are_gone_are_not_shared(song: Project, master: Asset, owner: User) -> None:
    Asset.objects.filter(pk=master.pk).update(removed_at=timezone.now())
    master.refresh_from_db()
    for asset in (make_asset(song, "vocal"), master):
        with pytest.raises(Invalid, match=r"guest_link\.not_shareable"):
            guests.share(asset, "Kim", by=owner)


def test_a_version_has_only_so_many_open_links(
    master: Asset, owner: User, link: GuestLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guests, "OPEN_EACH", 2)
    guests.share(master, "Lee", by=owner)
    with pytest.raises(StudioError, match=r"guest_link\.too_many"):
        guests.share(master, "Max", by=owner)
    guests.close(link, by=owner)
    assert guests.share(master, "Max", by=owner).pk


def test_links_end_are_closed_and_go_with_the_file(link: GuestLink, owner: User) -> None:
    assert guests.standing(link) == "open"
    assert timedelta(days=13, hours=23) < link.ends_at - timezone.now() <= timedelta(days=14)
    link.ends_at = timezone.now()
    assert guests.standing(link) == "ended"
    link.ends_at += timedelta(days=1)
    link.asset.removed_at = timezone.now()
    assert guests.standing(link) == "removed"
    assert guests.standing(guests.close(link, by=owner)) == "closed"
    first = link.closed_at
    assert guests.close(link, by=owner).closed_at == first
    assert Activity.objects.filter(verb="guest_link.closed").count() == 1


def test_openings_are_counted_and_the_first_is_written_down(link: GuestLink) -> None:
    guests.opened(link)
    guests.opened(link)
    link.refresh_from_db()
    assert link.openings == 2
    noted = Activity.objects.get(verb="guest_link.opened")
    assert (noted.by, noted.data["guest"], noted.data["version"]) == (None, "Kim", link.asset.version)


def test_what_a_guest_says_stands_in_the_talk_under_their_name(link: GuestLink, owner: User) -> None:
    remark = guests.say(link, " Kim Lo ", "More voice, @Owner", at_s=12.0)
    assert (remark.by, remark.author, remark.at_s) == (None, "Kim Lo (guest)", 12.0)
    assert list(remark.mentions.all()) == []
    told = Notification.objects.get(user=owner, type="comment.added")
    assert notices.words(told) == "Kim Lo (guest) commented on Master 1"
    answer = comments.comment(link.asset, "Done", by=owner, parent=remark)
    comments.comment(link.asset, "Between us", by=owner)
    [thread] = guests.said_by(link)
    assert [thread, *thread.answers.all()] == [remark, answer]


def test_a_link_hears_nothing_of_what_came_by_another(link: GuestLink, owner: User) -> None:
    guests.say(link, "Kim", "Mine")
    other = guests.share(link.asset, "Lee", by=owner)
    assert list(guests.said_by(other)) == []


def test_only_an_open_link_that_allows_it_takes_words(link: GuestLink, owner: User) -> None:
    listens = guests.share(link.asset, "Lee", by=owner, may_comment=False)
    with pytest.raises(StudioError, match=r"guest_link\.only_listens"):
        guests.say(listens, "Lee", "Hm")
    with pytest.raises(Invalid, match=r"guest_link\.name_missing"):
        guests.say(link, " ", "Hm")
    with pytest.raises(Invalid, match=r"comment\.outside"):
        guests.say(link, "Kim", "Hm", at_s=999.0)
    with pytest.raises(StudioError, match=r"guest_link\.closed"):
        guests.say(guests.close(link, by=owner), "Kim", "Hm")
    assert not Comment.objects.exists()


def test_a_link_is_no_way_to_flood_the_talk(link: GuestLink, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(guests.COMMENTS_A_MINUTE):
        guests.say(link, "Kim", f"Note {n}")
    with pytest.raises(StudioError, match=r"guest_link\.too_fast"):
        guests.say(link, "Kim", "One more")
    Comment.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert guests.say(link, "Kim", "Later").pk
    monkeypatch.setattr(guests, "COMMENTS_EACH", guests.COMMENTS_A_MINUTE)
    with pytest.raises(StudioError, match=r"guest_link\.full"):
        guests.say(link, "Kim", "Too many")
