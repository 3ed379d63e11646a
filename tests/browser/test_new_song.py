"""A new song as an artist makes one: typed, dropped, sung, interrupted and sent, with a clock running."""

import base64
import io
import math
import os
import re
import struct
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignIn, stop_work
from tests.browser.test_whole_way import big_recording, voice

pytestmark = pytest.mark.browser
LETTER_S, LOOK_S, CLICK_S = 0.25, 3.0, 1.5
LIMIT_S = 180.0
LYRICS = """[Verse]
Paper lanterns over the harbour
Salt on the windows, light on the stair
[Chorus]
Hold on, hold on till the morning
Hold on, hold on till it's gone"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
DROP = """(files) => {
  const carried = new DataTransfer();
  for (const [name, type, bytes] of files) {
    carried.items.add(new File([Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0))], name, { type }));
  }
  for (const type of ["dragenter", "dragover", "drop"]) {
    const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: carried });
    document.querySelector("h1").dispatchEvent(event);
  }
}"""
COVERED = "covered: "
# What has the focus, and whether the bar at the foot of the page lies over it; of a text, over its first line.
FOCUSED = """(covered) => {
  const it = document.activeElement, bar = document.querySelector(".submit-bar");
  const { top, height } = it.getBoundingClientRect(), end = top + (it.matches("textarea") ? 30 : height);
  const isUnder = end > bar.getBoundingClientRect().top + 1 && !bar.contains(it);
  return (isUnder && !it.closest(".topbar") ? covered : "") + it.innerText.trim().split("\\n")[0];
}"""


class Person:
    """Reads, types and clicks as quickly as the test can, and counts the time a human would have taken for it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.began = time.monotonic()
        self.human_s = 0.0

    def types(self, where: Locator, text: str) -> None:
        self.human_s += CLICK_S + LETTER_S * len(text)
        where.click()
        where.press_sequentially(text[:20])
        where.fill(text)

    def clicks(self, where: Locator) -> None:
        self.human_s += LOOK_S + CLICK_S
        where.click()

    def chooses(self, files: list[dict[str, Any]]) -> None:
        self.human_s += 4 * LOOK_S
        self.page.set_input_files("[data-choose]", files)  # type: ignore[arg-type]

    @property
    def seconds(self) -> float:
        return self.human_s + time.monotonic() - self.began


def wav(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "audio/wav", "buffer": content}


def clipped() -> bytes:
    sink = io.BytesIO()
    tone = [max(-32768, min(32767, int(90_000 * math.sin(i / 20)))) for i in range(16_000)]
    with wave.open(sink, "wb") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
        out.writeframes(struct.pack(f"<{len(tone)}h", *tone))
    return sink.getvalue()


def file_row(page: Page, name: str) -> Locator:
    return page.locator("#files [data-file]").filter(has_text=name)


def open_new_song(page: Page) -> None:
    page.goto("/songs/new/")
    page.locator("html[data-ready=yes]").wait_for(state="attached")


@pytest.fixture(scope="module")
def page(sign_in: SignIn) -> Page:
    return sign_in("tom")


def test_from_sign_in_to_a_submitted_song_in_under_three_minutes(sign_in: SignIn) -> None:
    page = sign_in("yuki", by_form=True)
    person = Person(page)
    person.human_s += 12.0  # name and password, which the fixture has typed
    person.clicks(page.locator(".page-head").get_by_role("link", name="New song"))
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    person.types(page.locator("#id_title"), "Paper Lanterns")
    page.wait_for_url(re.compile("/draft/$"))
    person.types(page.locator("#id_lyrics"), LYRICS)
    person.chooses([wav("voice memo.wav", voice()), wav("A Band - Their Song.wav", clipped())])
    person.clicks(page.get_by_role("radio", name="Pop", exact=True))
    person.clicks(page.get_by_role("button", name="dreamy"))
    expect(page.locator("#id_mood")).to_have_value("dreamy")
    expect(file_row(page, "voice memo.wav")).to_have_attribute("data-kind-of", "vocal")
    expect(file_row(page, "A Band")).to_have_attribute("data-kind-of", "reference")
    expect(page.locator("p[data-saved]")).to_have_text("Saved")
    person.clicks(page.get_by_role("button", name="Make this song"))
    expect(page.locator(".rights .wrong")).to_contain_text("confirm the rights")
    for box in page.locator("[data-statement]:visible").all():
        person.clicks(box)
    person.clicks(page.get_by_role("button", name="Make this song"))
    page.wait_for_url(re.compile(r"/songs/[0-9a-f-]{36}/$"))
    room = page.url
    # Back leads to where the song was begun from, past the page of a draft that is none any more.
    page.go_back()
    expect(page.locator(".page-head").get_by_role("link", name="New song")).to_be_visible()
    page.go_forward()
    expect(page).to_have_url(room)
    stop_work(page, page.url.split("/")[-2])
    assert person.seconds < LIMIT_S, f"{person.seconds:.0f} s"
    assert person.human_s > 90.0, "nobody is that fast"


