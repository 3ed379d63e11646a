"""A whole studio of its own, with real workers, and a real Chromium to walk through it."""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.house import RunningHouse

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --autoplay-policy=no-user-gesture-required "
    "--use-fake-device-for-media-stream --use-fake-ui-for-media-stream"
)
# Parts of Chromium's own window that load web pages of their own, two for each new one, though nobody sees them here;
# then what Playwright would have switched off by the same word.
WITHOUT = (
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,PreloadTopChromeWebUI,AimEnabled,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,MediaRouter,PaintHolding,"
    "ThirdPartyStoragePartitioning,OptimizationHints,NetworkTimeServiceQuerying"
)
# The demo label's people, and a session for each, as if they had signed in before.
SEED = """
from django.test import Client
from artists.models import User
from studio.demo.people import seed_people
seed_people()
opened = {}
for user in User.objects.all():
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    opened[user.username] = client.cookies["sessionid"].value
print(json.dumps(opened))
"""
WORDS = "six-artists-one-room"
# Every socket of a page within reach, and every event of songs it was told of; a bell's or a queue's have no number.
WITNESS = """
const Real = WebSocket; window.lines = []; window.told = [];
window.WebSocket = class extends Real { constructor(url) { super(url); window.lines.push(this); } };
document.addEventListener("studio:event", (event) => event.detail.seq && window.told.push(event.detail.seq));
"""
SignIn = Callable[..., Page]


# What comes over a socket or out of a queue takes its time where two cores do everything.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def house() -> Iterator[RunningHouse]:
    """A studio started as people start it, in a data folder of its own; it may not be ready yet."""
    with tempfile.TemporaryDirectory(prefix="studio-browser-") as folder:
        house = RunningHouse(Path(folder))
        house.supervisor = house.spawn()
        yield house
        house.supervisor.send_signal(signal.SIGINT)
        time.sleep(0.5)
        # Asked twice it has no patience with work that nobody waits for.
        house.stop()


@pytest.fixture(scope="session", autouse=True)
def early(request: pytest.FixtureRequest) -> bool:
    """A studio takes its time to get ready: it starts while tests run that need none, if any test needs it at all."""
    wanted = any("studio" in item.fixturenames for item in request.session.items if isinstance(item, pytest.Function))
    if wanted:
        request.getfixturevalue("house")
    return wanted


@pytest.fixture
def quiet(early: bool, request: pytest.FixtureRequest) -> None:
    """For what is timed: nothing gets ready beside it any more."""
    if early:
        request.getfixturevalue("studio")


@pytest.fixture(scope="session")
def studio(house: RunningHouse, known: dict[str, Any]) -> str:
    """The address of the studio, ready and with people in it."""
    house.wait_until_ready()
    url = f"http://127.0.0.1:{house.port}"
    for name, session in house.django(SEED).items():
        known[name] = [{"name": "sessionid", "value": session, "url": url}]
    return url


def call(page: Page, path: str, body: dict[str, object] | None = None, *, or_code: str = "") -> dict[str, Any]:
    """Post to the API as whoever is signed in here; it must be done, or refused with `or_code`."""
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "csrftoken")
    headers = {"X-CSRFToken": token, "Referer": page.url}
    answer = page.request.post(f"/api/v1/{path}", data=body or {}, headers=headers)
    told = dict(answer.json())
    assert answer.ok or told["code"] == or_code, f"{path}: {answer.status} {told}"
    return told


def stop_work(page: Page, song: str) -> None:
    """Stop what runs for a song of theirs that no test waits for any more: it takes the cores from all others."""
    for run in page.request.get(f"/api/v1/projects/{song}/runs").json()["results"]:
        if run["state"] in {"queued", "running"}:
            # It may end by itself between the question and this.
            call(page, f"runs/{run['id']}/cancel", or_code="run.already_over")


def hush(page: Page) -> None:
    """Nobody listens any more: what plays on costs more than all that is tested beside it."""
    page.evaluate("window.studioPlayer.playback.pause()")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("STUDIO_CHROMIUM") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        args = [*FLAGS.split(), f"--disable-features={WITHOUT}"]
        browser = playwright.chromium.launch(executable_path=path if Path(path).exists() else None, args=args)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def known() -> dict[str, Any]:
    """Cookies of those who have signed in before."""
    return {}


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """The tables of this process are made from the models: the studio under test has run every migration itself."""
    return False


@pytest.fixture(scope="module")
def sign_in(studio: str, chromium: Browser, known: dict[str, Any]) -> Iterator[SignIn]:
    """`sign_in("ruth")` is a page of a fresh browser in which Ruth is signed in; `by_form`, as people do.
    Pages left open go on listening and asking, so they are closed with the last test of a file.
    """
    contexts: list[BrowserContext] = []

    def enter(name: str, *, width: int = 1280, height: int = 900, theme: str = "dark", by_form: bool = False) -> Page:
        context = chromium.new_context(
            base_url=studio,
            viewport={"width": width, "height": height},
            color_scheme=theme,  # type: ignore[arg-type]
        )
        context.set_default_timeout(20_000)
        context.add_init_script(WITNESS)
        contexts.append(context)
        context.add_cookies([] if by_form else known[name])
        page = context.new_page()
        page.goto("/")
        if by_form:
            page.fill("#id_login", f"{name}@example.com")
            page.fill("#id_password", WORDS)
            page.click("[data-gate] .button.main")
        expect(page.locator(".menu")).to_be_visible()
        known[name] = context.cookies()
        return page

    yield enter
    for context in contexts:
        context.close()
