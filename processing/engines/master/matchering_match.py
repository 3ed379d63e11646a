"""Matchering's own match, loudness and true peak ours: what it does to the mix becomes the way that the blend goes."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from processing.dsp import files
from processing.dsp.levels import Audio, fitted
from processing.dsp.resample import resample
from processing.dsp.stereo import mid_side_spectra
from processing.engines.contracts import Progress, Reference
from processing.engines.master.goal import Goal, listened, reference_goal
from processing.engines.master.profile import Profile, check
from processing.engines.master.reference_match import ReferenceMatch
from processing.engines.master.tone import gains_between_db
from processing.errors import StudioError

RATE = 44_100
"""Matchering is tuned for this rate only."""
PATIENCE_S = 600.0
USUAL_SPEED = 30.0
"""Times faster than real time that a match usually is: for the progress bar alone."""
START_S = 3.0
ROOT = Path(__file__).resolve().parents[3]


class MatcheringMatch(ReferenceMatch):
    """Implements `contracts.MasteringEngine`. Without a reference there is nothing to match: the style takes over."""

    def goal(
        self,
        mix: Audio,
        own: Profile,
        references: Sequence[Reference],
        sample_rate: int,
        genre: str,
        scratch: Path,
        progress: Progress,
    ) -> Goal:
        """Matchering filters mid and side once each, so that its whole effect on tone is two curves.

        Raises StudioError `master.matching_failed`, and what listening to references raises.
        """
        if not references:
            return super().goal(mix, own, references, sample_rate, genre, scratch, progress)
        known = reference_goal(own, listened(own, references, sample_rate))
        total = sum(reference.weight for reference in references)
        middle_db, side_db = np.zeros_like(own.middle.power), np.zeros_like(own.side.power)
        for reference in (one for one in references if one.weight > 0.0):
            audio = check(reference.read(), sample_rate, "reference")
            matched = _matched(mix, audio, sample_rate, scratch, progress)
            middle, side = mid_side_spectra(matched, sample_rate)
            middle_db += reference.weight / total * gains_between_db(own.middle, middle)
            side_db += reference.weight / total * gains_between_db(own.side, side)
        return replace(known, middle_db=middle_db, side_db=side_db)


def _matched(mix: Audio, reference: Audio, sample_rate: int, scratch: Path, progress: Progress) -> Audio:
    """`mix` as matchering would have it, same shape and rate."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        paths = [Path(folder) / name for name in ("mix.wav", "reference.wav", "matched.wav")]
        for path, audio in zip(paths, (mix, reference), strict=False):
            files.write_wav_float(path, resample(audio, sample_rate, RATE), RATE)
        _run_child([str(path) for path in paths], mix.shape[1] / sample_rate, progress)
        audio, _rate = files.read(paths[2])
    return fitted(resample(audio, RATE, sample_rate), mix.shape[1])


def _run_child(paths: list[str], duration_s: float, progress: Progress) -> None:
    command = [sys.executable, "-m", "processing.engines.master.matchering_child", *paths]
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **threads}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
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
            share = min(0.95, passed_s / (START_S + duration_s / USUAL_SPEED))
            progress(0.05 + 0.25 * share, "Matching the reference")
