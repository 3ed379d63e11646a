"""Broken and hostile files: each gives a working asset or a coded refusal, in time, in memory, and leaves nothing."""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from processing.dsp import ffmpeg, files, probe
from processing.dsp.ingest import IngestLimits, ingest
from processing.dsp.own_rate import at_own_rate, resampled
from processing.dsp.pathologies.damage import flat_peaks
from processing.dsp.resample import resample
from processing.errors import StudioError
from tests import hostile
from tests.processing.dsp.pathologies.songs import healthy

IN_A_CHILD = """
import json, resource, sys
from pathlib import Path
from processing.dsp.ingest import ingest
from processing.errors import StudioError
try:
    ingest(Path(sys.argv[1]), Path(sys.argv[2]))
    code = ""
except StudioError as error:
    code = error.code
# Of this process alone: ru_maxrss would count the memory of the test run that it was forked from.
own = next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
kib = own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"code": code, "bytes": 1024 * kib}))
"""


@pytest.mark.parametrize("case", hostile.ALL, ids=lambda case: case.name)
def test_hostile_file_gives_an_asset_or_a_code(case: hostile.Hostile, tmp_path: Path) -> None:
    path = case.build(tmp_path)
    begun, code, warned = time.monotonic(), hostile.OK, set(case.warns)
    try:
        taken = ingest(path, tmp_path / "out")
        warned = {finding.code for finding in taken.warnings}
        assert files.facts(taken.path) == files.FileFacts(48_000, 2, taken.samples)
        assert np.isfinite(files.read(taken.path)[0]).all() and json.dumps(taken.to_json())
    except StudioError as refused:
        code = refused.code
        assert [left.name for left in tmp_path.iterdir()] == [path.name]
    assert case.allowed(code) and set(case.warns) <= warned, (code, warned)
    assert time.monotonic() - begun < 20.0


def test_enough_cases_with_names_of_their_own() -> None:
    assert len({case.name for case in hostile.ALL}) == len(hostile.ALL) >= 40


@pytest.mark.parametrize("name", ["hours of silence", "endless wav", "picture of 60 000 pixels", "tag of 20 MB"])
def test_worst_cases_stay_within_a_gigabyte(name: str, tmp_path: Path) -> None:
    case = next(case for case in hostile.ALL if case.name == name)
    command = [sys.executable, "-c", IN_A_CHILD, str(case.build(tmp_path)), str(tmp_path / "out")]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)
    assert case.allowed(told["code"]) and told["bytes"] < 1 << 30


def test_sound_comes_through_unchanged(tmp_path: Path) -> None:
    tone = hostile.tone(2.0, 48_000, 2)
    (tmp_path / "a.wav").write_bytes(hostile.float_wav(tone, 48_000))
    taken = ingest(tmp_path / "a.wav", tmp_path / "out")
    assert np.abs(files.read(taken.path)[0] - tone.T).max() < 1e-6
    assert (taken.duration_s, taken.sample_rate_in, taken.channels_in, taken.warnings) == (2.0, 48_000, 2, ())


def test_flat_peaks_are_counted_at_the_rate_of_the_file_and_come_again_at_it(tmp_path: Path) -> None:
    loud = np.clip(resample(healthy()[:, : 2 * 48_000], 48_000, 44_100) * 4, -1, 1)
    soundfile.write(tmp_path / "a.wav", loud.T, 44_100, "PCM_24")
    taken = ingest(tmp_path / "a.wav", tmp_path / "out")
    canonical, _ = files.read(taken.path)
    assert taken.cut_peaks > 10 > flat_peaks(canonical, 48_000).size and taken.cut_spans
    own, rate = at_own_rate(tmp_path / "a.wav", tmp_path, taken.samples_in)
    assert rate == 44_100 and np.abs(own - loud).max() < 1e-6
    assert np.abs(resampled(own, rate, 48_000, taken.samples) - canonical).max() < 1e-6
    assert {left.name for left in tmp_path.iterdir()} == {"a.wav", taken.path.name}


def test_hot_floats_are_kept_as_floats(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(hostile.float_wav(hostile.tone() * 4))
    taken = ingest(tmp_path / "a.wav", tmp_path / "out")
    assert taken.path.suffix == ".wav" and taken.peak_dbfs > 0.0


def test_mono_becomes_dual_mono_and_the_same_file_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(hostile.wav())
    first, second = (ingest(tmp_path / "a.wav", tmp_path / name).path for name in ("one", "two"))
    audio, _ = files.read(first)
    assert np.array_equal(audio[0], audio[1]) and first.read_bytes() == second.read_bytes()


def code_of(path: Path, limits: IngestLimits | None = None) -> str:
    with pytest.raises(StudioError) as refused:
        ingest(path, path.parent / "out", limits=limits or IngestLimits())
    return refused.value.code


def test_missing_large_slow_and_heavy(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    assert code_of(path) == "audio.missing"
    path.write_bytes(hostile.wav())
    assert code_of(path, IngestLimits(max_file_bytes=1000)) == "audio.file_too_big"
    assert code_of(path, IngestLimits(max_s=1.5)) == "audio.too_long"
    assert code_of(path, IngestLimits(patience_s=0.0, patience_bytes_per_s=1e12)) == "audio.too_slow"


@pytest.mark.parametrize(("code", "told"), [("memory", "too_heavy"), ("failed", "unreadable"), ("disk", "disk")])
def test_failures_of_the_decoder_are_told_in_audio_words(
    code: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise StudioError(f"ffmpeg.{code}", "It failed.", said=[])

    (tmp_path / "a.wav").write_bytes(hostile.wav())
    monkeypatch.setattr(ffmpeg.Child, "finish", failing)
    monkeypatch.setattr(ffmpeg.Child, "read", lambda self, size: b"")
    assert code_of(tmp_path / "a.wav").endswith(told)


def test_layouts_are_counted() -> None:
    words = {"mono": 1, "5.1(side)": 6, "7.1.4": 12, "24 channels (FL+FR)": 24, "quad": 4, "whatever": 0}
    assert {layout: probe._channel_count(layout) for layout in words} == words
