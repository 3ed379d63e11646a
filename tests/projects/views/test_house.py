"""The admins' pages: people, invitations, artists, the label, the record. For everyone else they are not there."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from artists.models import Artist, Invitation, Label, LabelRole, User
from projects import audit, events
from projects.models import Activity, Project
from tests.factories import make_artist, make_project, make_user

Browser = Callable[[User], Client]
HX = {"HX-Request": "true"}
WORDS = "correct horse battery staple"
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin: User, browser_of: Browser) -> Client:
    """The admin's browser."""
    return browser_of(admin)


def done(browser: Client, door: str, *args: Any, **form: Any) -> int:
    return browser.post(reverse(door, args=args), form, headers=HX).status_code


def verbs() -> list[str]:
    return list(Activity.objects.order_by("pk").values_list("verb", flat=True))


def link_in(page: str) -> str:
    found = re.search(r"http://testserver(/join/[\w-]+/)", page)
    assert found
    return found[1]


DOORS = [("people",), ("label",), ("audit",), ("audit-csv",)]
DEEDS = [
    ("invite", {"email": "new@example.org", "label_role": "anr"}),
    ("add-artist", {"name": "Nobody"}),
    ("save-label", {"name": "Mine"}),
]


@pytest.mark.parametrize("who", ["owner", "stranger", "anr", "engineer"])
def test_only_admins_find_these_pages(
    who: str, artist: Artist, request: pytest.FixtureRequest, browser_of: Browser
) -> None:
    person = request.getfixturevalue(who)
    browser = browser_of(person)
    assert [browser.get(reverse(*door)).status_code for door in DOORS] == [404] * 4
    assert [done(browser, door, **form) for door, form in DEEDS] == [404] * 3
    assert done(browser, "change-role", person.pk, label_role="admin") == 404
    assert done(browser, "change-membership", person.pk, artist=artist.pk) == 404
    person.refresh_from_db()
    assert person.label_role != "admin" and not Invitation.objects.exists() and verbs() == []


def test_everyone_stands_there_with_role_and_artists(desk: Client, artist: Artist, teammate: User) -> None:
    events.note("comment.added", by=teammate)
    page = desk.get(reverse("people")).content.decode()
    assert "teammate@example.org" in page and "Nova Kane" in page and "last did something" in page
    part = desk.get(reverse("people"), headers={"HX-Target": "people"}).content.decode()
    assert "<html" not in part and "teammate@example.org" in part


def test_a_role_is_changed_and_written_down(desk: Client, admin: User, owner: User) -> None:
    assert done(desk, "change-role", owner.pk, label_role="admin") == 204
    owner.refresh_from_db()
    assert (owner.label_role, owner.is_staff, owner.is_superuser) == ("admin", True, True)
    assert done(desk, "change-role", owner.pk, label_role="engineer") == 204
    owner.refresh_from_db()
    assert (owner.label_role, owner.is_staff, owner.is_superuser) == ("engineer", False, False)
    assert done(desk, "change-role", owner.pk, label_role="emperor") == 422
    noted = Activity.objects.filter(verb="people.role_changed", by=admin).order_by("pk")
    assert [(row.data["before"], row.data["after"]) for row in noted] == [("", "admin"), ("admin", "engineer")]


def test_the_last_admin_stays(desk: Client, admin: User, owner: User) -> None:
    assert done(desk, "change-role", admin.pk, label_role="") == 422
    assert done(desk, "change-active", admin.pk, active="no") == 422
    make_user("second", role=LabelRole.ADMIN, is_active=False)
    assert done(desk, "change-role", admin.pk, label_role="") == 422, "one who can not come in is none"
    assert done(desk, "change-role", owner.pk, label_role="admin") == 204
    assert done(desk, "change-role", admin.pk, label_role="") == 204
    assert desk.get(reverse("people")).status_code == 404


def test_who_is_shut_out_is_out_at_once(desk: Client, owner: User, browser_of: Browser) -> None:
    browser = browser_of(owner)
    assert browser.get(reverse("songs")).status_code == 200
    assert done(desk, "change-active", owner.pk, active="no") == 204
    assert browser.get(reverse("songs")).status_code == 302
    assert done(desk, "change-active", owner.pk, active="no") == 204, "twice changes nothing"
    assert done(desk, "change-active", owner.pk, active="yes") == 204
    assert verbs() == ["people.deactivated", "people.reactivated"]


