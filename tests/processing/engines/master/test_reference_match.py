from pathlib import Path
from typing import Any

import numpy as np
import pyebur128
import pytest

from processing.dsp import files, qc
from processing.dsp.levels import Audio
from processing.dsp.spectrum import spectral_distance_db
from processing.engines.contracts import MasterParams, MasterResult, Reference
from processing.engines.master.profile import heard
from processing.engines.master.reference_match import ReferenceMatch
from processing.errors import StudioError
from tests.processing.engines.band import RATE, song
from tests.processing.long_sounds import lies_on_disk, on_disk, short_blocks

__all__ = ["short_blocks"]

MIX = song(6.0, seed=8, tilt_db=-1.0, width=0.3)
REFERENCE = song(6.5, seed=9, tilt_db=1.0, width=0.6)


def master(folder: Path, reference: Audio | None = REFERENCE, mix: Audio = MIX, **params: Any) -> MasterResult:
    references = [Reference(lambda: reference)] if reference is not None else []
    return ReferenceMatch().master(
        mix, RATE, references=references, genre="pop", params=MasterParams(**params), scratch=folder
    )


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("master")


@pytest.fixture(scope="module")
def mastered(scratch: Path) -> MasterResult:
    return master(scratch)


def side_over_mid_db(audio: Audio) -> float:
    return heard(audio, RATE).side_over_mid_db


