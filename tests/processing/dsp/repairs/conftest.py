import pytest

from tests.processing.dsp.pathologies import songs
from tests.processing.dsp.pathologies.songs import RATE, Song
from tests.processing.dsp.repairs.parts import SECONDS


@pytest.fixture(scope="module")
def healthy() -> Song:
    return songs.healthy()[:, : SECONDS * RATE]


@pytest.fixture(scope="module")
def wide(healthy: Song) -> Song:
    return songs.with_wide_bass(healthy)
