import dataclasses

import numpy as np
import pytest

from processing.dsp.loudness import integrated_lufs
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.compose.house_band.score import Part
from processing.engines.compose.house_band.sound.play import play
from processing.engines.contracts import GENRES, STEMS
from processing.errors import StudioError
from tests.processing.engines.compose.hearing import RATE, note, score, share_db, small_band


@pytest.fixture(scope="module")
def played():
    return play(small_band(6.0), seed=3, source="synth")


def total(stems):
    return np.sum(list(stems.values()), axis=0)


def test_stems_are_whole_and_alike(played):
    assert tuple(played.stems) == STEMS
    for stem in played.stems.values():
        assert stem.shape == (2, 6 * RATE)
        assert stem.dtype == np.float32
        assert np.isfinite(stem).all() and stem.any()


def test_the_sum_is_a_finished_level(played):
    mix = total(played.stems)
    assert integrated_lufs(mix, RATE) == pytest.approx(-16.0, abs=0.5)
    assert true_peak_dbtp(mix, RATE) <= -1.0


def test_the_image_is_wide_and_survives_in_mono(played):
    mix = total(played.stems)
    assert 0.2 < np.corrcoef(mix)[0, 1] < 0.995
    middle = mix.mean(axis=0)
    assert integrated_lufs(mix, RATE) - integrated_lufs(np.stack([middle, middle]), RATE) < 1.5
    assert share_db(mix[0] - mix[1], 0, 80) < -25


def test_the_bass_stands_in_the_middle(played):
    left, right = played.stems["bass"]
    np.testing.assert_array_equal(left, right)


def test_a_panned_part_is_heard_on_its_side(played):
    left, right = played.stems["harmony"]
    assert np.mean(left**2) > 1.3 * np.mean(right**2)


def test_same_seed_same_bytes_other_seed_other_sound(played):
    again = play(small_band(6.0), seed=3, source="synth").stems
    other = play(small_band(6.0), seed=4, source="synth").stems
    for name in STEMS:
        np.testing.assert_array_equal(again[name], played.stems[name])
    assert not np.array_equal(other["drums"], played.stems["drums"])


def test_the_chorus_is_louder_than_the_verse(played):
    mix = total(played.stems)
    verse, chorus = integrated_lufs(mix[:, : 3 * RATE], RATE), integrated_lufs(mix[:, 3 * RATE :], RATE)
    assert 2.0 < chorus - verse < 5.0


@pytest.mark.parametrize("genre", [g for g in GENRES if g != "pop"])
def test_every_genre_has_a_desk(genre):
    mix = total(play(small_band(1.5, genre), seed=1, source="synth").stems)
    assert integrated_lufs(mix, RATE) == pytest.approx(-16.0, abs=0.6)


def test_house_pumps_more_than_rock():
    kick = Part("drums", "drums", "kit.pop", tuple(note(t, 36) for t in np.arange(0, 3.5, 0.5)))
    bass = Part("bass", "bass", "bass.sub", (note(0.0, 36, 4.0),))

    def depth(genre):
        stem = play(score([kick, bass], 4.0, genre=genre), seed=1, source="synth").stems["bass"][0]
        level = [np.sqrt(np.mean(stem[int(t * RATE) : int((t + 0.04) * RATE)] ** 2)) for t in (1.51, 1.85)]
        return 20 * np.log10(level[1] / level[0])

    assert depth("house") > depth("rock") + 2.0


def test_missing_players_leave_silent_stems():
    lonely = score([Part("drums", "drums", "kit.house", (note(0.0, 36),))], 2.0)
    stems = play(lonely, seed=1, source="synth").stems
    assert stems["drums"].any()
    assert not any(stems[name].any() for name in STEMS if name != "drums")


def test_echoes_follow_the_meter():
    tune = Part("tune", "lead", "lead.pluck", (note(0.0, 84, 0.1),))
    four, six = (play(score([tune], 3.0, meter=m), seed=1, source="synth").stems["lead"] for m in ("4/4", "6/8"))
    assert not np.allclose(four, six)


def test_an_unknown_voice_is_refused_in_words():
    with pytest.raises(StudioError) as error:
        play(score([Part("x", "lead", "kazoo", (note(0, 60),))]), seed=1)
    assert error.value.code == "sound.unknown_voice"
    assert "kazoo" in error.value.words


def test_progress_is_told_and_may_stop_the_band():
    told = []
    play(small_band(1.0), seed=1, source="synth", progress=lambda f, m: told.append((f, m)))
    assert [f for f, _ in told] == sorted(f for f, _ in told)
    assert told[-1][0] == 1.0
    assert {"Playing bass", "Mixing the drums"} <= {m for _, m in told}

    def stop(fraction, message):
        raise KeyboardInterrupt(message)

    with pytest.raises(KeyboardInterrupt):
        play(small_band(1.0), seed=1, source="synth", progress=stop)


def test_an_unknown_genre_is_played_at_the_pop_desk():
    strange = dataclasses.replace(small_band(1.0), genre="polka")
    assert play(strange, seed=1, source="synth").stems["bass"].any()
