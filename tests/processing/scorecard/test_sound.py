"""Words and numbers about sound, form and pulse that whole songs do not reach."""

import numpy as np
import pytest

from processing.engines.contracts import Section, SungNote
from processing.scorecard import form, sound
from processing.scorecard.heard import FPS
from processing.scorecard.pulse import feel
from tests.processing.scorecard.band import RATE, plan

LEAD = np.tile(np.sin(np.arange(4 * RATE) * 0.05).astype(np.float32), (2, 1))


def lead(rest_gain: float, sung_gain: float) -> dict[str, np.ndarray]:
    return {"lead": np.concatenate([LEAD * rest_gain, LEAD * sung_gain], axis=1)}


SUNG = plan(sung_notes=(SungNote(4.1, 7.9, 60.0),))


def test_a_hook_in_the_rests_is_heard() -> None:
    assert sound.hook(lead(0.5, 0.05), RATE, SUNG).value == pytest.approx(20, abs=1)
    assert "against" in sound.hook(lead(0.05, 0.5), RATE, SUNG).words


@pytest.mark.parametrize("song", [plan(sung_notes=()), plan(sung_notes=(SungNote(0.0, 9.0, 60.0),))])
def test_no_room_for_a_hook_is_not_judged(song) -> None:
    assert sound.hook(lead(1, 1), RATE, song).value is None


@pytest.mark.parametrize(("gain", "words"), [(1.0, "not feel like a lift"), (1.6, "above the verse."), (4.0, "lost")])
def test_contrast_words(gain: float, words: str) -> None:
    curve = np.concatenate([np.full(160, -20.0), np.full(160, -20.0 + 20 * np.log10(gain))])
    parts = (Section("v", "verse", 8, 0, 16), Section("c", "chorus", 8, 16, 32))
    assert words in form.loudness_contrast(curve.astype(np.float32), plan(sections=parts)).words


def test_a_song_without_chorus_has_no_contrast() -> None:
    parts = (Section("v", "verse", 8, 0, 16),)
    assert form.loudness_contrast(np.zeros(160, np.float32), plan(sections=parts)).value is None


def test_one_drop_out_is_said_in_words() -> None:
    tone = np.sin(np.arange(3 * RATE) * 0.05).astype(np.float32)[None] * 0.5
    tone[:, RATE : RATE + 3000] = 0
    found = sound.dropouts(tone, RATE)
    assert found.value == 1 and found.words.startswith("One drop-out")


def clicks(bpm: float, length_s: float = 40.0) -> np.ndarray:
    curve = np.zeros(int(length_s * FPS), np.float32)
    at = np.rint(np.arange(0.5, length_s - 1, 60 / bpm) * FPS).astype(int)
    curve[at], curve[at - 1], curve[at + 1] = 10, 5, 5
    return curve


@pytest.mark.parametrize("bpm", [60.0, 92.3, 124.0, 180.0])
def test_the_tempo_of_clicks_is_exact(bpm: float) -> None:
    pulse = feel(clicks(bpm), bpm)
    assert pulse is not None
    assert pulse.bpm == pytest.approx(bpm, rel=0.001)
    assert pulse.jitter_ms < 3


def test_a_quite_different_tempo_is_noticed() -> None:
    pulse = feel(clicks(140.0), 100.0)
    assert pulse is not None
    assert abs(pulse.bpm / 100 - 1) > 0.03


def test_too_few_strokes_have_no_pulse() -> None:
    assert feel(clicks(60, 3.5), 60) is None
    assert feel(clicks(60, 8.0), 60) is None
