import numpy as np

from processing.dsp.dynamic_eq import audibility, unmask, voice_keys
from processing.dsp.levels import mono, rms_db
from tests.processing.engines.band import RATE, band

STEMS = band(6.0, seed=4)
VOICE = STEMS["vocal"]
NOISE = np.random.default_rng(0).standard_normal((2, 6 * RATE)).astype(np.float32) * np.float32(0.1)


def test_keys_do_not_depend_on_the_recording_level() -> None:
    for loud, quiet in zip(voice_keys(VOICE, RATE), voice_keys(VOICE * np.float32(0.05), RATE), strict=True):
        np.testing.assert_allclose(quiet, loud, atol=1e-3)
        assert loud.min() >= 0.0 and loud.max() <= 1.0


def test_a_silent_voice_moves_nothing() -> None:
    keys = voice_keys(np.zeros_like(VOICE), RATE)
    np.testing.assert_allclose(unmask(NOISE, RATE, keys, 6.0), NOISE, atol=1e-7)


def test_the_backing_steps_back_only_while_the_voice_sings() -> None:
    keys = [np.where(np.arange(key.size) < key.size // 2, 1.0, 0.0) for key in voice_keys(VOICE, RATE)]
    taken = NOISE - unmask(NOISE, RATE, keys, 6.0)
    half = NOISE.shape[1] // 2
    assert rms_db(taken[:, :half]) > rms_db(NOISE) - 20.0
    assert rms_db(taken[:, half + RATE // 10 :]) < -100.0


def test_the_side_is_untouched() -> None:
    out = unmask(NOISE, RATE, voice_keys(VOICE, RATE), 6.0)
    np.testing.assert_allclose(out[0] - out[1], NOISE[0] - NOISE[1], atol=1e-6)
    assert rms_db(mono(out)) < rms_db(mono(NOISE))


def test_unmasking_makes_a_voice_more_audible() -> None:
    before = audibility(VOICE, NOISE, RATE)
    after = audibility(VOICE, unmask(NOISE, RATE, voice_keys(VOICE, RATE), 5.0), RATE)
    assert after > before + 0.02


def test_louder_voices_are_more_audible_and_silence_is_not() -> None:
    levels = [audibility(VOICE * np.float32(gain), NOISE, RATE) for gain in (0.1, 1.0, 10.0)]
    assert levels == sorted(levels) and levels[0] < levels[2]
    assert audibility(np.zeros_like(VOICE), NOISE, RATE) == 0.0
