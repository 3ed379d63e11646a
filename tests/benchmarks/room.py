"""How soon a heavy song's room can be used: 500 comments, 50 versions, in a real Chromium against a real web process.

    python -m tests.benchmarks.room [--rounds 7]

`first` is when the page itself is there, `filled` when every part of it has come, `free` when nothing has kept the
page from answering for half a second after that; all from the click. More than LIMIT_MS until it is filled, in the
median, fails the benchmark.
"""

import argparse
import os
import statistics
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests import own_house  # noqa: F401  a database of its own, before Django reads its settings
from tests.benchmarks.house import house

LIMIT_MS = 2000.0
LONG_TASKS = """
window.lastBusy = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.lastBusy = one.startTime + one.duration;
}).observe({ type: "longtask", buffered: true });
"""
PART = "main [hx-get][hx-trigger*=load] > .skeleton"
WAIT = f"""() => {{
  if (document.querySelector('{PART}') || !document.querySelector('#talk .comment')) return false;
  window.filledAt ??= performance.now();
  return true;
}}"""
TIMES = """() => ({
  first: performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
  filled: window.filledAt,
  free: Math.max(window.filledAt, window.lastBusy),
})"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with house() as server:
        from django.urls import reverse

        from tests.benchmarks.grown_label import GrownLabel

        label = GrownLabel()
        label.grow(songs=30, events=3000)
        session = {"name": "sessionid", "value": label.browser("artist").cookies["sessionid"].value, "url": server.url}
        rows = _visits(server.url + reverse("room", args=[label.heavy.pk]), session, rounds)
    return _print(rows)


def _visits(address: str, session: Any, rounds: int) -> list[dict[str, float]]:
    """What a browser measures at each visit but the first, which fetches what later ones have."""
    path = os.environ.get("STUDIO_CHROMIUM") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        found = path if Path(path).exists() else None
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--headless=new"])
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([session])
        context.add_init_script(LONG_TASKS)
        page, rows = context.new_page(), []
        for _round in range(rounds + 1):
            page.goto(address)
            page.wait_for_function(WAIT, polling="raf")
            page.wait_for_timeout(500)
            rows.append(page.evaluate(TIMES))
        browser.close()
    return rows[1:]


def _print(rows: list[dict[str, float]]) -> int:
    print(f"{'':<10}{'median ms':>10}{'worst ms':>10}")
    for name in ("first", "filled", "free"):
        took = [row[name] for row in rows]
        print(f"{name:<10}{statistics.median(took):>10.0f}{max(took):>10.0f}")
    if statistics.median(row["filled"] for row in rows) > LIMIT_MS:
        print("error: room.slow: the room took too long to fill", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
