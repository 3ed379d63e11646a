from pathlib import Path

import numpy as np
import pytest

from processing.dsp import qc
from processing.dsp.levels import Audio
from processing.dsp.limiter import limit
from processing.dsp.loudness import integrated_lufs
from tests.processing.engines.band import RATE, song

MASTER = limit(song(6.0, seed=5), RATE, drive_db=2.0)
LUFS = integrated_lufs(MASTER, RATE)


def failed(master: Audio, target_lufs: float = LUFS, mix: Audio = MASTER) -> set[str]:
    return {check.check for check in qc.gate(master, mix, RATE, target_lufs) if not check.passed}


def faulty(fault: str) -> Audio:
    audio = MASTER.copy()
    silence = np.zeros((2, 8 * RATE), dtype=np.float32)
    match fault:
        case "non_finite":
            audio[0, 10] = np.nan
        case "true_peak_dbtp":
            audio[:, 5000] = 0.97
        case "clipping_run_samples":
            audio[:, 5000:5008] = 1.0
        case "mono_loss_lu":
            audio[1] = -audio[0] * np.float32(0.8)
        case "head_silence_s":
            audio = np.concatenate([silence, audio], axis=1)
        case "tail_silence_s":
            audio = np.concatenate([audio, silence], axis=1)
        case "duration_frames":
            audio = audio[:, :-2]
    return audio


def test_a_good_master_passes() -> None:
    checks = qc.gate(MASTER, MASTER, RATE, LUFS)
    assert qc.passed(checks)
    assert all(check.words and check.to_json()["pass"] for check in checks)


@pytest.mark.parametrize(
    "fault",
    [
        "non_finite",
        "true_peak_dbtp",
        "clipping_run_samples",
        "mono_loss_lu",
        "head_silence_s",
        "tail_silence_s",
        "duration_frames",
    ],
)
def test_each_fault_is_named(fault: str) -> None:
    assert fault in failed(faulty(fault))


def test_only_the_fault_is_named() -> None:
    assert failed(faulty("duration_frames")) == {"duration_frames"}
    assert failed(MASTER, target_lufs=LUFS - 0.6) == {"integrated_lufs"}
    assert failed(MASTER, target_lufs=LUFS - 0.4) == set()


def test_one_frame_off_is_allowed() -> None:
    assert failed(MASTER[:, :-1]) == set()


def test_codec_peaks_are_measured_after_encoding(tmp_path: Path) -> None:
    peaks = qc.codec_peaks(MASTER, RATE, tmp_path)
    assert -2.0 < peaks["mp3_320"] < 0.5
    assert list(tmp_path.iterdir()) == []


def test_overs_after_encoding_fail() -> None:
    checks = qc.gate(MASTER, MASTER, RATE, LUFS, codec_peaks_dbtp={"mp3_320": 0.3, "aac_256": -0.2})
    assert [check.check for check in checks if not check.passed] == ["codec_mp3_320_dbtp"]


def test_silence_fails_in_words() -> None:
    silence = np.zeros((2, RATE), dtype=np.float32)
    assert {"integrated_lufs"} <= failed(silence)


def test_the_loudest_seconds_are_found() -> None:
    audio = np.full((2, 5 * RATE), 0.01, dtype=np.float32)
    audio[:, 3 * RATE : 4 * RATE] = 0.5
    assert qc.loudest(audio, RATE, 1.0).min() == np.float32(0.5)
    assert qc.loudest(audio, RATE, 10.0) is audio
