"""A hum is taken out where the diagnosis hears it, in pauses or through the music."""

import numpy as np

from processing.dsp.pathologies.quiet import hum
from processing.dsp.repairs.hum import de_hum
from tests.processing.dsp.pathologies import songs
from tests.processing.dsp.pathologies.songs import RATE, healthy


def test_a_hum_that_never_stops_is_taken_out_as_it_was_heard() -> None:
    music = songs.swelling(healthy()[:, : 4 * RATE])
    humming = (music + 0.01 * np.sin(2 * np.pi * 60 * np.arange(4 * RATE) / RATE)).astype(np.float32)
    assert hum(de_hum(humming, RATE), RATE).level_db < 12.0 < hum(humming, RATE).level_db
    assert de_hum(music, RATE) is music
