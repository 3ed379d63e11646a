import numpy as np
import pytest

from processing.dsp.loudness import integrated_lufs
from processing.engines.compose.house_band.engine import HouseBand, fingerprint
from processing.engines.contracts import STEMS
from tests.processing.engines.compose.hearing import RATE
from tests.processing.engines.compose.songs import plan

FORM = (("verse", 2), ("chorus", 2))


@pytest.fixture(scope="module")
def result():
    return HouseBand("synth").compose(plan("pop", 120.0, form=FORM, tuning_cents=60.0), seed=5)


def test_the_band_fills_the_song(result):
    assert tuple(result.stems) == STEMS
    assert result.sample_rate == RATE
    assert {stem.shape for stem in result.stems.values()} == {(2, 8 * RATE)}


def test_facts_tell_the_performance(result):
    facts = result.facts
    assert facts["source"] == "own synthesisers"
    assert facts["tuning_cents"] == 35.0
    assert [s["kind"] for s in facts["sections"]] == ["verse", "chorus"]
    np.testing.assert_allclose(np.diff(facts["beats_s"]), 0.5)
    np.testing.assert_allclose(np.diff(facts["downbeats_s"]), 2.0)
    assert facts["chords"][0]["start_s"] == 0.0
    assert {"progressions", "groove", "instruments", "rides_db", "shelves_db"} <= set(facts)


def test_seeds_repeat_and_differ(result):
    song = plan("pop", 120.0, form=FORM, tuning_cents=60.0)
    again, other = (HouseBand("synth").compose(song, seed=seed) for seed in (5, 6))
    assert fingerprint(again) == fingerprint(result) != fingerprint(other)
    one, two = (np.sum(list(r.stems.values()), axis=0).mean(axis=0) for r in (result, other))
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.5


@pytest.mark.parametrize(("genre", "meter"), [("rock", "6/8"), ("lofi", "3/4")])
def test_the_chorus_lifts(genre, meter):
    song = plan(genre, 150.0, meter, form=FORM)
    mix = np.sum(list(HouseBand("synth").compose(song, seed=2).stems.values()), axis=0)
    turn = round(song.sections[1].start_s * RATE)
    assert 2.0 < integrated_lufs(mix[:, turn:], RATE) - integrated_lufs(mix[:, :turn], RATE) < 5.0


def test_a_person_may_stop_the_band():
    def stop(fraction, message):
        if message.startswith("Playing"):
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        HouseBand("synth").compose(plan("pop", 120.0, form=FORM), seed=1, progress=stop)
