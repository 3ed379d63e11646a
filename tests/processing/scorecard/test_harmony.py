"""Keys and chords against the voice."""

import numpy as np
import pytest

from processing.engines.contracts import SongPlan, SungNote
from processing.scorecard.harmony import clash, fifths_apart, key_agreement, support
from processing.scorecard.heard import Heard, listen
from tests.processing.scorecard.band import RATE, plan


def chord(*notes: int) -> np.ndarray:
    t = np.arange(8 * RATE) / RATE
    tone = sum(np.sin(2 * np.pi * 440 * 2 ** ((note - 69) / 12) * t) for note in notes)
    return np.asarray([tone, tone], np.float32) * 0.1


def sung(*notes: float) -> SongPlan:
    return plan(sung_notes=tuple(SungNote(1.5 * k, 1.5 * k + 1.4, note) for k, note in enumerate(notes)))


@pytest.fixture(scope="module")
def c_major() -> Heard:
    return listen(chord(48, 52, 55, 60), RATE)


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("C major", "A minor", 0), ("C major", "G major", 1), ("Bb major", "C minor", 1), ("F# major", "C major", 6)],
)
def test_steps_on_the_circle_of_fifths(one: str, other: str, steps: int) -> None:
    assert fifths_apart(one, other) == fifths_apart(other, one) == steps


def test_chord_tones_are_carried(c_major: Heard) -> None:
    tune = sung(60, 64, 67, 72)
    assert support(c_major, tune).value == 100
    assert clash(c_major, tune).value == 0


def test_semitones_beside_chord_tones_rub(c_major: Heard) -> None:
    tune = sung(61, 63, 66, 68)
    assert clash(c_major, tune).value == 100


def test_the_singers_tuning_is_forgiven(c_major: Heard) -> None:
    flat = plan(sung_notes=sung(59.4, 63.4, 66.4).sung_notes, tuning_cents=-60.0)
    assert support(c_major, flat).value == 100


def test_little_singing_is_not_judged(c_major: Heard) -> None:
    assert clash(c_major, sung(60)).value is None
    assert support(c_major, sung(60)).value is None


def test_a_trusted_voice_key_comes_before_the_plan() -> None:
    music = chord(48, 52, 55, 60)
    sure = {"key": {"key": "F# major", "confidence": 0.9}}
    unsure = {"key": {"key": "F# major", "confidence": 0.1}}
    assert "the voice (F# major)" in key_agreement(music, RATE, plan(), sure).words
    heard = {"key": {"ranked": [{"key": "E minor"}], "trusted": True}}
    assert "the song (C minor)" in key_agreement(music, RATE, plan(), unsure).words
    assert "the voice (E minor)" in key_agreement(music, RATE, plan(), heard).words
    assert "the voice (D minor)" in key_agreement(music, RATE, plan(), {"key": "D minor"}).words