def test_a_session_that_ends_costs_no_word_and_no_file(sign_in: SignIn) -> None:
    page = sign_in("ruth")
    open_new_song(page)
    session = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_title", "Low Water")
    page.fill("#id_lyrics", LYRICS)
    page.set_input_files("[data-choose]", [wav("vox.wav", clipped())])  # type: ignore[list-item]
    notice = page.locator("[data-signed-out]")
    expect(notice).to_contain_text("You were signed out.")
    way = notice.get_by_role("link", name="Sign in").get_attribute("href") or ""
    assert re.fullmatch(r"/accounts/login/\?next=%2Fsongs%2Fnew%2F%3Fid%3D[0-9a-f-]{36}", way)
    page.context.add_cookies(session)  # type: ignore[arg-type]
    page.goto(way)
    page.wait_for_url(re.compile("/draft/$"))
    expect(page.locator("#id_title")).to_have_value("Low Water")
    expect(page.locator("#id_lyrics")).to_have_value(LYRICS)
    expect(page.locator("p[data-saved]")).to_have_text("Saved")
    expect(file_row(page, "vox.wav")).to_have_attribute("data-kind-of", "vocal")
    # Begun, the same: what was typed last is neither said to be saved nor lost.
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_title", "High Water")
    expect(page.locator("p[data-saved]")).to_contain_text("you were signed out")
    expect(page.locator("[data-bar]")).to_contain_text("you were signed out")
    page.context.add_cookies(session)  # type: ignore[arg-type]
    page.reload()
    expect(page.locator("#id_title")).to_have_value("High Water")
    expect(page.locator("p[data-saved]")).to_have_text("Saved")


def test_a_tempo_that_can_not_be_is_marked_and_the_rest_is_saved(page: Page) -> None:
    open_new_song(page)
    page.fill("#id_title", "Slow Water")
    page.fill("#id_bpm", "30")
    expect(page.locator("#problem-bpm")).to_have_text("Type a tempo from 60 to 180 BPM.")
    expect(page.locator("p[data-saved]")).to_have_text("Not saved yet: see the marked field")
    page.reload()
    expect(page.locator("#id_title")).to_have_value("Slow Water")


def test_what_is_dropped_anywhere_is_recognised_and_put_right(page: Page) -> None:
    open_new_song(page)
    drop(page, [("words.txt", "text/plain", LYRICS.encode()), ("vox.wav", "audio/wav", clipped())])
    drop(
        page,
        [("Band - Song.wav", "audio/wav", voice()), ("me.png", "image/png", PNG), ("x.zip", "", b"PK\x03\x04" * 9)],
    )
    expect(page.locator("#id_lyrics")).to_have_value(LYRICS)
    for name, kind in (("vox.wav", "vocal"), ("Band - Song.wav", "reference"), ("me.png", "photo")):
        expect(file_row(page, name)).to_have_attribute("data-kind-of", kind)
    expect(page.locator("[data-sending] [data-state=failed]")).to_contain_text("can not use this kind")
    expect(file_row(page, "vox.wav").locator("[data-mood=doubt]").first).to_contain_text("clipped")
    file_row(page, "Band - Song").get_by_role("combobox").select_option("vocal")
    expect(file_row(page, "Band - Song")).to_have_attribute("data-kind-of", "vocal")
    page.reload()
    expect(file_row(page, "Band - Song")).to_have_attribute("data-kind-of", "vocal")
    file_row(page, "me.png").get_by_role("button", name="Take me.png out").click()
    expect(file_row(page, "me.png")).to_have_count(0)


def drop(page: Page, files: list[tuple[str, str, bytes]]) -> None:
    coded = [(name, kind, base64.b64encode(content).decode()) for name, kind, content in files]
    page.evaluate(DROP, coded)


def test_a_local_file_is_heard_before_it_is_sent(page: Page) -> None:
    open_new_song(page)
    page.route("**/uploads/**", lambda route: route.abort())
    page.set_input_files("[data-choose]", [wav("vox.wav", voice())])  # type: ignore[list-item]
    row = page.locator("[data-sending] [data-file]")
    expect(row).to_contain_text("Waiting for the network")
    row.get_by_role("button", name="Play this file").click()
    expect(row.locator("[data-hear]")).to_have_attribute("aria-pressed", "true")
    expect(row.locator("[data-hear-time]")).to_have_text(re.compile(r"0:0\d / 0:06"), timeout=15_000)
    page.unroute("**/uploads/**")
    expect(file_row(page, "vox.wav")).to_have_count(1, timeout=15_000)


