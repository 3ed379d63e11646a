"""Colour: palettes that fit the song, tables that a television accepts."""

import numpy as np
import pytest

from processing.engines.edit_video.palettes import PALETTES, choose, gradient, table


def test_three_different_palettes_from_the_seed() -> None:
    chosen = choose("pop", "happy", 4)
    assert len(set(chosen)) == 3 and chosen == choose("pop", "happy", 4)


@pytest.mark.parametrize("mood", ["angry", "sad", "romantic", "calm"])
def test_the_verse_palette_suits_the_mood(mood: str) -> None:
    assert all(mood in choose("unknown", mood, seed)[0].suits for seed in range(20))


def test_unknown_moods_still_differ_by_seed() -> None:
    assert len({choose("", "", seed)[0].name for seed in range(30)}) > 5


@pytest.mark.parametrize("palette", PALETTES, ids=lambda p: p.name)
def test_tones_get_brighter_within_the_legal_range(palette) -> None:
    planes = table(gradient(palette)).astype(int)
    assert (np.diff(planes[0]) >= 0).all() and planes[0, -1] > 200 > 40 > planes[0, 0]
    assert planes.min() >= 16 and planes.max() <= 240


def test_fade_goes_to_black_and_lift_to_light() -> None:
    colours = gradient(PALETTES[0])
    assert (table(colours, fade=0.0) == np.array([[16], [128], [128]])).all()
    lifted = table(colours, lift=1.0)
    assert (lifted == lifted[:, -1:]).all()
