"""The label at work in a real browser: ten reviews by keyboard alone, one from a phone, and two people at once."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.house import RunningHouse

pytestmark = pytest.mark.browser
TITLES = [f"Song {letter}" for letter in "ABCDEFGHIJKL"]
PHONE_S = 20.0
# Twelve masters that wait, with a comment on the first; the sound is short, the rows are those of real work.
WAITING = """
from artists.models import Artist, User
from projects import comments, review
from projects.models import Asset, Project
from tests.factories import make_asset
artist = Artist.objects.get(name="The Low Tide")
ruth = User.objects.get(username="ruth")
for title in sys.argv[1:]:
    song = Project.objects.create(artist=artist, title=title, created_by=ruth, state="in_production")
    master = make_asset(song, Asset.Kind.MASTER, name=f"{title}.wav", duration_s=0.1)
    review.request_review(master, by=ruth)
    comments.comment(master, f"What do you say to {title}, @Ada Lindqvist?", by=ruth, at_s=0.05)
print(json.dumps(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def waiting(studio: str, house: RunningHouse) -> None:
    """Twelve songs that wait for the label."""
    house.django(WAITING, *TITLES)


def rows(page: Page) -> int:
    return page.locator("[data-row]:visible").count()


def ready(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("html[data-ready=yes]").wait_for(state="attached")


def opened(page: Page, title: str) -> None:
    expect(page.locator("#item-title")).to_have_text(title)


def test_ten_are_worked_through_by_keyboard_alone(waiting: None, sign_in: SignIn) -> None:
    page = sign_in("ada")
    ready(page, "/inbox/?title=Song")
    opened(page, "Song A")
    expect(page.locator("[data-row]")).to_have_count(len(TITLES))
    keys = page.keyboard
    keys.press("j")
    opened(page, "Song B")
    keys.press("k")
    opened(page, "Song A")
    keys.press("a")
    opened(page, "Song B")
    expect(page.locator("[data-open][aria-current=true]")).to_be_focused()
    expect(page.locator("[data-toasts]")).to_contain_text("Song A, Master 1 is approved.")
    keys.press("u")
    # At once: the keys mean the item that comes back.
    keys.press("a")
    opened(page, "Song B")
    expect(page.locator("[data-row]:visible")).to_have_count(len(TITLES) - 1)
    for n in range(1, 5):
        opened(page, TITLES[n])
        keys.press("r")
        expect(page.locator("#item textarea[name=reason]")).to_be_focused()
        keys.type("A little quieter in the middle")
        keys.press("Control+Enter")
    for n in range(5, 10):
        opened(page, TITLES[n])
        keys.press("x")
        keys.press("j")
    expect(page.locator("[data-bulk-count]")).to_have_text("5 selected")
    keys.press("a")
    expect(page.locator("[data-toasts]")).to_contain_text("5 approved.")
    expect(page.locator("[data-row]:visible")).to_have_count(2)
    opened(page, "Song K")
    keys.press("c")
    expect(page.locator("#comment-text")).to_be_focused()
    keys.type("@ru")
    expect(page.locator("#people [aria-selected=true]")).to_have_text("Ruth Palmer")
    keys.press("Enter")
    keys.type("lovely")
    keys.press("Control+Enter")
    expect(page.locator(".thread .named").filter(has_text="@Ruth Palmer")).to_be_visible()
    ready(page, "/inbox/?title=Song&state=any")
    expect(page.locator("[data-row] .state[data-state=approved]")).to_have_count(6)
    expect(page.locator("[data-row] .state[data-state=changes_requested]")).to_have_count(4)


def test_one_is_approved_from_a_phone(waiting: None, sign_in: SignIn) -> None:
    page = sign_in("ada", width=390, height=844)
    ready(page, "/inbox/?title=Song")
    link = page.locator("[data-row]").first.get_attribute("data-row")
    began = time.monotonic()
    ready(page, f"/reviews/{link}/")
    page.locator("#item [data-play]").first.click()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator("[data-toasts]")).to_contain_text("is approved")
    assert time.monotonic() - began < PHONE_S


def test_two_people_at_once_agree(waiting: None, sign_in: SignIn) -> None:
    ada, jo = sign_in("ada"), sign_in("jo")
    for page in (ada, jo):
        ready(page, "/inbox/?title=Song")
        opened(page, "Song L")
    jo.locator("[data-row]").first.get_by_role("checkbox").focus()
    ada.keyboard.press("a")
    expect(jo.get_by_text("Nothing here for this view")).to_be_visible()
    expect(jo.locator("#item .rounds")).to_contain_text("Ada Lindqvist")
    expect(jo.locator("#item [data-decide]")).to_have_count(0)
