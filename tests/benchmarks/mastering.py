"""Our mastering beside bare matchering: tone, true peak, loudness, time and memory over target/reference pairs.

    python -m tests.benchmarks.mastering [--targets DIR --references DIR] [--seconds 60] [--engine matchering]

Without folders, three mixes and three references are synthesised. Each side works in a fresh process of its own, as a
user would call it: it reads two files and writes one, 24 bits deep. Importing is not counted, on either side. Prints a
table and the ratios that matter.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from processing.dsp import files
from processing.dsp.levels import Audio, fitted, stereo
from processing.dsp.limiter import limit
from processing.dsp.loudness import integrated_lufs
from processing.dsp.resample import resample
from processing.dsp.spectrum import spectral_distance_db
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.contracts import MasterParams, Reference
from processing.engines.master.matchering_match import MatcheringMatch
from processing.engines.master.reference_match import ReferenceMatch
from tests.processing.engines.band import song

RATE, BARE_RATE = 48_000, 44_100
TARGET_LUFS = -14.0
ENGINES = {"reference_match": ReferenceMatch, "matchering": MatcheringMatch}


@dataclass(frozen=True)
class Outcome:
    distance_db: float
    lufs: float
    true_peak_dbtp: float
    wall_s: float
    cpu_s: float
    memory_mb: float


def main() -> None:
    options = _options()
    targets = _songs(options.targets, options.seconds, tilts_db=(-1.5, 0.0, 1.5), first_seed=0)
    references = _songs(options.references, options.seconds, tilts_db=(-0.8, 0.4, 1.0), first_seed=50)
    if options.references is None:  # as loud as released songs are
        references = {name: limit(audio, RATE, ceiling_dbtp=-0.2, drive_db=9.0) for name, audio in references.items()}
    heading = "dB / LUFS / dBTP / wall s / cpu s / MB"
    print(f"{'target -> reference':<44}{'before':>8}{'bare: ' + heading:>50}{'ours':>44}")
    pairs = [(t, target, r, reference) for t, target in targets.items() for r, reference in references.items()]
    rows = [_pair(*pair, options.engine) for pair in pairs]
    bare, ours = ([row[i] for row in rows] for i in (0, 1))
    distances = [statistics.mean(o.distance_db for o in side) for side in (ours, bare)]
    print(f"mean distance, ours / bare: {distances[0]:.2f} / {distances[1]:.2f} dB = {distances[0] / distances[1]:.3f}")
    peaks = [(max(o.true_peak_dbtp for o in side), sum(o.true_peak_dbtp > 0.0 for o in side)) for side in (ours, bare)]
    print(f"highest true peak: ours {peaks[0][0]:.2f} dBTP, bare {peaks[1][0]:.2f} dBTP", end="")
    print(f" (above 0 in {peaks[1][1]} of {len(bare)})")
    print(f"largest loudness error, ours: {max(abs(o.lufs - TARGET_LUFS) for o in ours):.2f} LU")
    for name in ("wall_s", "cpu_s"):
        times = [sum(getattr(o, name) for o in side) for side in (ours, bare)]
        print(f"{name}, ours / bare: {times[0]:.1f} / {times[1]:.1f} = {times[0] / times[1]:.2f}")
    print(f"peak memory: ours {max(o.memory_mb for o in ours):.0f} MB, bare {max(o.memory_mb for o in bare):.0f} MB")


def _pair(
    target_name: str, target: Audio, reference_name: str, reference: Audio, engine: str
) -> tuple[Outcome, Outcome]:
    before = spectral_distance_db(target, reference, RATE)
    outcomes = tuple(_side(side, rate, target, reference) for side, rate in (("bare", BARE_RATE), (engine, RATE)))
    print(f"{target_name[:20] + ' -> ' + reference_name[:20]:<44}{before:8.2f}", end="")
    print(f"{_text(outcomes[0]):>50}{_text(outcomes[1]):>44}", flush=True)
    return outcomes[0], outcomes[1]


def _side(side: str, rate: int, target: Audio, reference: Audio) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("target.wav", "reference.wav", "out.wav")]
        for path, audio in zip(paths, (target, reference), strict=False):
            files.write_wav_float(path, resample(audio, RATE, rate), rate)
        command = [sys.executable, "-m", "tests.benchmarks.mastering", side, *map(str, paths)]
        said = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()[-1]
        written, rate = files.read(paths[2])
    audio = resample(written, rate, RATE)
    peak = true_peak_dbtp(written, rate)
    wall_s, cpu_s, memory_mb = map(float, said.split())
    distance = spectral_distance_db(audio, reference, RATE)
    return Outcome(distance, integrated_lufs(written, rate), peak, wall_s, cpu_s, memory_mb)


def _bare(target: str, reference: str, out: str) -> Callable[[], None]:
    import matchering  # the peer, loaded by its own side alone

    return lambda: matchering.process(target, reference, [matchering.pcm24(out)])


def _ours(target: str, reference: str, out: str, engine: ReferenceMatch) -> Callable[[], None]:
    def run() -> None:
        folder, song_like = Path(out).parent, Reference(lambda: files.read(Path(reference))[0])
        params = MasterParams(target_lufs=TARGET_LUFS)
        mix = files.read(Path(target))[0]
        made = engine.master(mix, RATE, references=[song_like], genre="pop", params=params, scratch=folder)
        files.write_wav24(Path(out), made.audio, RATE)

    return run


def _one(side: str, *paths: str) -> None:
    target, reference, out = paths
    run = _bare(target, reference, out) if side == "bare" else _ours(target, reference, out, ENGINES[side]())
    used, started = _cpu_seconds(), time.perf_counter()
    run()
    wall_s, cpu_s = time.perf_counter() - started, _cpu_seconds() - used
    print(f"\n{wall_s:.3f} {cpu_s:.3f} {_most_memory_mb():.0f}")


def _most_memory_mb() -> float:
    """Since this program began; what `getrusage` tells begins with the memory of whoever started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _cpu_seconds() -> float:
    """Of this process and its finished children: other work on the machine does not count."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _songs(folder: Path | None, seconds: float, *, tilts_db: tuple[float, ...], first_seed: int) -> dict[str, Audio]:
    if folder is None:
        return {f"song {i}": song(seconds, first_seed + i, tilt_db=tilt) for i, tilt in enumerate(tilts_db)}
    found = {path.stem: files.decode(path, rate=RATE) for path in sorted(folder.iterdir()) if path.is_file()}
    return {name: fitted(stereo(audio), min(audio.shape[1], round(seconds * RATE))) for name, audio in found.items()}


def _text(o: Outcome) -> str:
    peak = f"{o.lufs:6.1f} /{o.true_peak_dbtp:5.2f}"
    return f"{o.distance_db:.2f} /{peak} /{o.wall_s:5.1f} /{o.cpu_s:5.1f} /{o.memory_mb:5.0f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--targets", type=Path)
    parser.add_argument("--references", type=Path)
    parser.add_argument("--engine", choices=tuple(ENGINES), default="reference_match")
    parser.add_argument("--seconds", type=float, default=60.0)
    return parser.parse_args()


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in {"bare", *ENGINES}:
        _one(*sys.argv[1:5])
    else:
        main()