def test_an_upload_survives_pause_reload_offline_and_a_killed_server(
    sign_in: SignIn, studio: str, tmp_path: Path
) -> None:
    page, file = sign_in("nia"), tmp_path / "reference.wav"
    file.write_bytes(big_recording(32))
    open_new_song(page)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")

    def network(offline: bool) -> None:
        limits = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": 5_000_000}
        wire.send("Network.emulateNetworkConditions", {"offline": offline, **limits})

    network(offline=False)
    page.set_input_files("[data-choose]", str(file))
    row = page.locator("[data-sending] [data-file]")
    figures = row.locator("[data-figures]")
    expect(figures).to_have_text(re.compile(r"^(2[6-9]|[3-9]\d) % · .* MB/s · \d+ s$"))
    row.get_by_role("button", name="Pause sending").click()
    expect(figures).to_contain_text("Paused")
    offsets: list[int] = []
    page.on(
        "request", lambda r: offsets.append(int(r.headers.get("upload-offset", 0))) if r.method == "PATCH" else None
    )
    page.reload()
    expect(figures).to_have_text(re.compile(r"^(3[5-9]|[4-9]\d) %"))
    network(offline=True)
    expect(figures).to_contain_text("Waiting for the network")
    network(offline=False)
    expect(figures).to_have_text(re.compile(r"^([5-9]\d) % · .*MB/s"), timeout=20_000)
    kill_web_server(studio)
    expect(figures).to_contain_text("Waiting for the network")
    expect(file_row(page, "reference.wav")).to_have_count(1, timeout=60_000)
    assert offsets[0] >= 8 * 1024 * 1024 and offsets == sorted(offsets)


def kill_web_server(studio: str) -> None:
    """kill -9; its supervisor starts another."""
    port = studio.rsplit(":", 1)[1]
    for process in psutil.process_iter():
        try:
            mine = process.environ().get("STUDIO_PORT") == port and process.pid != os.getpid()
            if mine and "manage.py web" in " ".join(process.cmdline()):
                process.kill()
                return
        except psutil.Error:
            continue
    pytest.fail("there is no web server to kill")


def test_a_take_sung_into_the_browser_is_kept(page: Page) -> None:
    open_new_song(page)
    page.fill("#id_bpm", "180")
    box = page.locator("[data-recorder]")
    box.get_by_role("button", name="Sing it now").click()
    expect(box).to_contain_text("ms from loudspeaker to microphone")
    box.get_by_role("button", name="Record").click()
    expect(box).to_have_attribute("data-standing", "counting")
    expect(box.locator("[data-rec-time]")).to_have_text("0:02", timeout=10_000)
    box.get_by_role("button", name="Stop").click()
    box.get_by_role("button", name="Listen to the take").click()
    box.get_by_role("button", name="Keep this take").click()
    expect(file_row(page, "Take 1, 180 BPM.wav")).to_have_attribute("data-kind-of", "vocal")
    expect(box.get_by_role("button", name="Sing it now")).to_be_focused()


@pytest.mark.parametrize(
    ("error", "words"),
    [("NotAllowedError", "did not let the studio use"), ("NotFoundError", "No microphone was found")],
)
def test_a_refused_microphone_is_told_in_words(page: Page, error: str, words: str) -> None:
    open_new_song(page)
    page.evaluate(
        "name => (navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name)))", error
    )
    page.get_by_role("button", name="Sing it now").click()
    expect(page.locator("[data-recorder]").get_by_role("alert")).to_contain_text(words)
    expect(page.locator("[data-recorder]").get_by_role("button", name="Try again")).to_be_visible()


def test_the_whole_page_is_worked_by_keyboard(page: Page) -> None:
    open_new_song(page)
    expect(page.locator("#id_title")).to_be_focused()
    reached = walk(page, lambda name: name == "Make this song")
    for name in ("Sing it now", "Radio pop", "dreamy", "Tap", "Make this song"):
        assert name in reached, f"{name} is not reached: {reached}"
    assert [name for name in reached if name.startswith(COVERED)] == []


def test_a_section_name_that_was_only_begun_becomes_one_of_the_house(page: Page) -> None:
    open_new_song(page)
    page.fill("#id_lyrics", LYRICS)
    page.locator("[data-lyrics-view=blocks]").click()
    second = page.locator(".lyric-block").nth(1)
    name = second.locator("[data-tag]")
    name.fill("")
    name.press_sequentially("[Pr")
    expect(page.locator("#lyrics-complete [role=option]")).to_have_text(["[Pre-chorus]"])
    name.press("Tab")
    expect(second).to_have_attribute("data-kind", "pre_chorus")
    expect(page.locator("#id_lyrics")).to_have_value(LYRICS.replace("[Chorus]", "\n[Pre-chorus]"))


def walk(page: Page, is_end: Callable[[str], bool], most: int = 120) -> list[str]:
    reached: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        name = page.evaluate(FOCUSED, COVERED)
        reached.append(str(name))
        if is_end(str(name)):
            break
    return reached
