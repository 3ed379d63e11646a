"""What a reference's file says of itself before it is listened to."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from processing.dsp import ffmpeg, files
from processing.dsp.levels import Audio
from processing.stages import master

RATE = 48_000


def tone() -> Audio:
    return np.stack([0.1 * np.sin(2 * np.pi * 440.0 * np.arange(RATE) / RATE)] * 2).astype(np.float32)


def encoded(path: Path) -> str:
    context: Any = SimpleNamespace(path=lambda _asset: path)
    asset: Any = SimpleNamespace(name=path.name, provenance={})
    return master._lossy(context, asset)


@pytest.mark.parametrize(("name", "codec", "wanted"), [("a.mp3", "libmp3lame", "MP3"), ("a.m4a", "alac", "")])
def test_what_took_something_away_is_named_by_its_content(tmp_path: Path, name: str, codec: str, wanted: str) -> None:
    plain = files.write_wav24(tmp_path / "plain.wav", tone(), RATE)
    ffmpeg.run([*ffmpeg.reading(plain), "-c:a", codec, ffmpeg.writing(tmp_path / name)], limits=ffmpeg.Limits())
    assert encoded(tmp_path / name) == wanted


def test_what_claims_to_be_whole_is_left_to_the_ear() -> None:
    assert encoded(Path("there-is-no-such.WAV")) == ""
