"""A rescue of a spoilt song, stage by stage: the highest memory and the time of each, for a short and a long file.

    python -m tests.benchmarks.rescue_memory [--short-s 120] [--long-s 600] [--only-s SECONDS]

The song of the tests is spoilt in every way that the rescue mends, so that many remedies are tried on every stem. Each
stage runs in a forked copy of one process, as in `manage.py rescue`, but one at a time. `--only-s` measures one length.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent.parent
RATE = 48_000
PIECE_S = 10.0


def main() -> None:
    options = _options()
    if options.child:
        _rescue(options.child, Path(os.environ["STUDIO_DATA_DIR"]))
        return
    lengths_s = [options.only_s] if options.only_s else [options.short_s, options.long_s]
    told = [_measured(seconds) for seconds in lengths_s]
    print(f"{'stage':<24}" + "".join(f"{f'{seconds:.0f} s: MB':>14}{'s':>8}" for seconds in lengths_s) + f"{'x':>8}")
    for name, first in told[0].items():
        rows = [one.get(name, (0.0, 0.0)) for one in told]
        print(f"{name:<24}" + "".join(f"{mb:>14.0f}{took_s:>8.1f}" for mb, took_s in rows), end="")
        print(f"{rows[-1][0] / first[0]:>8.2f}")


def _measured(seconds: float) -> dict[str, tuple[float, float]]:
    """MB and seconds by stage of a song so long."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.benchmarks.rescue_memory", "--child", str(seconds)]
        place = {"STUDIO_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "studio.settings"}
        subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **place})
        lines = (Path(folder) / "told.txt").read_text().splitlines()
    rows = [line.split() for line in lines]
    return {name: (float(mb), float(took_s)) for name, mb, took_s in rows}


def _rescue(seconds: float, folder: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from processing.headless import rescue as headless
    from processing.headless.rescue_order import RescueOrder
    from processing.pipeline import inline, worker

    call_command("migrate", verbosity=0)
    told = folder / "told.txt"
    plain = worker.handler_of
    worker.handler_of = lambda kind: _watched(plain(kind), told)

    def one_at_a_time(run: Any, watch: Any, _side_by_side: int) -> None:
        while stage := run.stages.filter(state="queued").order_by("position").first():
            watch(stage)
            inline._start(stage.pk).join()

    inline._together = one_at_a_time
    inline.cores = lambda: 2
    track = _spoilt_file(seconds, folder / "machine.wav")
    order = RescueOrder(out=folder / "out", track=track)
    _measure("all, in the parent", told, lambda: headless.rescue(order))


def _watched(handle: Callable[..., Any], told: Path) -> Callable[..., Any]:
    return lambda params, context: _measure(context.stage.name, told, lambda: handle(params, context))


def _measure(name: str, told: Path, work: Callable[[], Any]) -> Any:
    """Do the work; write down the highest memory meanwhile and how long it took."""
    Path("/proc/self/clear_refs").write_text("5")
    started = time.perf_counter()
    try:
        return work()
    finally:
        took_s = time.perf_counter() - started
        line = next(row for row in Path("/proc/self/status").read_text().splitlines() if row.startswith("VmHWM"))
        with told.open("a") as file:
            file.write(f"{name.replace(' ', '_')} {int(line.split()[1]) / 1024:.0f} {took_s:.1f}\n")


def _spoilt_file(seconds: float, path: Path) -> Path:
    from processing.dsp.float_wav import FloatWav

    piece, samples = _spoilt(), round(seconds * RATE)
    with FloatWav(path, RATE, 2) as wav:
        for number, start in enumerate(range(0, samples, piece.shape[1])):
            # Verses and refrains, so that the song has loud and soft parts.
            level = np.float32((1.0, 0.6)[number // 2 % 2])
            wav.write(level * piece[:, : samples - start])
    return path


def _spoilt() -> Any:
    from tests.processing.dsp.pathologies import songs

    song = songs.with_hum(songs.with_antiphase(songs.with_mud(songs.healthy())), 1.0)
    song = songs.with_clicks(songs.with_holes(songs.with_wide_bass(songs.with_shimmer(song))))
    song[:, 3 * RATE : 3 * RATE + 400] = 1.0  # flat peaks
    return (np.float32(0.9) * song / np.abs(song).max() + np.float32(0.02)).astype(np.float32)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short-s", type=float, default=120.0)
    parser.add_argument("--long-s", type=float, default=600.0)
    parser.add_argument("--only-s", type=float, default=0.0)
    parser.add_argument("--child", type=float, default=0.0, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
