"""Our mastering beside bare matchering: tone, true peak, loudness and processor time over target/reference pairs.

    python -m tests.benchmarks.mastering [--targets DIR --references DIR] [--seconds 60]

Without folders, three mixes and three references are synthesised. Prints a table and the ratios that matter.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from processing.dsp import files
from processing.dsp.levels import Audio, fitted, stereo
from processing.dsp.loudness import integrated_lufs
from processing.dsp.resample import resample
from processing.dsp.spectrum import spectral_distance_db
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.contracts import MasterParams
from processing.engines.master.reference_match import ReferenceMatch
from tests.processing.engines.band import song

RATE = 48_000
TARGET_LUFS = -14.0
BARE = """
import sys, time
import matchering
started = time.process_time()
matchering.process(sys.argv[1], sys.argv[2], [matchering.pcm24(sys.argv[3])])
print(time.process_time() - started)
"""


@dataclass(frozen=True)
class Outcome:
    distance_db: float
    lufs: float
    true_peak_dbtp: float
    seconds: float


def main() -> None:
    options = _options()
    targets = _songs(options.targets, options.seconds, tilts_db=(-1.5, 0.0, 1.5), first_seed=0)
    references = _songs(options.references, options.seconds, tilts_db=(-0.8, 0.4, 1.0), first_seed=50)
    print(f"{'target -> reference':<44}{'before':>8}{'bare dB / LUFS / dBTP / s':>30}{'ours':>30}")
    rows = [_pair(t, target, r, reference) for t, target in targets.items() for r, reference in references.items()]
    bare, ours = ([row[i] for row in rows] for i in (0, 1))
    ratio = statistics.mean(o.distance_db for o in ours) / statistics.mean(o.distance_db for o in bare)
    print(f"mean distance, ours / bare: {ratio:.3f}")
    print(f"highest true peak: ours {max(o.true_peak_dbtp for o in ours):.2f} dBTP, ", end="")
    print(f"bare {max(o.true_peak_dbtp for o in bare):.2f} dBTP")
    print(f"largest loudness error, ours: {max(abs(o.lufs - TARGET_LUFS) for o in ours):.2f} LU")
    print(f"time, ours / bare: {sum(o.seconds for o in ours) / sum(o.seconds for o in bare):.2f}")


def _pair(target_name: str, target: Audio, reference_name: str, reference: Audio) -> tuple[Outcome, Outcome]:
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare(target, reference, Path(folder))
        ours = _ours(target, reference, Path(folder))
    before = spectral_distance_db(target, reference, RATE)
    print(f"{target_name[:20] + ' -> ' + reference_name[:20]:<44}{before:8.2f}{_text(bare):>30}{_text(ours):>30}")
    return bare, ours


def _bare(target: Audio, reference: Audio, folder: Path) -> Outcome:
    paths = [folder / name for name in ("target.wav", "reference.wav", "bare.wav")]
    for path, audio in zip(paths, (target, reference), strict=False):
        files.write_wav_float(path, resample(audio, RATE, 44_100), 44_100)
    command = [sys.executable, "-c", BARE, *map(str, paths)]
    seconds = float(subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()[-1])
    audio, rate = files.read(paths[2])
    return _outcome(resample(audio, rate, RATE), reference, seconds)


def _ours(target: Audio, reference: Audio, folder: Path) -> Outcome:
    started = _cpu_seconds()
    engine, params = ReferenceMatch(), MasterParams(target_lufs=TARGET_LUFS)
    result = engine.master(target, RATE, reference=reference, genre="pop", params=params, scratch=folder)
    seconds = _cpu_seconds() - started
    path = files.write_wav24(folder / "ours.wav", result.audio, RATE)
    return _outcome(files.read(path)[0], reference, seconds)


def _cpu_seconds() -> float:
    """Of this process and its finished children: other work on the machine does not count."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _outcome(audio: Audio, reference: Audio, seconds: float) -> Outcome:
    distance = spectral_distance_db(audio, reference, RATE)
    return Outcome(distance, integrated_lufs(audio, RATE), true_peak_dbtp(audio, RATE), seconds)


def _songs(folder: Path | None, seconds: float, *, tilts_db: tuple[float, ...], first_seed: int) -> dict[str, Audio]:
    if folder is None:
        return {f"song {i}": song(seconds, first_seed + i, tilt_db=tilt) for i, tilt in enumerate(tilts_db)}
    found = {path.stem: files.decode(path, rate=RATE) for path in sorted(folder.iterdir()) if path.is_file()}
    return {name: fitted(stereo(audio), min(audio.shape[1], round(seconds * RATE))) for name, audio in found.items()}


def _text(outcome: Outcome) -> str:
    return f"{outcome.distance_db:.2f} /{outcome.lufs:6.1f} /{outcome.true_peak_dbtp:5.2f} /{outcome.seconds:5.1f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--targets", type=Path)
    parser.add_argument("--references", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
