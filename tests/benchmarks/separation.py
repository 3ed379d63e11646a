"""Separation: our Demucs against the library's own, memory by length, and the speed of the weights-free split.

    python -m tests.benchmarks.separation [--full] [--seconds 16] [--long-s 600] [--short-s 120]

With random weights, tiny ones or (`--full`) of the published size: how far our stems lie from the library's, and our
time as a share of its time (processor time, same process, taken in turns). Then the peak memory of a fresh process for
a long and a short song, for the path of a model (its network replaced by one that costs nothing) and for the split.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from processing.dsp.on_disk import blank, let_go
from processing.engines.separate.demucs import Demucs
from processing.engines.separate.parts import spans
from processing.engines.separate.split import Split
from tests.processing.engines.band import RATE, song
from tests.processing.engines.separate.models import (
    SOURCES,
    difference_db,
    noise,
    residual_dbfs,
    save_pickle,
    save_safetensors,
    tiny_demucs,
)

DEMUCS_RATE = 44_100
TURNS = 3


def main() -> None:
    options = _options()
    if options.child:
        _one_song(options.child, options.long_s, Path(options.folder))
        return
    with tempfile.TemporaryDirectory() as folder:
        _against_the_library(options, Path(folder))
    _split(options.short_s)
    for engine in ("demucs", "split"):
        peaks = [_peak_mb(engine, seconds) for seconds in (options.short_s, options.long_s)]
        print(
            f"{engine}: {peaks[0]:.0f} MB for {options.short_s:.0f} s, {peaks[1]:.0f} MB for {options.long_s:.0f} s: "
            f"{peaks[1] / peaks[0]:.2f} x"
        )


def _against_the_library(options: argparse.Namespace, folder: Path) -> None:
    import torch
    from demucs.api import Separator

    model = _full_size() if options.full else tiny_demucs(1, Fraction(2))
    save_pickle(model, folder, "random")
    (folder / "one.yaml").write_text("models: [random]\n")
    audio = noise(round(options.seconds * DEMUCS_RATE))
    theirs, ours = Separator("one", repo=folder, device="cpu", shifts=0), Demucs(folder, model="one")
    times: list[tuple[float, float]] = []
    for _turn in range(1 if options.full else TURNS):
        their_s, wanted = _timed(lambda: theirs.separate_tensor(torch.from_numpy(audio))[1])
        our_s, made = _timed(lambda: ours.separate(audio, DEMUCS_RATE))
        times.append((our_s, their_s))
    apart = {name: difference_db(made.stems[name], wanted[name].numpy()) for name in SOURCES if name != "other"}
    whole = sum(ours_s for ours_s, _ in times) / sum(their_s for _, their_s in times)
    size = sum(parameter.numel() for parameter in model.parameters()) / 1e6
    print(
        f"demucs, {size:.1f} M random weights, {options.seconds:.0f} s: stems within {max(apart.values()):.0f} dB, "
        f"{whole:.3f} x the library's time, sum of the stems {residual_dbfs(made.stems, audio):.0f} dBFS from the input"
    )


def _full_size() -> Any:
    import torch
    from demucs.htdemucs import HTDemucs

    torch.manual_seed(1)
    return HTDemucs(sources=SOURCES, segment=Fraction(39, 5), t_layers=5, bottom_channels=512).eval()


def _split(seconds: float) -> None:
    audio = song(seconds, 3)
    took_s, made = _timed(lambda: Split().separate(audio, RATE))
    print(
        f"split: {seconds / took_s:.1f} x real time on one core, by {made.facts['method']}, "
        f"sum of the stems {residual_dbfs(made.stems, audio):.0f} dBFS from the input"
    )


def _peak_mb(engine: str, seconds: float) -> float:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.benchmarks.separation", "--child", engine, "--folder", folder]
        done = subprocess.run([*command, "--long-s", str(seconds)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _one_song(engine: str, seconds: float, folder: Path) -> None:
    """In a process of its own: take a song apart that lies on disk, and tell the peak memory in MB."""
    audio = blank(round(seconds * RATE), folder, "song")
    piece = song(10.0, 2)
    for span in spans(audio.shape[1], piece.shape[1]):
        audio[:, span] = piece[:, : span.stop - span.start]
        let_go(audio)
    worker: Any = Split(scratch=folder) if engine == "split" else _costless(folder)
    worker.separate(audio, RATE)
    # Not getrusage: a new process inherits its parent's peak there.
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(int(peak.split()[1]) / 1024)


def _costless(folder: Path) -> Demucs:
    save_safetensors(tiny_demucs(1, Fraction(39, 5)), folder, "tiny")
    engine = Demucs(folder, scratch=folder)
    network: Any = engine._bag.models[0]
    network.forward = lambda mix: 0.25 * mix[:, None].expand(-1, len(SOURCES), -1, -1)
    return engine


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    before = os.times()
    result = work()
    after = os.times()
    return after.user + after.system - before.user - before.system, result


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="a Demucs of the published size: minutes")
    parser.add_argument("--seconds", type=float, default=16.0)
    parser.add_argument("--short-s", type=float, default=120.0)
    parser.add_argument("--long-s", type=float, default=600.0)
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    parser.add_argument("--folder", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
