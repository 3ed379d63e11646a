"""E-mails: gathered, grouped by song, never twice, and never in the way of what caused them."""

import datetime
import re
import threading
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from artists.models import Artist, User
from projects import comments, digest, events, notices
from projects.digest import Postman
from projects.models import Asset, Notification, Project
from tests.factories import make_asset, make_project, make_user

pytestmark = pytest.mark.django_db
SOON = datetime.timedelta(minutes=2)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def master(song: Project) -> Asset:
    return make_asset(song, Asset.Kind.MASTER, name="master.wav", duration_s=120.0)


def later(wait: datetime.timedelta = SOON) -> datetime.datetime:
    return timezone.now() + wait


def test_what_comes_close_together_is_one_mail_grouped_by_song(
    song: Project, master: Asset, artist: Artist, owner: User, teammate: User
) -> None:
    other = make_project(artist, title="Second Song")
    comments.comment(master, "@owner hear <this>", by=teammate, at_s=83.0)
    events.record(song, "tempo.asked", run=1)
    events.record(other, "tempo.asked", run=1)
    assert Postman().round() == 0 and mail.outbox == []
    assert Postman().round(later()) == 2
    mine = next(one for one in mail.outbox if one.to == ["owner@example.org"])
    assert mine.subject == "3 things to know about 2 songs"
    assert mine.body.index("Paper Lanterns · Nova Kane") < mine.body.index("Second Song")
    assert re.search(
        rf"Play at 1:23: http://127.0.0.1:\d+/songs/{song.pk}/\?asset={master.pk}&t=83&notice=\d+", mine.body
    )
    html = mine.alternatives[0][0]
    assert "hear &lt;this&gt;" in html and f"?asset={master.pk}&amp;t=83&amp;notice=" in html


def test_nothing_is_sent_twice(song: Project, owner: User, teammate: User) -> None:
    events.record(song, "tempo.asked", run=1)
    assert [Postman().round(later()), Postman().round(later(DAY))] == [2, 0]
    assert len(mail.outbox) == 2


@pytest.mark.django_db(transaction=True)
def test_two_processes_share_the_work(song: Project, owner: User, redis_url: str) -> None:
    events.record(song, "tempo.asked", run=1)
    now = later()

    def deliver() -> None:
        Postman().round(now)
        connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.to[0] for one in mail.outbox) == ["owner@example.org", "teammate@example.org"]


def test_what_was_read_is_not_mailed(song: Project, owner: User, teammate: User) -> None:
    events.record(song, "tempo.asked", run=1)
    notices.mark_read(Notification.objects.filter(user=owner))
    Postman().round(later())
    assert [one.to for one in mail.outbox] == [["teammate@example.org"]]


def test_the_daily_one_waits_for_the_morning(song: Project, master: Asset, owner: User, teammate: User) -> None:
    comments.comment(master, "One", by=teammate)
    due = Notification.objects.get(user=owner).email_due_at
    assert due is not None and timezone.localtime(due).hour == 8
    assert Postman().round(due - datetime.timedelta(seconds=1)) == 0
    assert Postman().round(due) == 1


def test_a_refusal_is_tried_again_and_the_admin_hears_of_it(
    song: Project, owner: User, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: object) -> int:
        raise ConnectionRefusedError("no server there")

    Project.objects.filter(pk=song.pk).update(artist=song.artist)
    events.record(song, "tempo.asked", run=1)
    now = later()
    with monkeypatch.context() as away:
        away.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        postman = Postman()
        assert postman.round(now) == 0
        assert postman.round(now + SOON) == 0, "it rests after a refusal"
    notice = Notification.objects.get(user=admin, type="mail.failed")
    assert notices.words(notice) == "E-mails can not be sent: ConnectionRefusedError: no server there"
    assert Notification.objects.filter(type="tempo.asked", emailed_at=None).count() == 2
    assert Postman().round(now + 2 * SOON) == 2


def test_after_three_days_it_gives_up(song: Project, owner: User) -> None:
    events.record(song, "tempo.asked", run=1)
    rows = list(Notification.objects.filter(user=owner))
    digest.give_back(rows, timezone.now() + 4 * DAY)
    assert Notification.objects.get(user=owner).email_due_at is None


def test_a_mail_speaks_the_persons_language(song: Project, owner: User) -> None:
    owner.language = "es"
    owner.save()
    events.record(song, "tempo.asked", run=1)
    letter = digest.letter(owner, list(Notification.objects.filter(user=owner)))
    assert 'lang="es"' in letter.alternatives[0][0]


def test_a_title_cannot_break_into_the_headers(song: Project, owner: User) -> None:
    song.title = "Two\nBcc: all@example.org"
    song.save()
    events.record(song, "tempo.asked", run=1)
    letter = digest.letter(owner, list(Notification.objects.filter(user=owner)))
    assert "\n" not in letter.subject


def test_one_click_ends_all_mail(song: Project, owner: User, teammate: User) -> None:
    events.record(song, "tempo.asked", run=1)
    letter = digest.letter(owner, list(Notification.objects.filter(user=owner)))
    link = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert link in letter.body and letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/" + link.split("/", 3)[3]
    outside = Client(enforce_csrf_checks=True)
    assert "Stop all e-mails" in outside.get(path).content.decode()
    assert {email for _in_app, email in notices.choices_of(owner).values()} != {"off"}, "looking changes nothing"
    assert outside.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert {email for _in_app, email in notices.choices_of(owner).values()} == {"off"}
    Postman().round(later())
    assert [one.to for one in mail.outbox] == [["teammate@example.org"]]


@pytest.mark.parametrize("token", ["nonsense", "1:abc:def"])
def test_a_made_up_link_changes_nothing(token: str, owner: User) -> None:
    assert Client().post(f"/mail/off/{token}/").status_code == 404
    assert not owner.notification_choices.exists()


def test_people_who_left_get_nothing(song: Project, artist: Artist, owner: User, teammate: User) -> None:
    gone = make_user("gone")
    artist.memberships.create(user=gone)
    events.record(song, "tempo.asked", run=1)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    artist.memberships.filter(user=teammate).delete()
    assert Postman().round(later()) == 1
    assert [one.to for one in mail.outbox] == [["owner@example.org"]]
    assert not digest.due(later(DAY)).exists()


def test_an_idle_round_costs_one_query(django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(1):
        Postman().round()
