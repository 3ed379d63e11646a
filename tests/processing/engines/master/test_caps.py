"""A match may lift anything but what a diagnosis would then call a fault."""

import numpy as np
import pytest

from processing.dsp.pathologies.numbers import mud_db, shimmer_db
from processing.dsp.spectrum import Spectrum
from processing.engines.master.caps import REGIONS, Curves, capped
from processing.engines.master.tone import filtered_power

HZ = np.linspace(0.0, 24_000.0, 8_193)
SONG = Spectrum(HZ, np.maximum(HZ, 30.0) ** -1.0)


def bell(centre_hz: float, gain_db: float) -> Curves:
    curve = gain_db * np.exp(-0.5 * (np.log2(np.maximum(HZ, 1.0) / centre_hz) / 0.5) ** 2)
    return curve, curve


def behind(curves: Curves) -> Spectrum:
    return filtered_power(SONG, curves[0])


@pytest.mark.parametrize(("number", "centre_hz", "word"), [(0, 316.0, "muddy"), (1, 9_800.0, "metallic")])
def test_what_would_become_a_fault_is_held_back_and_said(number: int, centre_hz: float, word: str) -> None:
    region, wished = REGIONS[number], bell(centre_hz, 9.0)
    assert region.severity(behind(wished)) > region.severity(SONG) + 5.0
    held, words = capped(SONG, wished, behind)
    assert region.severity(behind(held)) <= region.severity(SONG) + 5.0
    assert len(words) == 1 and word in words[0]
    far = (region.reach_hz[0] / 2 > HZ) | (region.reach_hz[1] * 2 < HZ)
    assert np.array_equal(held[0][far], wished[0][far]), "the rest of the match stays"
    assert np.abs(held[0]).max() > 0.5, "it is held back only as far as it takes"


def test_a_match_that_brings_no_fault_is_taken_whole() -> None:
    for wished in (bell(60.0, 9.0), bell(316.0, -9.0), bell(9_800.0, -9.0)):
        held, words = capped(SONG, wished, behind)
        assert words == () and held is wished


def test_a_song_that_is_muddy_already_is_not_made_muddier() -> None:
    muddy = behind(bell(316.0, 6.0))
    held, _ = capped(muddy, bell(316.0, 6.0), lambda curves: filtered_power(muddy, curves[0]))
    after = filtered_power(muddy, held[0])
    assert REGIONS[0].severity(after) <= REGIONS[0].severity(muddy) + 5.0
    assert mud_db(after) < mud_db(muddy) + 0.5 and shimmer_db(after) == pytest.approx(shimmer_db(muddy), abs=0.1)
