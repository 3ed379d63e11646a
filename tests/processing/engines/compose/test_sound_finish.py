import numpy as np
import pytest

from processing.dsp.loudness import integrated_lufs
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.compose.house_band.score import Dynamics, Part
from processing.engines.compose.house_band.sound import curves, finish, tone
from processing.engines.compose.house_band.sound.loops import STEP
from tests.processing.engines.compose.hearing import RATE, note, score, share_db

FORM = (Dynamics(0, 3, "verse", -2, 0.5), Dynamics(3, 6, "chorus", 0, 0.9), Dynamics(6, 9, "outro", -3, 0.4))


def noise(levels, seed=1):
    rng = np.random.default_rng(seed)
    parts = [
        level * rng.standard_normal((1, 3 * RATE)) + 0.2 * level * rng.standard_normal((2, 3 * RATE))
        for level in levels
    ]
    return np.concatenate(parts, axis=1).astype(np.float32)


def loudness_by_section(mix):
    return [integrated_lufs(mix[:, i * 3 * RATE : (i + 1) * 3 * RATE], RATE) for i in range(3)]


@pytest.mark.parametrize("levels", [(0.1, 0.1, 0.1), (0.04, 0.1, 0.02), (0.12, 0.1, 0.09)])
def test_sections_are_ridden_into_their_windows(levels):
    stems = {"a": noise(levels), "b": noise(levels, 2)}
    finish.finish(stems, FORM)
    verse, chorus, outro = loudness_by_section(stems["a"] + stems["b"])
    assert 2.0 < chorus - verse < 5.0
    assert outro < chorus
    assert integrated_lufs(stems["a"] + stems["b"], RATE) == pytest.approx(-16.0, abs=0.3)


def test_peaks_are_held_by_one_gain_for_all_stems():
    stems = {"a": noise((0.05, 0.06, 0.03)), "b": np.zeros((2, 9 * RATE), np.float32)}
    stems["b"][:, 4 * RATE : 4 * RATE + 60] = 0.9
    before = {k: v.copy() for k, v in stems.items()}
    done = finish.finish(stems, ())
    assert done.peak_hold_db > 1.0
    assert true_peak_dbtp(stems["a"] + stems["b"], RATE) <= -1.0
    near = slice(4 * RATE - 20, 4 * RATE)
    ratio = stems["a"][0, near] / before["a"][0, near]
    far = stems["a"][0, RATE : RATE + 20] / before["a"][0, RATE : RATE + 20]
    assert ratio.mean() < far.mean()


def test_silence_stays_silence():
    stems = {"a": np.zeros((2, RATE), np.float32)}
    done = finish.finish(stems, FORM)
    assert not stems["a"].any()
    assert done.rides_db == (0.0, 0.0, 0.0)


def test_without_a_chorus_nothing_is_ridden():
    assert finish.rides_db(FORM[:1], np.full(90, 0.01)) == [0.0]


def test_loudness_of_nothing_is_minus_infinity():
    assert finish.integrated_lufs(np.zeros(2)) == float("-inf")
    assert finish.integrated_lufs(np.full(20, 1e-12)) == float("-inf")


def test_shelves_pull_a_dull_mix_up_and_a_shrill_one_down():
    rng = np.random.default_rng(3)
    spectrum = np.fft.rfft(rng.standard_normal(6 * RATE))
    hz = np.maximum(np.fft.rfftfreq(6 * RATE, 1 / RATE), 30)
    for slope, sign in ((-1.0, 1), (-0.3, -1)):
        mix = np.fft.irfft(spectrum * (hz / 1_000) ** slope).astype(np.float32)
        mix = np.stack([mix, mix])
        before = share_db(mix, 1_000, 6_000)
        gains = tone.shelves_db(mix, FORM[:2])
        tone.shelve(mix, gains)
        assert sign * sum(gains) > 0.5
        assert share_db(mix, 1_000, 6_000) > before or sign < 0


def test_shelves_leave_silence_alone():
    assert tone.shelves_db(np.zeros((2, 5 * RATE), np.float32), ()) == (0.0, 0.0, 0.0)


def test_section_levels_arrive_when_the_section_does():
    curve = curves.by_section(FORM, [-2.0, 0.0, -3.0], 9 * RATE, 0.04)
    at = lambda s: curve[round(s * RATE / STEP)]  # noqa: E731
    assert at(2.9) == pytest.approx(-2.0)
    assert at(3.0) == pytest.approx(0.0, abs=0.01)
    assert at(8.0) == pytest.approx(-3.0)
    assert not curves.by_section((), [], RATE, 0.04).any()


def test_brightness_opens_the_filter_in_octaves():
    song = score([], 9.0, dynamics=FORM)
    curve = curves.cutoff_curve(song, 9 * RATE, dark_hz=1_000, bright_hz=16_000)
    assert curve[100] == pytest.approx(4_000, rel=0.01)
    assert curve[round(4 * RATE / STEP)] == pytest.approx(1_000 * 16**0.9, rel=0.01)


def test_the_kick_ducks_and_lets_go():
    drums = Part("d", "drums", "kit.pop", (note(0.0, 36), note(1.0, 36), note(1.5, 38)))
    kicks = curves.kick_times(score([drums], 3.0))
    curve = curves.duck_curve(kicks, 3 * RATE, 6.0, 0.2)
    at = lambda s: curve[round(s * RATE / STEP)]  # noqa: E731
    assert [t for t, _ in kicks] == [0.0, 1.0]
    assert at(1.0) < -4.5
    assert -4.0 < at(1.1) < -1.0
    assert at(1.3) == at(0.9) == at(1.5) == 0.0
