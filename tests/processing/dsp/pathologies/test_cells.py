"""Cells that cancel out: in the music, not in its pauses."""

from processing.dsp.pathologies.cells import cell_sums
from tests.processing.dsp.pathologies.songs import RATE, healthy


def test_a_pause_has_no_holes() -> None:
    song = healthy()[:, : 5 * RATE].copy()
    song[:, 2 * RATE : 4 * RATE] = 0.0
    assert cell_sums(song, RATE, 0, song.shape[1]).mono_holes < 0.0005, "averaging leaves only its own rounding there"
