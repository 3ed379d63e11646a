import numpy as np
import pytest

from processing.dsp.loudness import integrated_lufs
from processing.engines.compose.house_band.sound import loops, strings
from tests.processing.engines.compose.hearing import RATE, pitch_cents

RNG = np.random.default_rng(5)
NOISE = RNG.standard_normal(900).astype(np.float32)
SOFT = np.concatenate([NOISE[:100], np.zeros(4_000, np.float32)])
CYCLE = np.sin(2 * np.pi * np.arange(65) / 64).astype(np.float32)
SECTIONS = np.array([[0.2, 0.4, 0.2, 1.0, -0.3, 0.1], [1.0, -1.0, 0.0, 1.0, -0.9, 0.0]])


CALLS = {
    "read_cycle": lambda f: f(CYCLE, np.full(700, 440.0), 0.2),
    "read_swinging": lambda f: f(CYCLE, 440.0, 0.01, 5.0, np.array([0.1, 0.2]), 700),
    "read_steady": lambda f: f(CYCLE, 440.0, 0.0, 5.0, np.array([0.1, 0.2]), 700),
    "ring": lambda f: f(np.array([440.0, 30_000.0]), np.array([1.0, 1.0]), np.array([0.01, 0.1]), np.zeros(2), 700),
    "pluck": lambda f: f(NOISE[:100], 109.3, 0.2, 1.0, 700),
    "sweep_low": lambda f: f(SOFT, np.array([900.0, 50.0]), 1.4, loops.LOW_PASS),
    "sweep_band": lambda f: f(NOISE, np.array([900.0, 30_000.0]), 1.4, loops.BAND_PASS),
    "sweep_high": lambda f: f(NOISE, np.array([900.0]), 1.4, loops.HIGH_PASS),
    "weighted_energy": lambda f: f(np.concatenate([NOISE, np.zeros(900, np.float32)]), 300),
}
FUNCTIONS = {"read_steady": "read_swinging", **{f"sweep_{k}": "sweep" for k in ("low", "band", "high")}}
IN_PLACE = {
    "lay": lambda f, x: f(x, NOISE[:300], -20, 0.5, 100, np.linspace(1, 0, 50).astype(np.float32)),
    "lift": lambda f, x: f(x, 2_000.0, 2.0),
    "wander": lambda f, x: f(x, 0.004, 0.001, 0.7, 0.3, 0.4),
    "ride": lambda f, x: f(x, np.linspace(1.0, 0.2, 20)),
    "cascade": lambda f, x: f(x.copy(), SECTIONS, x),
}


def named(name):
    return getattr(loops, name, None) or getattr(strings, name)


@pytest.mark.parametrize("name", CALLS)
def test_compiled_and_plain_loops_agree(name):
    function = named(FUNCTIONS.get(name, name))
    np.testing.assert_allclose(CALLS[name](function), CALLS[name](function.py_func), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", IN_PLACE)
def test_compiled_and_plain_loops_agree_in_place(name):
    function = named(name)
    for start in (NOISE, SOFT):
        one, two = start.copy(), start.copy()
        IN_PLACE[name](function, one)
        IN_PLACE[name](function.py_func, two)
        np.testing.assert_allclose(one, two, rtol=1e-5, atol=1e-6)
        assert not np.array_equal(one, start)


@pytest.mark.parametrize("hz", [82.4, 196.0, 659.3])
def test_a_plucked_string_is_in_tune(hz):
    string = strings.pluck(NOISE[: int(RATE / hz)], RATE / hz, 0.25, 3.0, RATE)
    assert abs(pitch_cents(string, hz)) < 3.0


def test_a_string_loses_sixty_decibels_in_its_time():
    string = strings.pluck(NOISE[:400], 400.0, 0.02, 0.5, RATE)
    early, late = (np.sqrt(np.mean(string[at : at + 2_000] ** 2)) for at in (2_000, 14_000))
    assert 20 * np.log10(early / late) == pytest.approx(30.0, abs=4.0)


def test_modes_ring_at_their_frequency_and_die_in_time():
    tone = strings.ring(np.array([1_000.0]), np.array([1.0]), np.array([0.4]), np.zeros(1), RATE)
    assert abs(np.argmax(np.abs(np.fft.rfft(tone[:4_800]))) * 10 - 1_000) <= 10
    assert np.abs(tone[19_200:20_000]).max() == pytest.approx(1e-3, rel=0.15)


@pytest.mark.parametrize(("mode", "passes", "stops"), [(loops.LOW_PASS, 100, 8_000), (loops.HIGH_PASS, 8_000, 100)])
def test_a_filter_passes_one_side_and_stops_the_other(mode, passes, stops):
    def level(hz):
        tone = np.sin(2 * np.pi * hz * np.arange(9_600) / RATE).astype(np.float32)
        return np.sqrt(2 * np.mean(loops.sweep(tone, np.array([1_000.0]), 1.414, mode)[4_800:] ** 2))

    assert level(passes) == pytest.approx(1.0, abs=0.03)
    assert level(stops) < 0.03


def test_weighting_agrees_with_an_independent_meter():
    tone = (0.1 * np.sin(2 * np.pi * 180 * np.arange(5 * RATE) / RATE)).astype(np.float32)
    energy = 2 * loops.weighted_energy(tone, RATE // 10)[5:].mean()
    assert -0.691 + 10 * np.log10(energy) == pytest.approx(integrated_lufs(np.stack([tone, tone]), RATE), abs=0.05)


def test_silence_costs_filters_no_time_and_stays_silent():
    x = np.zeros(48_000, np.float32)
    x[:10] = 1.0
    filtered = loops.sweep(x, np.array([200.0]), 1.4, loops.LOW_PASS)
    assert not filtered[-1_000:].any()
