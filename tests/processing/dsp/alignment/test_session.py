import numpy as np
import pytest

from processing.dsp.alignment.bleed import bleed_at_s
from processing.dsp.alignment.session import Sign, signs
from processing.dsp.levels import Audio

RATE = 12_000
REACH_S = 2.3


def noise(seconds: float, level: float = 0.1, seed: int = 0) -> Audio:
    return (level * np.random.default_rng(seed).standard_normal((1, round(seconds * RATE)))).astype(np.float32)


def later(audio: Audio, seconds: float) -> Audio:
    return np.pad(audio, ((0, 0), (round(seconds * RATE), 0)))


def best(voice: Audio, band: Audio, ratio: float = 1.0) -> Sign:
    return max(signs(voice, band, RATE, ratio, 0.0, REACH_S), key=lambda sign: sign.odds)


def test_files_of_one_session_start_together() -> None:
    assert best(noise(9.0), noise(9.0, seed=1)) == Sign(0.0, 12.0)


@pytest.mark.parametrize("ratio", [1.0, 1.05])
def test_a_backing_that_was_moved_shows_by_its_silence_and_its_length(ratio: float) -> None:
    found = best(noise(9.0), later(noise(9.0 / ratio, seed=1), 0.7), ratio)
    assert found.offset_s == pytest.approx(0.7, abs=0.002) and found.odds > 10.0


def test_equal_lengths_and_music_cut_in_after_a_silence_leave_both_open() -> None:
    named = signs(noise(9.0), later(noise(8.3, seed=1), 0.7), RATE, 1.0, 0.0, REACH_S)
    assert [sign.offset_s for sign in named] == pytest.approx([0.0, 0.7], abs=0.002)
    assert all(sign.odds < 1.0 for sign in named)


def test_a_voice_without_its_start_ends_with_its_backing() -> None:
    named = signs(noise(7.8), noise(9.0, seed=1), RATE, 1.0, 0.0, REACH_S)
    assert any(abs(sign.offset_s - 1.2) < 0.001 and sign.within_s > 0 for sign in named)
    assert all(sign.odds < 1.0 for sign in named), "one sign alone is not believed against the music"


def test_silence_has_no_first_sound() -> None:
    assert signs(noise(5.0), np.zeros((2, 6 * RATE), np.float32), RATE, 1.02, 0.0, REACH_S)


def test_a_backing_heard_in_the_headphones_gives_the_start_to_the_sample() -> None:
    band = noise(16.0, seed=1)
    at = np.arange(12 * RATE) / RATE
    sung = 0.1 * np.sin(2 * np.pi * 220.0 * at) * (at % 3.0 < 1.2)
    take = (sung + 0.003 * band[0, round(0.83 * RATE) :][: len(at)])[np.newaxis].astype(np.float32)
    assert bleed_at_s(take, band, RATE, 0.0, REACH_S) == pytest.approx(0.83, abs=0.0002)
    named = signs(take, band, RATE, 1.0, 0.0, REACH_S)
    assert max(named, key=lambda sign: sign.odds).offset_s == pytest.approx(0.83, abs=0.0002)


def test_without_bleed_none_is_found() -> None:
    assert bleed_at_s(noise(12.0), noise(16.0, seed=1), RATE, 0.0, REACH_S) is None
    assert bleed_at_s(noise(0.3), noise(16.0, seed=1), RATE, 0.0, REACH_S) is None
    assert bleed_at_s(np.zeros((1, 9 * RATE), np.float32), noise(9.0), RATE, 0.0, REACH_S) is None
