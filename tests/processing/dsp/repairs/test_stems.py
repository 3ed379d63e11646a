"""Stems are mended where the song is ill, each with what suits it."""

import numpy as np
import pytest

from processing.dsp.repairs import repair as desk
from processing.dsp.repairs.stems import restore_stem
from tests.processing.dsp.pathologies import songs
from tests.processing.dsp.pathologies.songs import RATE, Song
from tests.processing.dsp.repairs.parts import split


@pytest.mark.parametrize(("source", "mended"), [("vocals", True), ("drums", False), ("other", False)])
def test_only_a_voice_is_denoised(source: str, mended: bool, healthy: Song) -> None:
    hissing = songs.with_noise(healthy)
    steps = restore_stem(source, hissing, RATE, ["noise"]).steps
    assert any(step.remedy == "denoise" and step.kept for step in steps) is mended


def test_an_amount_of_nothing_leaves_a_remedy_out(wide: Song) -> None:
    bass = split(wide)["bass"]
    assert restore_stem("bass", bass, RATE, ["wide_bass"], amounts={"mono_bass": 0.0}).audio is bass
    assert restore_stem("bass", bass, RATE, ["wide_bass"], without=["mono_bass"]).audio is bass
    assert restore_stem("bass", bass, RATE, []).audio is bass


def test_known_steps_are_done_without_a_trial_and_come_out_the_same(
    healthy: Song, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt = songs.with_wide_bass(songs.with_shimmer(songs.with_mud(healthy)))
    found, tried = ["wide_bass", "mud", "shimmer"], list[str]()
    steps = restore_stem("other", spoilt, RATE, found).steps
    assert [step.remedy for step in steps] == ["mono_bass", "de_mud", "de_shimmer"]
    slow = restore_stem("other", spoilt, RATE, found, without=["de_mud"])
    best = desk._Trial.best
    monkeypatch.setattr(desk._Trial, "best", lambda *told: (tried.append(told[1]), best(*told))[1])
    quick = restore_stem("other", spoilt, RATE, found, without=["de_mud"], known=steps[:1])
    assert tried == ["de_shimmer"]
    assert quick.steps == slow.steps and np.array_equal(quick.audio, slow.audio)
