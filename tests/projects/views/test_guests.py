"""The page that a guest's link opens, what it lets through, and where people manage their links."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from artists.models import User
from projects import comments, guests
from projects.models import Asset, Comment, GuestLink, Project
from tests.factories import make_asset, scratch_file
from tests.wire import body_of

Browser = Callable[[User], Client]
PARTS = ("listen", "listen-talk", "listen-marks", "listen-sound", "listen-peaks", "listen-heard")


@pytest.fixture
def master(made: Project) -> Asset:
    peaks = scratch_file(json.dumps({"levels": [{"samples_per_px": 2048, "peaks": [0, 9]}]}).encode(), ".json")
    drawn = {"peaks": peaks, "opus": scratch_file(b"a small copy", ".opus")}
    return make_asset(made, "master", name="master.wav", duration_s=180.0, renditions=drawn)


@pytest.fixture
def link(master: Asset, owner: User) -> GuestLink:
    return guests.share(master, "Kim", by=owner)


def door(name: str, link: GuestLink) -> str:
    return reverse(name, args=[guests.secret_of(link)])


def test_a_guest_hears_one_version_without_signing_in(client: Client, link: GuestLink, made: Project) -> None:
    comments.comment(link.asset, "Strictly between us", by=made.artist.members.first())  # type: ignore[arg-type]
    answer = client.get(door("listen", link))
    page = answer.content.decode()
    assert made.title in page
    assert "Strictly" not in page
    assert (answer["X-Robots-Tag"], "no-store" in answer["Cache-Control"]) == ("noindex, nofollow", True)
    assert body_of(client.get(door("listen-sound", link))) == b"a small copy"
    assert client.get(door("listen-peaks", link)).json()["peaks"] == [0, 9]
    heard = client.get(door("listen-heard", link)).json()
    assert (heard["asset"], heard["stems"], heard["stemsOf"]) == (str(link.asset_id), [], None)
    link.refresh_from_db()
    assert link.openings == 1


def test_the_link_leads_to_nothing_else(client: Client, link: GuestLink, made: Project) -> None:
    page = client.get(door("listen", link)).content.decode()
    own = re.escape(door("listen", link))
    named = set(re.findall(r'(?:href|src|action|hx-\w+|data-(?!nonce)\w+)="(/[^"]*)"', page))
    outside = {one for one in named if not re.match(rf"{own}|/static/|/manifest|/help/|/language/", one)}
    assert outside == set()
    for name in ("asset-content", "asset-proxy", "asset-peaks"):
        assert client.get(reverse(name, args=[link.asset_id])).status_code == 401
    assert client.get(reverse("room", args=[made.pk])).status_code == 302


@pytest.mark.parametrize("how", ["closed", "ended", "removed"])
def test_a_link_that_is_over_lets_nothing_through(client: Client, link: GuestLink, owner: User, how: str) -> None:
    if how == "closed":
        guests.close(link, by=owner)
    elif how == "ended":
        GuestLink.objects.update(ends_at=timezone.now())
    else:
        Asset.objects.filter(pk=link.asset_id).update(removed_at=timezone.now())
    answers = {name: client.get(door(name, link)).status_code for name in PARTS}
    assert set(answers.values()) <= {404, 410}
    assert answers["listen"] == 410
    client.post(door("listen-say", link), {"name": "Kim", "text": "Hm"})
    assert not Comment.objects.exists()


def test_a_guess_opens_nothing(client: Client, link: GuestLink) -> None:
    for name in (*PARTS, "listen-poster", "listen-film"):
        for guess in ("a-guess", link.pk.hex, f"{link.pk.hex}.{'x' * 43}"):
            assert client.get(reverse(name, args=[guess])).status_code == 404


def test_a_guest_says_something_and_reads_the_answer(
    client: Client, link: GuestLink, owner: User, browser_of: Browser, made: Project
) -> None:
    sent = {"name": "Kim Lo", "text": "<b>More</b> voice", "at_s": "12,5"}
    answer = client.post(door("listen-say", link), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    remark = Comment.objects.get()
    assert (remark.at_s, remark.author) == (12.5, "Kim Lo (guest)")
    comments.comment(link.asset, "Will do", by=owner, parent=remark)
    talk = client.get(door("listen-talk", link)).content.decode()
    assert "&lt;b&gt;More&lt;/b&gt; voice" in talk
    assert "Will do" in talk
    [mark] = client.get(door("listen-marks", link)).json()["marks"]
    assert (mark["at_s"], mark["by"]) == (12.5, "Kim Lo (guest)")
    # The name is remembered, and the house sees whose words these are.
    assert 'value="Kim Lo"' in client.get(door("listen", link)).content.decode()
    room = browser_of(owner).get(reverse("room-talk", args=[made.pk])).content.decode()
    assert "Kim Lo (guest)" in room


def test_what_is_wrong_with_a_remark_is_said_in_words(client: Client, link: GuestLink) -> None:
    answer = client.post(door("listen-say", link), {"name": "", "text": "Hm"}, headers={"HX-Request": "true"})
    assert (answer.status_code, b"Write your name" in answer.content) == (422, True)
    answer = client.post(door("listen-say", link), {"name": "Kim", "text": "Hm", "at_s": "soon"})
    assert answer.status_code == 302
    assert not Comment.objects.exists()


def test_a_link_for_listening_has_no_box_to_write_in(client: Client, master: Asset, owner: User) -> None:
    link = guests.share(master, "Lee", by=owner, may_comment=False)
    assert "<textarea" not in client.get(door("listen", link)).content.decode()
    answer = client.post(door("listen-say", link), {"name": "Lee", "text": "Hm"}, headers={"HX-Request": "true"})
    assert answer.status_code == 422


def test_a_clip_is_shown_as_a_film(client: Client, made: Project, owner: User) -> None:
    clip = make_asset(made, "video", name="clip.mp4", content=b"moving pictures")
    link = guests.share(clip, "Kim", by=owner)
    assert "<video" in client.get(door("listen", link)).content.decode()
    assert body_of(client.get(door("listen-film", link))) == b"moving pictures"


def test_a_sound_is_no_film(client: Client, link: GuestLink) -> None:
    assert client.get(door("listen-film", link)).json()["code"] == "guest_link.no_film"


def test_a_look_by_ones_own_people_is_not_counted(browser_of: Browser, owner: User, link: GuestLink) -> None:
    assert browser_of(owner).get(door("listen", link)).status_code == 200
    link.refresh_from_db()
    assert link.openings == 0


def test_links_are_made_copied_and_closed_on_a_page(browser_of: Browser, teammate: User, master: Asset) -> None:
    browser = browser_of(teammate)
    where = reverse("guest-links", args=[master.pk])
    assert "Nobody outside has a link" in browser.get(where).content.decode()
    browser.post(reverse("share", args=[master.pk]), {"name": "Kim", "days": "7", "may_comment": "yes"})
    link = GuestLink.objects.get()
    page = browser.get(where).content.decode()
    assert f"http://testserver{door('listen', link)}" in page
    assert "Not opened yet." in page
    browser.post(reverse("close-guest-link", args=[link.pk]))
    page = browser.get(where).content.decode()
    assert door("listen", link) not in page
    assert "never opened" in page


def test_a_stranger_manages_no_links(browser_of: Browser, stranger: User, master: Asset, link: GuestLink) -> None:
    browser = browser_of(stranger)
    assert browser.get(reverse("guest-links", args=[master.pk])).status_code == 404
    assert browser.post(reverse("share", args=[master.pk]), {"name": "Kim", "days": "7"}).status_code == 404
    assert browser.post(reverse("close-guest-link", args=[link.pk])).status_code == 404
    link.refresh_from_db()
    assert (link.closed_at, GuestLink.objects.count()) == (None, 1)
