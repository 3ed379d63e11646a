"""The talk on a song's page: threads, answers, names, ticks, the checklist, dots, and who may do what."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from artists.models import User
from projects import comments, review
from projects.models import Asset, Comment, Project, Review
from tests.factories import make_asset

Browser = Callable[[User], Client]
HX = {"HX-Request": "true"}


def talk(browser: Client, project: Project, **query: Any) -> str:
    answer = browser.get(reverse("room-talk", args=[project.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def said(answer: Any) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(answer.headers["HX-Trigger"])
    return facts


@pytest.fixture
def mix(made: Project) -> Asset:
    return make_asset(made, Asset.Kind.MIX, duration_s=180.0)


def test_a_remark_over_a_range_is_said_and_taken_back(
    made: Project, mix: Asset, owner: User, browser_of: Browser
) -> None:
    url, browser = reverse("comment-on-version", args=[made.pk]), browser_of(owner)
    data = {"asset": str(mix.pk), "text": "Lovely", "at_s": "72", "end_s": "80,5"}
    answer = browser.post(url, data, headers=HX)
    assert "1:12 – 1:20" in talk(browser, made)
    undo = said(answer)["studio:undoable"]["undo"]
    assert browser.post(undo, headers=HX).status_code == 204
    assert not Comment.objects.exists()


def test_answers_stand_under_their_thread(
    made: Project, mix: Asset, owner: User, anr: User, browser_of: Browser
) -> None:
    head = comments.comment(mix, "Too bright", by=anr)
    url = reverse("comment-on-version", args=[made.pk])
    data = {"parent": str(head.pk), "text": "Where?", "asset": "ignored"}
    assert browser_of(owner).post(url, data, headers=HX).status_code == 204
    answer = head.answers.get()
    assert (answer.text, answer.asset) == ("Where?", mix)
    text = talk(browser_of(anr), made)
    assert text.index("Too bright") < text.index("Where?") and text.count("data-thread=") == 1


@pytest.mark.parametrize(("parent", "status"), [("999999999", 422), ("x", 422), ("-1", 422)])
def test_an_answer_to_nothing_is_refused(
    parent: str, status: int, made: Project, owner: User, browser_of: Browser
) -> None:
    url = reverse("comment-on-version", args=[made.pk])
    assert browser_of(owner).post(url, {"parent": parent, "text": "x"}, headers=HX).status_code == status
    assert not Comment.objects.exists()


def test_an_answer_does_not_reach_into_another_song(
    made: Project, mix: Asset, owner: User, stranger: User, browser_of: Browser
) -> None:
    head = comments.comment(mix, "Ours", by=owner)
    theirs = Project.objects.create(artist=stranger.artists.get(), title="Theirs", state="in_production")
    url = reverse("comment-on-version", args=[theirs.pk])
    answer = browser_of(stranger).post(url, {"parent": str(head.pk), "text": "x"}, headers=HX)
    assert answer.status_code == 422 and Comment.objects.count() == 1


def test_an_answer_to_what_was_taken_back_is_refused_in_words(
    made: Project, mix: Asset, owner: User, anr: User, browser_of: Browser
) -> None:
    head = comments.comment(mix, "Too bright", by=anr)
    comments.remove(head, by=anr)
    url = reverse("comment-on-version", args=[made.pk])
    answer = browser_of(owner).post(url, {"parent": str(head.pk or 7), "text": "Where?"}, headers=HX)
    facts = said(answer)
    assert answer.status_code == 422 and facts["studio:refused"] == "That comment has just been taken back."
    # The page shows how things stand now, so that the answer is no answer any more.
    assert facts["studio:changed"] == "yes"


def test_a_thread_has_an_address_of_its_own(made: Project, mix: Asset, owner: User, browser_of: Browser) -> None:
    head = comments.comment(mix, "Here", by=owner, at_s=72.0)
    whole = comments.comment(mix, "All of it", by=owner)
    text, room = talk(browser_of(owner), made), reverse("room", args=[made.pk])
    assert f'data-copies-link="{room}?asset={mix.pk}&amp;t=72.0000#comment-{head.pk}"' in text
    assert f'data-copies-link="{room}?asset={mix.pk}#comment-{whole.pk}"' in text


def test_a_note_past_the_end_of_a_shorter_version_says_so(
    made: Project, mix: Asset, owner: User, browser_of: Browser
) -> None:
    comments.comment(mix, "S too sharp", by=owner, at_s=12.0)
    comments.comment(mix, "Everywhere", by=owner)
    make_asset(made, Asset.Kind.MIX, duration_s=180.0)
    assert "This version is shorter" not in talk(browser_of(owner), made)
    make_asset(made, Asset.Kind.MIX, duration_s=7.0)
    assert talk(browser_of(owner), made).count("This version is shorter: the note points past its end.") == 1


@pytest.mark.parametrize("who", ["owner", "teammate", "anr", "engineer", "admin"])
def test_whoever_sees_the_song_ticks_off_and_opens_again(
    who: str, mix: Asset, owner: User, request: pytest.FixtureRequest, browser_of: Browser
) -> None:
    head = comments.comment(mix, "Hiss", by=owner)
    browser = browser_of(request.getfixturevalue(who))
    answer = browser.post(reverse("comment-resolve", args=[head.pk]), headers=HX)
    assert answer.status_code == 204 and Comment.objects.get().resolved_at
    again = browser.post(reverse("comment-resolve", args=[head.pk]), headers=HX)
    assert "was first" in said(again)["studio:refused"] and "studio:changed" in said(again)
    assert browser.post(said(answer)["studio:undoable"]["undo"], headers=HX).status_code == 204
    assert Comment.objects.get().resolved_at is None


@pytest.mark.parametrize("name", ["comment-resolve", "comment-reopen", "comment-remove"])
def test_a_stranger_meets_no_remark(name: str, mix: Asset, owner: User, stranger: User, browser_of: Browser) -> None:
    head = comments.comment(mix, "Ours", by=owner)
    assert browser_of(stranger).post(reverse(name, args=[head.pk]), headers=HX).status_code == 404
    assert browser_of(stranger).get(reverse("marks", args=[mix.pk])).status_code == 404
    assert Comment.objects.get().resolved_at is None


def test_a_teammate_does_not_take_anothers_remark_back(
    mix: Asset, owner: User, teammate: User, browser_of: Browser
) -> None:
    head = comments.comment(mix, "Mine", by=owner)
    assert browser_of(teammate).post(reverse("comment-remove", args=[head.pk]), headers=HX).status_code == 403
    assert Comment.objects.exists()


def test_open_notes_become_a_checklist_on_the_next_version(
    made: Project, mix: Asset, owner: User, browser_of: Browser
) -> None:
    comments.comment(mix, "S too sharp", by=owner, at_s=12.0)
    browser = browser_of(owner)
    assert "To check" not in talk(browser, made)
    newer = make_asset(made, Asset.Kind.MIX, duration_s=180.0)
    text = talk(browser, made)
    assert "To check" in text and "from Mix 1" in text and text.count("S too sharp</p>") == 1
    assert f'data-asset="{newer.pk}"' in text
    comments.resolve(Comment.objects.get(), by=owner)
    assert "To check" not in talk(browser, made) and "S too sharp" in talk(browser, made, show="all")


def test_what_is_ticked_off_hides_until_all_is_asked_for(
    made: Project, mix: Asset, owner: User, browser_of: Browser
) -> None:
    comments.resolve(comments.comment(mix, "Done", by=owner), by=owner)
    comments.comment(mix, "Still open", by=owner)
    shut, whole = talk(browser_of(owner), made), talk(browser_of(owner), made, show="all")
    assert "Still open" in shut and ">Done<" not in shut and ">Done<" in whole
    assert "Open 1" in shut and "All 2" in shut


def test_the_talk_of_one_version(made: Project, mix: Asset, candidate: Asset, owner: User, browser_of: Browser) -> None:
    comments.comment(mix, "Of the mix", by=owner)
    comments.comment(candidate, "Of the candidate", by=owner)
    text = talk(browser_of(owner), made, about=str(mix.pk))
    assert "Of the mix" in text and "Of the candidate" not in text
    for about in ("nonsense", str(make_asset(Project.objects.create(artist=made.artist, title="Other")).pk)):
        assert browser_of(owner).get(reverse("room-talk", args=[made.pk]), {"about": about}).status_code == 404


def test_a_remark_is_about_what_waits_before_what_is_newest(
    made: Project, mix: Asset, owner: User, browser_of: Browser
) -> None:
    master, clip = (make_asset(made, kind, duration_s=180.0) for kind in (Asset.Kind.MASTER, Asset.Kind.VIDEO))

    def offered() -> list[str]:
        page = talk(browser_of(owner), made)
        choice = page[page.index('id="comment-asset"') : page.index("</select>", page.index('id="comment-asset"'))]
        return [str(one) for one in re.findall(r'option value="([^"]+)"', choice)]

    assert offered() == [str(master.pk), str(mix.pk), str(clip.pk)]
    Project.objects.filter(pk=made.pk).update(state="in_production")
    review.request_review(mix, by=owner)
    assert offered() == [str(mix.pk), str(master.pk), str(clip.pk)]


def test_people_are_offered_and_their_names_set_apart(
    made: Project, mix: Asset, owner: User, teammate: User, stranger: User, browser_of: Browser
) -> None:
    comments.comment(mix, "<b>@Teammate</b>\nlisten", by=owner)
    text = talk(browser_of(owner), made)
    assert '&lt;b&gt;<span class="named">@Teammate</span>&lt;/b&gt;<br>listen' in text
    assert 'data-name="Teammate"' in text and 'data-name="Stranger"' not in text


def test_dots_tell_open_and_carried_notes(mix: Asset, owner: User, browser_of: Browser) -> None:
    comments.comment(mix, "Here", by=owner, at_s=3.0, end_s=4.0)
    comments.comment(mix, "Nowhere", by=owner)
    newer = make_asset(mix.project, Asset.Kind.MIX, duration_s=180.0)
    comments.comment(newer, "There", by=owner, at_s=1.0)
    marks = browser_of(owner).get(reverse("marks", args=[newer.pk])).json()["marks"]
    assert [(mark["text"], mark["at_s"], mark["earlier"]) for mark in marks] == [
        ("There", 1.0, False),
        ("Here", 3.0, True),
    ]


def test_the_talk_takes_the_same_queries_for_many_threads(made: Project, mix: Asset, owner: User, anr: User) -> None:
    def queries() -> int:
        browser = Client()
        browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
        talk(browser, made)
        with CaptureQueriesContext(connection) as captured:
            talk(browser, made, show="all")
        return len(captured)

    head = comments.comment(mix, "First", by=owner)
    comments.comment(mix, "Answer", by=anr, parent=head)
    comments.comment(make_asset(made, Asset.Kind.MIX), "On the newest", by=owner)
    few = queries()
    heads = [Comment(asset=mix, by=owner, text=f"Note {n} @anr", at_s=n) for n in range(40)]
    Comment.objects.bulk_create(heads)
    Comment.objects.bulk_create([Comment(asset=mix, by=anr, text="Yes", parent=head) for head in heads])
    assert queries() == few <= 12


def test_long_talks_come_in_parts(made: Project, mix: Asset, owner: User, browser_of: Browser) -> None:
    Comment.objects.bulk_create([Comment(asset=mix, by=owner, text=f"Note {n}") for n in range(70)])
    text = talk(browser_of(owner), made)
    assert text.count("data-thread=") == 20 and 'data-more="40"' in text
    whole = talk(browser_of(owner), made, most=90)
    assert whole.count("data-thread=") == 70 and "data-more" not in whole


def test_rounds_keep_every_decision_in_sight(waiting: Review, owner: User, anr: User, browser_of: Browser) -> None:
    review.decide(waiting, "approved", by=anr)
    review.undo(waiting, by=anr)
    review.decide(waiting, "approved", "Yes, now", by=anr)
    text = talk(browser_of(owner), waiting.project)
    assert text.count('data-state="approved"') == 2 and "Undone" in text and "Yes, now" in text
    back = reverse("withdraw", args=[waiting.pk])
    assert back not in text and back in talk(browser_of(anr), waiting.project)
    assert browser_of(anr).post(back, {"reason": ""}, headers=HX).status_code == 422
    assert browser_of(anr).post(back, {"reason": "Wrong file"}, headers=HX).status_code == 204
    assert "Wrong file" in talk(browser_of(owner), waiting.project)