def test_people_join_and_leave_artists(desk: Client, artist: Artist, stranger: User) -> None:
    for _ in range(2):
        assert done(desk, "change-membership", stranger.pk, artist=artist.pk) == 204
    assert stranger.artists.count() == 2
    for _ in range(2):
        assert done(desk, "change-membership", stranger.pk, artist=artist.pk, join="no") == 204
    assert stranger.artists.count() == 1
    assert verbs() == ["artist.member_added", "artist.member_removed"]
    assert done(desk, "change-membership", stranger.pk, artist="") == 404


def test_artists_are_added_and_changed(desk: Client, artist: Artist) -> None:
    assert done(desk, "add-artist", name="  The   Low Tide ", colour="#3d8bfd", about="Guitars.") == 204
    made = Artist.objects.get(name="The Low Tide")
    assert (made.slug, made.colour) == ("the-low-tide", "#3d8bfd")
    for wrong in ({"name": ""}, {"name": "x" * 81}, {"name": "Nova Kane"}, {"name": "Ok", "colour": "red"}):
        assert done(desk, "add-artist", **{"colour": "#000000", **wrong}) == 422
    assert done(desk, "change-artist", artist.pk, name="Nova K.", colour="#ffffff") == 204
    artist.refresh_from_db()
    assert (artist.name, artist.slug, artist.colour) == ("Nova K.", "nova-kane", "#ffffff")
    assert done(desk, "change-artist", artist.pk, name="The Low Tide", colour="#ffffff") == 422
    assert done(desk, "add-artist", name="Nova-Kane", colour="#ffffff") == 204
    assert set(Artist.objects.values_list("slug", flat=True)) == {"nova-kane", "the-low-tide", "nova-kane-2"}


def test_an_invited_person_comes_in_once(desk: Client, admin: User, artist: Artist, client: Client) -> None:
    answer = desk.post(reverse("invite"), {"email": "New@Example.org", "artist": artist.pk})
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    link = link_in(answer.content.decode())
    assert mail.outbox == [] and link.split("/")[2] not in str(Invitation.objects.values().get())
    assert link not in desk.get(reverse("people")).content.decode(), "shown once"
    assert "Nova Kane" in client.get(link).content.decode()
    for name, password in (("", WORDS), ("Kim", "short"), ("Kim", "password123"), ("x" * 81, WORDS)):
        assert client.post(link, {"name": name, "password": password}).status_code == 422
    assert not User.objects.filter(email__iexact="new@example.org").exists()
    came = client.post(link, {"name": " Kim  Low ", "password": WORDS})
    assert came.status_code == 302 and came["Location"] == reverse("home")
    kim = User.objects.get(display_name="Kim Low")
    assert list(kim.artists.all()) == [artist] and kim.label_role == "" and kim.check_password(WORDS)
    assert client.get(reverse("songs")).status_code == 200, "signed in"
    assert client.get(link).status_code == 410
    client.logout()
    assert client.post(link, {"name": "Kim", "password": WORDS}).status_code == 410
    assert Invitation.objects.get().accepted_by == kim
    assert verbs()[:2] == ["people.invited", "people.joined"]


def test_staff_are_invited_with_their_role(desk: Client, client: Client) -> None:
    link = link_in(desk.post(reverse("invite"), {"email": "b@example.org", "label_role": "admin"}).content.decode())
    client.post(link, {"name": "Bo", "password": WORDS})
    bo = User.objects.get(email="b@example.org")
    assert (bo.label_role, bo.is_staff, bo.is_superuser) == ("admin", True, True)


def test_invitations_are_sent_where_the_studio_sends_mail(desk: Client, artist: Artist, settings: Any) -> None:
    settings.EMAIL_IS_SENT = True
    page = desk.post(reverse("invite"), {"email": "new@example.org", "artist": artist.pk}).content.decode()
    (letter,) = mail.outbox
    assert letter.to == ["new@example.org"] and link_in(page) in letter.body and "Admin invites" in letter.subject


