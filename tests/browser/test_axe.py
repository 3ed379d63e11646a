"""No page that a person can open has a serious barrier, runs off the screen or breaks: themes, languages, widths."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn, call, stop_work
from tests.house import ROOT

pytestmark = pytest.mark.browser
Readers = Callable[[str], Page]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Only what is serious or worse is judged, so rules that never are need not be asked.
MILD = ("region", "landmark-unique", "heading-order", "aria-allowed-role")
RULES = """(mild) => axe.run({
  resultTypes: ["violations"], preload: false,
  rules: Object.fromEntries(mild.map((rule) => [rule, { enabled: false }])),
})"""
CONTRAST = "axe.run({resultTypes: ['violations'], preload: false, runOnly: ['color-contrast']})"
# Colours change over a few frames, and what is measured on the way is neither the one nor the other theme.
OTHER_THEME = """(name) => new Promise((done) => {
  document.documentElement.dataset.theme = name;
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)));
})"""
# The API's page repeats one structure hundreds of times: three parts of it say as much as all.
TRIM = "() => [...document.querySelectorAll('.api-doc')].slice(3).forEach((part) => part.remove())"

# Per person the pages of the URL map that they can open; `{song}` is a song of Ruth's in production, `{draft}` a draft,
# `{album}` an album.
PAGES = {
    "ruth": [
        "/",
        "/songs/new/",
        "/songs/{draft}/draft/",
        "/songs/{draft}/lyrics/",
        "/songs/{song}/",
        "/songs/{song}/audition/",
        "/albums/",
        "/albums/{album}/",
        "/notices/?show=all",
        "/settings/",
        "/help/",
        "/help/loudness/",
        "/keys/",
        "/accounts/password/change/",
    ],
    "ada": ["/inbox/", "/songs/", "/songs/{song}/", "/engines/", "/api/v1/docs/"],
    "jo": ["/jobs/", "/costs/", "/storage/", "/people/", "/label/", "/record/", "/offline/", "/nothing-here/"],
}
# Width and language; each page is looked at in both themes.
LOOKS = [(1280, "en"), (390, "es")]


@pytest.fixture(scope="module")
def songs(sign_in: SignIn) -> Iterator[dict[str, str]]:
    """A draft, and a song far enough on to have something on every part of its page."""
    page = sign_in("ruth")
    made = {name: _new(page, title) for name, title in (("draft", "A draft"), ("song", "On its way"))}
    words = "[Verse]\nOne line of words\n[Chorus]\nAnother line of words"
    call(page, f"projects/{made['song']}/lyrics", {"text": words})
    call(page, f"projects/{made['song']}/submit", {"declaration": ["lyrics"]})
    artist = page.request.get("/api/v1/artists").json()["results"][0]["id"]
    made["album"] = str(call(page, "albums", {"artist": artist, "title": "Uno"})["id"])
    yield made
    stop_work(page, made["song"])


def _new(page: Page, title: str) -> str:
    artist = page.request.get("/api/v1/artists").json()["results"][0]["id"]
    brief = {"artist": artist, "title": title, "bpm": 170, "candidates_wanted": 1}
    return str(call(page, "projects", brief)["id"])


@pytest.mark.parametrize(("width", "language"), LOOKS)
@pytest.mark.parametrize("who", PAGES)
def test_no_page_has_a_serious_barrier(
    who: str, width: int, language: str, songs: dict[str, str], readers: Readers
) -> None:
    page = readers(who)
    found: list[str] = []
    for path in PAGES[who]:
        found += [f"{path}: {words}" for words in faults(page, path.format(**songs), width, language)]
    assert found == []


# What stands where nothing has been made yet, for one of the artists whom no test gives a song.
EMPTY = ("/", "/songs/", "/albums/")


def test_what_is_shown_before_the_first_song_fits_a_phone(sign_in: SignIn) -> None:
    page = sign_in("marlow", width=390)
    for language in ("en", "es"):
        speak(page, language)
        for path in EMPTY:
            page.goto(path)
            expect(page.locator(".empty")).to_be_visible()
            assert page.evaluate(OVERFLOW) <= 0, f"{path} in {language}"


@pytest.fixture(scope="module")
def readers(sign_in: SignIn) -> Readers:
    """`readers("ruth")`: one page for each person, which brings the rules along wherever it goes."""
    pages: dict[str, Page] = {}

    def page_of(who: str) -> Page:
        if who not in pages:
            pages[who] = with_rules(sign_in(who))
        return pages[who]

    return page_of


def with_rules(page: Page) -> Page:
    page.context.add_init_script(path=AXE)
    page.emulate_media(reduced_motion="reduce")
    return page


def speak(page: Page, language: str) -> None:
    page.context.add_cookies([{"name": "django_language", "value": language, "url": urljoin(page.url, "/")}])


def faults(page: Page, path: str, width: int, language: str) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    speak(page, language)
    answer = page.goto(path)
    if answer is None or answer.status >= 500:
        return [f"answers {answer.status if answer else 'nothing'}"]
    if answer.status == 404 and path != "/nothing-here/":
        return ["is no page"]
    expect(page.locator("main [hx-get][hx-trigger*=load] > .skeleton")).to_have_count(0, timeout=20_000)
    page.evaluate(TRIM)
    outcomes = [page.evaluate(RULES, MILD)]
    page.evaluate(OTHER_THEME, "light")
    outcomes.append(page.evaluate(CONTRAST))
    words = [f"{one['id']} {_where(one)}" for outcome in outcomes for one in outcome["violations"] if _is_bad(one)]
    if page.locator("html").get_attribute("lang") != language:
        words.append("speaks another language")
    if (over := page.evaluate(OVERFLOW)) > 0:
        words.append(f"runs off the screen by {over} px")
    return words


def _is_bad(violation: dict[str, Any]) -> bool:
    return violation["impact"] in {"serious", "critical"}


def _where(violation: dict[str, Any]) -> str:
    return " ".join(str(violation["nodes"][0]["html"]).split())[:200]
