"""The meters against the signals of EBU Tech 3341 and 3342 and the tones of ITU-R BS.2217, built as they are described.

Left out are those cut from programmes, which are recordings, and those in five channels, which we do not take.
"""

from itertools import pairwise

import numpy as np
import pytest
import scipy.signal
from numpy.typing import NDArray

from processing.dsp.loudness import loudness
from processing.dsp.true_peak import true_peak_dbtp

RATE = 48_000
# The two filters of ITU-R BS.1770 as its tables have them, at 48 kHz.
K_FILTERS = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)
Signal = NDArray[np.float32]


def tones(*parts: tuple[float | None, float]) -> Signal:
    """A stereo 1 kHz sine with unbroken phase from (peak level in dBFS or None for silence, seconds)."""
    gains = [np.full(round(s * RATE), 0.0 if db is None else 10 ** (db / 20)) for db, s in parts]
    gain = np.concatenate(gains)
    tone = gain * np.sin(2 * np.pi * 1000 / RATE * np.arange(len(gain)))
    return np.stack([tone, tone]).astype(np.float32)


@pytest.mark.parametrize(
    ("parts", "wanted_lufs"),
    [
        pytest.param([(-23, 20)], -23.0, id="1"),
        pytest.param([(-33, 20)], -33.0, id="2"),
        pytest.param([(-36, 10), (-23, 60), (-36, 10)], -23.0, id="3"),
        pytest.param([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23.0, id="4"),
        pytest.param([(-26, 20), (-20, 20.1), (-26, 20)], -23.0, id="5"),
    ],
)
def test_integrated_loudness(parts: list[tuple[float, float]], wanted_lufs: float) -> None:
    assert loudness(tones(*parts), RATE).integrated_lufs == pytest.approx(wanted_lufs, abs=0.1)


def test_9_short_term_loudness_stands_still() -> None:
    reading = loudness(tones(*[(-20, 1.34), (-30, 1.66)] * 5), RATE).short_term_lufs[30:]
    assert np.abs(reading + 23).max() <= 0.1


@pytest.mark.parametrize("segment", range(20))
def test_10_the_highest_short_term_loudness(segment: int) -> None:
    signal = tones((None, segment * 0.15), (-23, 3), (None, 1))
    assert loudness(signal, RATE).short_term_max_lufs == pytest.approx(-23, abs=0.1)


def test_11_rising_short_term_loudness() -> None:
    parts = [((None, s * 0.15), (-38 + s, 3), (None, 3 - s * 0.15)) for s in range(20)]
    reading = loudness(tones(*[part for segment in parts for part in segment]), RATE).short_term_lufs
    for segment in range(20):
        highest = reading[segment * 60 : segment * 60 + 60].max()
        assert highest == pytest.approx(-38 + segment, abs=0.1)


def test_12_momentary_loudness_stands_still() -> None:
    reading = loudness(tones(*[(-20, 0.18), (-30, 0.22)] * 25), RATE).momentary_lufs[10:]
    assert np.abs(reading + 23).max() <= 0.1


@pytest.mark.parametrize("segment", range(20))
def test_13_the_highest_momentary_loudness(segment: int) -> None:
    signal = tones((None, segment * 0.02), (-23, 0.4), (None, 3))
    assert loudness(signal, RATE).momentary_max_lufs == pytest.approx(-23, abs=0.1)


def test_14_rising_momentary_loudness() -> None:
    segments = [tones((None, s * 0.02), (-38 + s, 0.4), (None, 0.4 - s * 0.02)) for s in range(20)]
    for segment, (before, here) in enumerate(pairwise([segments[0], *segments])):
        highest = loudness(np.concatenate([before, here], axis=1), RATE).momentary_max_lufs
        assert highest == pytest.approx(-38 + segment, abs=0.1)


@pytest.mark.parametrize("rate", [RATE, 44_100])
@pytest.mark.parametrize("hz", [25, 100, 500, 1000, 2000, 10_000])
@pytest.mark.parametrize("wanted_lufs", [-23.0, -24.0])
def test_tones_of_the_itu(wanted_lufs: float, hz: int, rate: int) -> None:
    responses = [scipy.signal.freqz(*taps, worN=[hz], fs=RATE)[1][0] for taps in K_FILTERS]
    # Two channels of one sine: its mean square twice, weighted.
    peak = np.sqrt(10 ** ((wanted_lufs + 0.691) / 10)) / abs(np.prod(responses))
    tone = peak * np.sin(2 * np.pi * hz / rate * np.arange(6 * rate))
    reading = loudness(np.stack([tone, tone]).astype(np.float32), rate)
    assert reading.integrated_lufs == pytest.approx(wanted_lufs, abs=0.1)


def test_a_single_channel_of_two_is_three_decibels_less() -> None:
    both = tones((-23, 6))
    both[1] = 0.0
    assert loudness(both, RATE).integrated_lufs == pytest.approx(-26.0, abs=0.1)


@pytest.mark.parametrize(
    ("parts", "wanted_lu"),
    [
        pytest.param([(-20, 20), (-30, 20)], 10.0, id="1"),
        pytest.param([(-20, 20), (-15, 20)], 5.0, id="2"),
        pytest.param([(-40, 20), (-20, 20)], 20.0, id="3"),
        pytest.param([(-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)], 15.0, id="4"),
    ],
)
def test_loudness_range(parts: list[tuple[float, float]], wanted_lu: float) -> None:
    assert loudness(tones(*parts), RATE).loudness_range_lu == pytest.approx(wanted_lu, abs=1.0)


@pytest.mark.parametrize(
    ("divisor", "phase_deg", "peak", "wanted_dbtp"),
    [
        pytest.param(4, 0.0, 0.5, -6.0, id="15"),
        pytest.param(4, 45.0, 0.5, -6.0, id="16"),
        pytest.param(6, 60.0, 0.5, -6.0, id="17"),
        pytest.param(8, 67.5, 0.5, -6.0, id="18"),
        pytest.param(4, 45.0, 1.41, 3.0, id="19"),
    ],
)
def test_true_peak_of_tones(divisor: int, phase_deg: float, peak: float, wanted_dbtp: float) -> None:
    phase = 2 * np.pi / divisor * np.arange(RATE) + np.deg2rad(phase_deg)
    tone = np.stack([peak * np.sin(phase)] * 2).astype(np.float32)
    reading = true_peak_dbtp(tone * fade(tone.shape[1]), RATE)
    assert wanted_dbtp - 0.4 <= reading <= wanted_dbtp + 0.2


@pytest.mark.parametrize("offset", range(4), ids=["20", "21", "22", "23"])
def test_true_peak_between_samples(offset: int) -> None:
    """One cycle of full scale at four times the rate, low-passed and decimated at each of the four places."""
    wide = 4 * RATE
    burst = np.zeros(wide // 4)
    cycle = np.sin(2 * np.pi * np.arange(32) / 16)
    burst[wide // 8 : wide // 8 + 32] = cycle
    smooth = scipy.signal.filtfilt(*scipy.signal.butter(6, RATE / 2.4, fs=wide), burst)
    smooth /= np.abs(smooth).max()
    signal = np.stack([smooth[offset::4]] * 2).astype(np.float32)
    assert -0.4 <= true_peak_dbtp(signal, RATE) <= 0.2


def fade(samples: int) -> NDArray[np.float32]:
    """Slow edges: a tone that starts at once has a higher peak of its own."""
    curve = np.ones(samples, dtype=np.float32)
    curve[:4800] = np.sin(np.linspace(0, np.pi / 2, 4800)) ** 2
    curve[-4800:] = curve[:4800][::-1]
    return curve
