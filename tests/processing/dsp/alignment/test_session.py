import numpy as np
import pytest

from processing.dsp.alignment.bleed import bleed_at_s
from processing.dsp.alignment.session import Sign, signs, speed_by_lengths
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
    assert any(abs(sign.offset_s - 1.2) < 0.001 for sign in named)
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


def test_a_voice_that_was_laid_later_shows_by_its_silence() -> None:
    assert best(later(noise(9.0), 0.7), noise(9.0, seed=1)).offset_s == pytest.approx(-0.7, abs=0.002)
    cut = signs(later(noise(8.3), 0.7), noise(9.0, seed=1), RATE, 1.0, 0.0, REACH_S)
    assert [sign.offset_s for sign in cut] == pytest.approx([0.0, -0.7], abs=0.002)
    assert cut[0].odds > cut[1].odds > 0.5, "of a take that begins late in its session both may be true"


def test_a_phrase_that_rises_from_silence_was_not_laid_later() -> None:
    rising = noise(8.3) * np.clip(np.arange(round(8.3 * RATE)) / (0.08 * RATE), 0.0, 1.0).astype(np.float32)
    assert best(later(rising, 0.7), noise(9.0, seed=1)) == Sign(0.0, 12.0)
    assert best(np.zeros((1, 9 * RATE), np.float32), noise(9.0, seed=1)) == Sign(0.0, 12.0)


@pytest.mark.parametrize(("seconds", "lead_s", "wanted"), [
    (9.0 / 1.05, 0.7, 1.05), (9.0 * 1.04, 1.9, 1 / 1.04), (9.0, 0.7, None), (8.61, 0.7, None), (9.0 / 1.05, 0.05, None),
    (9.0 / 1.09, 0.7, None),
])  # fmt: skip
def test_lengths_tell_a_speed_that_was_changed_by_whole_per_cents(
    seconds: float, lead_s: float, wanted: float | None
) -> None:
    found = speed_by_lengths(noise(9.0), later(noise(seconds, seed=1), lead_s), RATE, None)
    assert found == (wanted if wanted is None else pytest.approx(wanted))


def test_a_silence_longer_than_a_start_may_lie_tells_no_speed() -> None:
    assert speed_by_lengths(noise(9.0), later(noise(9.0 / 1.05, seed=1), 0.7), RATE, None, 0.4) is None


def test_lengths_sharpen_a_speed_that_was_heard_and_never_turn_it() -> None:
    band = later(noise(9.0 / 1.05, seed=1), 0.7)
    heard = {speed: speed_by_lengths(noise(9.0), band, RATE, speed) for speed in (1.049, 1.04)}
    assert heard == {1.049: pytest.approx(1.05, abs=1e-4), 1.04: None}
    assert speed_by_lengths(noise(9.0), noise(9.2), RATE, 1.0) is None
    assert speed_by_lengths(noise(9.0), noise(9.0), RATE, 1.0005) == 1.0
