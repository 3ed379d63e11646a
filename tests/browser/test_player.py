"""The player on the real audio graph: switches to the sample, matched in loudness, and never stopped by a new page.

Four versions are signals that tell where they are and which they are: the left channel is a ramp that starts over every
second, the right channel holds a level of its own. What leaves the player is recorded and read back.
"""

import base64
import io
import json
import re
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from projects.models import Asset, Project
from tests.factories import make_artist, make_asset, make_project, make_user, scratch_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RATE = 48_000
SECONDS = 20
RIGHT = (0.4, 0.5, 0.6, 0.7)
LUFS = (-12.0, -14.0, -10.0, -18.0)
SWITCHES = 20
RECORD = """
async () => {
  const { playback } = window.studioPlayer;
  const { context, output } = playback;
  const tape = context.createScriptProcessor(16384, 3, 1);
  const split = context.createChannelSplitter(2), join = context.createChannelMerger(3);
  const marker = context.createConstantSource();
  output.connect(split);
  split.connect(join, 0, 0); split.connect(join, 1, 1); marker.connect(join, 0, 2);
  join.connect(tape).connect(context.destination);
  window.recorded = [[], [], []]; window.switches = [];
  tape.onaudioprocess = ({ inputBuffer }) => {
    for (const i of [0, 1, 2]) window.recorded[i].push(new Float32Array(inputBuffer.getChannelData(i)));
  };
  window.markedS = context.currentTime + 0.5;
  marker.start(window.markedS);
  window.keepTape = tape;
}
"""
SWITCH = """
async ([count, takes]) => {
  const { playback } = window.studioPlayer;
  for (let i = 0; i < count; i++) {
    await new Promise((go) => setTimeout(go, 150));
    const calledS = playback.context.currentTime;
    const asset = takes[(i + 1) % takes.length];
    document.dispatchEvent(new CustomEvent("studio:play", { detail: { asset } }));
    window.switches.push({ calledS, which: (i + 1) % takes.length, ...playback.takeover });
  }
  await new Promise((go) => setTimeout(go, 900));
}
"""
READ = """
() => {
  const flat = (parts) => { let s = ""; for (const p of parts) { const b = new Uint8Array(p.buffer);
    for (let i = 0; i < b.length; i += 8192) s += String.fromCharCode(...b.subarray(i, i + 8192)); } return btoa(s); };
  return { tracks: window.recorded.map(flat), switches: window.switches, markedS: window.markedS,
           rate: window.studioPlayer.playback.context.sampleRate };
}
"""


def signal(right: float) -> bytes:
    """16-bit stereo WAV."""
    ramp = (np.arange(RATE * SECONDS) % RATE) / RATE - 0.5
    frames = np.stack([ramp, np.full_like(ramp, right)], axis=1)
    sink = io.BytesIO()
    with wave.open(sink, "wb") as out:
        out.setparams((2, 2, RATE, 0, "NONE", ""))
        out.writeframes(np.round(frames * 32_767).astype("<i2").tobytes())
    return sink.getvalue()


def peaks_file() -> Path:
    pixels = RATE * SECONDS // 2048
    level = {"sample_rate": RATE, "samples_per_px": 2048, "bits": 8, "pixels": pixels, "peaks": [-90, 90] * pixels}
    return scratch_file(json.dumps({"levels": [level]}).encode(), ".json")


