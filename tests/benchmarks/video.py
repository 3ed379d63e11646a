"""How long a clip and a scorecard take for a song of the house band, against the song's own length.

Run from the repository: `python -m tests.benchmarks.video [--length-s 180] [--size 1920x1080] [--keep FILE]`.
Exit code 1 when a bar is missed. On a busy machine read the processor seconds, not the clock.
"""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from processing.dsp import files
from processing.engines.compose.house_band.engine import HouseBand
from processing.engines.contracts import Audio, ComposeResult, Section, SongPlan, VideoParams
from processing.engines.edit_video.reactive import ReactiveScenes
from processing.scorecard import score

RATE = 48_000
CORES = 2
CLIP_RATIO, CARD_SPEED = 0.9, 15.0
LINES = ("Every light along the river", "turns to gold when you come near", "and I hear the city breathing")
FORM = (
    ("intro", 4),
    ("verse", 8),
    ("chorus", 8),
    ("verse", 8),
    ("chorus", 8),
    ("bridge", 8),
    ("chorus", 8),
    ("outro", 4),
)


def plan(length_s: float) -> SongPlan:
    bar_s, at_s, sections = 2.0, 0.0, []
    for round_of in range(8):
        for kind, bars in FORM:
            if at_s + bars * bar_s <= length_s:
                lines = LINES if kind in ("verse", "chorus") else ()
                sections.append(Section(f"{kind} {round_of}", kind, bars, at_s, at_s + bars * bar_s, lines))
                at_s += bars * bar_s
    return SongPlan("River of Lights", "pop", "happy", 120.0, "4/4", "A minor", tuple(sections), at_s)


def clip(song: SongPlan, music: ComposeResult, instrumental: Audio, args: argparse.Namespace) -> bool:
    """Render to a file; print clock, pictures a second and processor time."""
    width, height = (int(side) for side in args.size.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        master = files.write_wav24(Path(folder) / "master.wav", instrumental, RATE)
        stems = {name: files.write_flac(Path(folder) / name, music.stems[name], RATE) for name in ("drums", "bass")}
        before, began = _processor_s(), time.monotonic()
        out = args.keep or Path(folder) / "clip.mp4"
        params = VideoParams(width, height, seed=1)
        facts = ReactiveScenes().render(plan=song, master=master, stems=stems, out=out, params=params)
        clock_s, megabytes = time.monotonic() - began, out.stat().st_size / 1e6
    own_s, encoder_s = (after - earlier for after, earlier in zip(_processor_s(), before, strict=True))
    frames = facts["frames"]
    print(f"clip {args.size}: {clock_s:.1f} s for {song.duration_s:.0f} s = {clock_s / song.duration_s:.2f} x, "
          f"{frames / clock_s:.1f} pictures/s, {megabytes:.1f} MB")  # fmt: skip
    possible = (own_s + encoder_s) / CORES / song.duration_s
    print(f"  processor per picture: drawing {1e3 * own_s / frames:.1f} ms, encoder {1e3 * encoder_s / frames:.1f} ms; "
          f"{possible:.2f} x on {CORES} idle cores")  # fmt: skip
    print(
        f"  memory: {_peak_mb(resource.RUSAGE_CHILDREN)} MB encoder, {_peak_mb(resource.RUSAGE_SELF)} MB with the song"
    )
    return min(clock_s / song.duration_s, possible) <= CLIP_RATIO


def card(song: SongPlan, music: ComposeResult, instrumental: Audio) -> bool:
    before = _processor_s()[0]
    found = score(instrumental, RATE, plan=song, stems=music.stems)
    speed = song.duration_s / (_processor_s()[0] - before)
    print(f"scorecard: {speed:.1f} x real time, total {found.total}")
    for metric in found.metrics:
        print(f"  {metric.score:.2f}  {metric.words}")
    return speed >= CARD_SPEED


def _processor_s() -> tuple[float, float]:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    own, children = (usage.ru_utime + usage.ru_stime for usage in used)
    return own, children


def _peak_mb(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--length-s", type=float, default=180.0)
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    song = plan(args.length_s)
    music = HouseBand().compose(song, seed=1)
    total = np.sum(list(music.stems.values()), axis=0)
    instrumental = np.asarray(total / max(1.0, float(np.abs(total).max())), np.float32)
    good = [card(song, music, instrumental), clip(song, music, instrumental, args)]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
