"""Voices and backings brought apart by known amounts: what is found, what is left after the repair, and how fast.

    python -m tests.benchmarks.alignment [--pair VOICE BACKING]… [--bpm 124] [--cut] [--seconds 44]

Without pairs a voice and its band are synthesised; files of a pair must fit each other as they are. The backing is
made faster or slower, higher or lower, and starts later. With `--cut` seconds are taken off all four ends as well, so
that neither lengths nor silence say anything and the music alone must tell the start. `start` is the error of the
offset; where it is more than an eighth of a beat it is given as whole quarters of a beat and the rest. Drift is the
true one, from how the backing was made, at the start, in the middle and at the end of the voice once the backing is
moved as proposed.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from processing.dsp.alignment.measure import measure
from processing.dsp.alignment.stretch import stretched_alone
from processing.dsp.levels import Audio
from processing.dsp.resample import resample
from tests.accompaniment import accompany
from tests.singing import RATE, sing, tune

CASES = [
    (1.0, 0.0, 0.0), (1.0, 0.0, 0.37), (1.05, 0.0, 0.25), (0.95, 0.0, 1.33), (1.05, 2.0, 0.8), (0.95, -2.0, 1.7),
    (1.03, -1.0, 1.1), (0.97, 1.0, 2.0), (1.02, 0.0, 1.5), (0.98, 2.0, 0.6),
]  # fmt: skip
NEAR_MS = 10.0
CUT_S = 3.0


@dataclass(frozen=True)
class Start:
    error_ms: float
    confidence: float

    @property
    def right(self) -> bool:
        return abs(self.error_ms) <= NEAR_MS


def main() -> None:
    options = _options()
    for name, voice, backing in _pairs(options):
        bpm = f"{options.bpm:g} BPM typed" if options.bpm else "no tempo typed"
        print(f"{name}: voice {voice.shape[1] / RATE:.0f} s, {bpm}; errors against how the backing was made")
        print(
            f"{'tempo':>7}{'key':>5}{'start':>7} |{'start error':>24}{'sure':>6} |{'tempo error':>12}{'sure':>6}",
            end="",
        )
        print(f" |{'key found':>10}{'sure':>6} |{'drift left, ms':>22} |{'x real time':>12}")
        _summary([_row(voice, backing, *case, options) for case in CASES])


def _summary(starts: list[Start]) -> None:
    wrong = [one.confidence for one in starts if not one.right]
    worst = max(abs(one.error_ms) for one in starts if one.right) if len(wrong) < len(starts) else float("nan")
    print(
        f"start within {NEAR_MS:.0f} ms in {len(starts) - len(wrong)} of {len(starts)}, worst of these {worst:.1f} ms"
    )
    print(f"highest confidence while wrong {max(wrong):.2f}\n" if wrong else "never wrong\n")


def _row(
    voice: Audio, backing: Audio, ratio: float, semitones: float, start_s: float, options: argparse.Namespace
) -> Start:
    moved = stretched_alone(backing, RATE, 1.0 / ratio, semitones)
    band = np.concatenate([np.zeros((moved.shape[0], round(start_s * RATE)), np.float32), moved], axis=1)
    if options.cut:
        voice, band, start_s = _cut(voice, moved, ratio, start_s)
    began = time.process_time()
    found = measure(voice, band, RATE, voice_bpm=options.bpm)
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
    return Start(1000.0 * error_s, found.offset_confidence)


def _cut(voice: Audio, band: Audio, ratio: float, start_s: float) -> tuple[Audio, Audio, float]:
    """Both without their ends; where the voice's time 0 then lies in the band, about `start_s`, to the sample."""
    first, head = round(CUT_S * RATE), max(0, round((CUT_S / ratio - start_s) * RATE))
    inside = band[:, head : band.shape[1] - round(1.7 * RATE)]
    return voice[:, first : voice.shape[1] - round(0.6 * RATE)], inside, CUT_S / ratio - head / RATE


def _pairs(options: argparse.Namespace) -> Iterator[tuple[str, Audio, Audio]]:
    for voice, backing in options.pair or ():
        yield Path(voice).stem, _read(voice), _read(backing)
    if not options.pair:
        melody = tune(int(options.seconds * 112 / 240), seed=1)
        voice, _ = sing(melody, 112.0, seed=1, start_s=0.5, jitter_ms=12.0)
        yield "synthetic", voice, accompany(melody, 112.0, lead_in_s=0.5, seed=3)


def _read(path: str) -> Audio:
    audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return np.stack([resample(channel, rate, RATE) for channel in audio.T]).astype(np.float32)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pair", nargs=2, action="append", metavar=("VOICE", "BACKING"), help="may be given again")
    parser.add_argument("--bpm", type=float)
    parser.add_argument("--cut", action="store_true")
    parser.add_argument("--seconds", type=float, default=44.0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
