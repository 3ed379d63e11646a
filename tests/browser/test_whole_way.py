"""From sign-in to approval, by real people in real browsers, with real workers behind them."""

import io
import math
import re
import struct
import wave
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SignIn, call, hush
from tests.browser.test_axe import LOOKS, faults, with_rules

pytestmark = pytest.mark.browser
LYRICS = "[Verse]\nLanterns on the water\n[Chorus]\nStay until the morning"
MAKING_MS = 120_000


def voice(seconds: float = 6.0, rate: int = 16_000) -> bytes:
    """Four held notes with a breath after each: enough for the ear to take it for a voice."""
    sink, frames = io.BytesIO(), []
    for i in range(int(seconds * rate)):
        t = i / rate
        note = 220.0 * 2 ** ([0, 4, 7, 5][int(t / 1.5) % 4] / 12)
        loud = 0.4 * min(1.0, 8 * (t % 1.5)) * (1.0 if t % 1.5 < 1.2 else 0.0)
        frames.append(int(32_000 * loud * sum(math.sin(2 * math.pi * note * h * t) / h for h in (1, 2, 3)) / 2))
    with wave.open(sink, "wb") as out:
        out.setparams((1, 2, rate, 0, "NONE", ""))
        out.writeframes(struct.pack(f"<{len(frames)}h", *frames))
    return sink.getvalue()


def big_recording(megabytes: int) -> bytes:
    """Large, yet soon worked through: it is short, at the highest rate and depth."""
    sink = io.BytesIO()
    with wave.open(sink, "wb") as out:
        out.setparams((2, 4, 192_000, 0, "NONE", ""))
        out.writeframes(bytes(range(256)) * (megabytes * 4096))
    return sink.getvalue()


def phase(page: Page, name: str) -> Any:
    return page.locator(f'[data-phase="{name}"]')


def new_draft(page: Page) -> None:
    page.goto("/songs/")
    page.locator(".page-head").get_by_role("link", name="New song").click()
    expect(page).to_have_url(re.compile("/songs/new/$"))
    page.locator("html[data-ready=yes]").wait_for(state="attached")


@pytest.fixture(scope="module")
def artist(sign_in: SignIn) -> Page:
    """Ruth, in whose song room a song is made until its candidates have landed."""
    page = sign_in("ruth")
    new_draft(page)
    page.fill("#id_title", "Lanterns")
    page.fill("#id_lyrics", LYRICS)
    page.fill("#id_bpm", "170")
    page.locator("#brief-more summary").click()
    page.fill("#id_candidates_wanted", "2")
    page.set_input_files("[data-choose]", {"name": "take.wav", "mimeType": "audio/wav", "buffer": voice()})
    expect(page.locator("#files")).to_contain_text("take.wav")
    expect(page.locator("p[data-saved]")).to_have_text("Saved")
    page.reload()
    expect(page.locator("#id_title")).to_have_value("Lanterns")
    expect(page.locator("#id_lyrics")).to_have_value(LYRICS)
    expect(page.locator("#id_bpm")).to_have_value("170")
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    # One for the words and one for the voice; each shows once its part has been looked at.
    expect(page.locator("[data-statement]:visible")).to_have_count(2)
    for statement in page.locator("[data-statement]:visible").all():
        statement.click()
    page.get_by_role("button", name="Make this song").click()
    expect(phase(page, "intake")).to_be_visible()
    return page


@pytest.fixture(scope="module")
def engineer(sign_in: SignIn) -> Page:
    """Sam, at the desk before there is anything to stop."""
    return sign_in("sam")


def test_the_room_fills_itself_and_misses_nothing(artist: Page) -> None:
    expect(phase(artist, "instrumental")).to_have_attribute("data-state", "running", timeout=60_000)
    artist.evaluate("window.lines.forEach((line) => line.close())")
    expect(artist.locator(".node[data-state=running] progress").first).to_be_visible()
    expect(artist.locator("canvas[data-growing]:not([hidden])").first).to_be_visible(timeout=MAKING_MS)
    artist.reload()
    expect(artist.locator("[data-take]")).to_have_count(2, timeout=MAKING_MS)
    expect(phase(artist, "instrumental")).to_have_attribute("data-state", "yours", timeout=60_000)
    expect(artist.locator("#findings")).to_contain_text("170 BPM")
    told = artist.evaluate("window.told")
    assert told == list(range(told[0], told[0] + len(told))) and len(told) > 5


