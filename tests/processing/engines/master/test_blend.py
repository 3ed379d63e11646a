from dataclasses import replace

import numpy as np
import pytest

from processing.dsp.levels import Audio
from processing.dsp.loudness import integrated_lufs
from processing.dsp.spectrum import spectral_distance_db
from processing.dsp.stereo import mono_loss_lu
from processing.engines.master.blend import MONO_LOSS_LIMIT_LU, applied, blended
from processing.engines.master.goal import Goal, reference_goal
from processing.engines.master.profile import Profile, heard
from tests.processing.engines.band import RATE, song

MIX = song(5.0, seed=1, width=0.3)
OTHER = song(5.0, seed=2, tilt_db=2.0, width=0.6)
OWN = heard(MIX, RATE)
GOAL = reference_goal(OWN, [(heard(OTHER, RATE), 1.0, "it")])


def side_over_mid_db(audio: Audio) -> float:
    return heard(audio, RATE).side_over_mid_db


def sound(tone: float, width: float, goal: Goal = GOAL) -> Audio:
    return applied(MIX, blended(OWN, goal, RATE, tone=tone, width=width))


def test_nothing_of_a_match_is_the_mix_itself() -> None:
    np.testing.assert_array_equal(sound(0.0, 0.0), MIX)


def test_what_is_foreseen_on_spectra_is_what_is_measured() -> None:
    blend = blended(OWN, GOAL, RATE, tone=1.0, width=1.0)
    after = spectral_distance_db(applied(MIX, blend), OTHER, RATE)
    assert blend.distance_before_db == pytest.approx(spectral_distance_db(MIX, OTHER, RATE), abs=0.01)
    assert blend.distance_after_db == pytest.approx(after, abs=0.2) and after < 0.1 * blend.distance_before_db


@pytest.mark.parametrize("tone", [0.25, 0.5, 0.75, 1.0])
def test_tone_moves_alone_and_in_proportion(tone: float) -> None:
    out = sound(tone, 0.0)
    whole = spectral_distance_db(sound(1.0, 0.0), MIX, RATE)
    assert spectral_distance_db(out, MIX, RATE) == pytest.approx(tone * whole, rel=0.1)
    assert side_over_mid_db(out) == pytest.approx(side_over_mid_db(MIX), abs=0.1)


@pytest.mark.parametrize("width", [0.25, 0.5, 0.75, 1.0])
def test_width_moves_alone_and_in_proportion(width: float) -> None:
    out = sound(0.0, width)
    goal_db = side_over_mid_db(OTHER)
    wanted_db = side_over_mid_db(MIX) + width * (goal_db - side_over_mid_db(MIX))
    assert side_over_mid_db(out) == pytest.approx(wanted_db, abs=0.1)
    middle, before = (audio[0] + audio[1] for audio in (out, MIX))
    np.testing.assert_allclose(middle, before, atol=2e-5)


def test_a_match_that_measures_worse_is_left_out_in_words() -> None:
    astray = replace(GOAL, middle_db=-GOAL.middle_db, side_db=-GOAL.side_db)
    blend = blended(OWN, astray, RATE, tone=1.0, width=0.0)
    assert blend.tone == 0.0 and blend.distance_after_db == blend.distance_before_db
    assert blend.words == ("Tone: left as in the mix, the full match would lie further from the goal than the mix.",)


def test_a_match_that_goes_too_far_is_halved() -> None:
    too_far = replace(GOAL, middle_db=2.4 * GOAL.middle_db, side_db=2.4 * GOAL.side_db)
    blend = blended(OWN, too_far, RATE, tone=1.0, width=0.0)
    assert blend.tone == 0.5 and blend.distance_after_db < blend.distance_before_db
    assert any("taken to 50% only" in words for words in blend.words)


@pytest.mark.parametrize("tone", [0.0, 1.0])
def test_width_never_costs_more_than_mono_allows(tone: float) -> None:
    blend = blended(OWN, replace(GOAL, side_over_mid_db=6.0), RATE, tone=tone, width=1.0)
    assert mono_loss_lu(applied(MIX, blend), RATE) <= MONO_LOSS_LIMIT_LU + 0.2
    assert any(words.startswith("Width:") for words in blend.words)


def test_a_mono_mix_stays_mono() -> None:
    mono = np.repeat(MIX[:1], 2, axis=0)
    own = heard(mono, RATE)
    goal = reference_goal(own, [(heard(OTHER, RATE), 1.0, "it")])
    out = applied(mono, blended(own, goal, RATE, tone=1.0, width=1.0))
    np.testing.assert_allclose(out[0], out[1], atol=1e-6)


def test_a_mono_reference_takes_no_width_away() -> None:
    mono: Profile = heard(np.repeat(OTHER[:1], 2, axis=0), RATE)
    goal = reference_goal(OWN, [(mono, 1.0, "it")])
    assert goal.words and side_over_mid_db(sound(1.0, 1.0, goal)) == pytest.approx(side_over_mid_db(MIX), abs=0.1)


def test_filters_shift_nothing_in_time() -> None:
    click = np.zeros((2, RATE), dtype=np.float32)
    click[:, RATE // 2] = 1.0
    out = applied(click, blended(OWN, GOAL, RATE, tone=1.0, width=1.0))
    assert int(np.abs(out[0] + out[1]).argmax()) == RATE // 2
    assert integrated_lufs(out, RATE) > -70.0


def test_a_healthy_match_holds_back_what_the_reference_has_too_much_of() -> None:
    free, careful = (blended(OWN, GOAL, RATE, tone=1.0, width=1.0, healthy=healthy) for healthy in (False, True))
    assert free.words == () and any("metallic" in words for words in careful.words)
    assert free.distance_after_db < careful.distance_after_db < careful.distance_before_db
