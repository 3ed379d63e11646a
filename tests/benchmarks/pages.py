"""Pages of a grown label: how many queries each takes and how long the server is at it.

    python -m tests.benchmarks.pages [--songs 1000] [--events 100000] [--rounds 40]

Whole requests through every middleware in this process, signed in, on a database of its own; no network, no browser.
One song is heavy: 500 comments, 50 versions. A page that takes more than LIMIT_MS in the 95th percentile, or more
queries in a full house than in a nearly empty one, fails the benchmark. CPU is the mean of this process alone: where
it lies far below the rest, something else kept the machine busy. `fixed` is a bare loop beside every request: where it
differs between two runs, so does the machine.
"""

import argparse
import atexit
import os
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.benchmarks.grown_label import GrownLabel

LIMIT_MS = 100.0
WARM = 3
FIXED_LOOPS = 400_000


@dataclass(frozen=True)
class Measured:
    name: str
    who: str
    queries: int
    p50_ms: float
    p95_ms: float
    busy_ms: float
    fixed_ms: float
    kilobytes: float


def main() -> int:
    options = _options()
    # A house of its own: a thousand invented songs have no business among somebody's real ones.
    folder = tempfile.mkdtemp(prefix="studio-pages-")
    os.environ |= {"DJANGO_SETTINGS_MODULE": "studio.settings", "STUDIO_DATA_DIR": folder}
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from tests.benchmarks.grown_label import GrownLabel

    label = GrownLabel()
    label.grow(songs=30, events=3000)
    small = {one.name: one.queries for one in _measure(label, rounds=WARM)}
    began_s = time.perf_counter()
    label.grow(songs=options.songs - 30, events=options.events - 3000)
    print(f"{options.songs} songs and {options.events} events, written in {time.perf_counter() - began_s:.0f} s")
    rows = _measure(label, rounds=options.rounds)
    return _print(rows, small)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--songs", type=int, default=1000)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    return parser.parse_args()


def _measure(label: "GrownLabel", rounds: int) -> list[Measured]:
    from studio.garbage import spare_what_stays
    from studio.statistics import analyze_tables

    spare_what_stays()  # as the web server does
    analyze_tables()  # as the reconciler does
    return [_page(label, name, who, address, rounds) for name, who, address in label.pages()]


def _page(label: "GrownLabel", name: str, who: str, address: str, rounds: int) -> Measured:
    browser = label.browser(who)
    queries, size = label.queries_of(browser, address)
    took_ms, fixed_ms, busy_s = [], [], time.thread_time()
    for turn in range(rounds + WARM):
        began_s = time.perf_counter()
        answer = browser.get(address)
        took_ms.append(1000 * (time.perf_counter() - began_s))
        assert answer.status_code == 200, f"{address}: {answer.status_code}, round {turn}"
        fixed_ms.append(_fixed_work_ms())
    busy_ms = (1000 * (time.thread_time() - busy_s) - sum(fixed_ms)) / (rounds + WARM)
    took_ms = sorted(took_ms[WARM:])
    p50_ms, p95_ms = statistics.median(took_ms), took_ms[min(len(took_ms) - 1, round(0.95 * len(took_ms)))]
    return Measured(name, who, queries, p50_ms, p95_ms, busy_ms, statistics.median(fixed_ms), size / 1000)


def _fixed_work_ms() -> float:
    """How long the same piece of plain work takes beside each request: what the machine of that moment is worth."""
    began_s = time.perf_counter()
    for _number in range(FIXED_LOOPS):
        pass
    return 1000 * (time.perf_counter() - began_s)


def _print(rows: list[Measured], small: dict[str, int]) -> int:
    columns = f"{'queries':>8}{'few songs':>10}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'fixed ms':>9}{'kB':>8}"
    print(f"{'page':<24}{'who':<8}{columns}")
    failed = []
    for row in rows:
        is_bad = row.p95_ms > LIMIT_MS or row.queries > small[row.name]
        failed += [row.name] if is_bad else []
        queries = f"{row.queries:>8}{small[row.name]:>10}"
        took = f"{row.p50_ms:>9.1f}{row.p95_ms:>9.1f}{row.busy_ms:>9.1f}{row.fixed_ms:>9.1f}{row.kilobytes:>8.0f}"
        print(f"{row.name:<24}{row.who:<8}{queries}{took}{'  over' if is_bad else ''}")
    if failed:
        print(f"error: pages.slow: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    from tests import own_house  # noqa: F401  a database of its own, before Django reads its settings

    sys.exit(main())
