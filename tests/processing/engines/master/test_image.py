"""The master of a rescue holds together on one loudspeaker, however wide its reference is."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from processing.dsp.levels import Audio, db_to_gain
from processing.dsp.pathologies.diagnosis import diagnose, scores
from processing.engines.contracts import MasterParams, MasterResult, Reference
from processing.engines.master import image
from processing.engines.master.profile import heard
from processing.engines.master.reference_match import ReferenceMatch
from tests.processing.engines.band import RATE, song

PROMISED = 5.0


def with_side(song: Audio, side: Audio) -> Audio:
    middle = (song[0] + song[1]) / np.float32(2)
    return np.stack([middle + side, middle - side])


@cache
def near() -> Audio:
    """Hardly any side: what little there is, is an echo of the middle, as widening makes it of one channel."""
    one = song(8.0, seed=3).mean(axis=0)
    return with_side(np.stack([one, one]), np.roll(one, RATE // 80) * np.float32(db_to_gain(-30.0)))


@cache
def wide() -> Audio:
    """Another song with sides that have nothing to do with one another."""
    noise = np.random.default_rng(5).standard_normal(8 * RATE).astype(np.float32)
    other = song(8.0, seed=9)
    return with_side(other, noise * np.float32(0.7 * np.std(other)))


@cache
def mastered(*, healthy: bool) -> MasterResult:
    reference = Reference(wide, weight=1.0, name="wide.wav", kept=None)
    params = MasterParams(target_lufs=-16.0, healthy=healthy)
    with TemporaryDirectory() as folder:
        return ReferenceMatch().master(
            near(), RATE, references=[reference], genre="pop", params=params, scratch=Path(folder)
        )


def test_a_wide_reference_brings_no_fault_of_the_image() -> None:
    before, after = scores(diagnose(near(), RATE)), scores(diagnose(mastered(healthy=True).audio, RATE))
    assert {code: after[code] for code in image.LIMITS if after[code] > before[code] + PROMISED} == {}
    assert image.held_words()[0] in mastered(healthy=True).report["words"]


def test_without_that_care_it_would() -> None:
    before, after = scores(diagnose(near(), RATE)), scores(diagnose(mastered(healthy=False).audio, RATE))
    assert [code for code in image.LIMITS if after[code] > before[code] + PROMISED] != []
    assert image.held_words()[0] not in mastered(healthy=False).report["words"]


def test_its_centre_line_stays_at_zero() -> None:
    assert np.abs(mastered(healthy=True).audio.mean(axis=1)).max() < 1e-6


def test_a_side_is_held_where_it_would_rise_too_far_and_nowhere_else() -> None:
    own = heard(near(), RATE)
    flat = np.zeros_like(own.middle.power)
    side_db, words = image.held_together(own, flat, flat)
    assert words == () and not side_db.any()
    raised = np.where(own.side.frequencies_hz > 4_000.0, 24.0, 6.0)
    side_db, words = image.held_together(own, flat, raised)
    assert words == image.held_words()
    lower, upper = (own.side.frequencies_hz < 2_000.0), (own.side.frequencies_hz > 5_000.0)
    assert side_db[lower] == pytest.approx(6.0)
    assert side_db[upper].max() < 23.0


def test_numbers_are_those_of_the_diagnosis() -> None:
    found = scores(diagnose(wide(), RATE))
    for code, score in image.apart(wide(), RATE).items():
        assert score == pytest.approx(found[code], abs=3.0), code
