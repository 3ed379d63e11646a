"""The label's inbox: what it lists, how it is narrowed, what is kept, and deciding on many at once."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from artists.models import User
from projects import comments, review
from projects.models import Asset, Project, Review, SavedView
from tests.factories import make_artist, make_asset, make_project, make_user

Browser = Callable[[User], Client]
HX = {"HX-Request": "true"}


def told(answer: Any) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(answer.headers["HX-Trigger"])
    return facts


def page(browser: Client, query: str = "") -> str:
    answer = browser.get(f"{reverse('inbox')}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def another(db: None) -> Review:
    """A mix of another artist that has waited for five days."""
    song = make_project(make_artist(name="The Low Tide"), title="Long Coast", state=Project.State.IN_PRODUCTION)
    asked = review.request_review(make_asset(song, Asset.Kind.MIX, duration_s=0.1), by=None)
    Review.objects.filter(pk=asked.pk).update(requested_at=timezone.now() - timedelta(days=5))
    return asked


def rows(text: str) -> list[int]:
    return [int(part.split('"')[0]) for part in text.split('data-row="')[1:]]


def test_the_inbox_plays_what_waits_and_says_when_nothing_does(
    waiting: Review, owner: User, anr: User, browser_of: Browser
) -> None:
    text = page(browser_of(anr))
    assert f"/assets/{waiting.asset_id}/peaks" in text and reverse("decide", args=[waiting.pk]) in text
    review.withdraw(waiting, by=owner)
    assert "Nothing waits for you" in page(browser_of(anr))


def test_what_was_said_follows_the_page_and_comes_with_the_next_one(
    waiting: Review, anr: User, browser_of: Browser
) -> None:
    comments.comment(waiting.asset, "The bridge drags", by=anr)
    browser = browser_of(anr)
    text = page(browser)
    assert "The bridge drags" not in text and 'hx-trigger="refresh, load"' in text
    about = {"about": waiting.asset_id, "show": "open"}
    talk = browser.get(reverse("room-talk", args=[waiting.project_id]), about).content.decode()
    next_one = browser.get(reverse("inbox-item", args=[waiting.pk])).content.decode()
    assert "The bridge drags" in talk and "The bridge drags" in next_one and 'hx-trigger="refresh"' in next_one


def test_the_longest_wait_comes_first(waiting: Review, another: Review, anr: User, browser_of: Browser) -> None:
    text = page(browser_of(anr))
    assert rows(text) == [another.pk, waiting.pk] and f'data-item="{another.pk}"' in text
    assert f'data-item="{waiting.pk}"' in page(browser_of(anr), f"open={waiting.pk}")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=mix", ["another"]),
        ("kind=master", ["waiting"]),
        ("artist=the-low-tide", ["another"]),
        ("title=LANTERNS", ["waiting"]),
        ("age=3", ["another"]),
        ("age=7", []),
        ("state=approved", []),
        ("state=any", ["waiting", "another"]),
        ("mentions=me", ["waiting"]),
        ("kind=nonsense&age=x&state=open&page=99", ["another", "waiting"]),
        ("title=%00", ["another", "waiting"]),
        ("open=999999999999999999999", ["another", "waiting"]),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    query: str, found: list[str], waiting: Review, another: Review, anr: User, owner: User, browser_of: Browser
) -> None:
    comments.comment(waiting.asset, "What do you think, @Anr?", by=owner)
    named = {"waiting": waiting.pk, "another": another.pk}
    assert rows(page(browser_of(anr), query)) == [named[name] for name in found]


def test_a_mention_counts_while_its_thread_is_open(
    waiting: Review, anr: User, engineer: User, owner: User, browser_of: Browser
) -> None:
    head = comments.comment(waiting.asset, "Hm", by=owner)
    comments.comment(waiting.asset, "@anr?", by=owner, parent=head)
    assert rows(page(browser_of(anr), "state=any&mentions=me")) == [waiting.pk]
    assert rows(page(browser_of(engineer), "state=any&mentions=me")) == []
    comments.resolve(head, by=owner)
    assert rows(page(browser_of(anr), "state=any&mentions=me")) == []


def test_what_i_decided(waiting: Review, another: Review, anr: User, admin: User, browser_of: Browser) -> None:
    review.decide(waiting, "approved", by=anr)
    assert rows(page(browser_of(anr), "state=any&mine=yes")) == [waiting.pk]
    assert rows(page(browser_of(admin), "state=any&mine=yes")) == []


def test_the_inbox_takes_the_same_queries_for_many_reviews(
    waiting: Review, anr: User, owner: User, browser_of: Browser
) -> None:
    def queries() -> int:
        browser = browser_of(anr)
        page(browser)
        with CaptureQueriesContext(connection) as captured:
            page(browser)
        return len(captured)

    comments.comment(waiting.asset, "First", by=owner)
    few = queries()
    for n in range(30):
        version = make_asset(waiting.project, Asset.Kind.MASTER)
        review.request_review(version, by=owner)
        comments.comment(version, f"Note {n} @anr", by=make_user(), parent=None)
    assert queries() == few <= 24
    assert len(rows(page(browser_of(anr)))) == 25 and len(rows(page(browser_of(anr), "page=2"))) == 6


def test_parts_of_the_inbox(waiting: Review, anr: User, browser_of: Browser) -> None:
    browser = browser_of(anr)
    for target, has in {"reviews": "data-row", "desk": 'id="title-filter"'}.items():
        part = browser.get(reverse("inbox"), headers={**HX, "HX-Target": target}).content.decode()
        assert has in part and "<html" not in part
    item = browser.get(reverse("inbox-item", args=[waiting.pk])).content.decode()
    assert "data-decide" in item and 'id="talk"' in item and "<html" not in item


def test_one_address_leads_everybody_to_a_review(
    waiting: Review, anr: User, owner: User, stranger: User, browser_of: Browser
) -> None:
    url = reverse("review", args=[waiting.pk])
    assert browser_of(anr).get(url).headers["Location"] == f"/inbox/?open={waiting.pk}"
    assert browser_of(owner).get(url).headers["Location"].startswith(f"/songs/{waiting.project_id}/")
    assert browser_of(stranger).get(url).status_code == 404


def test_engineers_look_and_do_not_decide(waiting: Review, engineer: User, browser_of: Browser) -> None:
    text = page(browser_of(engineer))
    assert rows(text) == [waiting.pk] and "data-decide" not in text and "data-bulk" not in text
    data = {"review": [waiting.pk], "verdict": "approved"}
    assert browser_of(engineer).post(reverse("decide-many"), data, headers=HX).status_code == 403
    assert Review.objects.get().state == "open"


def test_a_decision_says_how_to_undo_it(waiting: Review, anr: User, admin: User, browser_of: Browser) -> None:
    answer = browser_of(anr).post(reverse("decide", args=[waiting.pk]), {"verdict": "approved"}, headers=HX)
    undo = told(answer)["studio:undoable"]["undo"]
    assert browser_of(admin).post(undo, headers=HX).status_code == 403
    assert browser_of(anr).post(undo, headers=HX).status_code == 204
    waiting.refresh_from_db()
    assert waiting.state == "open"


def test_who_comes_second_is_told_and_shown_how_it_stands(
    waiting: Review, anr: User, admin: User, browser_of: Browser
) -> None:
    review.decide(waiting, "approved", by=admin)
    answer = browser_of(anr).post(
        reverse("decide", args=[waiting.pk]), {"verdict": "rejected", "reason": "x"}, headers=HX
    )
    facts = told(answer)
    assert answer.status_code == 422 and "Admin was first, now" in facts["studio:refused"]
    assert facts["studio:changed"] == "yes"
    wrong = browser_of(anr).post(reverse("decide", args=[waiting.pk]), {"verdict": "rejected"}, headers=HX)
    assert "studio:changed" not in told(wrong)


def test_many_are_decided_at_once_and_what_fails_is_told(
    waiting: Review, another: Review, anr: User, admin: User, browser_of: Browser
) -> None:
    third = review.request_review(make_asset(another.project, Asset.Kind.MIX), by=None)
    review.decide(another, "approved", by=admin)
    ids = [waiting.pk, another.pk, third.pk]
    data = {"review": ids, "verdict": "changes_requested", "quick": "harsh"}
    facts = told(browser_of(anr).post(reverse("decide-many"), data, headers=HX))
    assert facts["studio:undoable"]["words"] == "Changes to 2 requested."
    assert "1 could not be done. Long Coast, Mix 1: Admin was first" in facts["studio:refused"]
    assert set(Review.objects.filter(state="changes_requested")) == {waiting, third}
    assert set(third.decisions.values_list("reason", flat=True)) == {"It sounds harsh."}
    back = told(browser_of(anr).post(facts["studio:undoable"]["undo"], headers=HX))
    assert back["studio:said"] == "2 wait again." and Review.objects.filter(state="open").count() == 2


@pytest.mark.parametrize("ids", [[], ["x"], [str(n) for n in range(1, 102)]])
def test_nothing_selected_and_too_much_are_refused(ids: list[str], anr: User, browser_of: Browser) -> None:
    answer = browser_of(anr).post(reverse("decide-many"), {"review": ids, "verdict": "approved"}, headers=HX)
    assert answer.status_code == 422 and "Select between" in told(answer)["studio:refused"]


def test_a_strangers_selection_reaches_nothing(waiting: Review, stranger: User, browser_of: Browser) -> None:
    data = {"review": [waiting.pk], "verdict": "approved"}
    browser_of(stranger).post(reverse("decide-many"), data, headers=HX)
    waiting.refresh_from_db()
    assert waiting.state == "open" and not waiting.decisions.exists()


def test_views_are_kept_renamed_and_deleted(waiting: Review, anr: User, browser_of: Browser) -> None:
    browser = browser_of(anr)
    kept = browser.post(reverse("keep-view"), {"name": " Mixes ", "query": "kind=mix&nonsense=1&page=3"})
    view = SavedView.objects.get()
    assert (view.user, view.name, view.query) == (anr, "Mixes", "kind=mix")
    assert kept.headers["Location"] == "/inbox/?kind=mix"
    text = page(browser, "kind=mix")
    assert ">Mixes</a>" in text and reverse("drop-view", args=[view.pk]) in text
    browser.post(reverse("name-view", args=[view.pk]), {"name": "Fresh mixes"})
    assert SavedView.objects.get().name == "Fresh mixes"
    browser.post(reverse("drop-view", args=[view.pk]))
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "Twice", "a\x00"])
def test_a_view_needs_a_name_of_its_own(name: str, anr: User, browser_of: Browser) -> None:
    SavedView.objects.create(user=anr, page="inbox", name="Twice", query="age=1")
    answer = browser_of(anr).post(reverse("keep-view"), {"name": name, "query": "age=3"}, headers=HX)
    assert answer.status_code == 422 and SavedView.objects.count() == 1


@pytest.mark.parametrize("name", ["Waiting for me", " waiting FOR me ", "i am mentioned"])
def test_a_view_is_not_called_like_one_that_everybody_has(name: str, anr: User, browser_of: Browser) -> None:
    view = SavedView.objects.create(user=anr, page="inbox", name="Mine", query="age=1")
    browser = browser_of(anr)
    kept = browser.post(reverse("keep-view"), {"name": name, "query": "age=3"}, headers=HX)
    named = browser.post(reverse("name-view", args=[view.pk]), {"name": name}, headers=HX)
    assert kept.status_code == named.status_code == 422
    assert "already" in told(kept)["studio:refused"] and SavedView.objects.get().name == "Mine"


def test_all_that_wait_can_be_rejected_at_once_with_a_reason(
    waiting: Review, another: Review, anr: User, browser_of: Browser
) -> None:
    text, browser = page(browser_of(anr)), browser_of(anr)
    assert "data-pick-all" in text and 'value="rejected">Reject all' in text
    data: dict[str, Any] = {"review": [waiting.pk, another.pk], "verdict": "rejected"}
    assert browser.post(reverse("decide-many"), data, headers=HX).status_code == 422
    assert browser.post(reverse("decide-many"), {**data, "reason": "Not ours"}, headers=HX).status_code == 204
    assert Review.objects.filter(state="rejected").count() == 2


def test_deleting_a_view_is_asked_about_in_the_page(anr: User, browser_of: Browser) -> None:
    SavedView.objects.create(user=anr, page="inbox", name="Mixes", query="kind=mix")
    assert "Mixes goes for good. Its reviews all stay." in page(browser_of(anr), "kind=mix")


def test_the_filter_of_the_talk_is_kept_in_the_inboxs_address(waiting: Review, anr: User, browser_of: Browser) -> None:
    hidden = '<input type="hidden" name="show" value="all" data-filter>'
    assert hidden in page(browser_of(anr), "show=all") and hidden not in page(browser_of(anr))


@pytest.mark.parametrize(("who", "status"), [("admin", 404), ("owner", 404), ("stranger", 404), ("anr", 302)])
def test_views_are_ones_own(
    who: str, status: int, anr: User, request: pytest.FixtureRequest, browser_of: Browser
) -> None:
    view = SavedView.objects.create(user=anr, page="inbox", name="Mine", query="")
    browser = browser_of(request.getfixturevalue(who))
    assert browser.post(reverse("name-view", args=[view.pk]), {"name": "Taken"}).status_code == status
    assert browser.post(reverse("drop-view", args=[view.pk])).status_code == status
    assert SavedView.objects.exists() == (who != "anr")
