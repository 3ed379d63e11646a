"""ffmpeg in its cage: limits hold, nothing is left behind, failures have codes."""

import os
import time
from pathlib import Path

import imageio_ffmpeg
import pytest

from processing.dsp import ffmpeg
from processing.errors import StudioError

FOREVER = ["-re", "-f", "lavfi", "-i", "anullsrc", "-f", "null", "-"]


def code_of(args: list[str], limits: ffmpeg.Limits | None = None) -> str:
    with pytest.raises(StudioError) as failed:
        ffmpeg.run(args, limits=limits or ffmpeg.Limits())
    return failed.value.code


def test_time_is_limited() -> None:
    begun = time.monotonic()
    assert code_of(FOREVER, ffmpeg.Limits(timeout_s=0.3)) == "ffmpeg.timeout"
    assert time.monotonic() - begun < 5.0


def test_memory_is_limited() -> None:
    huge = ["-f", "lavfi", "-i", "color=size=8000x8000:rate=1:duration=3,format=rgb48le,reverse", "-f", "null", "-"]
    assert code_of(huge, ffmpeg.Limits(memory_bytes=400 << 20)) == "ffmpeg.memory"


def test_disk_is_limited(tmp_path: Path) -> None:
    much = ["-f", "lavfi", "-i", "anoisesrc=d=60", "-f", "wav", ffmpeg.writing(tmp_path / "a.wav")]
    assert code_of(much, ffmpeg.Limits(file_bytes=100_000)) == "ffmpeg.disk"
    assert (tmp_path / "a.wav").stat().st_size <= 100_000


def test_nonsense_fails_with_words() -> None:
    with pytest.raises(StudioError) as failed:
        ffmpeg.run(["-i", "file:/nowhere", "-f", "null", "-"])
    assert failed.value.code == "ffmpeg.failed" and any("No such file" in line for line in failed.value.facts["said"])


def test_leaving_the_block_kills_the_child() -> None:
    with pytest.raises(KeyboardInterrupt), ffmpeg.started(FOREVER) as child:
        pid = child._process.pid
        raise KeyboardInterrupt
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_writing_to_a_child_that_has_given_up_is_an_error() -> None:
    with pytest.raises(StudioError), ffmpeg.started(["-f", "nonsense", "-i", "pipe:0", "-f", "null", "-"]) as child:
        for _ in range(1000):
            child.write(bytes(1 << 16))


def test_network_is_out_of_reach(tmp_path: Path) -> None:
    playlist = tmp_path / "a.m3u8"
    playlist.write_text("#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:1/a.ts\n")
    assert code_of([*ffmpeg.reading(playlist), "-f", "null", "-"]) == "ffmpeg.failed"


def test_bytes_go_in_and_out() -> None:
    raw = bytes(8_000)
    args = ["-f", "s16le", "-ar", "8000", "-ac", "1", "-i", "pipe:0", "-f", "s16le", "pipe:1"]
    assert ffmpeg.run(args, stdin=raw).stdout == raw


def test_setting_wins_and_a_wrong_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_FFMPEG", "/nowhere/ffmpeg")
    assert ffmpeg.binary() == "/nowhere/ffmpeg" and code_of(["-version"]) == "ffmpeg.missing"
    monkeypatch.delenv("STUDIO_FFMPEG")

    def absent() -> str:
        raise RuntimeError

    monkeypatch.setattr(imageio_ffmpeg, "get_ffmpeg_exe", absent)
    assert code_of(["-version"]) == "ffmpeg.missing"
