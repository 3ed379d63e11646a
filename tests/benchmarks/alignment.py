"""Voice and backing brought apart by known amounts: what is found, what is left after the repair, and how fast.

    python -m tests.benchmarks.alignment [--voice FILE --backing FILE [--bpm 124]] [--seconds 44]

Without files a voice and its band are synthesised. The backing is made faster or slower, higher or lower, and starts
later. `start` is the error of the offset; where it is more than half a beat the place between the beats is right and
the beat is not, so it is given as whole quarters of a beat and the rest. Drift is the true one, from how the backing
was made, at the start, in the middle and at the end of the voice once the backing is moved as proposed.
"""

import argparse
import time
from pathlib import Path

import numpy as np

from processing.dsp import files
from processing.dsp.alignment.measure import measure
from processing.dsp.alignment.stretch import stretched_alone
from processing.dsp.levels import Audio
from tests.accompaniment import accompany
from tests.singing import RATE, sing, tune

CASES = [
    (1.0, 0.0, 0.0), (1.0, 0.0, 0.37), (1.05, 0.0, 0.25), (0.95, 0.0, 1.33), (1.05, 2.0, 0.8), (0.95, -2.0, 1.7),
    (1.03, -1.0, 1.1), (0.97, 1.0, 2.0), (1.02, 0.0, 1.5), (0.98, 2.0, 0.6),
]  # fmt: skip


def main() -> None:
    options = _options()
    voice, backing = _sounds(options)
    bpm = f"{options.bpm:g} BPM typed" if options.bpm else "no tempo typed"
    print(f"voice {voice.shape[1] / RATE:.0f} s, {bpm}; errors against how the backing was made")
    print(f"{'tempo':>7}{'key':>5}{'start':>7} |{'start error':>24}{'sure':>6} |{'tempo error':>12}{'sure':>6}", end="")
    print(f" |{'key found':>10}{'sure':>6} |{'drift left, ms':>22} |{'x real time':>12}")
    for case in CASES:
        _row(voice, backing, *case, options.bpm)


def _row(voice: Audio, backing: Audio, ratio: float, semitones: float, start_s: float, bpm: float | None) -> None:
    moved = stretched_alone(backing, RATE, 1.0 / ratio, semitones)
    band = np.concatenate([np.zeros((moved.shape[0], round(start_s * RATE)), np.float32), moved], axis=1)
    began = time.process_time()
    found = measure(voice, band, RATE, voice_bpm=bpm)
    speed = voice.shape[1] / RATE / (time.process_time() - began)
    quarter_s = 15.0 / found.band_bpm if found.band_bpm else 0.125
    error_s = found.offset_s - start_s
    steps = round(error_s / quarter_s)
    rest_ms = 1000.0 * (error_s - steps * quarter_s)
    error = f"{rest_ms:+.1f} ms" if steps == 0 else f"{steps:+d}/4 beat {rest_ms:+.1f} ms"
    stretch = found.repair.stretch if found.repair else 1.0
    left = [rest_ms * stretch + 1000.0 * part * found.voice_s * (1.0 - stretch / ratio) for part in (0.0, 0.5, 1.0)]
    print(
        f"{ratio:7.2f}{semitones:+5.0f}{start_s:7.2f} |{error:>24}{found.offset_confidence:6.2f} |"
        f"{100 * (found.tempo_ratio / ratio - 1):+11.3f}%{found.tempo_confidence:6.2f} |"
        f"{found.transpose_semitones:+10.2f}{found.key_confidence:6.2f} |"
        f"{left[0]:+8.1f}{left[1]:+7.1f}{left[2]:+7.1f} |{speed:12.0f}"
    )


def _sounds(options: argparse.Namespace) -> tuple[Audio, Audio]:
    if options.voice and options.backing:
        read = [files.read(path) for path in (options.voice, options.backing)]
        if any(rate != RATE for _, rate in read):
            raise SystemExit(f"error: benchmark.wrong_rate: Both files must be at {RATE} Hz.")
        return read[0][0], read[1][0]
    melody = tune(int(options.seconds * 112 / 240), seed=1)
    voice, _ = sing(melody, 112.0, seed=1, start_s=0.5, jitter_ms=12.0)
    return voice, accompany(melody, 112.0, lead_in_s=0.5, seed=3)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voice", type=Path)
    parser.add_argument("--backing", type=Path)
    parser.add_argument("--bpm", type=float)
    parser.add_argument("--seconds", type=float, default=44.0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