@pytest.mark.parametrize(
    ("form", "words", "field"),
    [
        ({"email": "nonsense", "label_role": "anr"}, "not an e-mail", "email"),
        ({"email": "new@example.org"}, "Choose the artist", "artist"),
        ({"email": "new@example.org", "label_role": "king"}, "Choose one of", "role"),
        ({"email": "OWNER@example.org", "label_role": "anr"}, "here already", "email"),
    ],
)
def test_a_wrong_invitation_is_refused(desk: Client, owner: User, form: dict[str, str], words: str, field: str) -> None:
    answer = desk.post(reverse("invite"), form)
    marked = re.findall(r'id="invite-(\w+)"[^>]*?aria-invalid="true"', answer.text)
    assert marked == [field]
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not Invitation.objects.exists() and verbs() == []


def test_links_end_by_time_withdrawal_and_a_newer_one(desk: Client, client: Client) -> None:
    def ask() -> str:
        return link_in(desk.post(reverse("invite"), {"email": "n@example.org", "label_role": "anr"}).content.decode())

    first, second = ask(), ask()
    assert client.get(first).status_code == 410 and client.get(second).status_code == 200
    newest = Invitation.objects.first()
    assert newest is not None
    Invitation.objects.filter(pk=newest.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(second).status_code == 410
    assert client.post(second, {"name": "N", "password": WORDS}).status_code == 410
    third = ask()
    assert done(desk, "withdraw-invitation", Invitation.objects.latest("pk").pk) == 204
    assert client.get(third).status_code == 410
    assert client.get("/join/guessed/").status_code == 404
    assert not User.objects.filter(email="n@example.org").exists()


def test_one_who_is_in_is_not_withdrawn_and_one_signed_in_does_not_join(
    desk: Client, client: Client, owner: User, browser_of: Browser
) -> None:
    link = link_in(desk.post(reverse("invite"), {"email": "n@example.org", "label_role": "anr"}).content.decode())
    mine = browser_of(owner)
    assert "You are signed in as Owner" in mine.get(link).content.decode()
    mine.post(link, {"name": "Owner", "password": WORDS})
    assert Invitation.objects.get().accepted_at is None
    client.post(link, {"name": "N", "password": WORDS})
    assert done(desk, "withdraw-invitation", Invitation.objects.get().pk) == 422


LABEL = {
    "name": "Low Tide Records",
    "contact_email": "",
    "budget_month": "",
    "budget_song": "",
    "keep_rejected_days": "",
}


def test_the_label_has_settings(desk: Client, admin: User) -> None:
    assert "Budget per month (EUR)" in desk.get(reverse("label")).content.decode()
    form = {**LABEL, "budget_month": "12,5", "keep_rejected_days": "30", "contact_email": "hi@example.org"}
    assert desk.post(reverse("save-label"), form).status_code == 302
    label = Label.ours()
    assert (label.name, label.budget_month, label.keep_rejected_days) == ("Low Tide Records", Decimal("12.5"), 30)
    changed = Activity.objects.get(verb="label.changed", by=admin).data["changed"]
    assert changed["keep_rejected_days"] == [None, 30] and "budget_song" not in changed
    desk.post(reverse("save-label"), form)
    assert Activity.objects.filter(verb="label.changed").count() == 1, "the same again is no change"
    assert 'value="12.50"' in desk.get(reverse("label")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"contact_email": "x"},
        {"budget_month": "-1"},
        {"budget_song": "NaN"},
        {"budget_month": "1e99"},
        {"budget_month": "much"},
        {"budget_song": "0.001"},
        {"keep_rejected_days": "0"},
        {"keep_rejected_days": "soon"},
    ],
)
def test_wrong_settings_change_nothing(desk: Client, wrong: dict[str, str]) -> None:
    assert done(desk, "save-label", **{**LABEL, **wrong}) == 422
    assert Label.ours().name == "The label" and verbs() == []


