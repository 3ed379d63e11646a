from itertools import pairwise

import numpy as np
import pytest
import soundfile

from processing.demo import lyrics, melody
from processing.demo.make import make
from processing.demo.voice import sing
from processing.dsp.loudness import integrated_lufs
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.compose.house_band.sound.waves import hz

RATE = 48_000
NOTES = melody.sung()


@pytest.fixture(scope="module")
def take():
    return sing(NOTES, melody.duration_s(), seed=1)


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    return make(tmp_path_factory.mktemp("demo") / "new")


def test_lyrics_have_a_form_with_tags():
    tags = [line for line in lyrics.text().splitlines() if line.startswith("[")]
    assert tags == ["[Verse 1]", "[Chorus]", "[Verse 2]", "[Chorus]", "[Bridge]", "[Chorus]"]
    assert all(line.isascii() for line in lyrics.text().splitlines())


@pytest.mark.parametrize(
    ("word", "count"), [("water", 2), ("home", 1), ("paper", 2), ("lanterns", 2), ("try", 1), ("hmm", 1)]
)
def test_words_are_cut_into_syllables(word, count):
    assert len(lyrics.syllables(word)) == count


def test_the_tune_lies_on_the_grid_in_the_key():
    starts = np.array([n.start_s for n in NOTES]) / (melody.BEAT_S / 4)
    np.testing.assert_allclose(starts, np.round(starts), atol=1e-9)
    assert {(n.pitch - melody.TONIC) % 12 for n in NOTES} <= set(melody.SCALE)
    assert NOTES[0].start_s == pytest.approx(melody.LEAD_IN_BARS * melody.BAR_S)
    assert all(a.end_s <= b.start_s + 1e-9 for a, b in pairwise(NOTES))
    assert 60 <= melody.duration_s() <= 75


def test_the_voice_sings_the_written_notes(take):
    for note in [n for n in NOTES if n.end_s - n.start_s > 0.4][:12]:
        held = take[int((note.start_s + 0.1) * RATE) : int((note.end_s - 0.08) * RATE)]
        power = np.abs(np.fft.rfft(held * np.hanning(held.size), 4 * RATE))
        near = power[int(4 * hz(note.pitch - 0.6)) : int(4 * hz(note.pitch + 0.6))].max()
        beside = power[int(4 * hz(note.pitch + 1.5)) : int(4 * hz(note.pitch + 2.5))].max()
        assert near > 4 * beside


def test_the_voice_is_silent_where_nothing_is_written(take):
    assert np.abs(take[: int(0.8 * NOTES[0].start_s * RATE)]).max() < 0.01
    assert np.abs(take[int((NOTES[-1].end_s + 0.3) * RATE) :]).max() < 0.01


def test_vowels_differ(take):
    def brightness(vowel):
        spans = [n for n in NOTES if n.syllable.vowel == vowel and n.end_s - n.start_s > 0.3]
        held = np.concatenate([take[int((n.start_s + 0.08) * RATE) : int((n.end_s - 0.06) * RATE)] for n in spans])
        power = np.abs(np.fft.rfft(held)) ** 2
        hertz = np.fft.rfftfreq(held.size, 1 / RATE)
        return power[(hertz > 2_000) & (hertz < 3_600)].sum() / power[(hertz > 500) & (hertz < 1_300)].sum()

    assert brightness("ee") > 2 * brightness("ah")


def test_material_is_ready_to_bring_in(material):
    vocal, rate = soundfile.read(material.vocal, dtype="float32")
    assert rate == RATE and vocal.ndim == 1
    assert 0.45 < np.abs(vocal).max() < 0.55
    assert material.lyrics.startswith("[Verse 1]")
    assert (material.bpm, material.meter, material.key) == (92.0, "4/4", "D major")


def test_the_reference_sounds_finished(material):
    other, rate = soundfile.read(material.reference, dtype="float32")
    assert rate == RATE and other.shape[1] == 2 and 30 * RATE < len(other) < 45 * RATE
    assert integrated_lufs(other.T, RATE) == pytest.approx(-11.5, abs=0.8)
    assert true_peak_dbtp(other.T, RATE) <= -0.95


def test_the_same_take_each_time():
    one, again, other = (sing(NOTES[:8], 8.0, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)