@pytest.fixture(scope="module")
def unsafe() -> Iterator[None]:
    """Playwright keeps a loop in this thread, which Django takes for asynchronous code; set first, taken back last."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def page(unsafe: None, live_server: Any, chromium: Browser) -> Iterator[Page]:
    """The room of a song with four versions, in the browser of one who made it."""
    user = make_user("ruth")
    song = make_project(make_artist(user), title="Ramps", state=Project.State.IN_PRODUCTION, created_by=user)
    for right, lufs in zip(RIGHT, LUFS, strict=True):
        measures = {"integrated_lufs": lufs, "true_peak_dbtp": -1.0}
        more: dict[str, Any] = {
            "duration_s": float(SECONDS),
            "measures": measures,
            "renditions": {"peaks": peaks_file()},
        }
        make_asset(song, Asset.Kind.CANDIDATE, content=signal(right), name=f"{right}.wav", **more)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/songs/{song.pk}/")
    expect(page.locator("[data-take]")).to_have_count(4)
    yield page
    context.close()


def start(page: Page) -> list[str]:
    """Play the first version and wait until all are ready to be switched to. Their ids, in the order of the page."""
    page.locator("[data-take] [data-play]").first.click()
    expect(page.locator("[data-deck-play]")).to_have_attribute("aria-pressed", "true")
    decoded = SECONDS * RATE * 2 * 4 * len(RIGHT)
    page.wait_for_function("(bytes) => window.studioPlayer.playback.shelf.bytes > 0.9 * bytes", arg=decoded)
    takes: list[str] = page.locator("[data-take]").evaluate_all("(all) => all.map((one) => one.dataset.take)")
    return takes


def recording(page: Page, takes: list[str]) -> tuple[Any, list[dict[str, float]], float, float]:
    page.evaluate(RECORD)
    page.evaluate(SWITCH, [SWITCHES, takes])
    read = page.evaluate(READ)
    tracks = np.stack([np.frombuffer(base64.b64decode(one), "<f4") for one in read["tracks"]])
    at_mark = int(np.argmax(tracks[2] > 0.5))
    assert tracks[2][at_mark] == 1.0 and at_mark > 0
    return tracks[:2], read["switches"], read["rate"], at_mark / read["rate"] - read["markedS"]


def test_twenty_switches_are_quick_exact_and_level_matched(page: Page) -> None:
    takes = start(page)
    names = page.locator("[data-take]").evaluate_all("(all) => all.map((one) => one.dataset.title)")
    number = [int(name.split()[-1]) - 1 for name in names]
    page.evaluate("window.studioPlayer.seek(1.2)")
    (left, right), switches, rate, offset_s = recording(page, takes)
    gains = [10 ** ((min(LUFS) - LUFS[n]) / 20) for n in number]
    levels = [RIGHT[n] * gain for n, gain in zip(number, gains, strict=True)]
    late_ms, off_ms, seen = [], [], None
    for i, switch in enumerate(switches):
        which, before = int(switch["which"]), levels[(int(switch["which"]) - 1) % len(levels)]
        called = int((switch["calledS"] + offset_s) * rate)
        # Audible as soon as a tenth of the way from one level to the other is gone.
        turned = np.abs(right[called : called + int(rate)] - before) > 0.1 * abs(levels[which] - before)
        late_ms.append(1000 * int(np.argmax(turned)) / rate if turned.any() else np.inf)
        settled = called + int((late_ms[-1] / 1000 + 0.012) * rate)
        until = int((switches[i + 1]["calledS"] + offset_s) * rate) if i + 1 < len(switches) else settled + 4000
        part = slice(settled, max(until, settled + 400))
        assert right[part] == pytest.approx(levels[which], abs=0.002), f"switch {i}: not matched in loudness"
        # Where the ramp says we are, less the time that has gone by: the same number throughout if nothing jumps.
        place = left[part] / gains[which] + 0.5 - np.arange(part.start, part.stop) / rate
        turn = np.exp(2j * np.pi * place)
        now = turn.sum()
        if seen is not None:
            off_ms.append(abs(np.angle(now / seen)) / (2 * np.pi) * 1000)
        seen = now
    figures = f"latest {max(late_ms):.1f} ms, furthest off {max(off_ms):.3f} ms"
    print(figures, [(round(l, 1), round(1000 * (s["askedS"] - s["calledS"]), 1)) for l, s in zip(late_ms, switches)])
    assert len(switches) == SWITCHES and max(late_ms) <= 20.0 and max(off_ms) <= 5.0, figures