def test_every_wrong_field_is_marked_at_once_and_what_was_typed_stays(desk: Client) -> None:
    typed = {
        "name": "",
        "contact_email": "x",
        "budget_month": "much",
        "budget_song": "0.001",
        "keep_rejected_days": "0",
    }
    page = desk.post(reverse("save-label"), typed).text
    marked = re.findall(r'name="(\w+)"[^>]*?aria-invalid="true"', page)
    assert marked == list(typed) and 'value="much"' in page and 'value="0.001"' in page
    assert "whole cents" in page and "5 fields" in page


def test_the_record_calls_roles_by_their_names(desk: Client, owner: User) -> None:
    for role in ("anr", ""):
        assert done(desk, "change-role", owner.pk, label_role=role) == 204
    page = desk.get(reverse("audit")).text
    assert "changed the role of Owner from Artist side to A&amp;R" in page
    assert "changed the role of Owner from A&amp;R to Artist side" in page


# The record


def test_the_record_is_filtered(desk: Client, song: Project, owner: User, engineer: User) -> None:
    events.note("song.started", by=owner, project=song)
    events.note("queue.paused", by=engineer, queue="gpu")
    events.note("run.cancelled", by=None, project=make_project(title="Other"))
    Activity.objects.filter(verb="run.cancelled").update(at=timezone.now() - timedelta(days=9))

    def shown(**query: Any) -> set[str]:
        return set(re.findall(r'faint">([\w.]+)</summary>', desk.get(reverse("audit"), query).content.decode()))

    today = timezone.localdate().isoformat()
    assert shown() == {"song.started", "queue.paused", "run.cancelled"}
    assert "paused the gpu queue" in desk.get(reverse("audit")).content.decode()
    assert shown(person=owner.pk) == {"song.started"}
    assert shown(song="lanterns") == {"song.started"}
    assert shown(verb="queue.paused") == {"queue.paused"}
    chosen = '<option value="queue.paused" selected>paused the … queue</option>'
    assert chosen in desk.get(reverse("audit"), {"verb": "queue.paused"}).content.decode()
    assert shown(first=today) == {"song.started", "queue.paused"}
    assert shown(last=(timezone.localdate() - timedelta(days=1)).isoformat()) == {"run.cancelled"}
    assert shown(first="nonsense", last="9999-12-31", person="x", before="y") == shown()
    assert "Nothing fits this" in desk.get(reverse("audit"), {"song": "none"}).content.decode()


def test_the_record_goes_on_where_a_page_ended(desk: Client, owner: User) -> None:
    Activity.objects.bulk_create(Activity(verb=f"song.started{n}", by=owner) for n in range(audit.PAGE + 3))
    page = desk.get(reverse("audit"), {"person": owner.pk}).content.decode()
    following = re.search(r'href="\?([^"]*before=\d+)"', page)
    assert following and "person=" in following[1] and page.count("</summary>") >= audit.PAGE
    older = desk.get(f"{reverse('audit')}?{following[1].replace('&amp;', '&')}").content.decode()
    assert "song.started0<" in older and 'rel="next"' not in older


def test_the_record_is_handed_out_whole(desk: Client, song: Project, owner: User) -> None:
    events.note("song.started", by=owner, project=song)
    make_project(title="=SUM(A1)")
    events.note("song.started", by=owner, project=Project.objects.get(title="=SUM(A1)"))
    answer = desk.get(reverse("audit-csv"))
    lines = b"".join(answer).decode().splitlines()
    assert len(lines) == 3 and "Paper Lanterns" in lines[2] and "'=SUM(A1)" in lines[1]


def test_words_of_deeds_that_have_none_yet(owner: User) -> None:
    assert audit.words_of(events.note("kettle.put_on", by=owner)) == "kettle put on"
    assert (
        audit.words_of(events.note("people.role_changed", by=owner, name="Kim"))
        == "changed the role of Kim from – to –"
    )


def test_pages_ask_the_same_of_a_large_house(desk: Client, artist: Artist, owner: User) -> None:
    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(reverse(name)).status_code == 200
        return len(asked)

    for name in ("people", "audit"):
        queries(name)
    few = {name: queries(name) for name in ("people", "audit")}
    for number in range(12):
        artist = make_artist(make_user(f"folk{number}"), name=f"Band {number}")
        events.note("song.started", by=artist.members.get(), project=make_project(artist))
    assert {name: queries(name) for name in few} == few
