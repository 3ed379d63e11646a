"""A voice in an instrumental is found where it is, and taken away there without touching anything else."""

import numpy as np
import pytest

from processing.dsp.ghosts import Ghosts, harm, hear_ghosts, without_ghosts
from processing.dsp.levels import Audio
from tests.processing.engines.band import RATE, band
from tests.processing.engines.takes import take

SUNG_S = (1.5, 3.5)


@pytest.fixture(scope="module")
def backing() -> Audio:
    stems = band(5.0, seed=3)
    return np.asarray(sum(stems[name] for name in ("drums", "bass", "harmony")), np.float32)


@pytest.fixture(scope="module")
def ghost(backing: Audio) -> Audio:
    """A voice that is there for two seconds only."""
    voice = np.repeat(take(5.0), 2, axis=0) * np.float32(0.5)
    voice[:, : round(SUNG_S[0] * RATE)] = 0.0
    voice[:, round(SUNG_S[1] * RATE) :] = 0.0
    return voice


@pytest.fixture(scope="module")
def found(backing: Audio, ghost: Audio) -> Ghosts:
    return hear_ghosts(backing + ghost, ghost, RATE)


def test_a_voice_is_found_where_it_sings(found: Ghosts) -> None:
    assert 0.2 < found.share < 0.4
    assert min(start for start, _ in found.spans) >= SUNG_S[0] - 0.2
    assert max(stop for _, stop in found.spans) <= SUNG_S[1] + 0.2
    assert sum(stop - start for start, stop in found.spans) > 0.6 * (SUNG_S[1] - SUNG_S[0])


def test_a_voice_that_is_covered_by_the_band_is_no_ghost(backing: Audio, ghost: Audio) -> None:
    assert hear_ghosts(backing + 1e-3 * ghost, np.float32(1e-3) * ghost, RATE).share == 0.0
    assert hear_ghosts(backing, 0.0 * ghost, RATE).spans == ()


def test_only_where_it_sings_anything_is_taken_away(backing: Audio, ghost: Audio, found: Ghosts) -> None:
    song = backing + ghost
    cleaned = without_ghosts(song, ghost, found.spans, RATE)
    before, after = (round(s * RATE) for s in (SUNG_S[0] - 0.3, SUNG_S[1] + 0.3))
    assert np.array_equal(cleaned[:, :before], song[:, :before])
    assert np.array_equal(cleaned[:, after:], song[:, after:])
    left, was = np.sum(np.square(cleaned - backing)), np.sum(np.square(ghost))
    assert 10 * np.log10(left / was) < -15.0
    assert not harm(song, cleaned, found.spans, RATE).is_too_much


def test_what_takes_half_the_band_along_is_too_much(backing: Audio, ghost: Audio, found: Ghosts) -> None:
    song = backing + ghost
    greedy = np.asarray(ghost + 0.5 * backing, np.float32)
    harmed = harm(song, without_ghosts(song, greedy, found.spans, RATE), found.spans, RATE)
    assert harmed.is_too_much and harmed.quieter_lu > 3.0
