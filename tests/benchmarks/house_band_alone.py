"""Compose one three-minute song and print how fast that was and how much memory the process needed at most."""

import resource
import sys
import time

from processing.engines.compose.house_band.engine import HouseBand
from processing.engines.contracts import Section, SongPlan

BAR_S = 2.0
FORM = (("intro", 6), ("verse", 16), ("chorus", 16), ("verse", 16), ("chorus", 16), ("bridge", 8), ("chorus", 12))


def plan(forms: tuple[tuple[str, int], ...]) -> SongPlan:
    sections, at = [], 0.0
    for kind, bars in forms:
        sections.append(Section(kind.title(), kind, bars, at, at + bars * BAR_S))
        at += bars * BAR_S
    return SongPlan("alone", "pop", "hopeful", 120.0, "4/4", "C major", tuple(sections), at)


def main() -> None:
    band = HouseBand(sys.argv[1] if len(sys.argv) > 1 else "auto")
    band.compose(plan((("verse", 2), ("chorus", 2))), seed=1)
    song = plan(FORM)
    cpu, wall = time.process_time(), time.monotonic()
    band.compose(song, seed=2)
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{song.duration_s:.0f} s of music, {cpu:.1f} s of processor, {wall:.1f} s on the clock, peak {peak_mb:.0f} MB"
    )


if __name__ == "__main__":
    main()