def test_versions_are_played_and_switched_by_keys(artist: Page) -> None:
    artist.locator("body").press("1")
    expect(artist.locator("[data-clock]")).not_to_have_text(re.compile("^0:00"), timeout=10_000)
    artist.locator("body").press("ArrowRight")
    artist.locator("body").press("Space")
    expect(artist.locator("[data-deck-play]")).to_have_attribute("aria-pressed", "false")
    before = artist.locator("[data-clock]").inner_text()
    artist.locator("body").press("2")
    expect(artist.locator("[data-take]").nth(1)).to_have_attribute("data-on-deck", "")
    artist.locator("body").press("Space")
    second = int(artist.locator("[data-clock]").inner_text().split(" ")[0].split(":")[1])
    assert abs(second - int(before.split(" ")[0].split(":")[1])) <= 1
    artist.locator("[data-take]").nth(1).scroll_into_view_if_needed()
    expect(artist.locator("canvas[data-ready=yes]")).to_have_count(2)
    hush(artist)


def test_a_card_explains_itself(artist: Page) -> None:
    artist.get_by_text("Scorecard").first.click()
    metrics = artist.locator(".metrics").first.locator("li")
    assert metrics.count() >= 10
    assert all(len(words) > 10 for words in metrics.locator("p:first-of-type").all_inner_texts())


def test_pick_mix_master_and_the_label_approves(artist: Page, engineer: Page, sign_in: SignIn) -> None:
    label = sign_in("ada")
    label.goto("/inbox/?title=Lanterns")
    expect(label.get_by_text("Nothing here for this view")).to_be_visible()
    artist.get_by_role("button", name="Pick this one").first.click()
    expect(artist.locator("#candidates-title")).to_be_visible()
    expect(phase(artist, "mix")).to_have_attribute("data-state", re.compile("running|done"), timeout=20_000)
    # No reload: the inbox hears of it by itself.
    expect(label.locator("[data-open]").filter(has_text="Lanterns")).to_be_visible(timeout=MAKING_MS)
    label.get_by_role("button", name="Play Lanterns").click()
    expect(label.locator("[data-clock]")).not_to_have_text(re.compile("^0:00"), timeout=10_000)
    # A master is heard with the sections of its song, and with the parts of what it was mixed from.
    expect(label.locator("[data-slider]")).to_have_attribute("aria-valuetext", re.compile("Verse|Chorus|Intro"))
    expect(label.locator("[data-does=stems]")).to_be_visible()
    hush(label)
    label.get_by_role("button", name="Request changes").click()
    expect(label.locator(".toast[data-kind=error]")).to_contain_text("Say why")
    label.locator("#item textarea[name=reason]").fill("Lovely.")
    label.get_by_role("button", name="Approve", exact=True).click()
    expect(artist.locator("#head .state")).to_have_text("Approved", timeout=20_000)
    expect(artist.locator("#talk")).to_contain_text("Lovely.")
    expect(label.get_by_text("Nothing here for this view")).to_be_visible()
    label.context.close()


def test_an_engineer_stops_what_runs(artist: Page, engineer: Page) -> None:
    engineer.goto("/jobs/")
    running = engineer.locator(".run-row").filter(has_text="Lanterns").filter(has_text="Video")
    running.get_by_role("button", name="Cancel Video of Lanterns").click()
    expect(running).to_have_count(0, timeout=20_000)
    expect(phase(artist, "video")).to_contain_text("cancelled")
    # A board that nobody looks at any more would be drawn anew with every event.
    engineer.context.close()


