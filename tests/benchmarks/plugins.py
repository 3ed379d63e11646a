"""Real VST3 plug-ins through the console's slot: do they load, keep time, repeat themselves, and how fast are they?

    python -m tests.benchmarks.plugins [--folder DIR] [--seconds 30]

Every bundle of the folder (the studio's own when none is named) is loaded in a process of its own, as for a mix, and
given seeded noise. Fails when one that loads gives back another length or broken sound, or takes a parameter that it
does not have. Free ones to try: the packages that Linux distributions have of Dragonfly Reverb and LSP Plugins.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import numpy as np

from processing.console.settings import Insert
from processing.engines.render_mix.plugins import PluginFolder
from processing.errors import StudioError

RATE = 48_000


def main() -> int:
    options = _options()
    folder = PluginFolder(options.folder)
    if not folder.paths():
        print(f"no plug-ins in {options.folder}: nothing to measure")
        return 0
    shape = (2, round(options.seconds * RATE))
    noise = (0.1 * np.random.default_rng(0).standard_normal(shape)).astype(np.float32)
    heads = ("load s", 8), ("delay", 7), ("parameters", 12), ("x real time", 13), ("level dB", 10), ("repeats dB", 12)
    print(f"{'plug-in':<32}" + "".join(f"{words:>{width}}" for words, width in heads))
    rows = [_row(folder, name, noise) for name in folder.paths()]
    return int(not all(rows))


def _row(folder: PluginFolder, name: str, noise: np.ndarray) -> bool:
    begun = time.perf_counter()
    try:
        probe = folder.probe(name)
        loaded_s, begun = time.perf_counter() - begun, time.perf_counter()
        out = folder.through(noise, RATE, Insert(name))
        took_s = time.perf_counter() - begun
        apart_db = _db(folder.through(noise, RATE, Insert(name)) - out)
    except StudioError as error:
        print(f"{name:<32}{error.code}: {error.words}")
        return False
    level_db, speed = _db(out) - _db(noise), noise.shape[1] / RATE / took_s
    print(f"{name:<32}{loaded_s:>8.1f}{probe.latency_samples:>7}{len(probe.parameters):>12}", end="")
    print(f"{speed:>13.0f}{level_db:>10.1f}{apart_db:>12.1f}")
    return _refuses(folder, name, noise[:, :RATE])


def _refuses(folder: PluginFolder, name: str, noise: np.ndarray) -> bool:
    try:
        folder.through(noise, RATE, Insert(name, {"no such parameter": 0.5}))
    except StudioError as error:
        return error.code == "mix.plugin_failed"
    return False


def _db(audio: np.ndarray) -> float:
    return float(10.0 * np.log10(np.mean(np.square(audio, dtype=np.float64)) + 1e-20))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    usual = Path(os.environ.get("STUDIO_PLUGINS_DIR", "var/plugins"))
    parser.add_argument("--folder", type=Path, default=usual)
    parser.add_argument("--seconds", type=float, default=30.0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
