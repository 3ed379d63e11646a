"""True peak finds what lies between the samples and never reads below a sample."""

import numpy as np
import pytest
import soxr

from processing.dsp.levels import FLOOR_DB, sample_peak_db
from processing.dsp.true_peak import TruePeakMeter, true_peak_dbtp

RATE = 48_000


def test_peak_between_samples_is_found() -> None:
    sine = np.sin(2 * np.pi * 12_000 * np.arange(RATE) / RATE + np.pi / 4).astype(np.float32)
    assert sample_peak_db(sine) == pytest.approx(-3.01, abs=0.01)
    assert true_peak_dbtp(sine * np.hanning(RATE).astype(np.float32), RATE) == pytest.approx(0.0, abs=0.05)


def test_single_click_reads_at_least_its_sample() -> None:
    click = np.zeros((2, RATE), dtype=np.float32)
    click[1, 1000] = 0.5
    assert true_peak_dbtp(click, RATE) >= sample_peak_db(click)


def test_silence_and_nothing_read_the_floor() -> None:
    silence = np.zeros((2, RATE), dtype=np.float32)
    assert true_peak_dbtp(silence, RATE) == true_peak_dbtp(silence[:, :0], RATE) == FLOOR_DB


def test_blocks_give_the_same_as_the_whole() -> None:
    noise = np.random.default_rng(1).standard_normal((2, 100_000)).astype(np.float32) * 0.1
    meter = TruePeakMeter(2, RATE)
    for start in range(0, 100_000, 3_333):
        meter.feed(noise[:, start : start + 3_333])
    meter.finish()
    assert meter.dbtp() == pytest.approx(true_peak_dbtp(noise, RATE), abs=1e-3)


@pytest.mark.parametrize("hz", [997.0, 11_999.0, 15_000.0, 19_000.0])
def test_a_tone_reads_its_height_wherever_its_crests_fall(hz: float) -> None:
    # Without the parabola, 15 kHz would read 0.2 dB low where every crest falls between two oversampled points.
    phases = np.linspace(0.0, np.pi, 8, endpoint=False)[:, None]
    tones = np.sin(2 * np.pi * hz * np.arange(RATE // 4) / RATE + phases).astype(np.float32)
    fade = np.hanning(RATE // 4).astype(np.float32)
    readings = [true_peak_dbtp(tone * fade, RATE) for tone in tones]
    assert readings == pytest.approx([0.0] * len(readings), abs=0.06)


def test_noise_reads_as_it_does_at_sixteen_times_the_rate() -> None:
    noise = np.random.default_rng(2).normal(0.0, 0.3, RATE).clip(-0.3, 0.3)
    fine = soxr.resample(noise, 1.0, 16.0, quality="VHQ")
    truth_dbtp = 20.0 * np.log10(np.abs(fine).max())
    assert true_peak_dbtp(noise.astype(np.float32), RATE) == pytest.approx(truth_dbtp, abs=0.12)
