import numpy as np
import pytest

from processing.engines.compose.house_band.score import Bend, Part
from processing.engines.compose.house_band.sound.source import Notes
from processing.engines.compose.house_band.sound.track import bent, loudness_of, play_part
from processing.engines.compose.house_band.sound.waves import sine
from tests.processing.engines.compose.hearing import RATE, mono, note

SONG = 3 * RATE


def played(voice, notes, bends=(), seed=1):
    stem = "drums" if voice.startswith("kit") else "lead"
    track = play_part(Part("p", stem, voice, tuple(notes), bends=tuple(bends)), Notes(seed), SONG, 0.375)
    whole = np.zeros((2, SONG), np.float32)
    whole[:, track.start : track.start + track.sound.shape[1]] = track.sound
    return whole


def onset_s(sound):
    level = np.abs(sound).max(axis=0)
    return float(np.argmax(level > 0.2 * level.max()) / RATE)


@pytest.mark.parametrize(("voice", "pitch"), [("kit.pop", 36), ("bass.sub", 40), ("guitar.clean", 60), ("piano", 60)])
def test_notes_sound_when_they_are_written(voice, pitch):
    assert onset_s(played(voice, [note(1.234, pitch)])) == pytest.approx(1.234, abs=0.006)


def test_a_note_ends_with_its_release():
    sound = played("organ", [note(0.5, 60, 0.5)])
    assert np.abs(sound[:, int(0.95 * RATE)]).max() > 0.0
    assert np.abs(sound[:, int(1.1 * RATE) :]).max() < 1e-4


def test_softer_strokes_are_softer():
    loud, soft = (np.abs(played("rhodes", [note(0, 60, velocity=v)])).max() for v in (0.9, 0.45))
    assert 20 * np.log10(loud / soft) == pytest.approx(9.6, abs=3.0)
    assert loudness_of(0.8) == pytest.approx(1.0)


def test_a_closing_hat_chokes_the_open_one():
    rung = played("kit.pop", [note(0, 46)])
    choked = played("kit.pop", [note(0, 46), note(0.1, 42)])
    later = slice(int(0.25 * RATE), int(0.4 * RATE))
    assert np.abs(choked[:, later]).max() < 0.1 * np.abs(rung[:, later]).max()


def test_repeated_strokes_differ_and_repeated_songs_do_not():
    sound = played("kit.pop", [note(0, 38), note(1, 38)])
    assert not np.allclose(sound[:, :8_000], sound[:, RATE : RATE + 8_000], atol=1e-3)
    np.testing.assert_array_equal(sound, played("kit.pop", [note(0, 38), note(1, 38)]))
    assert not np.array_equal(sound, played("kit.pop", [note(0, 38), note(1, 38)], seed=2))


def test_two_takes_stand_left_and_right():
    left, right = played("guitar.acoustic", [note(0, 55, 1.0)])
    assert 0.1 < np.corrcoef(left, right)[0, 1] < 0.98


def test_a_bend_arrives_at_the_written_pitch():
    tone = sine(440.0, RATE)
    glide = bent(tone, 0.0, [Bend(0.0, 0.4, -200.0)])
    start, end = (
        np.argmax(np.abs(np.fft.rfft(x * np.hanning(x.size), 96_000))) / 2 for x in (glide[:4_000], glide[-20_000:])
    )
    assert 385 < start < 415
    assert end == pytest.approx(440.0, abs=2)
    np.testing.assert_allclose(bent(np.stack([tone, tone]), 0.0, [Bend(0.0, 0.4, -200.0)])[1], glide)


def test_bends_are_heard_on_a_part():
    plain = played("lead.synth", [note(0, 69, 1.0)])
    assert not np.allclose(plain, played("lead.synth", [note(0, 69, 1.0)], [Bend(0.0, 0.2, -100.0)]))


def test_what_lies_outside_the_song_is_cut():
    sound = played("piano", [note(-0.2, 60, 1.0), note(2.9, 64, 5.0)])
    assert sound.shape == (2, SONG)
    assert np.abs(sound[:, -100:]).max() > 0
    assert played("piano", []).any() == np.False_


def test_the_echo_repeats_in_time():
    sound = mono(played("lead.pluck", [note(0.0, 84, 0.1)]))
    first, repeat = (np.abs(sound[int(a * RATE) : int((a + 0.1) * RATE)]).max() for a in (0.0, 0.376))
    assert 0.03 < repeat / first < 0.5


def test_tuning_moves_the_band():
    tuned = play_part(Part("p", "lead", "organ", (note(0, 69, 2.0),)), Notes(1, tuning_cents=30.0), SONG, 0.3)
    peak = np.argmax(np.abs(np.fft.rfft(mono(tuned.sound)[: 2 * RATE], 8 * RATE))[400 * 8 : 480 * 8]) / 8 + 400
    assert 1200 * np.log2(peak / 440.0) == pytest.approx(30.0, abs=6.0)
