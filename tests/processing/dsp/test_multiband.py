import numpy as np
import pytest

from processing.dsp.dynamics import Compression, compress
from processing.dsp.levels import Audio, rms_db
from processing.dsp.multiband import BandCompression, compress_bands
from tests.processing.engines.band import RATE, band

OPEN = Compression(0.0, 1.0, 10.0, 100.0)
HARD = Compression(-40.0, 20.0, 1.0, 50.0)
STEMS = band(2.0, seed=2)


def tone(hz: float) -> Audio:
    wave = 0.3 * np.sin(2 * np.pi * hz * np.arange(RATE) / RATE)
    return np.stack([wave, wave]).astype(np.float32)


@pytest.mark.parametrize("cuts_hz", [(200.0,), (120.0, 3000.0), (120.0, 800.0, 4000.0), (120.0, 20000.0)])
def test_bands_at_rest_sum_flat(cuts_hz: tuple[float, ...]) -> None:
    click = np.zeros((2, 1 << 15), dtype=np.float32)
    click[:, 100] = 1.0
    out = compress_bands(click, RATE, [BandCompression(hz, OPEN) for hz in cuts_hz])
    response_db = 20.0 * np.log10(np.abs(np.fft.rfft(out[0]))[20:])
    assert np.abs(response_db).max() < 0.01


def test_one_band_over_everything_is_the_plain_compressor() -> None:
    out = compress_bands(STEMS["drums"], RATE, [BandCompression(20000.0, HARD)])
    np.testing.assert_allclose(out, compress(STEMS["drums"], RATE, HARD), atol=1e-6)


def test_only_the_loud_band_is_turned_down() -> None:
    bands = [BandCompression(300.0, HARD), BandCompression(20000.0, OPEN)]
    low, high = (rms_db(compress_bands(tone(hz), RATE, bands)[:, RATE // 2 :]) - rms_db(tone(hz)) for hz in (60, 3000))
    assert low < -15.0 and abs(high) < 0.1
    above = compress_bands(tone(3000.0), RATE, bands[:1])
    assert abs(rms_db(above[:, RATE // 2 :]) - rms_db(tone(3000.0))) < 0.1, "what lies above the highest band passes"


def test_in_place_in_any_order_and_with_one_gain_for_both_channels() -> None:
    bands = [BandCompression(4000.0, HARD), BandCompression(200.0, HARD), BandCompression(20000.0, HARD)]
    audio = np.stack([STEMS["drums"][0], STEMS["drums"][0] * np.float32(0.25)])
    out = compress_bands(audio, RATE, bands)
    np.testing.assert_allclose(out[1], out[0] * 0.25, atol=1e-6)
    again = audio.copy()
    assert compress_bands(again, RATE, bands[::-1], again) is again
    np.testing.assert_array_equal(again, out)


@pytest.mark.parametrize("samples", [0, 1, 63, 64, 65, 1000])
def test_every_length(samples: int) -> None:
    audio = np.full((2, samples), 0.5, dtype=np.float32)
    assert compress_bands(audio, RATE, [BandCompression(200.0, HARD)]).shape == audio.shape
