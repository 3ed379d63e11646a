from pathlib import Path

import numpy as np
import pytest

from processing.dsp import files
from processing.dsp.spectrum import third_octaves_db
from processing.dsp.stereo import mono_loss_lu
from processing.engines.contracts import silent
from processing.engines.master import matching
from processing.engines.master.blend import MONO_LOSS_LIMIT_LU, blended
from processing.engines.master.matchering_child import run
from processing.errors import StudioError
from tests.processing.engines.band import RATE, song

MIX = song(5.0, seed=1, width=0.3)
GOAL_DB = third_octaves_db(MIX, RATE)


def test_a_match_that_measures_worse_is_left_out_in_words() -> None:
    worse = song(5.0, seed=1, tilt_db=4.0, width=0.3)
    result = blended(MIX, worse, RATE, GOAL_DB, tone=1.0, width=0.0)
    assert result.tone == 0.0 and result.distance_after_db == result.distance_before_db
    assert result.words == ("Tone: left as in the mix, the full match lay further from the goal than the mix.",)
    np.testing.assert_array_equal(result.audio, MIX)


def test_a_match_that_goes_too_far_is_halved() -> None:
    goal = third_octaves_db(song(5.0, seed=1, tilt_db=1.2, width=0.3), RATE)
    too_far = song(5.0, seed=1, tilt_db=3.0, width=0.3)
    result = blended(MIX, too_far, RATE, goal, tone=1.0, width=0.0)
    assert result.tone == 0.5 and result.distance_after_db < result.distance_before_db
    assert "taken to 50% only" in result.words[0]


@pytest.mark.parametrize("tone", [0.0, 1.0])
def test_width_never_costs_more_than_mono_allows(tone: float) -> None:
    wide = song(5.0, seed=1, width=0.3)
    side = (wide[0] - wide[1]) * np.float32(12.0)
    wide = np.stack([wide[0] + side, wide[1] - side])
    result = blended(MIX, wide, RATE, third_octaves_db(wide, RATE), tone=tone, width=1.0)
    assert mono_loss_lu(result.audio, RATE) <= MONO_LOSS_LIMIT_LU + 0.01
    assert any(words.startswith("Width:") for words in result.words)


def test_a_mono_mix_stays_mono() -> None:
    mono = np.repeat(MIX[:1], 2, axis=0)
    out = blended(mono, mono * np.float32(0.5), RATE, GOAL_DB, tone=1.0, width=1.0).audio
    np.testing.assert_allclose(out[0], out[1])


def test_the_child_writes_what_matchering_says(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("mix.wav", "reference.wav", "out.wav")]
    for path, audio in zip(paths, (MIX, song(5.0, seed=2, tilt_db=2.0)), strict=False):
        files.write_wav_float(path, audio, 44_100)
    run(*map(str, paths))
    assert files.read(paths[2])[0].shape == MIX.shape


def test_half_the_tone_is_half_the_way() -> None:
    match = song(5.0, seed=1, tilt_db=2.0, width=0.3)
    goal = third_octaves_db(match, RATE)
    half, whole = (blended(MIX, match, RATE, goal, tone=tone, width=0.0) for tone in (0.5, 1.0))
    assert whole.distance_after_db < half.distance_after_db < whole.distance_before_db


def test_a_failing_child_is_a_coded_error(tmp_path: Path) -> None:
    with pytest.raises(StudioError) as refused:
        matching.matched(MIX, np.zeros_like(MIX), RATE, tmp_path, silent)
    assert refused.value.code == "master.matching_failed"
    assert "ValueError" in refused.value.facts["said"]
