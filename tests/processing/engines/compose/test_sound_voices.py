import numpy as np
import pytest

from processing.engines.compose.house_band.sound.touch import Touch
from processing.engines.compose.house_band.sound.voices import PITCHED, VOICES
from tests.processing.engines.compose.hearing import RATE, centroid_hz, pitch_cents

TEXTURES = ("vinyl", "riser", "impact", "reverse")
TUNED = [name for name in PITCHED if name not in TEXTURES]
QUICK = [name for name in TUNED if name not in ("strings", "pad.warm", "pad.bright", "pad.choir")]


def played(name, pitch=None, velocity=0.8, length_s=1.0, seed=1):
    voice = PITCHED[name]
    touch = Touch(float(pitch or voice.reference), velocity, length_s)
    return voice.instrument(touch, np.random.default_rng(seed))


@pytest.mark.parametrize("name", PITCHED)
def test_every_voice_gives_clean_samples(name):
    sound = played(name, length_s=0.7)
    assert sound.dtype == np.float32
    assert sound.shape[-1] >= 0.7 * RATE - 1
    assert np.isfinite(sound).all()
    assert 0.3 < np.abs(sound).max() < 1.6
    assert abs(sound.mean()) < 0.03


@pytest.mark.parametrize("name", TUNED)
def test_every_voice_is_in_tune(name):
    reference = PITCHED[name].reference
    for pitch in (reference, reference + 7):
        assert abs(pitch_cents(played(name, pitch), Touch(pitch, 1, 1).hz)) < 12.0


@pytest.mark.parametrize("name", QUICK)
def test_struck_and_plucked_voices_speak_at_once(name):
    level = np.abs(played(name)).reshape(-1, played(name).shape[-1]).max(axis=0)
    assert np.argmax(level > 0.25 * level.max()) < 0.045 * RATE


@pytest.mark.parametrize("name", ["bass.finger", "bass.synth", "guitar.clean", "piano", "rhodes", "pluck", "pad.warm"])
def test_harder_is_brighter(name):
    assert centroid_hz(played(name, velocity=1.0)) > 1.1 * centroid_hz(played(name, velocity=0.3))


@pytest.mark.parametrize("name", PITCHED)
def test_the_same_touch_sounds_the_same(name):
    np.testing.assert_array_equal(played(name, length_s=0.3), played(name, length_s=0.3))


@pytest.mark.parametrize("name", ["riser", "reverse"])
def test_rises_grow_and_end_where_they_are_told(name):
    sound = np.abs(played(name, length_s=2.0)).max(axis=0)
    quarters = [np.sqrt(np.mean(q**2)) for q in np.split(sound[: 4 * (sound.size // 4)], 4)]
    assert quarters == sorted(quarters)
    assert sound.size == 2 * RATE
    assert sound[-1] < 0.02


def test_upper_strings_of_wide_voices_survive_in_mono():
    for name in ("strings", "pad.warm", "pad.bright", "pad.choir", "piano", "stab"):
        left, right = played(name)
        assert np.corrcoef(left, right)[0, 1] > 0.4


def test_names_cover_what_the_writer_may_ask_for():
    assert len(VOICES) == len(set(VOICES)) == len(PITCHED) + 7
