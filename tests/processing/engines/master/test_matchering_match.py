from pathlib import Path

import numpy as np
import psutil
import pytest

from processing.dsp.loudness import integrated_lufs
from processing.dsp.spectrum import spectral_distance_db
from processing.dsp.true_peak import true_peak_dbtp
from processing.engines.contracts import MasterParams, Reference
from processing.engines.master import matchering_match
from processing.engines.master.matchering_match import MatcheringMatch
from processing.errors import StudioError
from tests.processing.engines.band import RATE, song

MIX = song(8.0, seed=8, tilt_db=-1.0, width=0.3)
REFERENCES = [Reference(lambda: song(9.0, seed=9, tilt_db=1.0, width=0.6))]


def test_matchering_gives_the_tone_and_the_house_the_rest(tmp_path: Path) -> None:
    made = MatcheringMatch().master(
        MIX, RATE, references=REFERENCES, genre="pop", params=MasterParams(), scratch=tmp_path
    )
    reference = REFERENCES[0].read()
    assert spectral_distance_db(made.audio, reference, RATE) < 0.5 * spectral_distance_db(MIX, reference, RATE)
    assert made.audio.shape == MIX.shape and made.report["goal"] == "reference"
    assert integrated_lufs(made.audio, RATE) == pytest.approx(-14.0, abs=0.3)
    assert true_peak_dbtp(made.audio, RATE) <= -1.0
    assert not list(tmp_path.iterdir())


def test_without_a_reference_the_style_takes_over(tmp_path: Path) -> None:
    made = MatcheringMatch().master(MIX, RATE, genre="pop", params=MasterParams(), scratch=tmp_path)
    assert made.report["goal"] == "style"


def test_a_stopped_master_leaves_no_process(tmp_path: Path) -> None:
    def stop(_fraction: float, message: str) -> None:
        if message == "Matching the reference":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        MatcheringMatch().master(
            MIX, RATE, references=REFERENCES, genre="pop", params=MasterParams(), scratch=tmp_path, progress=stop
        )
    children = psutil.Process().children(recursive=True)
    assert not [one for one in children if "matchering_child" in " ".join(one.cmdline())]
    assert not list(tmp_path.iterdir())


def test_a_match_that_breaks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = np.full((2, RATE), 0.1, np.float32)
    monkeypatch.setattr(matchering_match, "resample", lambda audio, _from, _to: audio[:, :10])
    with pytest.raises(StudioError, match=r"master\.matching_failed"):
        matchering_match._matched(broken, broken, RATE, tmp_path, lambda _fraction, _message: None)
