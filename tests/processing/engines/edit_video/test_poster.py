from pathlib import Path

import pytest
from PIL import Image

from processing.dsp import ffmpeg
from processing.engines.contracts import Section, SongPlan
from processing.engines.edit_video import poster

SONG = SongPlan(
    title="Song",
    genre="pop",
    mood="",
    bpm=120.0,
    meter="4/4",
    key="A minor",
    sections=(Section("Verse", "verse", 4, 0.0, 8.0), Section("Hook", "chorus", 4, 8.0, 16.0)),
    duration_s=16.0,
)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Two seconds: black, then a grey picture with something on it."""
    path = tmp_path / "clip.mp4"
    black = "color=black:s=320x180:d=1:r=10"
    light = "testsrc=s=320x180:d=1:r=10"
    graph = ["-f", "lavfi", "-i", black, "-f", "lavfi", "-i", light, "-filter_complex", "[0:v][1:v]concat=n=2:v=1"]
    ffmpeg.run([*graph, "-pix_fmt", "yuv420p", ffmpeg.writing(path)])
    return path


def test_the_poster_is_a_lit_moment(clip: Path, tmp_path: Path) -> None:
    with Image.open(poster.write(clip, tmp_path / "poster.jpg", (0.2, 1.4))) as still:
        assert (still.format, still.size) == ("JPEG", (320, 180))
        assert sum(still.convert("L").histogram()[100:]) > 10_000, "more than the black first second has"


def test_choruses_are_tried_first_and_never_beyond_the_end() -> None:
    assert poster.moments(SONG, 16.0)[0] == 10.0
    assert all(at_s < 9.0 for at_s in poster.moments(SONG, 9.0)), "the chorus's moment lies behind a clip cut short"
    assert poster.moments(SONG, 0.1) == (0.0,) or len(poster.moments(SONG, 0.1)) == 1
