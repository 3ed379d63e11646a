import pytest
from django.db import connection

from artists.models import User
from projects.models import Asset, Comment, Project
from projects.views.standing import songs_for, with_standing
from studio import statistics
from tests.factories import make_project, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def counted() -> set[str]:
    if connection.vendor != "sqlite":
        return {"artists_artist", "projects_project"}  # it counts by itself
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        return {name for (name,) in cursor.fetchall()}


def test_tables_are_counted() -> None:
    make_project()
    statistics.analyze_tables()
    assert {"artists_artist", "projects_project"} <= counted()


def test_once_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[float] = []
    now = {"s": 50.0}
    monkeypatch.setattr(statistics, "analyze_tables", lambda: rounds.append(now["s"]))
    monkeypatch.setattr(statistics.time, "monotonic", lambda: now["s"])
    counter = statistics.HourlyAnalyze()
    for now["s"] in (50.0, 60.0, 50.0 + statistics.EVERY_S - 1, 50.0 + statistics.EVERY_S, 9000.0):
        counter.round()
    assert rounds == [50.0, 50.0 + statistics.EVERY_S, 9000.0]


def test_cards_look_for_remarks_of_their_own_song() -> None:
    """Otherwise a page of cards goes through the open remarks of all songs for each of them."""

    if connection.vendor != "sqlite":
        return
    user: User = make_user("ada", role="anr")
    for _ in range(20):
        song = make_project()
        asset = Asset.objects.create(project=song, kind="mix", version=1, sha256="a" * 64, name="m.wav", size_bytes=1)
        Comment.objects.bulk_create(
            [Comment(asset=asset, by=song.created_by or make_user(), text="x") for _ in range(9)]
        )
    statistics.analyze_tables()
    cards = with_standing(songs_for(user), user).filter(pk__in=Project.objects.values_list("pk", flat=True)[:5])
    sql, params = cards.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        steps = [str(step[-1]) for step in cursor.fetchall()]
    heads = [step for step in steps if "open_threads" in step or "thread_heads" in step or "comment_asset" in step]
    assert any("asset_id=?" in step for step in heads), steps
