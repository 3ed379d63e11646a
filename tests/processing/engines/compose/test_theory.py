import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processing.engines.compose.house_band.progressions import COLOURS, PROGRESSIONS, VOCABULARY
from processing.engines.compose.house_band.theory import (
    Key,
    chord,
    nearest,
    read_key,
    scale_over,
    strum_shape,
    voice_lead,
)
from processing.errors import StudioError

KEYS = st.builds(Key, st.integers(0, 11), st.sampled_from(("major", "minor")))
NUMERALS = sorted(
    {n for family in PROGRESSIONS.values() for roles in family["major"].values() for p in roles for n in p.split()}
)


@pytest.mark.parametrize(
    ("text", "tonic", "mode"),
    [
        ("A minor", 9, "minor"),
        ("F# major", 6, "major"),
        ("Bb", 10, "major"),
        ("c♯m", 1, "minor"),
        ("Cb maj", 11, "major"),
    ],
)
def test_a_key_is_read_as_people_write_it(text, tonic, mode):
    assert read_key(text) == Key(tonic, mode)


@pytest.mark.parametrize("text", ["", "H minor", "A dorian", "fast", "A mi"])
def test_what_is_no_key_is_refused_in_words(text):
    with pytest.raises(StudioError) as refusal:
        read_key(text)
    assert refusal.value.code == "plan.key_unknown"


@settings(max_examples=40)
@given(KEYS)
def test_a_key_reads_its_own_name(key):
    assert read_key(key.name) == key


@pytest.mark.parametrize(
    ("numeral", "key", "name"),
    [
        ("V7", "C major", "G7"),
        ("bVI", "A minor", "F"),
        ("ii9", "F major", "Gm9"),
        ("iio", "D minor", "Edim"),
        ("iv", "Eb major", "Abm"),
    ],
)
def test_numerals_become_chords(numeral, key, name):
    assert chord(numeral, read_key(key)).name == name


def test_what_is_no_numeral_is_a_mistake():
    with pytest.raises(ValueError, match="not a numeral"):
        chord("H7", Key(0, "major"))


@settings(max_examples=40)
@given(KEYS)
def test_every_written_numeral_and_colour_makes_a_chord_over_its_root(key):
    for genre, (_, colours) in COLOURS.items():
        for numeral in (*VOCABULARY[key.mode], *NUMERALS):
            for suffix in ("", *colours.get(numeral, ())):
                symbol = chord(numeral + suffix, key)
                assert symbol.pitch_classes[0] == symbol.root, genre
                assert len(set(symbol.pitch_classes)) >= 3


@settings(max_examples=40)
@given(KEYS, st.sampled_from(NUMERALS), st.sampled_from(NUMERALS), st.integers(3, 5))
def test_voices_sound_only_chord_tones_and_move_by_small_steps(key, first, second, voices):
    before = voice_lead(chord(first, key), (), 60, voices)
    after = voice_lead(chord(second, key), before, 60, voices)
    assert {p % 12 for p in after} <= set(chord(second, key).pitch_classes)
    assert list(after) == sorted(after)
    assert all(min(abs(p - old) for old in before) <= 7 for p in after)
    assert all(45 <= p <= 75 for p in after)


def test_a_ninth_chord_in_four_voices_keeps_third_and_seventh():
    symbol = chord("V9", Key(0, "major"))
    heard = {p % 12 for p in voice_lead(symbol, (), 60, 4)}
    assert {11, 5} <= heard


@settings(max_examples=40)
@given(KEYS, st.sampled_from(NUMERALS))
def test_a_strum_stands_on_its_root(key, numeral):
    symbol = chord(numeral, key)
    shape = strum_shape(symbol)
    assert shape[0] % 12 == symbol.root
    assert 40 <= shape[0] <= 51
    assert len(shape) == 5
    assert list(shape) == sorted(shape)


@settings(max_examples=40)
@given(KEYS, st.sampled_from(NUMERALS))
def test_the_scale_over_a_chord_holds_the_chord(key, numeral):
    symbol = chord(numeral, key)
    assert set(symbol.pitch_classes) <= set(scale_over(symbol, key))


@settings(max_examples=40)
@given(st.integers(24, 96), st.sets(st.integers(0, 11), min_size=1))
def test_the_nearest_pitch_has_the_class_and_is_within_a_tritone(pitch, classes):
    found = nearest(pitch, tuple(classes))
    assert found % 12 in classes
    assert abs(found - pitch) <= 6
