"""Stems are mended where the song is ill, each with what suits it."""

import pytest

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
