"""Matchering in a process of its own, so that its memory (over a gigabyte for some songs) returns when it is done.

`python -m processing.engines.master.matchering_child MIX REFERENCE OUT`: float WAVs at 44.1 kHz, stereo. OUT is the
matched mix as float WAV, neither limited nor normalised. Its own stages are called with float32 arrays: half the
memory of its file interface, and no second reading or resampling. The result differs by less than -120 dB.
"""

import sys

import numpy as np
import soundfile
from matchering import Config
from matchering.stages import main as match

RATE = 44_100


def run(mix_path: str, reference_path: str, out_path: str) -> None:
    mix, _rate = soundfile.read(mix_path, dtype="float32", always_2d=True)
    reference, _rate = soundfile.read(reference_path, dtype="float32", always_2d=True)
    _limited, matched, _normalised = match(mix, reference, Config(), need_default=False, need_no_limiter=True)
    if not np.isfinite(matched).all():
        raise ValueError("matchering returned broken samples")
    soundfile.write(out_path, matched.astype(np.float32), RATE, subtype="FLOAT")


if __name__ == "__main__":
    run(*sys.argv[1:4])