def test_a_comment_lands_at_the_moment_that_plays(artist: Page) -> None:
    artist.locator("[data-take] [data-play]").first.click()
    artist.fill("#comment-text", "Here it lifts")
    moment = float(artist.locator("#comment-at").input_value())
    artist.locator("#talk").get_by_role("button", name="Comment", exact=True).click()
    expect(artist.locator(".comment").filter(has_text="Here it lifts").locator(".jump")).to_have_attribute(
        "data-jump", f"{moment:.4f}"
    )
    expect(artist.locator("#comment-text")).to_have_value("")
    hush(artist)


def test_uploads_go_on_after_a_reload(sign_in: SignIn, tmp_path: Path) -> None:
    page = sign_in("yuki")
    new_draft(page)
    file = tmp_path / "reference.wav"
    file.write_bytes(big_recording(20))
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 6_000_000}
    slow.send("Network.emulateNetworkConditions", conditions)
    page.set_input_files("[data-choose]", str(file))
    expect(page.locator("[role=status][data-figures]")).to_contain_text("MB/s")  # it was looked at, and is on its way
    expect(page.locator("[role=status][data-figures]")).to_contain_text(re.compile(r"(4\d|5\d|6\d|7\d|8\d) %"))
    offsets: list[str] = []
    page.on("request", lambda r: offsets.append(r.headers.get("upload-offset", "")) if r.method == "PATCH" else None)
    page.reload()
    expect(page.locator("#files")).to_contain_text("reference.wav", timeout=30_000)
    assert offsets and int(offsets[0]) >= 8 * 1024 * 1024
    expect(page.locator(".file[data-state=failed]")).to_have_count(0)


def test_a_stranger_meets_a_closed_door(artist: Page, sign_in: SignIn) -> None:
    page = sign_in("nia")
    answer = page.goto(artist.url)
    assert answer is not None and answer.status == 404
    expect(page.get_by_role("heading", name="This track is not on the record")).to_be_visible()


def test_dark_and_light_are_kept(sign_in: SignIn) -> None:
    page = sign_in("tom", theme="light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Dark or light").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_a_finished_song_has_no_serious_barrier(width: int, language: str, artist: Page, sign_in: SignIn) -> None:
    assert faults(with_rules(sign_in("ruth")), artist.url, width, language) == []


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_a_guest_hears_it_by_a_link_and_answers(
    width: int, language: str, artist: Page, chromium: Browser, studio: str
) -> None:
    song = artist.url.split("/songs/")[1].split("/")[0]
    [master] = artist.request.get(f"/api/v1/projects/{song}/assets?kind=master").json()["results"][:1]
    link = call(artist, f"assets/{master['id']}/links", {"name": f"Kim at {width}", "days": 7})
    context = chromium.new_context(base_url=studio, viewport={"width": width, "height": 844}, has_touch=width < 800)
    page = with_rules(context.new_page())
    page.goto("/healthz")
    assert faults(page, link["address"], width, language) == []
    page.locator("[data-take] [data-play]").click()
    expect(page.locator("[data-deck-play][data-playing]")).to_be_visible()
    expect(page.locator("[data-clock]")).not_to_have_text(re.compile("^0:00"), timeout=15_000)
    page.locator("#comment-text").click()
    page.keyboard.type("More of this")
    expect(page.locator("#comment-at")).not_to_have_value("")
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.locator("[data-composer] button").click()
    assert sent.value.ok, sent.value.text()
    expect(page.locator("#talk")).to_contain_text("More of this")
    hush(page)
    context.close()
    expect(artist.locator("#talk")).to_contain_text(f"Kim at {width}")


def test_a_later_take_is_laid_on_the_song_and_mixed(artist: Page) -> None:
    artist.locator("#bring summary").click()
    artist.set_input_files("[data-take-file]", {"name": "again.wav", "mimeType": "audio/wav", "buffer": voice(5.0)})
    expect(artist.locator(".toast").filter(has_text="The take is here")).to_be_visible(timeout=30_000)
    expect(artist.locator("#bring .file")).to_have_count(0)
    expect(phase(artist, "mix")).to_contain_text("another one is being made", timeout=20_000)
