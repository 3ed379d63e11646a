import numpy as np
import pytest

from processing.console.settings import Band
from processing.engines.propose_mix.tones import band_db
from processing.engines.render_mix.strip import equalise
from tests.processing.engines.band import RATE


@pytest.mark.parametrize(
    "band", [Band("peak", 450.0, 3.0, 0.8), Band("low_shelf", 150.0, -4.0), Band("high_shelf", 7e3, 5.0)]
)
def test_the_console_bends_tones_as_the_paper_says(band: Band) -> None:
    click = np.zeros((2, 32_768), np.float32)
    click[:, 0] = 1.0
    freqs_hz = np.fft.rfftfreq(click.shape[1], 1.0 / RATE)
    equalise(click, (band,), RATE)
    heard_db = 20.0 * np.log10(np.abs(np.fft.rfft(click[0])))
    assert band_db(band, freqs_hz, RATE)[5:] == pytest.approx(heard_db[5:], abs=0.01)
