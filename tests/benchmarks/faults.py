"""kill -9 of each kind of process, each many times at random moments of a song: does every song survive, and how late?

python -m tests.benchmarks.faults [--times 10] [--seed 1]
"""

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path

from tests.fault.song import VICTIMS, begin, kill_one
from tests.house import RunningHouse

LATE_LIMIT_S = 20.0
SONG_LIMIT_S = 600.0


def undisturbed_s(house: RunningHouse, times: int = 3) -> float:
    """Median time of a song nobody disturbs; the first, which compiles what later ones find compiled, is left out."""
    begin(house).wait(SONG_LIMIT_S)
    return statistics.median(begin(house).wait(SONG_LIMIT_S) for _ in range(times))


def disturbed(house: RunningHouse, kind: str, usual_s: float, chance: random.Random) -> tuple[float, list[str]]:
    """Seconds of one song with one kill in it, and what went wrong."""
    song = begin(house)
    began = time.monotonic()
    time.sleep(chance.uniform(0.0, usual_s * 0.9))
    if not kill_one(house, kind, chance, patience_s=usual_s):
        return 0.0, [f"no {kind} was there to kill"]
    song.wait(SONG_LIMIT_S)
    return time.monotonic() - began, song.faults()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    chance = random.Random(wanted.seed)
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        house = RunningHouse(Path(folder))
        try:
            house.start()
            usual_s = undisturbed_s(house)
            print(f"undisturbed: {usual_s:.1f} s")
            print(f"{'killed':<14}{'times':>6}{'survived':>10}{'median late':>14}{'worst':>10}")
            for kind in VICTIMS:
                failures += _row(kind, [disturbed(house, kind, usual_s, chance) for _ in range(wanted.times)], usual_s)
        finally:
            house.close()
    return 1 if failures else 0


def _row(kind: str, results: list[tuple[float, list[str]]], usual_s: float) -> int:
    late_s = [seconds - usual_s for seconds, _ in results]
    faults = [fault for _, found in results for fault in found]
    survived = sum(not found for _, found in results)
    print(
        f"{kind:<14}{len(results):>6}{survived:>10}{statistics.median(late_s):>12.1f} s{max(late_s):>6.1f} s",
        flush=True,
    )
    for fault in faults:
        print(f"  {fault}")
    return len(faults) + sum(late > LATE_LIMIT_S for late in late_s)


if __name__ == "__main__":
    raise SystemExit(main())