def independent(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak (dBTP) of a written file by libebur128."""
    audio, rate = files.read(path)
    modes = pyebur128.MeasurementMode.MODE_I | pyebur128.MeasurementMode.MODE_TRUE_PEAK
    meter = pyebur128.R128State(2, rate, modes)
    meter.add_frames(np.ascontiguousarray(audio.T).reshape(-1), audio.shape[1])
    peak = max(pyebur128.get_true_peak(meter, channel) for channel in (0, 1))
    return pyebur128.get_loudness_global(meter), 20 * np.log10(peak)


def test_the_written_file_meets_its_target_by_another_meter(tmp_path: Path, mastered: MasterResult) -> None:
    lufs, peak_dbtp = independent(files.write_wav24(tmp_path / "master.wav", mastered.audio, RATE))
    assert lufs == pytest.approx(-14.0, abs=0.3)
    assert peak_dbtp <= -1.0
    assert mastered.audio.shape == MIX.shape


def test_the_tone_moves_to_the_reference(mastered: MasterResult) -> None:
    before = spectral_distance_db(MIX, REFERENCE, RATE)
    after = spectral_distance_db(mastered.audio, REFERENCE, RATE)
    assert after < 0.5 * before
    assert mastered.report["distance_after_db"] == pytest.approx(after, abs=0.01)


def test_the_report_is_checked_and_in_words(mastered: MasterResult) -> None:
    report = mastered.report
    assert report["goal"] == "reference" and all(check["pass"] for check in report["qc"])
    assert {"integrated_lufs", "true_peak_dbtp", "codec_mp3_320_dbtp"} <= {check["check"] for check in report["qc"]}
    assert report["words"][0].startswith("Matched to the reference")


def test_nothing_stays_behind(scratch: Path, mastered: MasterResult) -> None:
    assert mastered.report and list(scratch.iterdir()) == []


def test_width_and_tone_are_apart(tmp_path: Path, mastered: MasterResult) -> None:
    narrow = master(tmp_path, width=0.0).audio
    assert side_over_mid_db(narrow) == pytest.approx(side_over_mid_db(MIX), abs=0.3)
    assert side_over_mid_db(mastered.audio) > side_over_mid_db(MIX) + 3.0
    plain = master(tmp_path, reference=None, tone=0.0, width=0.0).audio
    assert spectral_distance_db(plain, MIX, RATE) < 0.5


def test_loudness_zero_keeps_the_mix_and_any_target_is_met(tmp_path: Path) -> None:
    kept = master(tmp_path, reference=None, loudness=0.0).report
    assert kept["integrated_lufs"] == pytest.approx(kept["target_lufs"], abs=0.3)
    assert kept["target_lufs"] != -14.0
    loud = master(tmp_path, reference=None, target_lufs=-9.0).report
    assert loud["integrated_lufs"] == pytest.approx(-9.0, abs=0.3) and loud["true_peak_dbtp"] <= -1.0


def test_as_loud_as_the_reference(tmp_path: Path, mastered: MasterResult) -> None:
    report = master(tmp_path, target_lufs=None).report
    assert report["target_lufs"] == pytest.approx(heard(REFERENCE, RATE).integrated_lufs, abs=0.01)
    assert report["integrated_lufs"] == pytest.approx(report["target_lufs"], abs=0.3)
    with pytest.raises(StudioError, match=r"master\.no_reference"):
        master(tmp_path, reference=None, target_lufs=None)


@pytest.mark.parametrize("target_lufs", [-14.0, -11.0, -9.0])
def test_loudness_moves_alone(tmp_path: Path, target_lufs: float) -> None:
    made = master(tmp_path, target_lufs=target_lufs, tone=0.0, width=0.0)
    assert made.report["integrated_lufs"] == pytest.approx(target_lufs, abs=0.3)
    assert side_over_mid_db(made.audio) == pytest.approx(side_over_mid_db(MIX), abs=0.3)
    assert spectral_distance_db(made.audio, MIX, RATE) < 0.5


def test_overs_after_encoding_lower_the_ceiling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readings = iter([{"mp3_320": 0.3}, {"mp3_320": -0.05}])
    monkeypatch.setattr(qc, "codec_peaks", lambda *_args, **_options: next(readings))
    report = master(tmp_path, reference=None).report
    assert report["ceiling_dbtp"] == pytest.approx(-1.45), "1 dB, 0.1 for other meters, 0.3 over and 0.05 to spare"
    assert report["true_peak_dbtp"] <= -1.35 and report["codec_peaks_dbtp"] == {"mp3_320": -0.05}


@pytest.mark.parametrize("tilt_db", [-3.0, 3.0])
def test_a_style_target_repairs_a_tilted_mix(tmp_path: Path, tilt_db: float) -> None:
    report = master(tmp_path, reference=None, mix=song(6.0, seed=8, tilt_db=tilt_db)).report
    assert report["goal"] == "style"
    assert report["distance_after_db"] < report["distance_before_db"]


def test_a_target_beyond_reason_is_missed_in_words(tmp_path: Path) -> None:
    clicks = np.zeros((2, 5 * RATE), dtype=np.float32)
    clicks[:, ::4000] = 0.9
    clicks += MIX[:, : 5 * RATE] * np.float32(0.001)
    report = master(tmp_path, reference=None, mix=clicks, target_lufs=-6.0).report
    assert any("louder would be heard as distortion" in words for words in report["words"])
    assert report["true_peak_dbtp"] <= -1.0


def bad(kind: str) -> Audio:
    return {
        "silent": np.zeros((2, 3 * RATE), dtype=np.float32),
        "too_short": MIX[:, : RATE // 2],
        "too_long": np.zeros((1, 901 * RATE), dtype=np.float32),
        "broken": np.full((2, 3 * RATE), np.nan, dtype=np.float32),
        "channels": np.repeat(MIX[:1], 6, axis=0),
    }[kind]


@pytest.mark.parametrize("kind", ["silent", "too_short", "too_long", "broken", "channels"])
@pytest.mark.parametrize("what", ["mix", "reference"])
def test_refuses_in_words(tmp_path: Path, what: str, kind: str) -> None:
    given = {"mix": MIX, "reference": REFERENCE, what: bad(kind)}
    with pytest.raises(StudioError) as refused:
        master(tmp_path, given["reference"], given["mix"])
    assert refused.value.code == f"master.{what}_{kind}"


def test_refuses_the_mix_as_its_own_reference_and_wild_params(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match=r"master\.reference_is_mix"):
        master(tmp_path, MIX)
    with pytest.raises(StudioError, match=r"master\.param_out_of_range"):
        master(tmp_path, tone=1.5)


def test_a_stopped_stage_leaves_no_file(tmp_path: Path) -> None:
    def stop(fraction: float, _words: str) -> None:
        if fraction > 0.05:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ReferenceMatch().master(MIX, RATE, genre="pop", params=MasterParams(), scratch=tmp_path, progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("healthy", [False, True])
def test_a_long_mix_on_disk_is_mastered_in_blocks(
    healthy: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    wanted = master(tmp_path, target_lufs=-10.0, healthy=healthy)
    request.getfixturevalue("short_blocks")
    lying = on_disk(MIX, tmp_path)
    made = master(tmp_path, mix=lying, target_lufs=-10.0, healthy=healthy)
    assert lies_on_disk(made.audio) and np.array_equal(lying, MIX)
    # Sums over the song are added up block by block, which moves their last digits: far below -80 dB.
    assert np.abs(made.audio - wanted.audio).max() < 1e-6
    assert made.report["words"] == wanted.report["words"] and made.report["qc"] == wanted.report["qc"]


def test_a_centre_line_off_zero_takes_no_loudness(tmp_path: Path) -> None:
    off = MIX + np.array([[0.3], [-0.2]], np.float32)
    report = master(tmp_path, reference=None, mix=off, tone=0.0).report
    assert report["integrated_lufs"] == pytest.approx(-14.0, abs=0.3) and all(c["pass"] for c in report["qc"])
