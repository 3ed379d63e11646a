"""The sample song has a voice of its own."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import soundfile

from processing.stages import sing_sample


def test_the_words_are_sung_into_a_file(tmp_path: Path) -> None:
    kept: dict[str, Any] = {}
    context = SimpleNamespace(scratch=tmp_path, progress=lambda *_: None, save=kept.__setitem__)
    sing_sample.handle({}, context)  # type: ignore[arg-type]
    sung, rate_hz = soundfile.read(kept["vocal"].path)
    assert kept["vocal"].kind == "vocal"
    assert 15.0 < len(sung) / rate_hz < 40.0
    assert 0.05 < abs(sung).max() < 1.0
