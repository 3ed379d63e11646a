from pathlib import Path

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from processing.dsp.levels import Audio
from processing.dsp.limiter import limit
from processing.dsp.loudness import integrated_lufs
from processing.dsp.spectrum import third_octaves_db
from processing.engines.contracts import Reference
from processing.engines.master.goal import Goal, listened, reference_goal
from processing.engines.master.profile import heard, heard_once
from processing.errors import StudioError
from tests.processing.engines.band import RATE, song

MIX = song(5.0, seed=1, width=0.3)
DARK = song(5.0, seed=2, tilt_db=-2.0, width=0.2)
BRIGHT = song(6.0, seed=3, tilt_db=2.0, width=0.8)
OWN = heard(MIX, RATE)


def goal(*weighted: tuple[Audio, float]) -> Goal:
    references = [Reference(lambda audio=audio: audio, weight) for audio, weight in weighted]
    return reference_goal(OWN, listened(OWN, references, RATE))


def tilt_db(balance_db: np.ndarray) -> float:
    return float(balance_db[20:27].mean() - balance_db[5:12].mean())


def test_several_references_meet_in_the_middle_by_weight() -> None:
    dark, bright = goal((DARK, 1.0)), goal((BRIGHT, 1.0))
    for weight in (0.25, 0.5, 0.8):
        both = goal((DARK, 10.0 * (1.0 - weight)), (BRIGHT, 10.0 * weight))
        between = (1.0 - weight) * tilt_db(dark.balance_db) + weight * tilt_db(bright.balance_db)
        assert tilt_db(both.balance_db) == pytest.approx(between, abs=0.01)
        middle_db = (1.0 - weight) * dark.middle_db + weight * bright.middle_db
        assert np.abs(both.middle_db - middle_db)[20:5000].max() < 1.0
        assert both.lufs == pytest.approx((1 - weight) * dark.lufs + weight * bright.lufs)
    assert dark.name == "the reference" and both.name == "2 references"


def test_a_weight_of_nothing_leaves_a_reference_unread() -> None:
    def unread() -> Audio:
        raise AssertionError("read although it weighs nothing")

    found = listened(OWN, [Reference(lambda: DARK), Reference(unread, weight=0.0)], RATE)
    assert [share for _profile, share, _name in found] == [1.0]


@pytest.mark.parametrize(
    ("weights", "wanted"),
    [((0.0,), "weight_out_of_range"), ((-1.0, 1.0), "weight_out_of_range"), ((1.0,) * 6, "too_many_references")],
)
def test_wild_weights_are_refused(weights: tuple[float, ...], wanted: str) -> None:
    with pytest.raises(StudioError) as refused:
        goal(*[(DARK, weight) for weight in weights])
    assert refused.value.code == f"master.{wanted}"


def test_the_loudness_of_a_reference_can_be_the_target_within_reason() -> None:
    assert goal((DARK, 1.0)).lufs == pytest.approx(integrated_lufs(DARK, RATE), abs=0.01)
    assert goal((DARK * np.float32(0.05), 1.0)).lufs == -20.0


def test_a_lossy_reference_warns_and_is_not_asked_about_its_highs() -> None:
    lossy = sosfiltfilt(butter(20, 12_000.0, fs=RATE, output="sos"), BRIGHT, axis=1).astype(np.float32)
    whole, cut = goal((BRIGHT, 1.0)), goal((lossy, 1.0))
    assert not whole.warnings and "lossy" in cut.warnings[0]
    hz = OWN.middle.frequencies_hz
    assert cut.middle_db[hz > 14_000.0].min() > -6.0, "the cut of the encoder is not copied"


def test_a_reference_from_a_lossy_file_warns_whatever_is_left_of_it() -> None:
    found = listened(OWN, [Reference(lambda: BRIGHT, lossy="MP3", name="Song.mp3")], RATE)
    assert reference_goal(OWN, found).warnings[0].startswith("Song.mp3 comes from a lossy file (MP3)")


def test_a_clipped_reference_warns() -> None:
    clipped = np.clip(DARK * np.float32(6.0), -1.0, 1.0)
    assert "clipped" in goal((clipped, 1.0)).warnings[0]
    assert "clipped" in goal((clipped * np.float32(0.8), 1.0)).warnings[0], "and turned down afterwards"
    bass = np.stack([0.9 * np.sin(2 * np.pi * 40.0 * np.arange(3 * RATE) / RATE)] * 2).astype(np.float32)
    assert heard(limit(DARK, RATE, drive_db=12.0), RATE).clipped_runs == heard(bass, RATE).clipped_runs == 0.0


def test_a_song_is_heard_once(tmp_path: Path) -> None:
    kept = tmp_path / "song.npz"
    first = heard_once(kept, DARK, RATE)
    again = heard_once(kept, None, RATE)
    assert first is not None and again is not None and again.same_song_as(first)
    np.testing.assert_array_equal(again.middle.power, first.middle.power)
    assert again.integrated_lufs == first.integrated_lufs
    kept.write_bytes(b"torn")
    assert heard_once(kept, None, RATE) is None and heard_once(kept, DARK, RATE) is not None


def test_a_louder_copy_is_still_the_same_song() -> None:
    assert heard(MIX * np.float32(0.5), RATE).same_song_as(OWN)
    assert not heard(DARK, RATE).same_song_as(OWN)
    assert third_octaves_db(MIX, RATE).shape == (30,)
