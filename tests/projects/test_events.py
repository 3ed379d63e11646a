"""Facts are numbered without gaps, whoever writes them at once."""

import threading

import pytest
from django.db import connection, transaction

from artists.models import User
from projects import events
from projects.models import Activity, Event, Project
from tests.factories import make_project
from tests.servers import RedisServer


def test_each_song_counts_for_itself(song: Project, owner: User) -> None:
    other = make_project(song.artist)
    for project in (song, other, song):
        events.record(project, "thing.happened", by=owner, n=1)
    assert list(song.events.values_list("seq", flat=True)) == [1, 2]
    assert list(other.events.values_list("seq", flat=True)) == [1]


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_fails_leaves_no_gap(song: Project, redis_url: str) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        events.record(song, "thing.happened")
        raise ZeroDivisionError
    assert events.record(song, "thing.happened").seq == 1


@pytest.mark.django_db(transaction=True)
def test_many_writers_leave_no_gap(song: Project, redis_url: str) -> None:
    def write() -> None:
        for _ in range(15):
            events.record(song, "thing.happened")
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 61))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_published_before_it_is_true(song: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(events, "publish", lambda event: told.append(event.seq))
    with transaction.atomic():
        events.record(song, "thing.happened")
        assert told == []
    assert told == [1]


@pytest.mark.django_db(transaction=True)
def test_without_redis_the_deed_still_stands(song: Project, redis_server: RedisServer) -> None:
    redis_server.kill()
    try:
        assert events.record(song, "thing.happened").seq == 1
    finally:
        redis_server.start()
    assert events.record(song, "thing.happened").seq == 2


def test_a_message_says_who_what_and_when(song: Project, owner: User) -> None:
    event = events.record(song, "thing.happened", by=owner, n=1)
    told = {"seq": 1, "type": "thing.happened", "by": owner.pk, "data": {"n": 1}, "project": str(song.pk)}
    assert events.message_of(event) == {**told, "at": event.at.isoformat()}
    assert events.message_of(events.record(song, "thing.happened"))["by"] is None


def test_notes_stay_when_the_song_goes(song: Project, owner: User) -> None:
    events.note("thing.done", by=owner, project=song, n=2)
    song.delete()
    kept = Activity.objects.get()
    assert (kept.verb, kept.by, kept.project, kept.data) == ("thing.done", owner, None, {"n": 2})
