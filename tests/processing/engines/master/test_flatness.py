"""A rescued song keeps the distance between its peaks and its loudest moment, as far as the gate lets it."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from processing.dsp.levels import Audio, db_to_gain
from processing.dsp.pathologies.diagnosis import diagnose, scores
from processing.engines.contracts import MasterParams, MasterResult
from processing.engines.master.flatness import MOST_LU
from processing.engines.master.reference_match import ReferenceMatch
from tests.processing.engines.band import RATE, song

TARGET_LUFS = -14.0


@cache
def lively() -> Audio:
    """Quiet but for a chorus of four seconds."""
    mix = song(12.0, seed=4)
    quiet = np.float32(db_to_gain(-9.0))
    mix[:, : 4 * RATE] *= quiet
    mix[:, 8 * RATE :] *= quiet
    return mix


@cache
def mastered(*, healthy: bool, target_lufs: float = TARGET_LUFS) -> MasterResult:
    params = MasterParams(target_lufs=target_lufs, healthy=healthy)
    with TemporaryDirectory() as folder:
        return ReferenceMatch().master(lively(), RATE, genre="pop", params=params, scratch=Path(folder))


def flatness(audio: Audio) -> float:
    return scores(diagnose(audio, RATE))["flat_dynamics"]


def test_a_rescue_gives_up_a_little_loudness_for_its_peaks() -> None:
    careless, careful = mastered(healthy=False), mastered(healthy=True)
    held_lu = careful.report["held_lu"]
    assert 0.0 < held_lu <= MOST_LU
    assert careful.report["integrated_lufs"] == pytest.approx(TARGET_LUFS - held_lu, abs=0.1)
    assert flatness(careful.audio) < flatness(careless.audio) - 2.0
    assert any("flattened" in words for words in careful.report["words"])
    assert all(check["pass"] for check in careful.report["qc"])


def test_other_masters_are_as_loud_as_wished() -> None:
    report = mastered(healthy=False).report
    assert report["held_lu"] == 0.0
    assert report["integrated_lufs"] == pytest.approx(TARGET_LUFS, abs=0.1)


def test_a_target_that_flattens_nothing_is_met() -> None:
    report = mastered(healthy=True, target_lufs=-24.0).report
    assert report["held_lu"] == 0.0
    assert report["integrated_lufs"] == pytest.approx(-24.0, abs=0.1)
    assert not any("flattened" in words for words in report["words"])
