"""Each number reacts to its own defect and to nothing else."""

import numpy as np
import pytest

from processing.dsp.loudness import integrated_lufs
from processing.engines.contracts import Audio
from processing.scorecard import Scorecard, score
from tests.processing.scorecard.band import RATE, plan, play


@pytest.fixture(scope="module")
def song() -> Audio:
    return play()


@pytest.fixture(scope="module")
def good(song: Audio) -> Scorecard:
    return score(song, RATE, plan=plan())


def moved(good: Scorecard, audio: Audio) -> set[str]:
    """The metrics that a defect costs (or brings) a tenth of a point or more."""
    bad = score(audio, RATE, plan=plan())
    return {metric.name for metric in good.metrics if abs(bad[metric.name].score - metric.score) >= 0.1}


def test_a_sound_song_gets_a_high_total(good: Scorecard) -> None:
    assert good.total > 80
    assert len(good.metrics) >= 15
    assert good["tempo"].value < 0.2 and good["beat_jitter"].value < 3


def test_wandering_tempo_moves_the_beat_only(good: Scorecard) -> None:
    wandering = play(lambda t: t + 0.05 * np.sin(2 * np.pi * t / 10))
    assert moved(good, wandering) == {"beat_jitter", "beat_drift"}


def test_sloppy_strokes_move_the_beat_only(good: Scorecard) -> None:
    dice = np.random.default_rng(2)
    late = {round(0.125 * k, 3): dice.normal(0, 0.012) for k in range(300)}
    assert moved(good, play(lambda t: t + late[round(t, 3)])) == {"beat_jitter"}


def test_a_scrambled_channel_moves_the_stereo_measures_only(good: Scorecard, song: Audio) -> None:
    phases = np.exp(2j * np.pi * np.random.default_rng(3).random(1025))
    phases[[0, -1]] = 1
    smeared = np.convolve(song[1], np.fft.irfft(phases))[: song.shape[1]]
    scrambled = np.stack([song[0], smeared]).astype(np.float32)
    found = moved(good, scrambled)
    assert "mono_safety" in found
    assert found <= {"mono_safety", "stereo_width", "bass_centre"}


def test_levelled_sections_move_the_contrast_only(good: Scorecard, song: Audio) -> None:
    level = song.copy()
    for k in range(4):
        part = level[:, 6 * k * RATE : 6 * (k + 1) * RATE]
        part *= 10 ** ((-20 - integrated_lufs(part, RATE)) / 20)
    assert moved(good, level) == {"section_contrast"}


def test_holes_move_the_dropouts_only(good: Scorecard, song: Audio) -> None:
    torn = song.copy()
    for at_s in (5.02, 11.02, 20.02):
        torn[:, round(at_s * RATE) : round((at_s + 0.06) * RATE)] = 0
    assert moved(good, torn) == {"dropouts"}


def test_a_dead_channel_is_a_dropout(song: Audio) -> None:
    dead = song.copy()
    dead[1, 10 * RATE : 14 * RATE] = 0
    assert score(dead, RATE, plan=plan())["dropouts"].value >= 1


def test_clipping_moves_the_peak_measures(good: Scorecard, song: Audio) -> None:
    hot = np.clip(song * (1.6 / np.abs(song).max()), -1, 1)
    assert {"clipping"} <= moved(good, hot) <= {"clipping", "headroom", "loudness"}


def test_transposed_chords_move_key_and_harmony_only(good: Scorecard) -> None:
    assert moved(good, play(up=1)) == {"key_agreement", "harmonic_clash", "chord_support"}


def test_another_tempo_than_asked_moves_tempo(song: Audio) -> None:
    card = score(song, RATE, plan=plan(bpm=126.0))
    assert card["tempo"].value == pytest.approx(4.76, abs=0.1)
    assert card["tempo"].score == 0


def test_half_the_tempo_counts_as_the_same(song: Audio) -> None:
    assert score(song, RATE, plan=plan(bpm=60.0))["tempo"].value < 0.1


def test_sections_in_other_places_are_not_found(good: Scorecard, song: Audio) -> None:
    shifted = np.roll(song, 3 * RATE, axis=1)
    assert good["structure"].value == 100
    assert score(shifted, RATE, plan=plan())["structure"].value == 0


def test_dull_sound_moves_the_balance(good: Scorecard, song: Audio) -> None:
    dull = np.stack([np.convolve(side, np.ones(48) / 48, "same") for side in song]).astype(np.float32)
    assert "spectral_balance" in moved(good, dull)


def test_a_mono_song_is_judged_too(song: Audio) -> None:
    card = score(song[:1], RATE, plan=plan())
    assert card["mono_safety"].score == 1 and card["stereo_width"].score < 0.6


def test_silence_has_a_card() -> None:
    card = score(np.zeros((2, 5 * RATE), np.float32), RATE, plan=plan(sung_notes=()))
    assert {"beat_jitter", "tempo", "key_agreement", "harmonic_clash", "hook"} <= {m.name for m in card.unjudged}
    assert 0 <= card.total < 70
