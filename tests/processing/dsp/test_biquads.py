import numpy as np
import pedalboard
import pytest

from processing.dsp import biquads
from processing.dsp.filters import filtered
from processing.dsp.gated import gated_lufs
from processing.dsp.levels import rms_db
from processing.dsp.loudness import IntegratedMeter, integrated_lufs
from tests.processing.engines.band import RATE, song

NOISE = (np.random.default_rng(0).standard_normal((2, RATE)) * 0.1).astype(np.float32)


@pytest.mark.parametrize(
    ("sections", "effects"),
    [
        (biquads.soft_highpass(90.0, RATE), [pedalboard.HighpassFilter(90.0)] * 2),
        (biquads.first_highpass(250.0, RATE), [pedalboard.HighpassFilter(250.0)]),
        (biquads.first_lowpass(8000.0, RATE), [pedalboard.LowpassFilter(8000.0)]),
        (biquads.peak(300.0, -4.0, 0.9, RATE), [pedalboard.PeakFilter(300.0, -4.0, 0.9)]),
        (biquads.low_shelf(250.0, 3.0, 0.7, RATE), [pedalboard.LowShelfFilter(250.0, 3.0, 0.7)]),
        (biquads.high_shelf(10500.0, 2.0, 0.7, RATE), [pedalboard.HighShelfFilter(10500.0, 2.0, 0.7)]),
    ],
)
def test_the_curves_are_those_of_pedalboard(sections: np.ndarray, effects: list[pedalboard.Plugin]) -> None:
    expected = NOISE
    for effect in effects:
        expected = effect(expected, RATE, reset=True)
    assert rms_db(filtered(sections, NOISE) - expected) < rms_db(expected) - 80.0


def test_mono_and_stereo_rows_are_filtered_alike() -> None:
    sections = np.concatenate([biquads.peak(300.0, -4.0, 0.9, RATE), biquads.soft_highpass(90.0, RATE)])
    np.testing.assert_allclose(filtered(sections, NOISE[0]), filtered(sections, NOISE)[0], atol=1e-7)


@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
def test_loudness_in_memory_reads_what_the_streaming_meter_reads(rate: int) -> None:
    audio = song(6.0, seed=1, rate=rate)
    audio[:, : 2 * rate] *= np.float32(0.01)
    meter = IntegratedMeter(rate)
    meter.feed(audio)
    assert gated_lufs(audio, rate) == pytest.approx(meter.finish(), abs=1e-4)
    assert integrated_lufs(np.zeros((1, 4 * rate), np.float32), rate) == -70.0


@pytest.mark.parametrize("rows", [1, 2])
def test_a_pause_behind_a_filter_is_silence_and_no_smallest_numbers(rows: int) -> None:
    """Sums of numbers below the smallest normal one cost whoever comes next a hundred times as much."""
    burst = np.zeros((rows, 2 * RATE), np.float32)
    burst[:, : RATE // 10] = NOISE[:rows, : RATE // 10]
    behind = np.atleast_2d(filtered(biquads.soft_highpass(90.0, RATE), burst if rows == 2 else burst[0]))
    smallest = np.finfo(np.float32).tiny
    assert not np.any((behind != 0.0) & (np.abs(behind) < smallest))
    assert not behind[:, RATE:].any()
