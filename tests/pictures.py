"""`python -m tests.pictures [--at http://127.0.0.1:8000] [--only room,inbox]`: pictures of every main screen.

Taken from a really running studio: the one at `--at`, or one of its own that is started in a folder of its own, with
the demo label, and waited for until the sample song is finished (some minutes). Desktop and phone, dark and light.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import WORDS, call
from tests.house import RunningHouse

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "images"
FLAGS = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--hide-scrollbars"]
SIZES = {"": (1280, 860), "-phone": (390, 844)}
THEMES = {"": "dark", "-light": "light"}
FINISHED_WITHIN_S = 1500
COLOURS = 128
ALBUM = "Windows, facing west"

# Name of the picture: who looks, and where. `{song}` is the finished sample, `{first}` the first song.
SCREENS: dict[str, tuple[str, str]] = {
    "sign-in": ("", "/accounts/login/"),
    "home": ("ruth", "/"),
    "new-song": ("ruth", "/songs/new/"),
    "lyrics": ("marlow", "/songs/{first}/lyrics/"),
    "song-room": ("ruth", "/songs/{song}/"),
    "inbox": ("ada", "/inbox/"),
    "decided": ("ada", "/songs/{song}/"),
    "audition": ("marlow", "/songs/{first}/audition/"),
    "guest-links": ("ruth", "/versions/{master}/links/"),
    "guest": ("", "{guest}"),
    "console": ("sam", "/mixes/{mix}/console/"),
    "notices": ("ruth", "/notices/?show=all"),
    "settings": ("ruth", "/settings/"),
    "help": ("ruth", "/help/"),
    "albums": ("ruth", "/albums/"),
    "album": ("ruth", "/albums/{album}/"),
    "jobs": ("sam", "/jobs/"),
    "costs": ("jo", "/costs/"),
    "storage": ("jo", "/storage/"),
    "people": ("jo", "/people/"),
    "label": ("jo", "/label/"),
    "record": ("jo", "/record/"),
    "webhooks": ("jo", "/webhooks/"),
    "engines": ("jo", "/engines/"),
    "api": ("jo", "/api/v1/docs/"),
}


@contextmanager
def studio(at: str) -> Iterator[str]:
    if at:
        yield at.rstrip("/")
        return
    folder = Path(tempfile.mkdtemp(prefix="studio-pictures-"))
    house = RunningHouse(folder, STUDIO_DEMO="1")
    try:
        house.start()
        yield f"http://127.0.0.1:{house.port}"
    finally:
        house.close()
        shutil.rmtree(folder, ignore_errors=True)


def enter(browser: Browser, base: str, who: str, width: int, height: int, theme: str) -> Page:
    context = browser.new_context(
        base_url=base,
        viewport={"width": width, "height": height},
        color_scheme=theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        service_workers="block",
    )
    page = context.new_page()
    if who:
        page.goto("/accounts/login/")
        page.fill("#id_login", f"{who}@example.com")
        page.fill("#id_password", WORDS)
        page.click("[data-gate] .button.main")
        page.wait_for_load_state()
    return page


def songs(browser: Browser, base: str) -> dict[str, str]:
    """The addresses of the two demo songs, as soon as the sample has been approved and its clips are cut."""
    page = enter(browser, base, "ada", 1280, 860, "dark")
    limit = time.monotonic() + FINISHED_WITHIN_S
    while time.monotonic() < limit:
        rows = {one["title"]: one for one in page.request.get("/api/v1/projects").json()["results"]}
        found = {name: rows.get(title) for name, title in (("song", "Salt on the Window"), ("first", "Paper Lanterns"))}
        sample = found["song"]
        if sample and sample["state"] == "approved" and _newest(page, sample["id"], "video"):
            master = _newest(page, sample["id"], "master")
            made = {"mix": _newest(page, sample["id"], "mix"), "album": _album(page, sample), "master": master}
            made["guest"] = _guest_link(page, master)
            return {name: row["id"] for name, row in found.items() if row} | made
        time.sleep(5)
    raise SystemExit("error: pictures.no_song: the sample song did not get finished")


def _album(page: Page, song: dict[str, str]) -> str:
    """An album of the sample's artist with the sample on it; the one of an earlier call where there is one."""
    known = page.request.get("/api/v1/albums").json()["results"]
    album = known[0]["id"] if known else str(call(page, "albums", {"artist": song["artist"], "title": ALBUM})["id"])
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "csrftoken")
    headers = {"X-CSRFToken": token, "Referer": page.url}
    page.request.patch(f"/api/v1/albums/{album}", data={"songs": [{"project": song["id"]}]}, headers=headers)
    return str(album)


def _guest_link(page: Page, master: str) -> str:
    known = page.request.get(f"/api/v1/assets/{master}/links").json()["results"]
    open_ones = [link for link in known if link["standing"] == "open"]
    link = open_ones[0] if open_ones else call(page, f"assets/{master}/links", {"name": "Kim, the publisher"})
    return str(link["address"])


def _newest(page: Page, song: str, kind: str) -> str:
    files = page.request.get(f"/api/v1/projects/{song}/assets?kind={kind}").json()["results"]
    return str(files[0]["id"]) if files else ""


def take(page: Page, path: str, file: Path) -> None:
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        print(f"left out: {path} answers {answer.status if answer else 'nothing'}")
        return
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    # Scripts from strings are against the policy of the pages, so the skeletons are counted from outside.
    expect(page.locator("main [hx-get][hx-trigger*=load] > .skeleton")).to_have_count(0, timeout=40_000)
    page.wait_for_timeout(600)
    page.screenshot(path=file)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} kB", flush=True)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--at", default="", help="a running studio with the demo label; default: start one")
    ask.add_argument("--only", default="", help="names of screens, separated by commas")
    ask.add_argument("--phone", action="store_true", help="only phone-sized ones")
    told = ask.parse_args()
    only = {name for name in told.only.split(",") if name}
    OUT.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("STUDIO_CHROMIUM") or "/usr/bin/chromium"
    with studio(told.at) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium if Path(chromium).exists() else None, args=FLAGS)
        ids = songs(browser, base)
        for size, (width, height) in [one for one in SIZES.items() if one[0] or not told.phone]:
            for shade, theme in THEMES.items():
                people: dict[str, Page] = {}
                for name, (who, path) in SCREENS.items():
                    if not only or name in only:
                        page = people.get(who) or people.setdefault(
                            who, enter(browser, base, who, width, height, theme)
                        )
                        take(page, path.format(**ids), OUT / f"{name}{size}{shade}.png")


if __name__ == "__main__":
    main()
