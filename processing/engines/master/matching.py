"""The mix with the tone, level and width of a reference, through matchering in a child process."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from processing.dsp import files
from processing.dsp.levels import Audio, fitted, sample_peak, stereo
from processing.dsp.resample import resample
from processing.engines.contracts import Progress
from processing.errors import StudioError

RATE = 44_100
"""Matchering is tuned for this rate only."""
SHORTEST_S, LONGEST_S = 1.0, 15 * 60.0
PATIENCE_S = 600.0
USUAL_SPEED = 30.0
"""Times faster than real time that a match usually is: for the progress bar alone."""
SILENT_PEAK = 1e-4


def check(audio: Audio, sample_rate: int, what: str) -> Audio:
    """Return `audio` as stereo. `what` is "mix" or "reference".

    Raises StudioError `master.<what>_channels`, `_too_short`, `_too_long`, `_broken` or `_silent`.
    """
    if audio.ndim > 2 or (audio.ndim == 2 and audio.shape[0] not in (1, 2)):
        raise _refused(what, "channels", "has more than two channels. Export it as stereo.")
    duration_s = audio.shape[-1] / sample_rate
    if duration_s < SHORTEST_S:
        raise _refused(what, "too_short", f"is only {duration_s:.1f} s long. At least {SHORTEST_S:g} s are needed.")
    if duration_s > LONGEST_S:
        raise _refused(what, "too_long", f"is {duration_s / 60:.0f} minutes long. At most 15 minutes can be mastered.")
    if not np.isfinite(audio).all():
        raise _refused(what, "broken", "holds broken samples. Export it again.")
    if sample_peak(audio) < SILENT_PEAK:
        raise _refused(what, "silent", "is silent. Choose another file.")
    return stereo(audio)


def check_different(mix: Audio, reference: Audio) -> None:
    """Raises StudioError `master.reference_is_mix`: nothing can be learned from the song itself."""
    if mix.shape == reference.shape and np.allclose(mix, reference, atol=1e-6):
        raise StudioError(
            "master.reference_is_mix", "The reference is the mix itself. Choose another song as reference."
        )


def matched(mix: Audio, reference: Audio, sample_rate: int, scratch: Path, progress: Progress) -> Audio:
    """`mix` matched to `reference`, same shape and rate, no delay, peaks wherever they fall.

    Raises StudioError `master.matching_failed` (transient: another attempt may have more memory).
    """
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        paths = [Path(folder) / name for name in ("mix.wav", "reference.wav", "matched.wav")]
        for path, audio in zip(paths, (mix, reference), strict=False):
            files.write_wav_float(path, resample(audio, sample_rate, RATE), RATE)
        _run_child([str(path) for path in paths], mix.shape[1] / sample_rate, progress)
        audio, _rate = files.read(paths[2])
    return fitted(resample(audio, RATE, sample_rate), mix.shape[1])


def _run_child(paths: list[str], duration_s: float, progress: Progress) -> None:
    command = [sys.executable, "-m", "processing.engines.master.matchering_child", *paths]
    root = Path(__file__).resolve().parents[3]
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(root)}
    child = subprocess.Popen(
        command, cwd=root, env={**os.environ, **threads}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        words = _wait(child, duration_s, progress)
    finally:
        # Whatever ends the wait, a cancelled stage too, must not leave the child behind.
        child.kill()
        child.wait()
    if child.returncode != 0:
        raise StudioError(
            "master.matching_failed",
            "The mix could not be matched to this reference. Try again, or choose another reference.",
            transient=child.returncode < 0,
            said=words[-500:],
        )


def _wait(child: subprocess.Popen[bytes], duration_s: float, progress: Progress) -> str:
    started = time.monotonic()
    while True:
        try:
            _out, said = child.communicate(timeout=0.25)
            return said.decode(errors="replace")
        except subprocess.TimeoutExpired:
            passed_s = time.monotonic() - started
            if passed_s > PATIENCE_S:
                child.kill()
            progress(min(0.95, passed_s / (3.0 + duration_s / USUAL_SPEED)), "Matching the reference")


def _refused(what: str, reason: str, words: str) -> StudioError:
    return StudioError(f"master.{what}_{reason}", f"The {what} {words}")
